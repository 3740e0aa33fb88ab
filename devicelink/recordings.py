"""Reads recorded force from CSV files, whoever made them, into blocks for the core.

A cell that is empty or not a number becomes NaN; a row whose time does not rise is left out and
counted. It never guesses columns or units. Guarded by tests/test_recordings.py.
"""

import csv
import warnings
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from devicelink.core.block import Block, Floats
from devicelink.errors import RecordingError

TIME_COLUMN, FORCE_COLUMN = "t_s", "force_n"


@dataclass(frozen=True, slots=True)
class Recording:
    """Force over time from one file, and how many of its rows had to be left out."""

    path: str
    block: Block
    left_out: int


def read_recording(path: str) -> Recording:
    """Read a CSV with header columns `t_s` (seconds) and `force_n` (newtons), others ignored.

    Raises RecordingError where there is no such file, no such column or no row of numbers.
    """
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            time_at, force_at = _columns(path, next(csv.reader(islice(file, 1)), []))
            table = _read_rows(path, time_at, force_at)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise RecordingError("cannot_read", path=path, reason=reason) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise RecordingError("recording_no_text", path=path) from error
    return _recording(path, table)


def _columns(path: str, header: list[str]) -> tuple[int, int]:
    names = [name.strip() for name in header]
    missing = [name for name in (TIME_COLUMN, FORCE_COLUMN) if name not in names]
    if missing:
        raise RecordingError(
            "recording_no_column", path=path, columns=" and no column ".join(missing)
        )
    return names.index(TIME_COLUMN), names.index(FORCE_COLUMN)


def _read_rows(path: str, time_at: int, force_at: int) -> Floats:
    """The two columns, shape (rows, 2): numpy's fast reader, or the patient one for odd files."""
    try:
        with warnings.catch_warnings(action="ignore"):  # of no rows at all, which is told below
            return np.loadtxt(
                path, delimiter=",", skiprows=1, usecols=(time_at, force_at), ndmin=2,
                comments=None, encoding="utf-8-sig",
            )  # fmt: skip
    except ValueError:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            rows = list(islice(csv.reader(file), 1, None))
    cells = [[_number(row, time_at), _number(row, force_at)] for row in rows if row]
    return np.array(cells, dtype=np.float64).reshape(-1, 2)


def _number(row: list[str], at: int) -> float:
    try:
        return float(row[at])
    except (ValueError, IndexError):
        return float("nan")


def _recording(path: str, table: Floats) -> Recording:
    t_s, force_n = table[:, 0], table[:, 1]
    finite = np.isfinite(t_s)
    before = np.maximum.accumulate(np.where(finite, t_s, -np.inf)) if len(t_s) else t_s
    rises = finite & np.concatenate(([True], t_s[1:] > before[:-1])) if len(t_s) else finite
    if not np.any(rises & np.isfinite(force_n)):
        raise RecordingError("recording_empty", path=path)
    return Recording(path, Block.of(t_s[rises], force_n[rises]), int(np.sum(~rises)))
