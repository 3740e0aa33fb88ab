"""`devicelink points` and `point`: the atlas searched, one's own findings beside it."""

import json
from pathlib import Path

import pytest

from devicelink.care.point import CareClass, Side
from devicelink.cli.places import Places
from devicelink.data import points
from devicelink.store.place import Place
from tests.cli.before import had_sessions
from tests.cli.conftest import Run


def test_s04_s05_a_search_by_where_it_hurts_says_the_caution_first(run: Run) -> None:
    done = run("points", "behind", "the", "eye")
    assert done.code == 0
    assert done.lines[0].startswith("First: A sudden worst headache")
    assert any(line.startswith(" 1 ut  A Upper trapezius") for line in done.lines)


def test_all_36_as_objects_and_class_c_with_its_reason(run: Run) -> None:
    """S51: recorded, never coached."""
    rows = [json.loads(line) for line in run("points", "--json").lines]
    assert [row["number"] for row in rows] == list(range(1, 37))
    closed = {row["id"] for row in rows if row["closed_left"]}
    assert closed == {id_ for id_, p in points().items() if p.care_class is CareClass.C}
    (scm,) = [row for row in rows if row["id"] == "scm"]
    assert "artery" in scm["closed_left"]
    hip = [json.loads(line)["id"] for line in run("points", "--region", "hip", "--json").lines]
    assert hip == ["gmx", "gm", "pi", "tfl", "ip"]


def test_nothing_found_says_what_to_try(run: Run) -> None:
    done = run("points", "zzz")
    assert done.code == 2
    assert "where it hurts" in done.err.splitlines()[1]


def test_s01_s02_s03_findings_are_kept_by_side_beside_the_atlas(run: Run) -> None:
    done = run(
        "point", "ut", "--side", "left", "--taut-band", "yes", "--pain", "5",
        "--hurts", "temple=4", "--hurts", "behind my ear", "--note", "after work",
    )  # fmt: skip
    assert done.code == 0
    run("point", "ut", "--side", "left", "--tender-spot", "no")
    atlas, left, right = (json.loads(line) for line in run("point", "ut", "--json").lines)
    assert atlas["often_felt_in"] == points()["ut"].referral, "never overwritten"
    assert (left["taut_band"], left["tender_spot"], left["referred_pain"]) == ("yes", "no", None)
    assert left["areas"] == [{"area": "temple", "pain": 4}, {"area": "behind my ear", "pain": None}]
    assert (left["pain"], left["note"]) == (5, "after work")
    assert right["taut_band"] is None
    assert run("points", "my", "ear").lines[0].startswith(" 1 ut")
    run("point", "ut", "--side", "left", "--hurts", "none")
    assert json.loads(run("point", "ut", "--json").lines[1])["areas"] == []


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("point", "nope"), "No point is called nope"),
        (("point", "ut", "--pain", "4"), "one side"),
        (("point", "ut", "--side", "left", "--hurts", "temple=12"), "no number of 0 to 10"),
        (("point", "ut", "--side", "left", "--pain", "11"), "11"),
    ],
)
def test_wrong_input_is_two_lines(run: Run, arguments: tuple[str, ...], why: str) -> None:
    done = run(*arguments)
    assert done.code == 2
    assert why in done.err
    assert len(done.err.splitlines()) == 2


def test_s55_the_entry_says_all_in_plain_words(run: Run) -> None:
    text = run("point", "pi").out
    for word in (
        "Often feels like",
        "Stay off",
        "Never at",
        "Class B",
        "Evidence: low",
        "proposals",
    ):
        assert word in text
    assert "reviewed by a clinician: no" in text


def test_s45_a_flagged_point_is_refused_until_a_professional_has_looked(
    run: Run, tmp_path: Path
) -> None:
    had_sessions(tmp_path / "data", ends=("bad_pain", "bad_pain"), reason="bad_pain")
    refused = run("session", "--plain")
    assert refused.code == 1
    assert "twice in a row" in refused.err
    assert "--cleared" in refused.err
    assert "twice in a row" in run("point", "ut", "--side", "left").out
    assert "right: nothing" in run("point", "ut").out.lower()
    run("point", "ut", "--side", "left", "--cleared")
    assert Places(Place(tmp_path / "data")).at(points()["ut"], Side.LEFT).closed == ""


def test_s16_a_place_too_painful_is_refused_too(run: Run, tmp_path: Path) -> None:
    had_sessions(tmp_path / "data", ends=("pain_high", "goal", "bad_pain"))
    refused = run("session", "--plain")
    assert refused.code == 1
    assert "ask a clinician about other options" in refused.err.lower()


def test_s53_hard_to_reach_is_class_c_for_this_user_from_then_on(run: Run, tmp_path: Path) -> None:
    run("limits", "--point", "rh", "--side", "right", "--answer", "reach=yes")
    row = json.loads(run("points", "rh", "--json").lines[0])
    assert row["closed_left"] is None
    assert "reached" in row["closed_right"]
    refused = run("session", "--plain", "--point", "rh", "--side", "right")
    assert refused.code == 1
    assert "professional" in refused.err
