"""Paired devices: the newest first, private to the user, a spoilt list told in words."""

import os
from pathlib import Path

import pytest

from devicelink.errors import StoreError
from devicelink.store.devices import Paired, forget, key_file, paired, remember
from devicelink.store.place import Place

PROBE, BALL = Paired("F0:01", "DL-Probe"), Paired("F0:02", "DL-Ball")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "data")


def test_none_at_first_and_nothing_is_made_for_asking(place: Place) -> None:
    assert paired(place) == []
    assert not place.folder.exists()


def test_the_newest_is_first_and_none_is_there_twice(place: Place) -> None:
    for device in (PROBE, BALL, PROBE):
        remember(place, device)
    assert paired(place) == [PROBE, BALL]
    remember(place, renamed := Paired("F0:02", "Mine"))
    assert paired(place) == [renamed, PROBE]


@pytest.mark.parametrize("who", ["f0:01", "F0:01", "dl-probe", "DL-Probe"])
def test_forgotten_by_address_or_label_in_any_case(place: Place, who: str) -> None:
    remember(place, PROBE)
    remember(place, BALL)
    assert forget(place, who) == [PROBE]
    assert paired(place) == [BALL]
    assert forget(place, who) == []


def test_files_are_the_persons_alone(place: Place) -> None:
    remember(place, PROBE)
    keys = key_file(place)
    assert keys.parent == place.folder
    if os.name == "posix":
        assert (place.folder / "devices.json").stat().st_mode & 0o077 == 0
    assert {path.name for path in place.folder.iterdir()} >= {"devices.json"}
    assert not list(place.folder.glob("*.new"))


@pytest.mark.parametrize("spoilt", [b"", b"{", b'[{"address": 1}]', b"\xff\xfe"])
def test_a_spoilt_list_is_told_and_left_as_it_is(place: Place, spoilt: bytes) -> None:
    remember(place, PROBE)
    file = place.folder / "devices.json"
    file.write_bytes(spoilt)
    for doing in (lambda: paired(place), lambda: remember(place, BALL), lambda: forget(place, "x")):
        with pytest.raises(StoreError, match="cannot be read"):
            doing()
    assert file.read_bytes() == spoilt


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    below = Place(tmp_path / "taken" / "data")
    assert paired(below) == []
    with pytest.raises(StoreError, match="Cannot write in"):
        remember(below, PROBE)


def test_a_list_that_cannot_be_written(place: Place) -> None:
    remember(place, PROBE)
    (place.folder / "devices.new").mkdir()
    with pytest.raises(StoreError, match="Cannot write"):
        remember(place, BALL)
    assert paired(place) == [PROBE]
