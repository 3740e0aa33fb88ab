"""`devicelink pair` and `forget`: bonded, remembered, and forgotten with its keys."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from devicelink.store.devices import Paired, key_file, paired, remember
from devicelink.store.place import Place
from tests.cli.conftest import Run

ADDRESS = "F0:0D:CA:FE:00:01"
Near = Callable[..., None]


@pytest.fixture
def place(tmp_path: Path, near: Near, monkeypatch: pytest.MonkeyPatch) -> Place:
    """The folder that the command keeps things in; a probe is in range."""
    near("pair")
    monkeypatch.setattr("devicelink.cli.pair.SCAN_S", 0.2)
    return Place(tmp_path / "data")


@pytest.mark.parametrize("name", ["dl-probe", "DL-Probe", ADDRESS, ADDRESS.lower()])
def test_by_name_or_address_in_any_case(run: Run, place: Place, name: str) -> None:
    done = run("pair", name)
    assert (done.code, done.out) == (0, f"Paired with DL-Probe ({ADDRESS}).\n")
    assert paired(place) == [Paired(ADDRESS, "DL-Probe")]
    assert json.loads(key_file(place).read_text())
    if os.name == "posix":
        assert key_file(place).stat().st_mode & 0o077 == 0


def test_forgotten_with_its_keys(run: Run, place: Place) -> None:
    run("pair", "dl-probe")
    done = run("forget", "dl-probe", "--radio", "tcp-client:127.0.0.1:1")
    assert (done.code, done.out) == (0, f"Forgot DL-Probe ({ADDRESS}).\n")
    assert paired(place) == []
    assert ADDRESS not in key_file(place).read_text()
    again = run("forget", "dl-probe")
    assert again.code == 2
    assert "No device called dl-probe was paired." in again.err


def test_one_that_is_not_there(run: Run, place: Place) -> None:
    done = run("pair", "nobody")
    assert (done.code, done.out) == (1, "")
    assert len(done.err.splitlines()) == 2
    assert paired(place) == []


def test_one_that_refuses_is_not_remembered(run: Run, place: Place, near: Near) -> None:
    near("pair", "pair_refused")
    done = run("pair", "dl-probe")
    assert done.code == 1
    assert "refused to pair" in done.err
    assert paired(place) == []


def test_the_list_of_devices_spoilt(run: Run, place: Place) -> None:
    remember(place, Paired(ADDRESS, "DL-Probe"))
    (place.folder / "devices.json").write_text("{")
    done = run("forget", "dl-probe")
    assert done.code == 1
    assert "cannot be read" in done.err


def test_forgotten_also_where_the_radio_cannot_be_asked(run: Run, tmp_path: Path) -> None:
    remember(Place(tmp_path / "data"), Paired(ADDRESS, "DL-Probe"))
    done = run("forget", "dl-probe", "--radio", "unix:/nowhere")
    assert (done.code, done.out) == (0, f"Forgot DL-Probe ({ADDRESS}).\n")
    assert "may still be there" in done.err
