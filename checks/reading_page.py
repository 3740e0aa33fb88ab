"""Reads a report's HTML as a person would: paragraphs, lists, tables, and what pictures draw.

Standard library alone. Used by checks/two_weeks.py.
"""

import re
from html.parser import HTMLParser
from typing import Final

_NUMBER: Final = r"-?\d+(?:\.\d+)?"


class Reader(HTMLParser):
    """`tables` as rows of cells, `lines` of lists, `paragraphs`, `pictures` as SVG text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.lines: list[str] = []
        self.paragraphs: list[str] = []
        self._text: list[str] = []
        self.pictures = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
        self.feed(re.sub(r"<svg.*?</svg>|<style>.*?</style>", "", html, flags=re.DOTALL))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """A table or a row begins; text is collected anew."""
        if tag == "table":
            self.tables.append([])
        if tag == "tr":
            self.tables[-1].append([])
        self._text = []

    def handle_data(self, data: str) -> None:
        """Text."""
        self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        """A piece of text is whole."""
        text = "".join(self._text).strip()
        if tag in {"td", "th"}:
            self.tables[-1][-1].append(text)
        elif tag == "li":
            self.lines.append(text)
        elif tag in {"p", "h1"}:
            self.paragraphs.append(text)


def described(svg: str) -> tuple[str, str]:
    """A picture's title and what it says aloud."""
    title = re.search(r"<title[^>]*>(.*?)</title>", svg, re.DOTALL)
    spoken = re.search(r"<desc[^>]*>(.*?)</desc>", svg, re.DOTALL)
    return (title[1] if title else "", spoken[1] if spoken else "")


def words(svg: str) -> list[str]:
    """The words that stand in a picture."""
    return re.findall(r"<text[^>]*>(.*?)</text>", svg)


def scale(svg: str) -> tuple[float, float]:
    """The upward axis: height of zero, and how high one unit is, from its own labels."""
    labels = re.findall(
        rf'<text class="quiet" x="{_NUMBER}" y="({_NUMBER})" text-anchor="end">({_NUMBER})</text>',
        svg,
    )
    heights: dict[float, float] = {}
    for y, value in labels:
        heights.setdefault(float(value), float(y) - 4)  # below it may stand another axis
    top = max(heights)
    return heights[0.0], (heights[0.0] - heights[top]) / top


def dots(svg: str, kind: str) -> list[float]:
    """The values that a kind of dots stands at, left to right, the legend's left out."""
    zero, unit = scale(svg)
    found = re.findall(
        rf'<circle class="{kind}" cx="({_NUMBER})" cy="({_NUMBER})" r="{_NUMBER}"/>', svg
    )
    told = sorted((float(x), (zero - float(y)) / unit) for x, y in found)
    return [value for _, value in told if value > -0.5]


def highest(svg: str) -> float:
    """The highest value that the line of force reaches."""
    zero, unit = scale(svg)
    lines = re.findall(r'<polyline class="force" points="([^"]*)"', svg)
    heights = [float(point.split(",")[1]) for line in lines for point in line.split()]
    return (zero - min(heights)) / unit
