"""`devicelink limits`: every layer named, own limits and answers set, none above the ceiling."""

import json
from pathlib import Path

import pytest

from tests.cli.before import had_sessions
from tests.cli.conftest import Run

PLACE = ("--point", "ut", "--side", "left")


def holding(run: Run, *more: str) -> tuple[str, float]:
    """The layer that holds at the upper trapezius, and its force."""
    done = run("limits", *PLACE, "--json", *more)
    assert done.code == 0, done.err
    (row,) = [row for row in map(json.loads, done.lines) if row.get("holds")]
    return row["layer"], row["limit_n"]


def test_before_anything_was_answered_the_careful_branch_holds(run: Run) -> None:
    assert holding(run) == ("condition", 20.0)
    assert "questions left open" in run("limits", *PLACE).out


def test_the_lowest_layer_holds_and_is_named(run: Run, tmp_path: Path) -> None:
    for question in (
        "reach",
        "bone",
        "numb",
        "inside",
        "blood",
        "bones",
        "neck",
        "pregnant",
        "surgery",
        "young",
    ):
        assert run("limits", *PLACE, "--answer", f"{question}=no").code == 0
    assert holding(run) == ("stage", 20.0)
    had_sessions(tmp_path / "data", 3)
    assert holding(run) == ("stage", 30.0)
    had_sessions(tmp_path / "data", 3)
    assert holding(run) == ("point", 40.0)
    assert holding(run, "--threshold", "20", "--tip-cm2", "1") == ("threshold", 30.441995)
    assert holding(run, "--clinician", "28") == ("clinician", 28.0)
    assert run("limits", "--answer", "blood=yes").code == 0
    assert "Left open: Must your clinician still agree" in run("limits", *PLACE).out
    assert holding(run, "--answer", "agreed=no") == ("condition", 20.0)
    assert "blood thinners" in run("limits", *PLACE).out
    assert holding(run, "--clinician", "12") == ("clinician", 12.0)
    assert holding(run, "--clinician", "none") == ("condition", 20.0)
    assert run("limits", "--clinician", "11").code == 0
    assert holding(run) == ("clinician", 11.0)
    assert holding(run, "--tool", "ball") == ("condition", 75.0)


def test_all_that_was_said_is_listed_with_its_date(run: Run) -> None:
    run("limits", *PLACE, "--threshold", "24", "--answer", "numb=no")
    run("limits", "--answer", "blood=yes")
    rows = [json.loads(line) for line in run("limits", "--json").lines]
    told = {row["question"]: row for row in rows if row["type"] == "answer"}
    assert (told["numb"]["place"], told["numb"]["reply"]) == ("ut left", "no")
    assert told["blood"]["reply"] == "yes"
    assert told["blood"]["told_at"][:4].isdigit()
    assert told["bones"]["reply"] is None, "not asked is not declined"
    (own,) = [row for row in rows if row["type"] == "own_limit"]
    assert (own["whose"], own["limit_n"], own["place"]) == ("threshold", 24.0, "ut left")
    assert "24 N  threshold, ut left" in run("limits").out


def test_a_yes_that_forbids_the_place_says_so_instead_of_a_limit(run: Run) -> None:
    done = run("limits", *PLACE, "--answer", "surgery=yes")
    assert "Not to be pressed" in done.out
    refused = run("session", "--plain", *PLACE)
    assert refused.code == 1
    assert "Ask your clinician first" in refused.err.splitlines()[-1]


@pytest.mark.parametrize(
    ("point", "tool", "why"),
    [("scm", "probe", "a point for a professional"), ("scm", "ball", "a point for a professional"),
     ("so", "probe", "No hard tip")],
)  # fmt: skip
def test_s51_a_place_that_is_never_pressed_so_has_a_reason_and_no_limit(
    run: Run, point: str, tool: str, why: str
) -> None:
    done = run("limits", "--point", point, "--tool", tool)
    assert (done.code, done.err) == (0, "")
    assert why in done.out
    assert " N  " not in done.out


@pytest.mark.parametrize(
    ("line", "code", "why"),
    [
        ("--clinician 151", 1, "150 N at most"),
        ("--clinician 301 --tool ball", 1, "300 N at most"),
        ("--clinician nan", 1, "cannot be set"),
        ("--clinician -3", 1, "cannot be set"),
        ("--threshold 20", 1, "belongs to one place"),
        ("--threshold hard --point ut", 2, "no force in newtons"),
        ("--answer blood", 2, "blood is no answer"),
        ("--answer blood=maybe", 2, "blood=maybe is no answer"),
        ("--answer thirst=yes", 2, "No question is called thirst"),
        ("--answer numb=no", 2, "about one place"),
        ("--point nope", 2, "No point is called nope"),
        ("--side middle", 2, "'--side'"),
    ],
)
def test_what_cannot_be_set_is_said_in_two_lines(run: Run, line: str, code: int, why: str) -> None:
    done = run("limits", *line.split())
    assert (done.code, done.out) == (code, "")
    first, second = done.err.splitlines()
    assert why in first
    assert len(second) > 10
    assert run("limits", "--json").out.count('"reply":null') == 14, "and nothing was kept"
