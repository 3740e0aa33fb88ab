"""Parquet holds the same values, typed, with unit and meaning beside each column."""

import io
import sys

import pytest

from devicelink.errors import UsageError
from devicelink.export.parquet_file import as_parquet
from devicelink.store.history import History
from tests.export.test_csv_file import every_table, names


def test_every_table_comes_back_to_the_same_values(history: History) -> None:
    """S60."""
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    for table in every_table(history).values():
        read = parquet.read_table(io.BytesIO(as_parquet(table)))
        assert read.column_names == names(table)
        columns = [column.to_pylist() for column in read.columns]
        assert list(zip(*columns, strict=True)) == list(table.rows)
        for column, field in zip(table.columns, read.schema, strict=True):
            kept = field.metadata
            assert kept[b"unit"].decode() == column.unit
            assert kept[b"meaning"].decode() == column.meaning


def test_without_the_package_it_says_what_to_do(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match="pyarrow") as refusal:
        as_parquet(every_table(history)["holds"])
    assert "devicelink[parquet]" in refusal.value.what_to_do
