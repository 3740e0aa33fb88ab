"""Where the data is, and that it is the user's alone."""

import os
import stat
import sys
from pathlib import Path

import pytest

from devicelink.errors import StoreError, UsageError
from devicelink.store.history import History
from devicelink.store.lock import Lock, is_held
from devicelink.store.place import Place
from devicelink.store.recorder import Recorder
from tests.store.made import record_session


def test_folder_asked_for_then_variable_then_the_usual_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEVICELINK_DATA", str(tmp_path / "variable"))
    assert Place.of(tmp_path / "asked").folder == tmp_path / "asked"
    assert Place.of().folder == tmp_path / "variable"
    monkeypatch.delenv("DEVICELINK_DATA")
    assert Place.of().folder.name == "devicelink"


@pytest.mark.parametrize("name", ["", "../else", "a/b", ".hidden", "x" * 65, "a\n", "a\0", "nul."])
def test_a_profile_is_no_path(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        Place.of(tmp_path, name)


def test_each_profile_has_its_own_file(tmp_path: Path) -> None:
    assert Place.of(tmp_path, "Zoë B").file == tmp_path / "Zoë B.sqlite"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such bits")
def test_the_data_is_private(place: Place) -> None:
    before = os.umask(0)
    try:
        recorder = Recorder(place)
        record_session(recorder)
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in place.folder.iterdir()}
        recorder.close()
    finally:
        os.umask(before)
    assert stat.S_IMODE(place.folder.stat().st_mode) == 0o700
    assert set(modes.values()) == {0o600}
    assert "default.sqlite-wal" in modes


def test_a_place_that_cannot_be_is_said_in_two_lines(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way\n")
    with pytest.raises(StoreError) as refusal:
        Recorder(Place.of(tmp_path / "file" / "data"))
    assert refusal.value.why.startswith("Cannot write in ")
    assert "--data DIR" in refusal.value.what_to_do


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="may write anywhere")
def test_a_folder_that_cannot_be_written_is_still_read(place: Place) -> None:
    recorder = Recorder(place)
    record_session(recorder)
    recorder.close()
    place.folder.chmod(0o500)
    try:
        with pytest.raises(StoreError):
            Recorder(Place(place.folder, "other"))
        with History(place) as history:
            assert len(history.sessions()) == 1
    finally:
        place.folder.chmod(0o700)


def test_a_lock_is_seen_and_let_go(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    assert not is_held(path)
    assert not path.exists(), "looking makes nothing"
    lock = Lock(path)
    assert is_held(path)
    with pytest.raises(StoreError):
        Lock(path)
    lock.release()
    assert not is_held(path)
    with pytest.raises(StoreError, match="Cannot write"):
        Lock(tmp_path / "none" / "lock")
