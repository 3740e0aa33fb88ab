"""The live trace: force as braille over the target band, drawn row by row.

Only rows that changed since the last frame are painted again. The band and the limit show by
characters, so they are there without colour. Guarded by tests/tui/test_trace.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar, Final, TypeAlias

import numpy as np
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from devicelink.care.plan import Band
from devicelink.core.block import Block, Floats
from devicelink.plaintext import clean
from devicelink.session.view import LimitInForce, View
from devicelink.tui.braille import BLANK, Scale, dots, envelope, scale_for

Run: TypeAlias = tuple[str, str]
"""A style's name and the text in it."""
Row: TypeAlias = tuple[Run, ...]

AXIS: Final = 4
NARROW_SPAN_S: Final = 20.0
WIDE_SPAN_S: Final = 30.0
_ZONES: Final = ("under", "in", "over", "beyond")


@dataclass(frozen=True, slots=True)
class Picture:
    """What one frame draws."""

    block: Block
    t_s: float
    band: Band
    limit: LimitInForce

    @classmethod
    def of(cls, view: View) -> "Picture":
        """The part of a view that the trace draws, up to its newest sample or to now."""
        newest_s = float(view.trace.t_s[-1]) if len(view.trace) else view.t_s
        return cls(view.trace, max(view.t_s, newest_s), view.target, view.limit)


def draw(picture: Picture, width: int, height: int) -> list[Row]:
    """The picture as `height` rows of `width` cells: scale left, time below."""
    cells, rows = width - AXIS, height - 1
    if cells < 8 or rows < 2:
        return [(("axis", " " * width),)] * height
    band, limit = picture.band, picture.limit
    span_s = NARROW_SPAN_S if cells < 70 else WIDE_SPAN_S
    scale = scale_for(band.low_n, band.high_n, limit.limit_n, rows)
    low, high = envelope(picture.block, picture.t_s, cells * 2, span_s)
    zones = _zones(low, high, picture)
    behind = _background(picture, scale, cells)
    labels = _labels(picture, scale)
    drawn = [
        (("axis", labels.get(row, "").rjust(AXIS - 1) + " "), *_row(text, zones, *behind[row]))
        for row, text in enumerate(dots(low, high, scale))
    ]
    return [*drawn, (("axis", _times(cells, span_s)),)]


def _zones(low: Floats, high: Floats, picture: Picture) -> list[str]:
    """Each cell's zone by the extremes of its two columns."""
    lowest, highest = (
        np.fmin(low[::2], low[1::2]),
        np.fmax(high[::2], high[1::2]),
    )
    zone = np.where(lowest < picture.band.low_n, 0, 1)
    zone = np.where(highest > picture.band.high_n, 2, zone)
    zone = np.where(highest > picture.limit.limit_n, 3, zone)
    return [_ZONES[index] for index in zone]


def _background(picture: Picture, scale: Scale, cells: int) -> list[tuple[str, str]]:
    """What stands behind the dots in each row: style and text."""
    behind = [("empty", " " * cells)] * scale.rows
    for row in scale.band_rows(picture.band.low_n, picture.band.high_n):
        behind[row] = ("band", "░" * cells)
    name = clean(picture.limit.name, max(cells - 12, 4))
    label = f" limit: {name} " if cell_len(name) == len(name) else " limit "  # a letter a cell
    behind[scale.row(picture.limit.limit_n)] = ("limit", label.center(cells, "┄")[:cells])
    return behind


def _labels(picture: Picture, scale: Scale) -> dict[int, str]:
    """The numbers that matter beside their rows; the limit's wins over the others."""
    band = scale.band_rows(picture.band.low_n, picture.band.high_n)
    return {
        scale.row(0.0): "0",
        band[-1]: f"{picture.band.low_n:.0f}",
        band[0]: f"{picture.band.high_n:.0f}",
        scale.row(picture.limit.limit_n): f"{picture.limit.limit_n:.0f}",
    }


def _row(text: str, zones: list[str], style: str, behind: str) -> Iterator[Run]:
    """The dots of a row over its background, as runs of one style."""
    on_band = "-band" if style == "band" else ""
    cells = (
        (style, back) if dot == BLANK else (zone + on_band, dot)
        for dot, zone, back in zip(text, zones, behind, strict=True)
    )
    for name, run in groupby(cells, key=lambda cell: cell[0]):
        yield name, "".join(char for _, char in run)


def _times(cells: int, span_s: float) -> str:
    """The line of times under the picture, `now` at the right end."""
    line = [" "] * cells
    for back_s in range(int(span_s), 0, -10):
        at = round((1 - back_s / span_s) * cells)
        line[at : at + 5] = f"-{back_s} s".ljust(5)
    return " " * AXIS + "".join(line)[: cells - 3] + "now"


class Trace(Widget):
    """Draws a Picture; `show` repaints the rows that differ from what is on the screen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"trace--{name}" for name in ("axis", "empty", "band", "limit")),
        *(f"trace--{zone}{behind}" for zone in _ZONES for behind in ("", "-band")),
    }

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._picture: Picture | None = None
        self._rows: list[Row] = []

    def show(self, picture: Picture) -> None:
        """Draw this from now on."""
        self._picture = picture
        if not self.is_on_screen or not self.size:
            return
        rows = draw(picture, self.size.width, self.size.height)
        changed = [
            Region(0, y, self.size.width, 1)
            for y, row in enumerate(rows)
            if y >= len(self._rows) or row != self._rows[y]
        ]
        self._rows = rows
        if changed:
            self.refresh(*changed)

    def on_resize(self) -> None:
        """Draw anew at the new size."""
        self._rows = []
        if self._picture is not None:
            self.show(self._picture)

    def render_line(self, y: int) -> Strip:
        """One row, as Textual's Line API asks for it."""
        row = self._rows[y] if y < len(self._rows) else ()
        width = self.size.width
        segments = [Segment(text, self._style(name)) for name, text in row]
        cells = sum(len(text) for _, text in row)  # measured, each row would stay in a cache
        return Strip(segments, cells).adjust_cell_length(width, self._style("empty"))

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"trace--{name}")
