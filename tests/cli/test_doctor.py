"""`devicelink doctor`: what is usable here, and what to do about what is not."""

import json
import sqlite3
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from devicelink import __version__
from devicelink.link import trouble
from devicelink.link.diagnosis import Facts
from devicelink.link.registry import gathered
from tests.cli.conftest import Run

WELL = Facts(system="Linux", adapters=("hci0",), bus=True, service=True, powered=True)


def computer(monkeypatch: pytest.MonkeyPatch, told: Facts) -> None:
    async def facts() -> Facts:
        return told

    monkeypatch.setattr("devicelink.cli.doctor.facts", facts)


def test_all_is_well(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    computer(monkeypatch, WELL)
    done = run("doctor")
    assert (done.code, done.err) == (0, "")
    assert done.lines[0].startswith(f"devicelink {__version__}, Python 3.")
    assert sqlite3.sqlite_version in done.lines[0]
    assert done.lines[-1] == "Bluetooth: usable: listening works"
    assert "Adapter: the kernel knows hci0" in done.lines
    assert "Your devices: 0 paired" in done.lines
    assert any(line.endswith(", writable; all that is kept can be read") for line in done.lines)


def test_no_bluetooth_is_told_with_the_next_step(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    computer(monkeypatch, Facts(system="Linux", scan=trouble.no_service(), adapters=(), bus=True,
                                service=False, installed=False))  # fmt: skip
    done = run("doctor")
    assert done.code == 1
    *first, why, what = done.err.splitlines()
    assert len(first) == 1
    assert first[0].startswith("Adapter: This computer has no Bluetooth adapter")
    assert why == "Bluetooth service: The Bluetooth service (BlueZ) is not installed."
    assert what.startswith("Install it: sudo apt install bluez")
    assert any(line.startswith("Data folder: ") for line in done.lines)


def test_as_json(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    computer(monkeypatch, WELL)
    versions, *checks = map(json.loads, run("doctor", "--json").lines)
    assert versions["sqlite"] == sqlite3.sqlite_version
    assert {one["name"] for one in checks} >= {"data", "devices", "adapter", "bluetooth"}
    assert all(list(one) == ["type", "name", "health", "said", "to_do"] for one in checks)


def test_drivers_that_were_added_and_broken_ones(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    computer(monkeypatch, WELL)
    points = [
        EntryPoint(name="thumb", value="examples.custom_driver:DRIVER", group="x"),
        EntryPoint(name="odd", value="no_such_module:X", group="x"),
    ]
    monkeypatch.setattr("devicelink.cli.doctor.registry", lambda: gathered(points))
    done = run("doctor")
    assert done.code == 0
    assert "Added drivers: Thumbscale" in done.lines
    assert any("odd is left out: ModuleNotFoundError" in line for line in done.lines)


def test_a_folder_that_cannot_be_written(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    computer(monkeypatch, WELL)
    (tmp_path / "taken").write_text("")
    done = run("doctor", "--data", tmp_path / "taken" / "data")
    assert any("Data folder: Cannot write in" in line for line in done.lines)


def test_it_really_asks_the_system(run: Run) -> None:
    """Whatever this machine has: an answer, within seconds, and never a traceback."""
    done = run("doctor")
    assert done.code in {0, 1}
    assert "Traceback" not in done.err
    assert done.code == 0 or len(done.err.splitlines()) >= 2
