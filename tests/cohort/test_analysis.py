"""One recording's part of the result: the lines of `replay --json`, then its summary."""

import json
from pathlib import Path

import pytest

from devicelink.cohort import analysis
from devicelink.cohort.analysis import header, judge, stopped
from devicelink.cohort.finding import sources
from devicelink.core.release import Mode
from tests.cli.conftest import run_command


def judged(path: Path) -> list[dict[str, object]]:
    outcome = judge(sources([str(path)])[0], mode=Mode.PROBE)
    assert outcome.text.endswith(b"\n")
    return [json.loads(line) for line in outcome.text.splitlines()]


def test_the_lines_are_those_of_replay_and_a_summary_ends_them(folder: Path) -> None:
    path = folder / "a.csv"
    *lines, summary = judged(path)
    done = run_command("replay", "--json", path, path)
    assert [json.loads(line) for line in done.lines] == lines * 2
    digest = summary.pop("sha256")
    assert summary == {
        "type": "recording", "file": str(path), "seconds": 9.95, "samples": 200, "left_out": 0,
        "holds": 1, "broken": None,
    }  # fmt: skip
    assert digest == analysis.sha256(str(path))


def test_a_broken_one_says_why_and_claims_no_number(folder: Path) -> None:
    (summary,) = judged(folder / "broken.csv")
    assert summary["broken"] == f"{folder / 'broken.csv'} has no column t_s and no column force_n."
    assert summary["holds"] is summary["samples"] is summary["seconds"] is None


def test_the_name_in_the_result_is_the_one_given(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same from whichever folder a worker runs in."""
    monkeypatch.chdir(folder)
    for name in ("a.csv", "broken.csv", "none.csv"):
        source = sources([name])[0]
        outcome = judge(source, mode=Mode.PROBE)
        assert str(folder) not in outcome.text.decode()
        assert outcome.text == judge(source, mode=Mode.PROBE, chunk=7).text


def test_a_fault_of_ours_costs_one_recording(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(analysis, "run_core", faulty)
    (summary,) = judged(folder / "a.csv")
    assert "ZeroDivisionError" in str(summary["broken"])


def test_one_that_stopped_the_program_is_told_the_same_way(folder: Path) -> None:
    outcome = stopped(sources([str(folder / "a.csv")])[0])
    assert outcome.broken
    assert outcome.broken.endswith("It stopped the program.")
    assert json.loads(outcome.text)["broken"] == outcome.broken


def test_the_header_tells_what_decides() -> None:
    assert header(Mode.PROBE) == header(Mode.PROBE)
    assert header(Mode.PROBE)["mode"] != header(Mode.BALL)["mode"]
    assert len(str(header(Mode.PROBE)["core"])) == 16
