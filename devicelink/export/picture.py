"""A hold's picture as SVG: stands alone, reads aloud, follows the reader's light or dark.

Draws what `HoldPicture` holds and nothing else; no script, no font or file from elsewhere. Every
word is escaped. Guarded by tests/export/test_picture.py.
"""

from collections.abc import Iterator
from itertools import groupby
from textwrap import wrap
from typing import Final
from xml.sax.saxutils import escape

import numpy as np

from devicelink.care.phrases import clock
from devicelink.core.block import Floats
from devicelink.data import phrases
from devicelink.export.drawing import PAPER_STYLE, line, stroke, text
from devicelink.plaintext import clean
from devicelink.session.hold_picture import HoldPicture, Mark, MarkKind

WIDTH: Final = 760
LEFT, RIGHT = 58, 742
FORCE_HIGH, EVIDENCE_HIGH, LANE, LINE, BETWEEN = 210, 56, 17, 18, 26
LETTER: Final = 6.6
"""About the width of a letter at the size of a mark's words."""
SHAPES: Final = {
    MarkKind.ONSET: "M0,-4 L5,0 L0,4 Z",
    MarkKind.SLIP: "M-4.5,-4 L4.5,-4 L0,4.5 Z",
    MarkKind.STEP: "M-5,4 L0,4 L0,-4 L5,-4 L5,-1 L2,-1 L2,6 L-5,6 Z",
    MarkKind.RUBBING: "M-6,0 L-3,-4 L0,0 L3,-4 L6,0 L3,4 L0,0 L-3,4 Z",
    MarkKind.EASED: "M0,-5 L4,0 L0,5 L-4,0 Z",
    MarkKind.FELT: "M-4.5,4 L4.5,4 L0,-4.5 Z",
    MarkKind.END: "M-4,-4 L4,-4 L4,4 L-4,4 Z",
}
"""A shape for each kind of mark, beside its words."""
STYLE: Final = (
    PAPER_STYLE
    + """\
.band { fill: #dcefe4 }
.edge { stroke: #2f7d54; stroke-dasharray: 6 4; stroke-width: 1 }
.gap { fill: #eceff1; stroke: #8d9aa2; stroke-dasharray: 2 3 }
.force { fill: none; stroke: #17637f; stroke-width: 1.8; stroke-linejoin: round }
.dot { fill: #17637f }
.mark { stroke: #9a4a12; stroke-width: 1 }
.shape { fill: #9a4a12 }
.evidence { fill: none; stroke: #6b3fa8; stroke-width: 1.8 }
@media (prefers-color-scheme: dark) {
text { fill: #e4e8ea }
.quiet { fill: #a3b4bd }
.paper { fill: #10161a }
.grid { stroke: #263239 }
.axis { stroke: #a3b4bd }
.band { fill: #173327 }
.edge { stroke: #63b68b }
.gap { fill: #1c262c; stroke: #73838c }
.force { stroke: #7fd0ee }
.dot { fill: #7fd0ee }
.mark { stroke: #f0c05a }
.shape { fill: #f0c05a }
.evidence { stroke: #c9aef7 }
}
"""
)


class _Sheet:
    """Where things lie: the axes of one picture, top to bottom."""

    def __init__(self, picture: HoldPicture, heading: str) -> None:
        self.picture = picture
        self.title = f"{clean(heading, 80)}: {picture.name}" if heading else picture.name
        self.lines = [line for sentence in picture.sentences for line in wrap(sentence, 104)]
        self.lanes = _lanes([self.x(mark.t_s) for mark in picture.marks], picture.marks)
        lanes = 1 + max(self.lanes, default=0)
        self.top = 34 + LINE * len(self.lines) + LANE * lanes + 8
        self.zero = self.top + FORCE_HIGH
        self.never = self.zero + BETWEEN + EVIDENCE_HIGH
        self.bottom = self.never if len(picture.evidence_t_s) else self.zero
        self.height = self.bottom + 44

    def x(self, t_s: float) -> float:
        """Seconds from the onset, across."""
        picture = self.picture
        share = (t_s - picture.from_s) / max(picture.to_s - picture.from_s, 1e-3)
        return LEFT + min(max(share, 0.0), 1.0) * (RIGHT - LEFT)

    def y(self, force_n: float) -> float:
        """Newtons, up from zero."""
        return self.zero - force_n / self.picture.top_n * FORCE_HIGH

    def y_p(self, p: float) -> float:
        """A probability, up from never."""
        return self.never - p * EVIDENCE_HIGH


