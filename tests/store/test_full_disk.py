"""SQLite itself says that the disk is full, or the file read-only: told, kept, saved later."""

import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from devicelink.errors import StoreError
from devicelink.store.history import History
from devicelink.store.place import Place
from devicelink.store.recorder import Recorder
from tests.store.made import STARTED, answered, batch, meta, record_session, told

TEN_MINUTES = 600


class Trouble:
    """Connections through which SQLite itself refuses to write while `now` says so."""

    def __init__(self) -> None:
        self.now = ""

    def connect(self, path: Path) -> sqlite3.Connection:
        trouble = self

        class Connection(sqlite3.Connection):
            def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
                if statement == "BEGIN IMMEDIATE":
                    limit = trouble.now == "full"
                    pages = super().execute("PRAGMA page_count").fetchone()[0]
                    super().execute(f"PRAGMA max_page_count = {pages if limit else 2**30}")
                    super().execute(f"PRAGMA query_only = {trouble.now == 'read-only':d}")
                return super().execute(statement, *values)

        address = f"{path.absolute().as_uri()}?mode=rw"
        return sqlite3.connect(address, uri=True, isolation_level=None, factory=Connection)


class Opening:
    """Connections that cannot be opened to write, or looked at, while `now` says why."""

    def __init__(self, now: str, *, when_looked_at: bool = False) -> None:
        self.now, self._when_looked_at = now, when_looked_at

    def connect(self, path: Path) -> sqlite3.Connection:
        if self.now and not self._when_looked_at:
            raise sqlite3.OperationalError(self.now)
        trouble = self

        class Connection(sqlite3.Connection):
            def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
                if trouble.now:
                    raise sqlite3.OperationalError(trouble.now)
                return super().execute(statement, *values)

        address = f"{path.absolute().as_uri()}?mode=rw"
        return sqlite3.connect(address, uri=True, isolation_level=None, factory=Connection)


def record(recorder: Recorder) -> int:
    """A whole session, whatever the disk does."""
    number = recorder.begin(meta())
    recorder.samples(batch(0))
    for one in told():
        recorder.append(one)
    recorder.end(95.0, "complete", STARTED)
    return number


def until(true: Callable[[], bool], seconds: float = 5.0) -> float:
    """How long it took."""
    began_s = time.perf_counter()
    while not true():
        assert time.perf_counter() - began_s < seconds
        time.sleep(0.005)
    return time.perf_counter() - began_s


@pytest.mark.parametrize(("kind", "words"), [("full", "disk full"), ("read-only", "read-only")])
def test_ten_minutes_go_into_memory_and_are_saved_when_there_is_room(
    place: Place, kind: str, words: str
) -> None:
    trouble = Trouble()
    recorder = Recorder(place, connect=trouble.connect, retry_s=0.05)
    recorder.begin(meta())
    assert recorder.flush().result(5)
    trouble.now = kind

    for n in range(TEN_MINUTES):
        recorder.samples(batch(100 * n, 100))
        recorder.append(answered(float(n), "pain_now", "answered", n % 11))
        if n == 100:  # by then what room there was is used up
            assert until(lambda: not recorder.status().saved) < 1.5
            assert words in recorder.status().text
    assert not recorder.flush().result(5)
    assert recorder.status().unsaved_samples >= 100 * (TEN_MINUTES - 100)
    assert recorder.status().lost_samples == 0
    trouble.now = ""
    until(lambda: recorder.status().saved)
    recorder.end(600.0, "complete", STARTED)
    assert recorder.close().text == "saved"
    with History(place) as history:
        data = history.session(1)
    assert data.holes == ()
    assert sum(len(part) for part in data.samples) == 100 * TEN_MINUTES
    assert len(data.records) == TEN_MINUTES


@pytest.mark.parametrize("when_looked_at", [False, True])
def test_a_session_starts_on_a_full_disk_and_is_saved_when_there_is_room(
    place: Place, when_looked_at: bool
) -> None:
    recorder = Recorder(place)
    record_session(recorder)
    recorder.close()
    trouble = Opening("database or disk is full", when_looked_at=when_looked_at)
    recorder = Recorder(place, connect=trouble.connect, retry_s=0.02)
    assert recorder.status().text == "not saved: disk full"
    assert record(recorder) == 2
    assert not recorder.flush().result(5)
    assert recorder.status().text == "not saved: disk full"
    with History(place) as history:
        assert [row.id for row in history.sessions()] == [1]
    trouble.now = ""
    until(lambda: recorder.status().saved)
    assert recorder.close().text == "saved"
    with History(place) as history:
        assert history.session(2).holes == ()
        assert len(history.session(2).holds) == 2


def test_where_nothing_was_recorded_nothing_is_missing(place: Place) -> None:
    Recorder(place).close()
    trouble = Opening("database or disk is full")
    recorder = Recorder(place, connect=trouble.connect)
    assert recorder.status().text == "not saved: disk full"
    assert recorder.close().text == "saved"


def test_a_first_file_that_a_full_disk_cannot_take_is_not_left_behind(place: Place) -> None:
    trouble = Opening("database or disk is full")
    with pytest.raises(StoreError, match="disk full"):
        Recorder(place, connect=trouble.connect)
    assert not place.file.exists()
    trouble.now = ""
    recorder = Recorder(place, connect=trouble.connect)
    assert record_session(recorder) == 1
    assert recorder.close().saved


def test_a_session_starts_in_a_folder_that_cannot_be_written_and_is_saved_later(
    place: Place,
) -> None:
    recorder = Recorder(place)
    record_session(recorder)
    recorder.close()
    for path in place.folder.iterdir():
        path.chmod(0o500 if path.is_dir() else 0o400)
    place.folder.chmod(0o500)
    try:
        if os.access(place.folder, os.W_OK):
            pytest.skip("who runs this may write anywhere")
        recorder = Recorder(place, retry_s=0.02)
        assert record(recorder) == 2
        assert not recorder.flush().result(5)
    finally:
        place.folder.chmod(0o700)
        for path in place.folder.iterdir():
            path.chmod(0o700 if path.is_dir() else 0o600)
    until(lambda: recorder.status().saved)
    assert recorder.close().saved


def test_a_file_that_once_could_not_be_written_can_be_again(place: Place) -> None:
    """SQLite makes the index of its log with the file's own rights."""
    recorder = Recorder(place)
    record_session(recorder)
    recorder.close()
    index = place.file.with_name(f"{place.file.name}-shm")
    index.touch()
    index.chmod(0o400)
    if os.access(index, os.W_OK):
        pytest.skip("who runs this may write anywhere")
    recorder = Recorder(place)
    assert record_session(recorder) == 2
    assert recorder.close().saved
