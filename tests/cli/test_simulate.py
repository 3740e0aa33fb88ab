"""`devicelink simulate`: one line for who joins, the rest is speech; off the air on a signal."""

import signal
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.processes import command, on_air
from tests.cli.recordings import pressed, write_csv


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")
def test_found_by_another_process_and_gone_on_a_signal(tmp_path: Path) -> None:
    with on_air(tmp_path / "air", "--device", "ball") as (simulator, moniker):
        with command(tmp_path / "data", "scan", "--radio", moniker, "--timeout", "1") as scan:
            out, err = scan.communicate(timeout=30)
        assert (scan.returncode, err) == (0, "")
        assert "DL-Ball" in out
        simulator.send_signal(signal.SIGTERM)
        out, err = simulator.communicate(timeout=20)
    assert simulator.returncode == 0
    assert out == ""
    assert f"DL-Ball is on the air. Join with: devicelink session --radio {moniker}" in err
    assert err.endswith("Off the air.\n")


def test_a_place_that_is_taken(run: Run, tmp_path: Path) -> None:
    with on_air(tmp_path / "air") as (_, moniker):
        done = run("simulate", "--radio", moniker.replace("tcp-client:", "tcp:"))
    assert done.code == 1
    assert done.err.startswith("The air cannot be served: ")
    assert len(done.err.splitlines()) == 2


def test_help_lists_every_fault(run: Run) -> None:
    text = run("simulate", "--help").out
    for fault in ("drop_link=S", "loss=SHARE", "pair_refused", "no_backfill"):
        assert fault in text


def test_a_recording_that_is_none(run: Run, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "press.csv", pressed([(1.0, 4.0, 10.0)], 5.0))
    file.write_text(file.read_text() + "5.1,nan\n")
    done = run("simulate", "--radio", "tcp:127.0.0.1:0", "--play", file)
    assert done.code == 1
    assert done.err.startswith("This cannot be simulated: ")
    assert len(done.err.splitlines()) == 2
