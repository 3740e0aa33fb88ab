"""Copies: made by themselves, few, private, sound; put back whole; a damaged file copied first."""

import sqlite3
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from devicelink.errors import StoreError
from devicelink.store import backup
from devicelink.store.backup import DAYS, MONTHS, back_up, copies, folder_of, put_back
from devicelink.store.history import History
from devicelink.store.place import Place
from devicelink.store.recorder import Recorder
from tests.store.made import batch, meta, record_session

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


@pytest.fixture
def kept(place: Place) -> Place:
    """A profile with one session."""
    recorder = Recorder(place)
    record_session(recorder)
    recorder.close()
    return place


def sessions(place: Place) -> int:
    with History(place) as history:
        return len(history.sessions())


def test_a_session_that_ends_leaves_a_private_sound_copy(kept: Place) -> None:
    (copy,) = copies(kept)
    with sqlite3.connect(copy) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert raw.execute("SELECT count(*) FROM session").fetchone() == (1,)
    raw.close()
    if sys.platform != "win32":
        assert copy.stat().st_mode & 0o777 == 0o600
        assert copy.parent.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in folder_of(kept).iterdir()] == [copy.name]


def test_the_last_days_and_months_are_kept_and_no_others(kept: Place) -> None:
    for week in range(60):
        back_up(kept, NOW + timedelta(weeks=week))
    days = [copy.stem[-10:] for copy in copies(kept)]
    assert len(days) <= DAYS + MONTHS
    assert len({day[:7] for day in days}) == MONTHS


def test_a_copy_is_whole_while_a_session_is_being_recorded(kept: Place, tmp_path: Path) -> None:
    recorder = Recorder(kept)
    recorder.begin(meta())
    recorder.samples(batch(0))
    assert recorder.flush().result(5)
    copy = back_up(kept, NOW, tmp_path / "elsewhere.sqlite")
    recorder.samples(batch(50))
    recorder.close()
    with sqlite3.connect(copy) as raw:
        assert raw.execute("SELECT count(*), sum(n) FROM sample_chunk").fetchone() == (1, 50)
    raw.close()


def test_a_copy_put_back_gives_the_very_same_and_keeps_what_was_there(kept: Place) -> None:
    with History(kept) as history:
        before = history.session(1)
    copy = back_up(kept, NOW)
    recorder = Recorder(kept)
    record_session(recorder)
    recorder.close()
    assert sessions(kept) == 2
    aside = put_back(kept, copy, NOW)
    assert sessions(kept) == 1
    with History(kept) as history:
        again = history.session(1)
    assert again.records == before.records
    assert [part.raw.tobytes() for part in again.samples] == [
        part.raw.tobytes() for part in before.samples
    ]
    assert aside is not None
    with sqlite3.connect(aside) as raw:
        assert raw.execute("SELECT count(*) FROM session").fetchone() == (2,)
    raw.close()


def test_a_copy_is_put_back_where_nothing_is_left(kept: Place) -> None:
    (copy,) = copies(kept)
    for path in kept.folder.glob("default.sqlite*"):
        path.unlink()
    assert put_back(kept, copy, NOW) is None
    assert sessions(kept) == 1


def test_nothing_is_put_back_over_a_session_under_way_nor_out_of_a_bad_copy(
    kept: Place, tmp_path: Path
) -> None:
    (copy,) = copies(kept)
    recorder = Recorder(kept)
    with pytest.raises(StoreError, match="recording into the same data"):
        put_back(kept, copy, NOW)
    recorder.close()
    spoilt = tmp_path / "spoilt.sqlite"
    spoilt.write_bytes(copy.read_bytes()[:5000])
    with pytest.raises(StoreError, match="damaged"):
        put_back(kept, spoilt, NOW)
    with pytest.raises(StoreError, match="no file"):
        put_back(kept, tmp_path / "none", NOW)
    assert sessions(kept) == 1


@pytest.mark.parametrize("harm", ["short", "bits"])
def test_a_damaged_file_is_refused_with_a_copy_made_once(kept: Place, harm: str) -> None:
    image = bytearray(kept.file.read_bytes())
    if harm == "short":
        del image[len(image) // 2 :]
    else:
        for at in range(4096, len(image), 97):
            image[at] ^= 0x55
    kept.file.write_bytes(image)
    for _ in range(2):
        with pytest.raises(StoreError, match="damaged") as refused:
            Recorder(kept)
        assert "devicelink restore --yes" in refused.value.what_to_do
    assert kept.file.read_bytes() == image
    (copy,) = kept.folder.glob("default-damaged-*.sqlite")
    assert copy.read_bytes() == image
    assert str(copy) in refused.value.what_to_do
    put_back(kept, copies(kept)[0], NOW)
    assert sessions(kept) == 1


def test_where_no_copy_can_be_made_the_record_is_still_kept(
    kept: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    (copy,) = copies(kept)
    copy.unlink()
    folder_of(kept).rmdir()
    folder_of(kept).write_text("in the way", "utf-8")
    recorder = Recorder(kept)
    record_session(recorder)
    assert recorder.close().text == "saved"
    assert sessions(kept) == 2
    with pytest.raises(StoreError, match="No copy could be made"):
        back_up(kept, NOW)


def test_the_newest_is_the_one_made_last_whatever_the_clock_said(kept: Place) -> None:
    ahead = back_up(kept, NOW + timedelta(days=4000))
    recorder = Recorder(kept)
    record_session(recorder)
    recorder.close()
    behind = back_up(kept, NOW - timedelta(days=9000))
    assert copies(kept)[0] == behind
    assert ahead in copies(kept)[1:]
    for day in range(40):
        back_up(kept, NOW + timedelta(days=day))
    assert ahead not in copies(kept)[:DAYS]


def test_power_lost_while_a_copy_is_put_back_leaves_the_old_record_whole(
    kept: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What lay in the log is in the file before the log goes; the new file is not there yet."""
    (copy,) = copies(kept)
    recorder = Recorder(kept)
    record_session(recorder)
    held = sqlite3.connect(kept.file)  # so that closing does not take the log in
    held.execute("SELECT count(*) FROM session").fetchone()
    recorder.close()
    held.close()
    real = backup._copy

    def lost(source: Path, target: Path, generation: int = 0) -> None:
        if target == kept.file:
            raise OSError(5, "power lost")
        real(source, target, generation)

    monkeypatch.setattr(backup, "_copy", lost)
    with pytest.raises(StoreError):
        put_back(kept, copy, NOW)
    assert not kept.file.with_name(kept.file.name + "-wal").exists()
    assert sessions(kept) == 2
