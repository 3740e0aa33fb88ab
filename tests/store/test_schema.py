"""The tables: made once, append-only, equal to the values they hold; other files left alone."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields
from pathlib import Path

import pytest

from devicelink.errors import StoreError
from devicelink.store.derived import Hold, Rating
from devicelink.store.history import History
from devicelink.store.place import Place
from devicelink.store.record import SessionMeta
from devicelink.store.recorder import Recorder
from devicelink.store.schema import migrations, wrap
from devicelink.store.writer import Writer
from tests.store.made import made, meta, record_session


@pytest.fixture
def connection(place: Place) -> Iterator[sqlite3.Connection]:
    recorder = Recorder(place)
    record_session(recorder)
    recorder.begin(meta())
    recorder.close()
    made = sqlite3.connect(place.file, isolation_level=None)
    yield made
    made.close()


def test_migrating_again_changes_nothing(place: Place, connection: sqlite3.Connection) -> None:
    before = "\n".join(connection.iterdump())
    migrations.apply(wrap(connection))
    Writer(place.file).close()
    assert "\n".join(connection.iterdump()) == before


def test_every_table_is_strict(connection: sqlite3.Connection) -> None:
    ours = {"session", "session_end", "stream", "sample_chunk", "sample_blob", "hold", "rating"}
    strict = {row[1]: row[5] for row in connection.execute("PRAGMA table_list")}
    assert {table: strict[table] for table in ours} == dict.fromkeys(ours, 1)


@pytest.mark.parametrize(
    ("table", "cls", "beside"),
    [
        ("session", SessionMeta, {"id", "utc_offset_s"}),
        ("hold", Hold, {"session"}),
        ("rating", Rating, {"session"}),
    ],
)
def test_columns_are_the_fields(
    connection: sqlite3.Connection, table: str, cls: type, beside: set[str]
) -> None:
    columns = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
    assert columns == {field.name for field in fields(cls)} | beside


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE stream SET t_s = 0",
        "DELETE FROM stream",
        "UPDATE session SET started_at = '2020-01-01'",
        "UPDATE session SET id = 99",
        "DELETE FROM session",
        "UPDATE session_end SET reason = 'x'",
        "DELETE FROM session_end",
        "UPDATE sample_blob SET n = 0",
        "DELETE FROM sample_blob",
    ],
)
def test_what_was_kept_cannot_be_changed(connection: sqlite3.Connection, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(statement)


def test_live_samples_go_only_once_the_finished_block_is_there(
    connection: sqlite3.Connection,
) -> None:
    chunk = "INSERT INTO sample_chunk VALUES (?, 0, 1, 0, 0, x'00')"
    connection.execute(chunk, (2,))
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute("DELETE FROM sample_chunk")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute("UPDATE sample_chunk SET n = 2")


def refused(place: Place) -> tuple[str, str]:
    """What both sides say of a file, having left it byte for byte as it was."""
    before = hashlib.sha256(place.file.read_bytes()).digest()
    with pytest.raises(StoreError) as reading:
        History(place)
    with pytest.raises(StoreError) as writing:
        Recorder(place)
    assert hashlib.sha256(place.file.read_bytes()).digest() == before
    assert str(reading.value) == str(writing.value)
    return writing.value.why, writing.value.what_to_do


def test_a_file_of_a_newer_version_is_left_alone(
    place: Place, connection: sqlite3.Connection
) -> None:
    connection.execute("INSERT INTO _sqlite_migrations VALUES (99, 'devicelink', 'm099_x', 'now')")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert "newer" in refused(place)[0]


def test_a_file_of_another_program_is_left_alone(place: Place) -> None:
    made(place)
    with sqlite3.connect(place.file) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    assert "another program" in refused(place)[0]


def test_a_file_that_is_no_database_is_left_alone(place: Place) -> None:
    made(place)
    place.file.write_bytes(b"not a database, but long enough to be looked at " * 40)
    why, what_to_do = refused(place)
    assert "damaged or no data file" in why
    assert "copy" in what_to_do


def test_a_damaged_file_is_left_alone(
    place: Place, connection: sqlite3.Connection, tmp_path: Path
) -> None:
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute("PRAGMA journal_mode = DELETE")
    root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'stream'")
    page = root.fetchone()[0]
    size = connection.execute("PRAGMA page_size").fetchone()[0]
    connection.close()
    data = bytearray(place.file.read_bytes())
    data[(page - 1) * size : (page - 1) * size + 64] = bytes(range(64))
    place.file.write_bytes(data)
    assert "damaged" in refused(place)[0]


def test_a_file_whose_migrations_are_not_the_first_of_the_list_is_sound(place: Place) -> None:
    """As a version in between made it: the third and fourth came later."""
    made(place)
    with closing(sqlite3.connect(place.file, isolation_level=None)) as connection:
        db = wrap(connection)
        for migration in migrations.pending(db):
            if migration.name in {"m001_first", "m002_statements", "m005_journal"}:
                migration.fn(db)
                migrations._record_applied(db, migration.name)
    with History(place) as history:
        assert history.sessions() == []
        assert history.calibrations() == []
    recorder = Recorder(place)
    assert record_session(recorder) == 1
    assert recorder.close().saved
