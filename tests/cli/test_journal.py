"""`devicelink journal` as people and scripts use it; each wrong input gets why and what to do."""

import json
from datetime import datetime, timedelta

import pytest

from devicelink.clock import Clock
from tests.cli.conftest import Run

UT = ("--point", "ut", "--side", "left")


def added(run: Run, *arguments: str) -> list[dict[str, object]]:
    done = run("journal", *arguments, "--json")
    assert done.code == 0, done.err
    return [json.loads(line) for line in done.lines]


def test_s58_several_entries_a_day_before_and_after(run: Run) -> None:
    for before, after in (("6", "4"), ("5", "declined")):
        added(run, "add", *UT, "--before", before, "--after", after)
    rows = added(run, "list")
    told = [(r["fields"]["when"], r["fields"]["pain"]) for r in rows]  # type: ignore[index]
    assert sorted(told, key=str) == [
        ("after", "declined"), ("after", 4), ("before", 5), ("before", 6),
    ]  # fmt: skip
    assert "pain not said, after" in run("journal", "list").out


def test_s02_s19_s46_s61_s63_all_that_goes_with_it(run: Run) -> None:
    """S02, S19, S46, S61, S63."""
    (row,) = added(
        run, "add", *UT, "--pain", "6", "--referred", "temple=3, eye", "--sensations", "warmth",
        "--exercises", "chin tuck=done, rows=not-done", "--motion", "neck rotation left=50>61",
        "--sleep", "7", "--medication", "ibuprofen 400@14:30",
    )  # fmt: skip
    assert row["fields"] == {
        "pain": 6, "when": "now", "sleep": 7, "sensations": ["warmth"],
        "referred": [{"area": "temple", "pain": 3}, {"area": "eye"}],
        "exercises": [{"name": "chin tuck", "done": True}, {"name": "rows", "done": False}],
        "motion": [{"movement": "neck rotation left", "before_deg": 50.0, "after_deg": 61.0}],
        "medication": [{"name": "ibuprofen 400", "at": "14:30"}],
    }  # fmt: skip
    said = run("journal", "list").out
    assert "also felt in temple 3, eye" in said
    assert "not done: rows" in said


def test_s20_s62_tags_on_entries_and_on_the_check_in(run: Run) -> None:
    """S20, S62."""
    added(run, "add", "--tags", "posture, ergonomics")
    (row,) = added(run, "check-in", "--average", "5", "--tags", "posture")
    assert row["fields"] == {"average": 5, "tags": ["posture"]}


def test_s64_the_check_in_has_peg_and_the_persons_own_impression(run: Run) -> None:
    added(
        run, "check-in", "--average", "5", "--enjoyment", "4", "--activity", "6",
        "--change", "much-better",
    )  # fmt: skip
    said = run("journal", "list").out
    assert "PEG 5.0" in said
    assert "much better" in said


@pytest.mark.parametrize(
    ("row", "what"),
    [("S12", "dry-needling"), ("S14", "acupuncture"), ("S15", "spray-and-stretch"),
     ("S17", "general-massage"), ("S24", "manual-therapy")],
)  # fmt: skip
def test_s12_s14_s15_s17_care_by_others(run: Run, row: str, what: str) -> None:
    (entry,) = added(
        run, "care", what, "--place", "ut left, ls left", "--before", "7", "--after", "4",
        "--soreness-next-day", "2", "--about", "2026-03-01T10:00",
    )  # fmt: skip
    assert entry["fields"] == {
        "done": what.replace("-", "_"), "pain_before": 7, "pain_after": 4,
        "soreness_next_day": 2, "places": ["ut left", "ls left"],
    }  # fmt: skip
    assert "Upper trapezius, left" in run("journal", "list").out


def test_s24_a_helper_in_the_list_brings_their_role(run: Run) -> None:
    added(run, "provider", "Dr Ahn", "--role", "physical-therapist")
    (entry,) = added(run, "treat", "manual-therapy", "--provider", "Dr Ahn")
    assert entry["fields"]["role"] == "physical_therapist"  # type: ignore[index]
    assert "Dr Ahn, physical therapist" in run("journal", "provider").out


def test_s13_a_twitch_on_a_needling_entry(run: Run) -> None:
    """S13."""
    (entry,) = added(run, "treat", "dry-needling", "--twitch", "yes")
    assert entry["fields"]["twitch"] is True  # type: ignore[index]


