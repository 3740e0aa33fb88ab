"""The calibration curve as SVG: what was said against what was so, shown and declared. Pure.

Guarded by tests/benchmarks/test_page.py.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import sqrt

from benchmarks.signal.calibration import Bin

SIDE, LEFT, TOP, APART = 260, 56, 44, 80
WIDTH, HEIGHT = LEFT + 2 * SIDE + APART + 24, TOP + SIDE + 92
COLOURS = ("#0072b2", "#d55e00", "#009e73")
"""Told apart by people who see few colours (Okabe & Ito), and by the mark's shape."""
PANELS = (("shown", "the meter, at every look"), ("declared", "declared releases"))


def drawn(curves: Mapping[str, Mapping[str, Sequence[Bin]]]) -> str:
    """Two panels; in each a track a colour. A mark's size grows with how many it stands for."""
    title = "How often it was so, by the probability that was said"
    lines = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
            f'aria-label="{title}" font-family="sans-serif" font-size="12">'
        ),
        f"<title>{title}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
    ]
    for nth, (kind, name) in enumerate(PANELS):
        lines += _panel(LEFT + nth * (SIDE + APART), name)
        for which, (track, found) in enumerate(curves.items()):
            lines += _curve(LEFT + nth * (SIDE + APART), found[kind], which, track)
    for which, track in enumerate(curves):
        x, y = LEFT + which * 170, HEIGHT - 14
        lines += [_mark(x, y - 4, 5.0, which, track), f'<text x="{x + 12}" y="{y}">{track}</text>']
    return "\n".join([*lines, "</svg>"]) + "\n"


def _panel(left: int, name: str) -> Iterable[str]:
    yield f'<text x="{left}" y="{TOP - 16}" font-weight="bold">{name}</text>'
    yield (
        f'<rect x="{left}" y="{TOP}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#888888"/>'
    )
    yield (
        f'<line x1="{left}" y1="{TOP + SIDE}" x2="{left + SIDE}" y2="{TOP}" stroke="#bbbbbb" '
        'stroke-dasharray="4 4"/>'
    )
    for tenths in (0, 2, 4, 6, 8, 10):
        at = SIDE * tenths / 10
        yield (
            f'<text x="{left + at:.1f}" y="{TOP + SIDE + 16}" text-anchor="middle">'
            f"{tenths / 10:g}</text>"
        )
        yield (
            f'<text x="{left - 8}" y="{TOP + SIDE - at + 4:.1f}" text-anchor="end">'
            f"{tenths / 10:g}</text>"
        )
    middle = left + SIDE / 2
    yield f'<text x="{middle:.1f}" y="{TOP + SIDE + 36}" text-anchor="middle">said</text>'
    yield (
        f'<text x="{left - 38}" y="{TOP + SIDE / 2}" text-anchor="middle" '
        f'transform="rotate(-90 {left - 38} {TOP + SIDE / 2})">was so</text>'
    )


def _curve(left: int, bins: Sequence[Bin], which: int, track: str) -> Iterable[str]:
    places = [(left + SIDE * one.said, TOP + SIDE * (1.0 - one.was)) for one in bins]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    yield f'<polyline points="{path}" fill="none" stroke="{COLOURS[which]}" stroke-width="1.5"/>'
    most = max((one.count for one in bins), default=1)
    for (x, y), one in zip(places, bins, strict=True):
        told = f"{track}: said {one.said:.2f}, was {one.was:.2f}, {one.count} times"
        yield _mark(x, y, 2.5 + 3.0 * sqrt(one.count / most), which, told)


def _mark(x: float, y: float, size: float, which: int, told: str) -> str:
    colour = COLOURS[which]
    if which == 0:
        shape = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" fill="{colour}">'
        return f"{shape}<title>{told}</title></circle>"
    if which == 1:
        corner = f'x="{x - size:.1f}" y="{y - size:.1f}"'
        edge = f'width="{2 * size:.1f}" height="{2 * size:.1f}"'
        return f'<rect {corner} {edge} fill="{colour}"><title>{told}</title></rect>'
    points = f"{x:.1f},{y - size:.1f} {x + size:.1f},{y + size:.1f} {x - size:.1f},{y + size:.1f}"
    return f'<polygon points="{points}" fill="{colour}"><title>{told}</title></polygon>'
