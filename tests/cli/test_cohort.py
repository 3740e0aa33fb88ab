"""`devicelink replay -o`: one file whatever happens on the way; told and counted on stderr."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from devicelink.cli.cohort import Progress
from devicelink.clock import Clock
from devicelink.cohort.plan import Outcome, Source
from tests.cli.conftest import Run
from tests.cli.processes import ROOT
from tests.cli.recordings import pressed, write_csv

COUNT = 48


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Many recordings, one of them broken; it is where commands run."""
    folder = tmp_path / "recordings"
    folder.mkdir()
    for number in range(COUNT):
        block = pressed([(2.0, 14.0, 20.0 + number)], 16.0, rate_hz=50)
        write_csv(folder / f"{number:02}.csv", block)
    (folder / "20.csv").write_text("a,b\n1,2\n")
    monkeypatch.chdir(tmp_path)
    return folder


def test_one_file_and_a_count(run: Run, folder: Path) -> None:
    done = run("replay", folder, "-o", "out.jsonl")
    assert (done.code, done.out) == (1, "")
    said = done.err.splitlines()
    assert said[0] == f"{folder}/20.csv has no column t_s and no column force_n."
    assert said[-2:] == [
        "1 of 48 recordings are broken.", 'The reasons stand in out.jsonl, as "broken".',
    ]  # fmt: skip
    lines = [json.loads(line) for line in Path("out.jsonl").read_text().splitlines()]
    assert lines[0]["type"] == "cohort"
    summaries = [line for line in lines if line["type"] == "recording"]
    assert [line["file"] for line in summaries] == [
        f"{folder}/{number:02}.csv" for number in range(COUNT)
    ]
    assert [line["holds"] for line in summaries] == [None if n == 20 else 1 for n in range(COUNT)]
    again = run("replay", folder, "-o", "out.jsonl")
    assert again.code == 1
    assert "48 of 48 were done before." in again.err


def test_without_a_broken_one_it_is_done(run: Run, folder: Path) -> None:
    done = run("replay", f"{folder}/1*.csv", "-o", "out.jsonl", "--jobs", "1")
    assert (done.code, done.out) == (0, "")
    assert "10 recordings in 0:0" in done.err


def test_another_mode_is_refused(run: Run, folder: Path) -> None:
    run("replay", folder / "01.csv", "-o", "out.jsonl", "--jobs", "1")
    before = Path("out.jsonl").read_bytes()
    done = run("replay", folder / "01.csv", "-o", "out.jsonl", "--mode", "ball")
    assert done.code == 1
    assert done.err.splitlines() == [
        "out.jsonl was made with another mode: probe, not ball.",
        "Give another name with -o, or remove out.jsonl.",
    ]
    assert Path("out.jsonl").read_bytes() == before


def test_without_a_result_file_a_folder_is_run_in_order(run: Run, folder: Path) -> None:
    done = run("replay", "--json", folder)
    holds = [line for line in map(json.loads, done.lines) if line["type"] == "hold"]
    assert done.code == 1
    assert [line["file"] for line in holds] == sorted(line["file"] for line in holds)
    assert len(holds) == COUNT - 1


def begun(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "devicelink", "replay", "recordings", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
    )


def stopped_after(size: int, how: signal.Signals, output: str) -> str:
    """Begin a run and end it once so many bytes are kept; what it said."""
    part = Path(f"{output}.part")
    with begun("-o", output, "--jobs", "1") as process:
        until_s = time.monotonic() + 30.0
        while not part.exists() or part.stat().st_size < size:
            assert process.poll() is None, "it came to its end"
            assert time.monotonic() < until_s
            time.sleep(0.002)
        process.send_signal(how)
        return process.communicate(timeout=30.0)[1]


@pytest.mark.skipif(os.name == "nt", reason="signals as they are elsewhere")
def test_killed_at_several_points_and_run_again(run: Run, folder: Path) -> None:
    """The same bytes as in one go, and what was kept is not done again."""
    run("replay", "recordings", "-o", "unbroken.jsonl")
    whole = Path("unbroken.jsonl").read_bytes()
    stopped_after(1, signal.SIGKILL, "out.jsonl")
    stopped_after(len(whole) // 4, signal.SIGKILL, "out.jsonl")
    kept = Path("out.jsonl.part").read_bytes().count(b'"type":"recording"')
    assert 0 < kept < COUNT
    assert not Path("out.jsonl").exists()
    said = stopped_after(len(whole) // 2, signal.SIGINT, "out.jsonl")
    assert f"{kept} of 48 were done before." in said
    assert said.rstrip().splitlines()[-2:] == [
        "Stopped. What is done is kept beside out.jsonl.", "Run the same command to go on.",
    ]  # fmt: skip
    last = run("replay", "recordings", "-o", "out.jsonl")
    assert last.code == 1
    assert Path("out.jsonl").read_bytes() == whole
    assert sorted(path.name for path in Path().glob("out*")) == ["out.jsonl"]


class Terminal(io.StringIO):
    """A standard error that moves."""

    def isatty(self) -> bool:
        return True


def sources(count: int) -> list[Source]:
    return [Source(str(number), "", 10) for number in range(count)]


def test_a_bar_with_the_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    now_s = 0.0
    monkeypatch.setattr(Clock, "now", lambda _: now_s)
    progress = Progress("out.jsonl")
    progress.begin(sources(1000), 200)
    now_s = 10.0
    progress.made([Outcome(str(number), b"", None) for number in range(249)])
    progress.made([Outcome("249", b"", "249.csv is broken.")])
    said = terminal.getvalue().split("\r\x1b[K")
    assert said[-1] == "249.csv is broken.\n"
    assert "━━━━━───────────────────  449 of 1,200   25 a second   0:30 left" in said
    assert progress.line().endswith("450 of 1,200   25 a second   0:30 left   1 broken")


def test_without_a_terminal_a_line_now_and_then(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now_s = 0.0
    monkeypatch.setattr(Clock, "now", lambda _: now_s)
    progress = Progress("out.jsonl")
    progress.begin(sources(100), 0)
    for number in range(100):
        now_s += 0.35
        progress.made([Outcome(str(number), b"", None)])
    lines = capsys.readouterr().err.splitlines()
    assert [line.split()[1] for line in lines] == ["29", "58", "87"]
