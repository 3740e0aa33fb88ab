"""A ramp as it is pressed: force as braille, and behind it where an even ramp would lie.

Pure: numbers in, rows of styled text out. The guide shows by its characters, not by colour alone.
Guarded by tests/tui/test_algometry.py.
"""

from typing import Final

import numpy as np
from textual.content import Content

from devicelink.care.algometry import NEAR, START_N
from devicelink.care.algometry_terms import Setup
from devicelink.core.block import Block
from devicelink.tui.braille import BLANK, Scale, dots, envelope

AXIS: Final = 4
SPAN_S: Final = 15.0
SPREAD: Final = 0.25
"""Of the limit: how wide the guide is, up and down together."""


def ramp_picture(
    block: Block, now_s: float, began_s: float | None, setup: Setup, size: tuple[int, int]
) -> Content:
    """The last fifteen seconds in `size` cells, width and height."""
    cells, rows = size[0] - AXIS, size[1] - 1
    if cells < 8 or rows < 3:
        return Content("")
    scale = Scale(0.0, setup.limit_n * 1.1 / rows, rows)
    times = now_s - SPAN_S + (np.arange(cells) + 0.5) * SPAN_S / cells
    force = dots(*envelope(block, now_s, cells * 2, SPAN_S), scale)
    limit_row = scale.row(setup.limit_n)
    label = f" limit: {setup.limit_name} "[: cells - 4].center(cells, "┄")
    lines: list[Content] = []
    for row in range(rows):
        behind = label if row == limit_row else _guide(row, times, began_s, setup, scale)
        style = "$error" if row == limit_row else "$band-dots"
        axis = _axis(row, setup, scale)
        lines.append(Content.assemble((axis, "dim"), *_row(force[row], behind, style)))
    lines.append(
        Content.assemble((" " * AXIS + f"-{SPAN_S:.0f} s".ljust(cells - 3) + "now", "dim"))
    )
    return Content("\n").join(lines)


def _guide(
    row: int, times: np.ndarray[tuple[int], np.dtype[np.float64]], began_s: float | None,
    setup: Setup, scale: Scale,
) -> str:  # fmt: skip
    """What stands behind the force in a row: dots where the guide lies."""
    middle_n = scale.bottom_n + (scale.rows - row - 0.5) * scale.per_row_n
    if setup.target_n is not None:
        near = abs(middle_n - setup.target_n) <= max(NEAR * setup.target_n, scale.per_row_n / 2)
        return ("░" if near else " ") * len(times)
    if began_s is None:
        return " " * len(times)
    wanted = START_N + setup.ramp_n_s * (times - began_s)
    inside = np.abs(wanted - middle_n) <= max(SPREAD * setup.limit_n / 2, scale.per_row_n / 2)
    inside &= (times >= began_s) & (wanted <= setup.limit_n)
    return "".join("░" if one else " " for one in inside)


def _row(force: str, behind: str, style: str) -> list[tuple[str, str]]:
    """Force over what stands behind it."""
    return [
        (back, style) if dot == BLANK else (dot, "$number")
        for dot, back in zip(force, behind, strict=True)
    ]


def _axis(row: int, setup: Setup, scale: Scale) -> str:
    numbers = {scale.row(0.0): 0.0, scale.row(setup.limit_n): setup.limit_n}
    if setup.target_n is not None:
        numbers[scale.row(setup.target_n)] = setup.target_n
    return (f"{numbers[row]:.0f}" if row in numbers else "").rjust(AXIS - 1) + " "
