"""`devicelink programme`: shown with meanings, copied, changed inside the limits, checked, used."""

import json
from pathlib import Path

import pytest

from devicelink.cli.options import programme_of
from devicelink.store.place import Place
from tests.cli.conftest import Run


def test_the_shipped_ones_are_listed_and_shown_with_their_source(run: Run) -> None:
    rows = [json.loads(line) for line in run("programme", "list", "--json").lines]
    ids = [row["id"] for row in rows]
    assert ids == ["home", "short", "threshold90", "average60", "stepwise", "otherday"]
    text = run("programme", "show", "otherday").out
    assert "Gulick 2011" in text
    assert "have to be confirmed" in text
    assert "290 s at the longest" in text
    assert "More than 5 minutes" in run("programme", "show", "short", "--points", "5").out


def test_a_copy_is_changed_inside_the_limits_and_used(run: Run, tmp_path: Path) -> None:
    assert run("programme", "copy", "home", "mine").code == 0
    done = run("programme", "set", "mine", "goal_s=60", "reps=2")
    assert done.code == 0
    assert "goal_s = 60" in done.out
    mine = programme_of("mine", Place(tmp_path / "data"))
    assert (mine.goal_s, mine.reps, mine.version) == (60.0, 2, "3")
    (row,) = [json.loads(x) for x in run("programme", "list", "--json").lines if "mine" in x]
    assert row["shipped"] is False
    file = tmp_path / "mine.toml"
    file.write_text(run("programme", "show", "mine", "--toml").out)
    assert run("programme", "check", file).out.startswith("mine: in order. 1 point: 132 s planned")
    run("programme", "remove", "mine")
    assert run("programme", "show", "mine").code == 2


def test_nothing_is_kept_unless_all_of_it_is_inside(run: Run, tmp_path: Path) -> None:
    run("programme", "copy", "home", "mine")
    done = run("programme", "set", "mine", "goal_s=60", "rest_s=60")
    assert done.code == 1
    assert done.err.splitlines()[0] == "The rest is 60 s, outside 10-15 s."
    assert programme_of("mine", Place(tmp_path / "data")).goal_s == 45.0


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("set home goal_s=60", "stays as it is"),
        ("remove home", "stays as it is"),
        ("copy home short", "already"),
        ("copy home Mine!", "cannot name"),
        ("copy nope mine", "No programme is called nope"),
        ("set nope goal_s=60", "No programme is called nope"),
        ("check absent.toml", "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_said_in_two_lines(run: Run, line: str, why: str) -> None:
    done = run("programme", *line.split())
    assert done.code in {1, 2}
    assert why in done.err
    assert len(done.err.splitlines()) == 2


def test_s29_more_than_three_holds_have_to_be_confirmed(run: Run) -> None:
    refused = run("session", "--plain", "--programme", "otherday", "--tool", "thumb")
    assert refused.code == 1
    assert "--more-holds" in refused.err
