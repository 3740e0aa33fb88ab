"""`devicelink demo`: a whole session by itself, through the client that real devices get."""

import contextlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from bleak import BleakClient, BleakScanner

from devicelink.link import bleak_link
from tests.cli.conftest import Done, Run

CLOCK = re.compile(r"\d+:\d\d ")


def test_json_lines_tell_the_whole_session(told: tuple[Path, Done]) -> None:
    """S25, S27, S28, S56, S57, S58: every line parses, from the day's count to the end."""
    _, done = told
    assert done.code == 0, done.err
    lines = [json.loads(line) for line in done.lines]
    kinds = [line["type"] for line in lines]
    assert {"cue", "phase_changed", "asked", "answered", "hold", "release", "rep_ended"} <= {*kinds}
    assert kinds[-1] == "session_over"
    assert lines[-1]["end"] == "complete"
    assert lines[0]["rule"] == "S27"
    times = [line["t_s"] for line in lines if line["type"] == "phase_changed"]
    assert times == sorted(times)
    cues = [line for line in lines if line["type"] == "cue"]
    assert all(cue["text"] and cue["rule"] for cue in cues)
    assert {"S25", "S41", "S43", "S56", "S58"} <= {cue["rule"] for cue in cues}
    rests = [line for line in lines if line.get("phase") == "rest"]
    assert all(9.999 < rest["until_s"] - rest["t_s"] < 15.001 for rest in rests)  # S28
    answers = {line["question"]: line for line in lines if line["type"] == "answered"}
    assert answers["pain_before"]["value"] == 6
    assert answers["pain_after"]["state"] == "answered"


def test_speech_goes_to_stderr(told: tuple[Path, Done]) -> None:
    _, done = told
    assert "Kept as session 1. See: devicelink show 1" in done.err


def test_plain_in_a_pipe_with_nobody_there_ends_by_itself(tmp_path: Path) -> None:
    """One process as a person would start it, stdin closed."""
    done = subprocess.run(
        [sys.executable, "-m", "devicelink", "demo", "--plain", "--speed", "20",
         "--programme", "short", "--data", str(tmp_path), "--profile", "Ana"],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONWARNINGS": "error::RuntimeWarning"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "0:00 This is the record of Ana."
    assert len(lines) > 20
    assert all(CLOCK.match(line) for line in lines)
    assert "\x1b" not in done.stdout
    assert "Traceback" not in done.stderr
    assert "Kept as session 1" in done.stderr


def test_it_goes_through_the_real_client(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """No shortcut: BleakScanner finds it, BleakClient connects, bonds, subscribes and hangs up."""
    calls: list[str] = []

    class Watched(BleakClient):
        """The client itself, only noted."""

        async def connect(self, *given: Any, **more: Any) -> None:
            calls.append("connect")
            await super().connect(*given, **more)

        async def pair(self, *given: Any, **more: Any) -> None:
            calls.append("pair")
            await super().pair(*given, **more)

        async def start_notify(self, *given: Any, **more: Any) -> None:
            calls.append("start_notify")
            await super().start_notify(*given, **more)

        async def disconnect(self) -> None:
            calls.append("disconnect")
            await super().disconnect()

    class Scanner(BleakScanner):
        """The scanner itself, only noted."""

        async def start(self) -> None:
            calls.append("scan")
            await super().start()

    monkeypatch.setattr(bleak_link, "BleakClient", Watched)
    monkeypatch.setattr(bleak_link, "BleakScanner", Scanner)
    monkeypatch.setattr("devicelink.demo.person.Person.live", _stop_at_once)
    done = run("demo", "--json", "--speed", "20")
    assert done.code == 0, done.err
    assert [json.loads(line) for line in done.lines][-1]["end"] == "stopped"
    assert calls[:3] == ["scan", "connect", "pair"]
    assert calls.count("start_notify") >= 3
    assert calls[-1] == "disconnect"


async def _stop_at_once(person: Any) -> None:
    from devicelink.care.inputs import Stop  # noqa: PLC0415 - beside its only use

    person._port.send(Stop())


@pytest.mark.parametrize("device", ["probe", "ball"])
def test_either_device_can_be_shown(run: Run, monkeypatch: pytest.MonkeyPatch, device: str) -> None:
    monkeypatch.setattr("devicelink.demo.person.Person.live", _stop_at_once)
    done = run("demo", "--plain", "--speed", "20", "--device", device)
    assert done.code == 0, done.err
    shown = run("history", "--json")
    row = json.loads(shown.out)
    assert row["simulated"] is True
    assert row["ending"] == "stopped"
    assert device in row["device"].lower()


def test_two_at_once_into_one_folder_are_refused(run: Run, tmp_path: Path) -> None:
    from devicelink.store.place import Place  # noqa: PLC0415 - beside its only use
    from devicelink.store.recorder import Recorder  # noqa: PLC0415

    with contextlib.closing(Recorder(Place(tmp_path / "data"))):
        done = run("demo", "--plain", "--speed", "20")
    assert done.code == 1
    assert "Another devicelink is recording" in done.err.splitlines()[0]
