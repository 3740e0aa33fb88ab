"""`devicelink session` and `simulate` in two processes: what was pressed arrives; kills."""

import json
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import run_command
from tests.cli.processes import Process, command, lines_until, on_air
from tests.cli.recordings import pressed, write_csv

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")


def holds(lines: list[str]) -> list[dict[str, Any]]:
    told = [json.loads(line) for line in lines]
    return [line for line in told if line["type"] == "hold"]


@pytest.fixture(scope="module", autouse=True)
def playing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Process]]:
    """A recording and the session that hears it; it plays while the other tests run."""
    folder = tmp_path_factory.mktemp("playing")
    press = [(1.0, 5.0, 10.0), (6.5, 10.5, 14.0)]
    file = write_csv(folder / "press.csv", pressed(press, 11.0))
    with (
        on_air(folder / "air", "--play", file) as (_, moniker),
        command(folder / "data", "session", "--json", "--radio", moniker) as session,
    ):
        yield file, session


def test_a_simulator_that_dies_and_a_session_that_is_stopped(tmp_path: Path) -> None:
    """The link is told as lost at once; Ctrl-C ends it properly and the record is kept."""
    data = tmp_path / "data"
    with (
        on_air(tmp_path / "air") as (simulator, moniker),
        command(data, "session", "--json", "--radio", moniker) as session,
    ):
        lines_until(session, '"touched"')
        simulator.kill()
        killed_s = time.monotonic()
        lost = json.loads(lines_until(session, '"lost"')[-1])
        assert time.monotonic() - killed_s < 5.0
        assert lost["type"] == "link_changed"
        assert "gone away" in lost["detail"]
        session.send_signal(signal.SIGINT)
        out, err = session.communicate(timeout=30)
    assert session.returncode == 0, err
    assert json.loads(out.splitlines()[-1])["end"] in {"stopped", "device_off"}
    assert "Kept as session 1" in err
    assert "Traceback" not in err
    row = json.loads(run_command("--data", data, "history", "--json").out)
    assert row["ending"] == "stopped"
    exported = tmp_path / "session.jsonl"
    run_command("--data", data, "export", "--format", "jsonl", "-o", exported)
    again = run_command("replay", "--json", exported)
    assert again.code == 0, again.err


def test_a_session_that_is_killed_is_listed_as_interrupted(tmp_path: Path) -> None:
    """With what it had: answers and samples up to half a second before."""
    data = tmp_path / "data"
    with (
        on_air(tmp_path / "air") as (_, moniker),
        command(data, "session", "--json", "--radio", moniker) as session,
    ):
        lines_until(session, '"touched"')
        time.sleep(1.0)
        under_way = json.loads(run_command("--data", data, "history", "--json").out)
        session.kill()
        session.communicate(timeout=20)
    assert under_way["ending"] == "under way"
    row = json.loads(run_command("--data", data, "history", "--json").out)
    assert row["ending"] == "interrupted"
    assert row["duration_s"] > 3.0
    samples = run_command("--data", data, "export", "--what", "samples")
    assert len(samples.lines) > 300


def test_a_recording_played_arrives_as_the_same_holds(playing: tuple[Path, Process]) -> None:
    """S57, S58: the holds of `replay`, over a link; the answers nobody gave are declined."""
    file, session = playing
    out, err = session.communicate(timeout=60)
    wanted = holds(run_command("replay", "--json", file).lines)
    assert len(wanted) == 2
    assert session.returncode == 0, err
    assert "Traceback" not in err
    found = holds(out.splitlines())
    assert len(found) == 2
    shift_s = found[0]["onset_s"] - wanted[0]["onset_s"]
    for seen, meant in zip(found, wanted, strict=True):
        assert seen["onset_s"] - shift_s == pytest.approx(meant["onset_s"], abs=0.05)
        assert seen["end_s"] - shift_s == pytest.approx(meant["end_s"], abs=0.05)
        assert seen["mean_n"] == pytest.approx(meant["mean_n"], rel=0.02)
        assert seen["reason"] == "hand"
    told = [json.loads(line) for line in out.splitlines()]
    states = {line["state"] for line in told if line["type"] == "answered"}
    assert states <= {"declined", "unanswered"}
    assert told[-1] == told[-1] | {"type": "session_over", "end": "device_off"}
    assert not [line for line in told if line["type"] == "gap"]
