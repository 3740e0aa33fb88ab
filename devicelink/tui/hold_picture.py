"""A hold's picture in characters: force in braille over the band, marks above, evidence below.

Everything shows by character and place, colour only underlines. Draws what `HoldPicture` holds, at
any size. Guarded by tests/tui/test_hold_picture.py.
"""

from itertools import groupby
from math import inf
from textwrap import wrap
from typing import Final, TypeAlias

import numpy as np
from textual.content import Content

from devicelink.care.phrases import clock
from devicelink.core.block import Block, Floats
from devicelink.data import phrases
from devicelink.session.hold_picture import HoldPicture, MarkKind
from devicelink.tui.braille import BLANK, Scale, dots, envelope

AXIS: Final = 4
LEAST_ROWS: Final = 3
SIGNS: Final = {
    MarkKind.ONSET: "▸",
    MarkKind.SLIP: "▾",
    MarkKind.STEP: "⌐",
    MarkKind.RUBBING: "≈",
    MarkKind.EASED: "◆",
    MarkKind.FELT: "▴",
    MarkKind.END: "■",
}
BAND, GAP, THREAD = "░", "╱", "┊"
_STYLES: Final = {BAND: "$band-dots", GAP: "dim", THREAD: "dim", " ": ""}
Row: TypeAlias = list[tuple[str, str]]
"""Text and style, one after the other."""


def drawn(picture: HoldPicture, width: int, height: int) -> Content:
    """The picture in `height` lines of `width` cells: words, marks, force, evidence, times.

    The words are never cut; where they leave no room for three rows of force, it grows longer.
    """
    cells = max(width - AXIS, 8)
    words = [line for sentence in picture.sentences for line in wrap(sentence, width)]
    legend = wrap(_legend(picture), width)
    evidence_rows = (3 if height > 28 else 2) if len(picture.evidence_t_s) else 0
    taken = len(words) + len(legend) + evidence_rows + 2
    rows: list[Row] = [
        [(_marks(picture, cells), "")],
        *_force(picture, cells, max(height - taken, LEAST_ROWS)),
        *(_evidence(picture, cells, evidence_rows) if evidence_rows else ()),
        [(_times(picture, cells), "dim")],
    ]
    parts: list[str | tuple[str, str]] = []
    for line in words:
        parts += [line, "\n"]
    for row in rows:
        parts += [*row, "\n"]
    return Content.assemble(*parts, ("\n".join(legend), "dim"))


def _cell(picture: HoldPicture, t_s: float, cells: int) -> int:
    share = (t_s - picture.from_s) / (picture.to_s - picture.from_s)
    return min(max(int(share * cells), 0), cells - 1)


def _marks(picture: HoldPicture, cells: int) -> str:
    """The signs over their moments; of two in one cell the later gives way to the right."""
    line = [" "] * cells
    for mark in picture.marks:
        at = _cell(picture, mark.t_s, cells)
        free = (n for n in (*range(at, cells), *range(at, -1, -1)) if line[n] == " ")
        line[next(free, at)] = SIGNS[mark.kind]
    return "N".rjust(AXIS - 1) + " " + "".join(line).rstrip()


def _force(picture: HoldPicture, cells: int, rows: int) -> list[Row]:
    scale = Scale(0.0, picture.top_n / rows, rows)
    text = dots(*_columns(picture, cells), scale)
    band = picture.band
    in_band = scale.band_rows(band.low_n, band.high_n) if band else range(0)
    labels = {0: picture.top_n, rows - 1: 0.0}
    if band:
        labels |= {in_band[-1]: round(band.low_n, 1), in_band[0]: round(band.high_n, 1)}
    behind = [" "] * cells
    for mark in picture.marks:
        behind[_cell(picture, mark.t_s, cells)] = THREAD
    for begin_s, end_s in picture.gaps:
        first, last = _cell(picture, begin_s, cells), _cell(picture, end_s, cells)
        behind[first : last + 1] = [GAP] * (last - first + 1)
    banded = [BAND if char == " " else char for char in behind]
    return [
        [
            ((f"{labels[row]:g}" if row in labels else "").rjust(AXIS - 1) + " ", "dim"),
            *_row(line, banded if row in in_band else behind, "$text-accent"),
        ]
        for row, line in enumerate(text)
    ]  # fmt: skip


def _columns(picture: HoldPicture, cells: int) -> tuple[Floats, Floats]:
    """The least and the largest force of each half cell. Gaps are NaN already."""
    if np.isnan(picture.force_n).all():
        return np.full(cells * 2, np.nan), np.full(cells * 2, np.nan)
    span_s = (picture.to_s - picture.from_s) * 2 * cells / (2 * cells - 1)
    block = Block.of(picture.t_s - picture.from_s, np.maximum(picture.force_n, 0.0))
    return envelope(block, span_s - 1e-9, cells * 2, span_s, inf)


def _evidence(picture: HoldPicture, cells: int, rows: int) -> list[Row]:
    """The evidence as steps between 0 and 1; blank where it could not look."""
    times = np.linspace(picture.from_s, picture.to_s, cells * 2)
    at = np.searchsorted(picture.evidence_t_s, times, side="right") - 1
    inside = (at >= 0) & (times <= picture.evidence_t_s[-1])
    p = np.where(inside, picture.evidence_p[np.maximum(at, 0)], np.nan)
    before = np.concatenate(([np.nan], p[:-1]))
    low = np.where(np.isnan(p), np.nan, np.fmin(p, before))
    high = np.where(np.isnan(p), np.nan, np.fmax(p, before))
    text = dots(low, high, Scale(0.0, 1.001 / rows, rows))
    labels = {0: "1", rows - 1: "p 0"}
    blank = [" "] * cells
    return [
        [(labels.get(row, "").rjust(AXIS - 1) + " ", "dim"), *_row(line, blank, "$warning")]
        for row, line in enumerate(text)
    ]


def _row(text: str, behind: list[str], style: str) -> Row:
    """Dots over what stands behind them, as runs of one style."""
    cells = [
        (back, _STYLES[back]) if dot == BLANK else (dot, style)
        for dot, back in zip(text, behind, strict=True)
    ]
    return [
        ("".join(char for char, _ in run), name)
        for name, run in groupby(cells, key=lambda cell: cell[1])
    ]


def _times(picture: HoldPicture, cells: int) -> str:
    line = [" "] * (cells + AXIS)
    step_s = picture.time_step_s(max(cells // 8, 1))
    for t_s in range(0, int(picture.to_s) + 1, step_s):
        name = clock(t_s)
        at = min(AXIS + _cell(picture, t_s, cells), len(line) - len(name))
        line[at : at + len(name)] = name
    return "".join(line)


def _legend(picture: HoldPicture) -> str:
    """What the signs mean, and when; words that belong together are not parted."""
    told = [f"{SIGNS[mark.kind]} {clock(mark.t_s)} {mark.text}" for mark in picture.marks]
    if picture.band is not None:
        band = picture.band
        told.append(f"{BAND} {_say('band', low_n=band.low_n, high_n=band.high_n)}")
    if picture.gaps:
        told.append(f"{GAP} {_say('gap')}")
    if len(picture.evidence_t_s):
        told.append(_say("evidence_short"))
    return "   ".join(text.replace(" ", "\u00a0") for text in told)


def _say(entry: str, **args: object) -> str:
    return phrases().text("hold_picture", entry, **args)
