"""`devicelink doctor`: what is usable here, and what to do about what is not."""

from pathlib import Path

import pytest

from devicelink import __version__
from tests.cli.conftest import Run


def bluetooth(monkeypatch: pytest.MonkeyPatch, usable: bool, why: str, what: str) -> None:
    async def status() -> tuple[bool, str, str]:
        return usable, why, what

    monkeypatch.setattr("devicelink.cli.doctor.bluetooth_status", status)


def test_all_is_well(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    bluetooth(monkeypatch, True, "", "")
    done = run("doctor")
    assert (done.code, done.err) == (0, "")
    assert done.lines[0].startswith(f"devicelink {__version__}, Python 3.")
    assert done.lines[-1] == "Bluetooth: usable"
    assert any(line.endswith(", writable") for line in done.lines)


def test_no_bluetooth(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    bluetooth(monkeypatch, False, "There is no Bluetooth adapter.", "Plug one in.")
    done = run("doctor")
    assert done.code == 1
    assert done.err.splitlines() == ["Bluetooth: There is no Bluetooth adapter.", "Plug one in."]
    assert any(line.startswith("Data folder: ") for line in done.lines)


def test_a_folder_that_cannot_be_written(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bluetooth(monkeypatch, True, "", "")
    (tmp_path / "taken").write_text("")
    done = run("doctor", "--data", tmp_path / "taken" / "data")
    assert any("Data folder: Cannot write in" in line for line in done.lines)


def test_it_really_asks_the_system(run: Run) -> None:
    """Whatever this machine has: an answer, within seconds, and never a traceback."""
    done = run("doctor")
    assert done.code in {0, 1}
    assert "Traceback" not in done.err
    assert "Bluetooth: " in done.out + done.err