def hold_svg(picture: HoldPicture, heading: str = "") -> str:
    """The picture as an SVG file. `heading` says whose and when; it may be any text."""
    sheet = _Sheet(picture, heading)
    size = f'viewBox="0 0 {WIDTH} {sheet.height}" width="{WIDTH}" height="{sheet.height}"'
    named = 'role="img" aria-labelledby="title description"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {named}>',
        f'<title id="title">{escape(sheet.title)}</title>',
        f'<desc id="description">{escape(_aloud(picture))}</desc>',
        f"<style>{STYLE}</style>",
        f'<rect class="paper" width="{WIDTH}" height="{sheet.height}"/>',
        *_words(sheet),
        *_force_axis(sheet),
        *_force(sheet),
        *_evidence(sheet),
        *_times(sheet),
        *_marks(sheet),
        "</svg>\n",
    ]
    return "\n".join(parts)


def _aloud(picture: HoldPicture) -> str:
    """The picture in words, for whoever does not see it."""
    told = [*picture.sentences]
    if picture.band is not None:
        told.append(_say("band_aloud", low_n=picture.band.low_n, high_n=picture.band.high_n))
    told += [_say("mark_aloud", at=clock(mark.t_s), mark=mark.text) for mark in picture.marks]
    told += [_say("gap_aloud", begin=clock(t0), end=clock(t1)) for t0, t1 in picture.gaps]
    known = picture.evidence_p[~np.isnan(picture.evidence_p)]
    if len(known):
        told.append(_say("evidence_aloud", most=float(known.max())))
    return " ".join(told)


def _say(entry: str, **args: object) -> str:
    return phrases().text("hold_picture", entry, **args)


def _words(sheet: _Sheet) -> Iterator[str]:
    yield text(14, 24, sheet.title, "name")
    for number, words in enumerate(sheet.lines):
        yield text(14, 34 + LINE * (number + 0.7), words)


def _force_axis(sheet: _Sheet) -> Iterator[str]:
    picture, band = sheet.picture, sheet.picture.band
    if band is not None:
        top, bottom = sheet.y(band.high_n), sheet.y(band.low_n)
        yield (
            f'<rect class="band" x="{LEFT}" y="{top:.1f}" width="{RIGHT - LEFT}" '
            f'height="{bottom - top:.1f}"/>'
        )
    for number in range(round(picture.top_n / picture.step_n) + 1):
        force_n = number * picture.step_n
        yield line(
            "axis" if number == 0 else "grid", LEFT, sheet.y(force_n), RIGHT, sheet.y(force_n)
        )
        yield text(LEFT - 8, sheet.y(force_n) + 4, f"{force_n:g}", "quiet", "end")
    yield text(14, sheet.top + 4, "N", "quiet")
    if band is not None:
        yield from (line("edge", LEFT, y, RIGHT, y) for y in (top, bottom))
        right = sheet.x(picture.marks[-1].t_s) - 6
        yield text(
            right, top + 14, _say("band", low_n=band.low_n, high_n=band.high_n), "quiet", "end"
        )


