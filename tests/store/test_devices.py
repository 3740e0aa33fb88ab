"""Paired devices: newest first, forgotten by name or address, private, never lost in silence."""

import os
import stat
from pathlib import Path

import pytest

from devicelink.errors import StoreError
from devicelink.store.devices import Paired, forget, key_file, paired, remember
from devicelink.store.place import Place

PROBE = Paired("F0:0D:CA:FE:00:01", "DL-Probe")
BALL = Paired("F0:0D:CA:FE:00:02", "DL-Ball")


def test_the_newest_is_first_and_none_stands_twice(tmp_path: Path) -> None:
    """A session without a name takes the first."""
    place = Place.of(tmp_path)
    assert paired(place) == []
    for device in (PROBE, BALL, PROBE):
        remember(place, device)
    assert paired(place) == [PROBE, BALL]


@pytest.mark.parametrize("who", ["f0:0d:ca:fe:00:01", "dl-probe"])
def test_a_device_is_forgotten_by_name_or_address(tmp_path: Path, who: str) -> None:
    """In any case of letters; the others stay."""
    place = Place.of(tmp_path)
    remember(place, BALL)
    remember(place, PROBE)
    assert forget(place, who) == [PROBE]
    assert paired(place) == [BALL]
    assert forget(place, who) == []


def test_a_spoilt_list_is_refused_and_kept(tmp_path: Path) -> None:
    """Nothing is written over what cannot be read."""
    place = Place.of(tmp_path)
    (tmp_path / "devices.json").write_text("{broken")
    for act in (lambda: paired(place), lambda: remember(place, PROBE)):
        with pytest.raises(StoreError, match="cannot be read"):
            act()
    assert (tmp_path / "devices.json").read_text() == "{broken"


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps files private by the user's folder")
def test_the_list_is_the_users_alone(tmp_path: Path) -> None:
    """Addresses are nobody else's business."""
    place = Place.of(tmp_path / "data")
    remember(place, PROBE)
    assert stat.S_IMODE((place.folder / "devices.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(place.folder.stat().st_mode) == 0o700
    assert key_file(place).parent == place.folder
