"""Force over time as braille dots: pure functions from a block to columns, dots and text.

Each half-cell column shows the smallest and the largest force in its slice of time, never a mean: a
peak is what matters for safety. Columns are tied to absolute time, so what is drawn once does not
shimmer as it scrolls. Guarded by tests/tui/test_braille.py.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from devicelink.core.block import Block, Floats

GAP_S: Final = 0.5
"""Samples further apart are not joined: a signal older than this is not live either."""
BLANK: Final = "\u2800"
_BITS: Final = np.array([[1, 8], [2, 16], [4, 32], [64, 128]], dtype=np.uint32)


@dataclass(frozen=True, slots=True)
class Scale:
    """Rows of equal height from `bottom_n` upwards; row 0 is the top one."""

    bottom_n: float
    per_row_n: float
    rows: int

    @property
    def top_n(self) -> float:
        """The force at the upper edge of the top row."""
        return self.bottom_n + self.per_row_n * self.rows

    def row(self, force_n: float) -> int:
        """The row that holds this force, kept on the picture."""
        above = int(np.floor((force_n - self.bottom_n) / self.per_row_n + 1e-9))
        return self.rows - 1 - min(max(above, 0), self.rows - 1)

    def band_rows(self, low_n: float, high_n: float) -> range:
        """The rows whose middle lies in the band, top first; at least one."""
        top = self.row(high_n - self.per_row_n / 2)
        return range(top, max(top, self.row(low_n + self.per_row_n / 2)) + 1)


def scale_for(low_n: float, high_n: float, limit_n: float, rows: int) -> Scale:
    """A scale with the limit on the picture, the band's lower edge between two rows, and the upper
    one as well where that does not waste more than a third of the height."""
    needed = max(limit_n, high_n, 1.0) * 1.1 / max(rows - 1, 1)
    band_rows = max(1, int(np.floor((high_n - low_n) / needed + 1e-9)))
    whole_rows = (high_n - low_n) / band_rows
    per_row = whole_rows if needed <= whole_rows <= needed * 1.34 else needed
    below = int(np.ceil(low_n / per_row - 1e-9))
    return Scale(low_n - below * per_row, per_row, rows)


def envelope(
    block: Block, now_s: float, columns: int, span_s: float, gap_s: float = GAP_S
) -> tuple[Floats, Floats]:
    """Smallest and largest force of each of `columns` time slices up to `now_s`; NaN where none.

    Neighbouring samples are joined by a straight line unless one is NaN or they are more than
    `gap_s` apart.
    """
    width_s = span_s / columns
    first = int(np.floor(now_s / width_s)) - columns + 1
    edges = np.arange(first, first + columns + 1, dtype=np.float64) * width_s
    at = np.searchsorted(block.t_s, edges)
    bounds = _between(block, edges, at, gap_s)
    low = np.fmin(bounds[:-1], bounds[1:])
    high = np.fmax(bounds[:-1], bounds[1:])
    filled = np.flatnonzero(at[1:] > at[:-1])
    if filled.size:
        inside = block.force_n[: at[-1]]
        starts = at[:-1][filled]
        low[filled] = np.fmin(low[filled], np.fmin.reduceat(inside, starts))
        high[filled] = np.fmax(high[filled], np.fmax.reduceat(inside, starts))
    return low, high


def _between(block: Block, edges: Floats, at: NDArray[np.intp], gap_s: float) -> Floats:
    """The force at each edge, on the line between the samples around it; NaN in a gap."""
    values = np.full(len(edges), np.nan)
    inner = np.flatnonzero((at > 0) & (at < len(block)))
    right = at[inner]
    t0, t1 = block.t_s[right - 1], block.t_s[right]
    f0, f1 = block.force_n[right - 1], block.force_n[right]
    line = f0 + (f1 - f0) * (edges[inner] - t0) / (t1 - t0)
    values[inner] = np.where(t1 - t0 <= gap_s, line, np.nan)
    return values


def dots(low: Floats, high: Floats, scale: Scale) -> list[str]:
    """Columns (two for each cell) as `scale.rows` rows of braille text, top row first."""
    count = scale.rows * 4
    step = scale.per_row_n / 4
    known = ~np.isnan(low)
    floor = np.clip(np.floor((np.where(known, low, 0.0) - scale.bottom_n) / step), 0, count - 1)
    ceil = np.clip(np.floor((np.where(known, high, 0.0) - scale.bottom_n) / step), 0, count - 1)
    level = np.arange(count)[::-1, None]
    on = (level >= floor) & (level <= ceil) & known
    cells = on.reshape(scale.rows, 4, -1, 2).transpose(0, 2, 1, 3)
    codes = (cells * _BITS).sum(axis=(2, 3), dtype=np.uint32) + 0x2800
    return [row.astype("<u4").tobytes().decode("utf-32-le") for row in codes]


def braille_rows(block: Block, now_s: float, width: int, scale: Scale, span_s: float) -> list[str]:
    """The last `span_s` seconds of a block as `scale.rows` rows of `width` cells.

    Cells without a dot are spaces: some fonts draw the empty braille cell. Made for finished holds,
    whose samples may be thinned, so a pause is a gap only where it is long against the others.
    """
    usual_s = float(np.median(np.diff(block.t_s))) if len(block) > 1 else 0.0
    gap_s = max(GAP_S, 5 * usual_s)
    rows = dots(*envelope(block, now_s, width * 2, span_s, gap_s), scale)
    return [row.replace(BLANK, " ") for row in rows]


def whole(block: Block, width: int, rows: int) -> list[str]:
    """A small picture of a hold: first sample to last, 0 N to its peak."""
    if len(block) == 0 or np.isnan(block.force_n).all():
        return [" " * width] * rows
    start, end = float(block.t_s[0]), float(block.t_s[-1])
    span_s = max(end - start, 1e-3) * 2 * width / (2 * width - 1)
    moved = Block.of(block.t_s - start, block.force_n)
    top = max(float(np.nanmax(block.force_n)), 1.0)
    scale = Scale(0.0, top * 1.02 / rows, rows)
    return braille_rows(moved, span_s - 1e-9, width, scale, span_s)
