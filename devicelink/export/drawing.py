"""Strokes and words of every SVG picture: escaped, and nothing from elsewhere.

Guarded by tests/export/test_picture.py and test_trend_picture.py.
"""

from typing import Final
from xml.sax.saxutils import escape

PAPER_STYLE: Final = """
text { font: 13px system-ui, sans-serif; fill: #1d2b33 }
.name { font-size: 17px; font-weight: 600 }
.quiet { fill: #56656d; font-size: 12px }
.paper { fill: #ffffff }
.grid { stroke: #dde3e6; stroke-width: 1 }
.axis { stroke: #56656d; stroke-width: 1 }
"""
"""Of words, paper and axes; each picture adds what is its own."""


def text(
    x: float, y: float, words: str, kind: str = "", anchor: str = "start", *, turned: bool = False
) -> str:
    """Words at a place; `turned` they run upwards."""
    named = f' class="{kind}"' if kind else ""
    place = f'x="{x:.1f}" y="{y:.1f}"'
    if turned:
        place = f'transform="translate({x + 4:.1f} {y:.1f}) rotate(-90)"'
    return f'<text{named} {place} text-anchor="{anchor}">{escape(words)}</text>'


def line(kind: str, x1: float, y1: float, x2: float, y2: float) -> str:
    """A line of that class."""
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def stroke(kind: str, points: list[tuple[float, float]]) -> str:
    """A line through the points; a lone one is a dot."""
    if len(points) == 1:
        return f'<circle class="dot" cx="{points[0][0]:.1f}" cy="{points[0][1]:.1f}" r="2.5"/>'
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline class="{kind}" points="{path}"/>'
