"""A place's pain numbers over the weeks as braille, with the band of chance behind.

Pure: a trend in, rows of styled text out. The band shows by its characters, not by colour alone.
Guarded by tests/tui/test_trend.py.
"""

from typing import Final

import numpy as np
from textual.content import Content

from devicelink.care.journal_words import When
from devicelink.care.trend import Trend
from devicelink.core.block import Floats
from devicelink.tui.braille import BLANK, Scale, dots

AXIS: Final = 3
LEAST_DAYS: Final = 14


def trend_picture(trend: Trend, width: int, rows: int) -> Content:
    """The numbers that count, joined from day to day, 10 at the top; `rows` of `width` cells."""
    cells = width - AXIS
    if cells < 6 or rows < 2:
        return Content("")
    scale = Scale(0.0, 10.0 / rows, rows)
    values = _line(trend, cells * 2)
    drawn = dots(values, values, scale)
    lines = []
    for row, text in enumerate(drawn):
        axis = "10" if row == 0 else "0" if row == rows - 1 else ""
        band = "░" if _in_band(trend, row, scale) else " "
        parts = [(band, "$band-dots") if dot == BLANK else (dot, "$number") for dot in text]
        lines.append(Content.assemble((axis.rjust(AXIS - 1) + " ", "dim"), *parts))
    return Content("\n").join(lines)


def _line(trend: Trend, columns: int) -> Floats:
    """A value for each half cell: the numbers that count, straight lines between; NaN outside."""
    counted = [one for one in trend.ratings if one.when is When.BEFORE]
    counted = counted or [one for one in trend.ratings if one.when is When.NOW]
    told = [(one.day, one.value) for one in counted if one.value is not None]
    line = np.full(columns, np.nan)
    if not told:
        return line
    first = told[0][0]
    days = max(told[-1][0] - first, LEAST_DAYS - 1)
    same = {day: [value for at, value in told if at == day] for day, _ in told}
    places = np.array([
        (day - first + (index + 0.5) / len(values)) / (days + 1) * columns
        for day, values in same.items() for index in range(len(values))
    ])  # fmt: skip
    known = np.array([value for values in same.values() for value in values], dtype=np.float64)
    inside = np.arange(columns) + 0.5
    within = (inside >= places[0] - 1) & (inside <= places[-1] + 1)
    line[within] = np.interp(inside[within], places, known)
    return np.asarray(np.clip(line, 0.0, 9.99), dtype=np.float64)


def _in_band(trend: Trend, row: int, scale: Scale) -> bool:
    """Whether a row's middle lies within chance of the start."""
    if trend.first is None or trend.noise is None:
        return False
    middle = scale.bottom_n + (scale.rows - row - 0.5) * scale.per_row_n
    return abs(middle - trend.first) <= trend.noise
