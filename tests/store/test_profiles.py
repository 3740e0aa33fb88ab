"""Each person's record is a file of its own, and none is taken for another's."""

import os
from pathlib import Path

import pytest

from devicelink.errors import UsageError
from devicelink.store.history import History
from devicelink.store.place import Place
from devicelink.store.profiles import new_profile, profiles
from devicelink.store.recorder import Recorder
from tests.store.made import STARTED, record_session


def test_a_folder_without_records_has_none(tmp_path: Path) -> None:
    assert profiles(tmp_path / "none") == []


def test_each_record_is_listed_the_default_first(tmp_path: Path) -> None:
    new_profile(tmp_path, "Ana")
    recorder = Recorder(Place.of(tmp_path))
    record_session(recorder)
    recorder.close()
    (tmp_path / "old.sqlite").write_bytes(b"no database at all, but long enough to be read" * 50)
    mine, hers, odd = profiles(tmp_path)
    assert (mine.name, mine.sessions, mine.last) == ("default", 1, STARTED)
    assert (hers.name, hers.sessions, hers.last) == ("Ana", 0, None)
    assert (odd.name, bool(odd.trouble)) == ("old", True)


def test_records_do_not_mix(tmp_path: Path) -> None:
    place = new_profile(tmp_path, "Ana")
    recorder = Recorder(Place.of(tmp_path))
    record_session(recorder)
    recorder.close()
    with History(place) as history:
        assert history.sessions() == []
    if os.name == "posix":
        assert place.file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["ana", "ANA", "Ana"])
def test_a_name_that_is_taken_in_any_case_is_refused(tmp_path: Path, name: str) -> None:
    new_profile(tmp_path, "Ana")
    with pytest.raises(UsageError, match="Ana already") as refusal:
        new_profile(tmp_path, name)
    assert "--profile" in refusal.value.what_to_do


@pytest.mark.parametrize(
    "name", ["", "../x", "a/b", ".hidden", "x" * 65, "end.", "nul\0", "CON", "aux.old", "Com1"]
)
def test_a_name_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        new_profile(tmp_path, name)
    assert list(tmp_path.iterdir()) == []