def _force(sheet: _Sheet) -> Iterator[str]:
    picture = sheet.picture
    for begin_s, end_s in picture.gaps:
        x, wide = sheet.x(begin_s), max(sheet.x(end_s) - sheet.x(begin_s), 1.0)
        yield (
            f'<rect class="gap" x="{x:.1f}" y="{sheet.top}" width="{wide:.1f}" '
            f'height="{FORCE_HIGH}"/>'
        )
        if wide >= LANE:
            yield text(x + wide / 2, sheet.zero - 12, _say("gap"), "quiet", turned=True)
    if np.isnan(picture.force_n).all():
        yield text((LEFT + RIGHT) / 2, sheet.zero - 14, _say("nothing"), "quiet", "middle")
    for run in _runs(picture.t_s, picture.force_n):
        points = [(sheet.x(t_s), sheet.y(max(force_n, 0.0))) for t_s, force_n in run]
        yield stroke("force", points)


def _evidence(sheet: _Sheet) -> Iterator[str]:
    """The evidence as steps: each value stands until the next."""
    picture = sheet.picture
    if not len(picture.evidence_t_s):
        return
    for p, name in ((0.0, "0"), (0.5, "0.5"), (1.0, "1")):
        yield line("axis" if p == 0 else "grid", LEFT, sheet.y_p(p), RIGHT, sheet.y_p(p))
        yield text(LEFT - 8, sheet.y_p(p) + 4, name, "quiet", "end")
    name = _say("evidence")
    if np.isnan(picture.evidence_p).any():
        name += _say("could_not_look")
    yield text(sheet.x(0) + 6, sheet.y_p(1) - 6, name, "quiet")
    t_s = np.repeat(picture.evidence_t_s, 2)[1:]
    p_s = np.repeat(picture.evidence_p, 2)[:-1]
    for run in _runs(t_s, p_s):
        yield stroke("evidence", [(sheet.x(t_s), sheet.y_p(p)) for t_s, p in run])


def _runs(t_s: Floats, values: Floats) -> Iterator[list[tuple[float, float]]]:
    """The stretches without NaN."""
    pairs = zip(t_s.tolist(), values.tolist(), strict=True)
    for known, run in groupby(pairs, key=lambda pair: pair[1] == pair[1]):
        if known:
            yield list(run)


def _times(sheet: _Sheet) -> Iterator[str]:
    step_s = sheet.picture.time_step_s(10)
    for t_s in range(0, int(sheet.picture.to_s) + 1, step_s):
        yield line("axis", sheet.x(t_s), sheet.bottom, sheet.x(t_s), sheet.bottom + 4)
        yield text(sheet.x(t_s), sheet.bottom + 18, clock(t_s), "quiet", "middle")
    yield text(RIGHT, sheet.bottom + 36, _say("time"), "quiet", "end")


def _marks(sheet: _Sheet) -> Iterator[str]:
    """Each mark as a line through force and evidence, its shape and words in a lane above."""
    for mark, lane in zip(sheet.picture.marks, sheet.lanes, strict=True):
        x, y = sheet.x(mark.t_s), sheet.top - 8 - LANE * lane
        yield line("mark", x, y, x, sheet.zero)
        if sheet.bottom > sheet.zero:
            yield line("mark", x, sheet.y_p(1), x, sheet.bottom)
        place = f'transform="translate({x:.1f} {y - 4:.1f})"'
        yield f'<path class="shape" {place} d="{SHAPES[mark.kind]}"/>'
        left = x + 9 + LETTER * len(mark.text) > WIDTH
        yield text(x - 9 if left else x + 9, y, mark.text, "quiet", "end" if left else "start")


def _lanes(xs: list[float], marks: tuple[Mark, ...]) -> list[int]:
    """A lane for each mark, lowest first, in which its words touch none before it."""
    ends: list[float] = []
    lanes = []
    for x, mark in zip(xs, marks, strict=True):
        wide = 18 + LETTER * len(mark.text)
        begin = x - wide if x + wide > WIDTH else x - 6
        lane = next((n for n, end in enumerate(ends) if end <= begin), len(ends))
        ends[lane : lane + 1] = [max(begin + wide, x + 8)]
        lanes.append(lane)
    return lanes
