"""A body in braille dots, seen from the front or from behind, with numbers at the points.

Pure: from an outline (devicelink/data/body.toml) and places to rows of cells. Numbers keep clear
of each other by moving a little outwards, so a number stands near its place, not on it. Guarded by
tests/tui/test_body.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import Final, TypeAlias

from devicelink.care.point import BodyView, Side

Run: TypeAlias = Sequence[tuple[float, float]]
HALF_WIDTH: Final = 19.0
"""Of the body with its arms, in hundredths of its height."""
MARGIN: Final = 3
"""Cells beside the arms, for numbers that had to move."""
_BITS: Final = ((1, 8), (2, 16), (4, 32), (64, 128))


@dataclass(frozen=True, slots=True)
class Label:
    """A text at a cell: where a point's number was put."""

    id: str
    text: str
    row: int
    col: int


@dataclass(frozen=True, slots=True)
class Figure:
    """One view of the body: its rows of text and where the numbers stand."""

    rows: tuple[str, ...]
    labels: tuple[Label, ...]


def width_of(rows: int) -> int:
    """How many cells a body of so many rows is wide, with its margins."""
    return 2 * (ceil(HALF_WIDTH * rows * 4 / 100 / 2) + MARGIN)


def sign(view: BodyView, side: Side) -> int:
    """Which way a side lies on the picture: the left is to the right when seen from the front."""
    return 1 if (view is BodyView.FRONT) is (side is Side.LEFT) else -1


def figure(
    outline: Sequence[Run], places: Mapping[str, tuple[str, float, float]], rows: int, to: int
) -> Figure:
    """Draw the outline in `rows` rows, and each place (text, sideways, down) on the side `to`."""
    width = width_of(rows)
    per_unit = rows * 4 / 100
    middle = width - 0.5
    lit: set[tuple[int, int]] = set()
    for run in outline:
        for (x0, y0), (x1, y1) in pairwise(run):
            for mirrored in (1, -1):
                lit |= _line(
                    (middle + mirrored * x0 * per_unit, y0 * per_unit),
                    (middle + mirrored * x1 * per_unit, y1 * per_unit),
                )
    wanted = {
        id_: (text, int((middle + to * x * per_unit) // 2), min(int(y * per_unit // 4), rows - 1))
        for id_, (text, x, y) in places.items()
    }
    labels = _spread(wanted, rows, width, to)
    return Figure(tuple(_row(lit, row, width) for row in range(rows)), tuple(labels))


def _line(start: tuple[float, float], end: tuple[float, float]) -> set[tuple[int, int]]:
    steps = ceil(max(abs(end[0] - start[0]), abs(end[1] - start[1]), 0.5) * 2)
    return {
        (
            round(start[0] + (end[0] - start[0]) * i / steps),
            round(start[1] + (end[1] - start[1]) * i / steps),
        )
        for i in range(steps + 1)
    }


def _row(lit: set[tuple[int, int]], row: int, width: int) -> str:
    cells = []
    for col in range(width):
        bits = sum(
            _BITS[dy][dx]
            for dy in range(4)
            for dx in range(2)
            if (2 * col + dx, 4 * row + dy) in lit
        )
        cells.append(chr(0x2800 + bits) if bits else " ")
    return "".join(cells)


def _spread(
    wanted: Mapping[str, tuple[str, int, int]], rows: int, width: int, to: int
) -> list[Label]:
    """Put each text as near to its place as there is room, the topmost first."""
    taken: set[tuple[int, int]] = set()
    labels = []
    for id_, (text, col, row) in sorted(wanted.items(), key=lambda item: item[1][2]):
        left = col - len(text) // 2
        spots = sorted(
            (
                (abs(dy) * 2.5 + abs(dx) + (0.1 if dx * to < 0 else 0.0), row + dy, left + dx)
                for dy in range(-2, 3)
                for dx in range(-width, width)
            ),
        )
        for _, at_row, at_col in spots:
            cells = {(at_row, at_col + i) for i in range(len(text))}
            around = cells | {(at_row, at_col - 1), (at_row, at_col + len(text))}
            inside = 0 <= at_row < rows and 0 <= at_col <= width - len(text)
            if inside and not around & taken:
                taken |= cells
                labels.append(Label(id_, text, at_row, at_col))
                break
    return labels
