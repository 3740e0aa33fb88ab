"""`devicelink scan`: what is heard, and what of it can be used."""

import json
from collections.abc import Callable

import pytest

from tests.cli.conftest import Run

Near = Callable[..., None]


def test_a_probe_in_range_is_listed_as_supported(run: Run, near: Near) -> None:
    near("scan")
    done = run("scan", "--timeout", "0.3")
    assert (done.code, done.err) == (0, "")
    (line,) = done.lines
    assert line.startswith("F0:0D:CA:FE:00:01  DL-Probe  ")
    assert "supported: " in line


def test_json(run: Run, near: Near) -> None:
    near("scan")
    (line,) = run("scan", "--timeout", "0.3", "--json").lines
    told = json.loads(line)
    named = ["address", "name", "rssi_dbm", "supported", "driver", "why_not", "remarks"]
    assert list(told)[: len(named)] == named
    assert (told["strength"], told["paired"], told["open"]) == ("strong", False, False)
    assert (told["guides_holds"], told["alike"]) == (None, 1)
    assert told["remarks"] == ["not verified on hardware"]
    assert (told["name"], told["supported"]) == ("DL-Probe", True)
    assert (told["driver"], told["why_not"]) == ("open_profile", None)


def test_nothing_heard_is_said_with_what_to_do(
    run: Run, near: Near, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silence(*_: object) -> list[object]:
        return []

    near("scan")
    monkeypatch.setattr("devicelink.cli.scan.scan_devices", silence)
    done = run("scan", "--timeout", "0.3")
    assert (done.code, done.out) == (1, "")
    why, what = done.err.splitlines()
    assert why == "No device was heard in 0.3 seconds."
    assert "Switch it on" in what