def test_an_edit_keeps_the_original_and_late_ones_are_marked(run: Run) -> None:
    added(run, "add", *UT, "--pain", "6", "--text", "wrong", "--about", "2026-03-01")
    (entry,) = added(run, "edit", "1", "pain=4", "text=")
    assert (entry["id"], entry["fields"]) == (2, {"pain": 4, "when": "now"})
    assert str(entry["about_at"]).startswith("2026-03-01T12:00")
    assert entry["late"] is True
    assert [row["id"] for row in added(run, "list")] == [2]
    assert [row["id"] for row in added(run, "show", "1")] == [2, 1]
    assert [row["id"] for row in added(run, "list", "--all")] == [2, 1]
    added(run, "remove", "2")
    assert added(run, "list") == []
    assert len(added(run, "list", "--all")) == 3
    assert "late" in run("journal", "list", "--all").out


def test_the_list_can_be_narrowed(run: Run) -> None:
    added(run, "add", *UT, "--pain", "6", "--about", "2026-03-01")
    added(run, "add", "--pain", "3", "--about", "2026-03-03")
    assert [row["point"] for row in added(run, "list", "--overall")] == [None]
    assert [row["point"] for row in added(run, "list", *UT)] == ["ut"]
    assert len(added(run, "list", "--since", "2026-03-02")) == 1


def test_s34_the_journals_days_and_what_is_due(run: Run) -> None:
    """S34."""
    ago = (Clock.wall().astimezone() - timedelta(days=1)).isoformat(timespec="minutes")
    added(run, "add", *UT, "--after", "4", "--about", ago)
    rows = added(run, "status")
    assert [row.get("day") for row in rows if row["type"] == "programme"] == [2]
    assert [row["place"] for row in rows if row["type"] == "due"] == ["ut left"]
    (told,) = added(run, "next-day", "--pain", "3", "--soreness", "1")
    assert told["fields"] == {"when": "next_day", "pain": 3, "soreness": 1}
    assert not [row for row in added(run, "status") if row["type"] == "due"]
    added(run, "begin", "--about", (Clock.wall() - timedelta(days=14)).isoformat())
    rows = added(run, "status")
    assert [row["over"] for row in rows if row["type"] == "programme"] == [True]
    assert "check-in is due" in run("journal", "status").out


WRONG = [
    ("add", "says nothing"),
    ("add --pain 11", "no number from 0 to 10"),
    ("add --pain x", "no number from 0 to 10"),
    ("add --pain -1", "no number from 0 to 10"),
    ("add --point nope --side left --pain 1", "No point is called nope"),
    ("add --point ut --pain 1", "has no side"),
    ("add --side left --pain 1", "side without a point"),
    ("add --pain 1 --about someday", "no date or time"),
    ("add --pain 1 --about 2999-01-01", "still to come"),
    ("add --twitch maybe", "neither yes nor no"),
    ("add --motion neck", "has no angle"),
    ("add --motion neck=a>b", "no angle"),
    ("add --exercises rows=half", "does not say"),
    ("add --medication pill@late", "no time of day"),
    ("care surgery", "no kind of care"),
    ("treat acupuncture --role king", "no role"),
    ("check-in", "says nothing"),
    ("check-in --change fine", "no step of change"),
    ("provider Ann", "was not said"),
    ("edit 1 pain=3", "no entry 1"),
    ("show 1", "no entry 1"),
    ("next-day --pain 3", "No next-day question is due"),
    ("next-day --session 9 --pain 3", "no session 9"),
]


@pytest.mark.parametrize(("line", "why"), WRONG)
def test_each_wrong_input_says_why_and_what_to_do(run: Run, line: str, why: str) -> None:
    done = run("journal", *line.split())
    assert done.code == 2
    assert done.out == ""
    said = done.err.splitlines()
    assert len(said) == 2, done.err
    assert why in said[0]


def test_an_edit_that_changes_nothing_says_which_fields_there_are(run: Run) -> None:
    added(run, "add", "--pain", "3")
    for edits in (["colour=red"], ["pain"], []):
        done = run("journal", "edit", "1", *edits)
        assert done.code == 2
    assert "pain, soreness" in run("journal", "edit", "1", "colour=red").err


def test_the_time_of_an_entry_can_be_put_right(run: Run) -> None:
    added(run, "add", "--pain", "3")
    (row,) = added(run, "edit", "1", "--about", "2026-03-02T08:15")
    assert datetime.fromisoformat(str(row["about_at"])).hour == 8
