"""`devicelink algometry`: the demonstration as lines and objects, and all that is refused."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from devicelink.care.algometry_terms import Which
from devicelink.care.journal import Pressed
from devicelink.care.safety import force_limit
from devicelink.care.screening import Reply
from devicelink.cli.algometry_lines import _show_flags
from devicelink.cli.own import item_of, statements_in
from devicelink.cli.probing import Asked, Probing
from devicelink.clock import Clock
from devicelink.data import red_flags
from devicelink.store.diary import diary_in
from devicelink.store.place import Place
from devicelink.store.statements import Topic
from tests.care.playbook import PROBE
from tests.cli.conftest import Run
from tests.cli.test_guided import wanted

DEMO = ("algometry", "--demo", "--speed", "8")


def objects(run: Run, *more: str) -> list[dict[str, object]]:
    done = run(*DEMO, "--json", *more)
    assert done.code == 0, done.err
    return [json.loads(line) for line in done.lines]


def test_three_trials_a_mean_and_what_is_kept(run: Run, tmp_path: Path) -> None:
    told = objects(run, "--trials", "2")
    result = told[-1]
    assert (result["type"], result["test"], result["end"]) == ("result", "threshold", "tested")
    assert result["n"] == len(result["trials"])  # type: ignore[arg-type]
    assert result["tip_area_mm2"] == 100.0
    assert result["limit_name"] == "cap for upper trapezius"
    assert float(str(result["real_change_n"])) == pytest.approx(5.71, abs=0.01)
    assert [row["outcome"] for row in told if row["type"] == "trial_ended"].count("pain") >= 1
    place = Place.of(tmp_path / "data")
    assert not diary_in(place).bodies(Pressed), "a simulated person is nobody"
    ((entry, body),) = diary_in(place, simulated=True).bodies(Pressed)
    assert isinstance(body, Pressed)
    assert body.simulated
    assert (entry.place, entry.session) == ("ut left", 1)
    assert "threshold test" in run("history").out
    assert "Pressing begins to hurt at" in run("show", "1").out
    exported = tmp_path / "all.jsonl"
    assert run("export", "--format", "jsonl", "-o", exported).code == 0
    again = run("replay", exported)
    assert again.code == 0, again.err
    assert "Test 1: all" in again.err


def test_s09_the_same_force_in_lines(run: Run) -> None:
    done = run(*DEMO, "--same-force", "--force", "20", "--plain")
    assert done.code == 0, done.err
    assert "20 N (200 kPa)" in done.lines[0]
    assert done.lines[1].startswith("Never above 40 N")
    assert "How much does it hurt now" in done.out
    assert "Pain " in done.lines[-1]


REFUSED = [
    ("--point scm", "professional", 1),
    ("--point nope", "No point is called nope", 2),
    ("--same-force --force 39", "too near the limit", 1),
    ("--force 20", "--force is for --same-force alone", 2),
    ("--same-force --set-threshold", "gives no threshold", 2),
    ("--trials 9", "'--trials'", 2),
    ("--ramp 0", "'--ramp'", 2),
    ("--plain --json", "exclude each other", 2),
]


@pytest.mark.parametrize(("line", "why", "code"), REFUSED)
def test_what_is_refused_says_why_and_what_to_do(run: Run, line: str, why: str, code: int) -> None:
    done = run(*DEMO, *line.split())
    assert done.code == code
    said = done.err.splitlines()
    assert why in said[-2]


def test_a_speed_is_for_the_simulated_world(run: Run) -> None:
    done = run("algometry", "--speed", "2")
    assert (done.code, "Only a simulated world" in done.err) == (2, True)


def test_skin_that_must_be_left_alone_is_left_alone_here_too(
    run: Run, near: Callable[..., None]
) -> None:
    near("algometry")
    run("limits", "--point", "ut", "--side", "left", "--answer", "surgery=yes")
    done = run("algometry", "--plain", "--point", "ut", "--side", "left")
    assert done.code == 1
    assert "Ask your clinician first" in done.err.splitlines()[-1]


@pytest.mark.parametrize(("which", "staged"), [(Which.THRESHOLD, 1.0), (Which.SAME_FORCE, 0.5)])
def test_a_test_that_ends_at_the_first_pain_is_not_cut_short_while_one_learns(
    tmp_path: Path, which: Which, staged: float
) -> None:
    """S09: the lower limit of the first sessions aside, every layer counts: condition, class,
    clinician, ceiling; and it is said."""
    probing = Probing(wanted(tmp_path), Clock(), Asked(which=which))
    try:
        probing.own.answer(item_of("blood"), Reply.YES)
        mine = probing.own.personal(PROBE)
        assert mine.stage_factor == staged
        assert mine.condition_factor == 0.5
        said = any("first sessions does not count" in line for line in probing.own.advice())
        assert said is (which is Which.THRESHOLD)
        found = force_limit(PROBE, "ut", 400.0, 60.0, mine)
        assert found.limit_n == 20.0
    finally:
        probing.close()


def test_when_to_get_help_is_shown_in_lines_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """S45: typed in a test as in a session; that it was shown is kept."""
    probing = Probing(wanted(tmp_path), Clock(), Asked())
    _show_flags(probing)
    probing.close()
    assert red_flags().level[0].signs[0] in capsys.readouterr().out
    assert [one.topic for one in statements_in(Place(tmp_path))] == [Topic.SHOWN]
