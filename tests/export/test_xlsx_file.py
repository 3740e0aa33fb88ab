"""The workbook has a sheet a table and the dictionary; text is text and numbers are numbers."""

import io
import sys
from dataclasses import replace
from math import isclose

import pytest

from devicelink.errors import UsageError
from devicelink.export import xlsx_file
from devicelink.export.dictionary import TABLES
from devicelink.export.xlsx_file import as_xlsx
from devicelink.store.history import History
from tests.export.test_csv_file import every_table, names

openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")


def same(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, int | float):
        return isclose(one, other, rel_tol=1e-15)
    return one == other


def test_every_table_comes_back(history: History) -> None:
    """S60: to the 16 digits that a workbook has."""
    made = every_table(history)
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(made.values())))
    assert book.sheetnames == [*TABLES, "dictionary"]
    for name, table in made.items():
        header, *rows = book[name].iter_rows(values_only=True)
        assert list(header) == names(table)
        for row, wanted in zip(rows, table.rows, strict=True):
            pairs = zip(row, (None if value == "" else value for value in wanted), strict=True)
            assert not [pair for pair in pairs if not same(*pair)]
    assert book["dictionary"].max_row == 1 + sum(map(len, TABLES.values()))


def test_no_cell_is_a_formula_or_a_link(history: History) -> None:
    table = every_table(history)["statements"]
    evil = ["=1+1", "+1", "@SUM(A1)", "http://example.org", "{=1}"]
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx([replace(table, rows=[evil])])))
    (cells,) = list(book["statements"].iter_rows(min_row=2))
    assert [cell.value for cell in cells] == evil
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


def test_more_rows_than_a_sheet_has_are_refused(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_file, "MOST_ROWS", 100)
    with pytest.raises(UsageError, match="no room for all samples"):
        as_xlsx([every_table(history)["samples"]])


def test_without_the_package_it_says_what_to_do(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(UsageError, match="xlsxwriter") as refusal:
        as_xlsx(every_table(history).values())
    assert "devicelink[xlsx]" in refusal.value.what_to_do
