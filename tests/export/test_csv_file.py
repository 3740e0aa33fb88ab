"""Every table of CSV is read again to the same values, however hostile its text."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devicelink.errors import RecordingError
from devicelink.export import tables
from devicelink.export.csv_file import as_csv, read_csv
from devicelink.export.dictionary import TABLES
from devicelink.export.kinds import kinds_of
from devicelink.export.tables import Table
from devicelink.store.history import History
from tests.export.test_fhir import ENTRIES


def every_table(history: History) -> dict[str, Table]:
    rows = history.sessions()
    told = list(history.told(rows))
    made = (
        tables.sessions_table(rows),
        tables.holds_table(told),
        tables.ratings_table(told),
        tables.journal_table([*ENTRIES, replace(ENTRIES[0], uid="e", supersedes="a")]),
        tables.statements_table(history.statements()),
        tables.samples_table(history.session(row.id) for row in rows),
    )
    return {table.name: replace(table, rows=[tuple(row) for row in table.rows]) for table in made}


def names(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def test_every_table_comes_back_to_the_same_values(history: History, tmp_path: Path) -> None:
    """S60: what is empty was not known."""
    made = every_table(history)
    assert list(made) == list(TABLES)
    for name, table in made.items():
        file = tmp_path / f"{name}.csv"
        file.write_bytes(b"".join(as_csv(table)))
        read = [tuple(row.values()) for row in read_csv(file, names(table))]
        wanted = [tuple(None if value == "" else value for value in row) for row in table.rows]
        assert read == wanted
        assert name == "statements" or read


def test_values_are_of_the_kind_that_their_column_says(history: History) -> None:
    """So that a typed file can hold them: no text in a column of numbers."""
    for table in every_table(history).values():
        kinds = kinds_of(names(table))
        for row in table.rows:
            for name, value in zip(names(table), row, strict=True):
                fits = (int, float) if kinds[name] is float else kinds[name]
                assert value is None or isinstance(value, fits), (table.name, name, value)


def test_the_journal_tells_declined_from_missing_and_what_counts(history: History) -> None:
    """S58: a declined number is named, a missing one is empty; corrected entries stay."""
    table = every_table(history)["journal"]
    rows = [dict(zip(names(table), row, strict=True)) for row in table.rows]
    assert (rows[0]["pain"], rows[0]["soreness"], rows[0]["declined"]) == (4, None, "soreness")
    assert [row["counts"] for row in rows] == [False, True, True, True, True]
    assert all(row["late"] for row in rows)


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
STARTS = st.sampled_from(["", "=", "+", "-", "@", "\t", "\r", "\n", "'", "''", "＝", '"', ","])


@given(st.lists(st.builds(str.__add__, STARTS, TEXT), min_size=1, max_size=4))
def test_any_text_comes_back_and_none_is_a_formula(
    tmp_path_factory: pytest.TempPathFactory, texts: Sequence[str]
) -> None:
    columns = TABLES["statements"][: len(texts)]
    table = Table("statements", columns, [texts])
    data = b"".join(as_csv(table))
    file = tmp_path_factory.getbasetemp() / "any.csv"
    file.write_bytes(data)
    (row,) = read_csv(file, [column.name for column in columns])
    assert list(row.values()) == list(texts)
    cells = data.decode().split("\n", 1)[1].replace(',"', ",").removeprefix('"')
    assert not cells.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", None, "told_at,topic,item,place,body\n1,2\n"])
def test_a_file_that_is_no_such_table_is_refused_in_words(tmp_path: Path, text: str | None) -> None:
    file = tmp_path / "odd.csv"
    if text is not None:
        file.write_text(text)
    with pytest.raises(RecordingError) as refusal:
        read_csv(file, [column.name for column in TABLES["statements"]])
    assert refusal.value.what_to_do
