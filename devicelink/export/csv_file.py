"""Tables as CSV and back: one header line, a number so that reading it gives the same number.

What is not known is an empty cell. Text that a spreadsheet would take for a formula begins with an
apostrophe, as does text with an apostrophe of its own; `read_csv` takes that one away again. Row
S60. Guarded by tests/export/test_csv_file.py.
"""

import csv
import math
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from devicelink.errors import RecordingError
from devicelink.export.kinds import kinds_of
from devicelink.export.tables import ROWS_AT_A_TIME, Table

_GUARDED: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠")
"""The last four: some spreadsheets take the wide forms for the narrow ones."""


def as_csv(table: Table) -> Iterator[bytes]:
    """The table's bytes, a few thousand rows at a time."""
    yield _lines([[column.name for column in table.columns]])
    rows = iter(table.rows)
    while some := list(islice(rows, ROWS_AT_A_TIME)):
        yield _lines([list(map(_cell, row)) for row in some])


def read_csv(path: str | Path, columns: Sequence[str]) -> list[dict[str, object]]:
    """The rows of a table of ours, each value of the kind it was written from, None where empty.

    Raises RecordingError for a file that is no such table.
    """
    kinds = kinds_of(columns)
    try:
        with Path(path).open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            is_ours = next(rows, None) == list(columns)
            read = [
                {name: _value(cell, kinds[name]) for name, cell in zip(columns, row, strict=True)}
                for row in (rows if is_ours else ())
            ]
    except (OSError, ValueError) as error:
        raise RecordingError("csv_unreadable", path=path, error=error) from error
    if not is_ours:
        raise RecordingError("csv_other_columns", path=path)
    return read


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, float):
        return "" if math.isnan(value) else repr(value)
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_GUARDED) else value
    return value


def _value(cell: str, kind: type) -> object:
    if kind is str:
        return cell.removeprefix("'") or None
    if not cell:
        return None
    if kind is bool:
        return bool(int(cell))
    return int(cell) if cell.lstrip("-").isdecimal() else float(cell)


class _Lines(list[str]):
    """What the writer writes into: it quotes both line ends where its own is both."""

    def write(self, line: str) -> None:
        self.append(line.removesuffix("\r\n") + "\n")


def _lines(rows: Sequence[Sequence[object]]) -> bytes:
    lines = _Lines()
    csv.writer(lines).writerows(rows)
    return "".join(lines).encode()
