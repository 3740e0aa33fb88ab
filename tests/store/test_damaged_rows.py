"""One row that cannot be read, a file emptied, moved or removed: told, and in nobody's way."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

from devicelink.errors import StoreError
from devicelink.store.backup import back_up, back_up_if_due, copies
from devicelink.store.history import History
from devicelink.store.place import Place
from devicelink.store.profiles import profiles
from devicelink.store.recorder import Recorder
from devicelink.store.restore import restore
from tests.store.made import made, meta, record_session
from tests.store.spoil import spoil

JUNK = ("{", "[1, 2]", "", "\\ud800", "null", b"\xff{}")


@pytest.mark.parametrize("junk", JUNK)
def test_a_session_that_cannot_be_read_keeps_no_other_from_being_kept(
    place: Place, junk: str | bytes
) -> None:
    recorder = Recorder(place)
    recorder.begin(meta())
    recorder.close()
    spoil(place, "UPDATE session SET plan = CAST(? AS TEXT)", junk)
    recorder = Recorder(place)
    assert record_session(recorder) == 2
    assert recorder.close().saved
    with closing(sqlite3.connect(place.file)) as connection:
        (count,) = connection.execute("SELECT count(*) FROM hold WHERE session = 2").fetchone()
    assert count > 0


def test_a_row_that_cannot_be_read_is_told_as_damage(place: Place) -> None:
    recorder = Recorder(place)
    record_session(recorder)
    recorder.close()
    spoil(place, "UPDATE session SET plan = ?", "{")
    with History(place) as history, pytest.raises(StoreError) as told:
        history.session(1)
    assert "1 session cannot be read" in told.value.why


def test_a_file_of_no_length_is_refused_where_there_are_copies(place: Place) -> None:
    recorder = Recorder(place)
    record_session(recorder)
    recorder.close()
    back_up(place, datetime.now(UTC))
    place.file.write_bytes(b"")
    with pytest.raises(StoreError):
        Recorder(place)
    with pytest.raises(StoreError, match="damaged"):
        History(place)
    with pytest.raises(StoreError, match="damaged"):
        restore(place, ())
    assert not place.file.stat().st_size
    assert copies(place)[0].stat().st_size > 0
    (there,) = profiles(place.folder)
    assert there.name == place.profile, "a copy set aside is nobody's record"


def test_a_copy_is_not_replaced_by_one_with_fewer_sessions(place: Place) -> None:
    recorder = Recorder(place)
    record_session(recorder)
    record_session(recorder)
    recorder.close()
    (copy,) = copies(place)
    good = copy.read_bytes()
    place.file.unlink()
    recorder = Recorder(place)
    record_session(recorder)
    recorder.close()
    with pytest.raises(StoreError, match="more sessions than the file"):
        back_up_if_due(place)
    assert copy.read_bytes() == good


def test_a_file_moved_under_way_is_told_and_saving_goes_on_when_it_is_back(place: Place) -> None:
    recorder = Recorder(place, retry_s=0.01)
    recorder.begin(meta())
    assert recorder.flush().result(5)
    aside = place.file.with_suffix(".moved")
    place.file.rename(aside)
    recorder.end(1.0, "stopped", datetime.now(UTC))
    assert not recorder.flush().result(5)
    assert recorder.status().text.startswith("not saved")
    assert not place.file.exists(), "no new file in its place"
    aside.rename(place.file)
    assert recorder.flush().result(5)
    assert recorder.close().saved
    with History(place) as history:
        assert history.session(1).row.ending == "stopped"


def test_a_damaged_copy_of_the_day_is_replaced_and_stops_nothing(place: Place) -> None:
    recorder = Recorder(place)
    record_session(recorder)
    recorder.close()
    (copy,) = copies(place)
    copy.write_bytes(b"no database" * 1000)
    for _ in range(2):
        recorder = Recorder(place)
        record_session(recorder)
        assert recorder.close().saved
    assert copy.read_bytes()[:6] == b"SQLite"


def test_a_refusal_that_cannot_be_copied_is_still_heard(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise FileNotFoundError

    made(place)
    place.file.write_bytes(b"no database" * 1000)
    monkeypatch.setattr("devicelink.store.sink.safe_kept", gone)
    for _ in range(2):  # the lock is let go of, too
        with pytest.raises(StoreError) as told:
            Recorder(place)
        assert told.value.entry == "data_no_database"


def test_a_backup_asked_for_spares_the_copy_of_a_file_that_had_more(place: Place) -> None:
    recorder = Recorder(place)
    record_session(recorder)
    recorder.close()
    (copy,) = copies(place)
    good = copy.read_bytes()
    place.file.write_bytes(b"")
    with pytest.raises(StoreError):
        back_up(place, datetime.now().astimezone())
    place.file.unlink()
    Recorder(place).close()
    with pytest.raises(StoreError) as told:
        back_up(place, datetime.now().astimezone())
    assert told.value.values["copy"] == copy
    assert copy.read_bytes() == good
