"""The data dictionary: no exported column without an entry, and no entry without its column."""

import csv
import io
import sqlite3
from dataclasses import fields
from pathlib import Path

import msgspec

from devicelink.export.csv_file import as_csv
from devicelink.export.dictionary import HOLDS, LINES, SAMPLES, TABLES, dictionary_csv, page
from devicelink.export.session_file import jsonl
from devicelink.export.tables import holds_table, samples_table
from devicelink.store.derived import Hold, Rating
from devicelink.store.history import History
from devicelink.store.kept import KeptRow
from devicelink.store.record import SessionMeta
from firmware_protocol.messages import Channel


def names(columns: tuple[object, ...]) -> list[str]:
    return [column.name for column in columns]  # type: ignore[attr-defined]


def test_csv_headers_are_the_dictionary(history: History) -> None:
    for data, columns in (
        (as_csv(holds_table(history.told(history.sessions()))), HOLDS),
        (as_csv(samples_table([history.session(1)])), SAMPLES),
    ):
        header = next(csv.reader(io.StringIO(b"".join(data).decode())))
        assert header == names(columns)
        assert len(set(header)) == len(header)


def test_every_key_of_every_line_has_its_entry_and_the_reverse(history: History) -> None:
    found: dict[str, set[str]] = {"hole": {"type", "first", "count"}}
    sessions = [history.session(row.id) for row in history.sessions()]
    for text in jsonl([*sessions, KeptRow("statement", {"item": "fever"})]):
        line = msgspec.json.decode(text)
        found.setdefault(line["type"], set()).update(line)
        if line["type"] == "session":
            found.setdefault("facts", set()).update(line["facts"])
    assert found == {kind: set(names(columns)) for kind, columns in LINES.items()}


def test_the_dictionary_knows_every_field_that_is_kept() -> None:
    assert {field.name for field in fields(Hold)} < set(names(HOLDS))
    assert {field.name for field in fields(Hold)} | {"type"} == set(names(LINES["hold"]))
    assert {field.name for field in fields(Rating)} | {"type"} == set(names(LINES["rating"]))
    assert [field.name for field in fields(SessionMeta)] == names(LINES["facts"])
    assert {channel.value for channel in Channel} < set(names(SAMPLES))


def test_units_stand_in_the_names() -> None:
    ends = {"_n": "N", "_s": "s", "_kpa": "kPa", "_mm2": "mm2", "_pct": "%", "_hz": "Hz",
            "_us": "us", "_n_s": "N/s", "_ns": "N s"}  # fmt: skip
    for column in (c for columns in (*TABLES.values(), *LINES.values()) for c in columns):
        end = max((end for end in ends if column.name.endswith(end)), key=len, default=None)
        assert end is None or column.unit == ends[end], column
        assert column.meaning


def test_the_dictionary_goes_beside_an_export() -> None:
    rows = list(csv.DictReader(io.StringIO(dictionary_csv().decode())))
    counted = sum(map(len, [*TABLES.values(), *LINES.values()]))
    assert len(rows) == counted
    assert all(row["meaning"] for row in rows)
    assert {row["export"] for row in rows} >= {"holds.csv", "samples.csv", "jsonl facts"}


def test_the_page_is_up_to_date(root: Path) -> None:
    file = root / "docs" / "data.md"
    text = file.read_text("utf-8")
    assert page(text) == text, "python -m devicelink.export.dictionary docs/data.md"


def test_the_page_names_every_table_and_column(root: Path, history: History) -> None:
    text = (root / "docs" / "data.md").read_text("utf-8")
    with sqlite3.connect(history._place.file) as raw:
        tables = [
            row[0]
            for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not row[0].startswith(("sqlite_", "_sqlite"))
        ]
        for table in tables:
            assert f"| `{table}` |" in text, table
            for column in raw.execute(f"PRAGMA table_info({table})"):
                assert f"`{column[1]}`" in text, (table, column[1])
