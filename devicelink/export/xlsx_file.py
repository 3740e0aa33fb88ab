"""Tables as one Excel workbook: a sheet each and the dictionary; text is text, never a formula.

Excel keeps 15 digits of a number and the file 16; the other formats keep all. Needs the extra
`xlsx`. Guarded by tests/export/test_xlsx_file.py.
"""

import io
from collections.abc import Iterable
from math import isfinite
from typing import Any, Final

from devicelink.errors import UsageError
from devicelink.export.tables import Table

MOST_ROWS: Final = 1_048_575
"""Rows of a sheet, less its header."""
_LONGEST: Final = 32_767
"""Characters of a cell."""


def as_xlsx(tables: Iterable[Table]) -> bytes:
    """The workbook. Raises UsageError without the extra, or for more rows than a sheet has."""
    made = io.BytesIO()
    with _workbook(made) as book:
        bold = book.add_format({"bold": True})
        about = []
        for table in tables:
            sheet = book.add_worksheet(table.name)
            sheet.write_row(0, 0, [column.name for column in table.columns], bold)
            sheet.freeze_panes(1, 0)
            for number, row in enumerate(table.rows, start=1):
                if number > MOST_ROWS:
                    raise UsageError("xlsx_sheet_full", name=table.name)
                _write(sheet, number, row)
            about += [[table.name, c.name, c.unit, c.meaning] for c in table.columns]
        sheet = book.add_worksheet("dictionary")
        sheet.write_row(0, 0, ["table", "column", "unit", "meaning"], bold)
        for number, row in enumerate(about, start=1):
            _write(sheet, number, row)
    return made.getvalue()


def _write(sheet: Any, number: int, row: Iterable[object]) -> None:
    for place, value in enumerate(row):
        if isinstance(value, bool):
            sheet.write_boolean(number, place, value)
        elif isinstance(value, int | float) and isfinite(value):
            sheet.write_number(number, place, value)
        elif value not in (None, ""):
            sheet.write_string(number, place, str(value)[:_LONGEST])


def _workbook(made: io.BytesIO) -> Any:
    try:
        from xlsxwriter import Workbook  # noqa: PLC0415
    except ImportError as error:
        raise UsageError("xlsx_needs_xlsxwriter") from error
    return Workbook(made, {"in_memory": True, "constant_memory": False})
