"""Hold and rating rows say what the stream says, each thing at its own hold."""

from dataclasses import replace

import msgspec
import pytest

from devicelink.care.outputs import (
    Answered,
    AnswerState,
    Phase,
    PhaseChanged,
    Question,
    RepEnd,
    RepEnded,
)
from devicelink.core.events import EndReason, HoldEnded, Release, Verdict
from devicelink.store.derived import holds, ratings
from devicelink.store.record import Record
from tests.store.made import answered, hold_ended, meta, phase, rep_ended, told


def numbered(records: list[Record]) -> list[tuple[int, Record]]:
    return list(enumerate(records))


def test_intensity_is_kept_with_its_unit_and_area() -> None:
    """S57: mean, median, peak, in-zone %, impulse; unit and tip area with the value."""
    while_locating, coached = holds(meta(), numbered(told()))
    assert (coached.mean_n, coached.median_n, coached.peak_n) == (22.0, 21.9, 27.5)
    assert coached.in_zone_pct == pytest.approx(75.0)
    assert coached.impulse_ns == 880.0
    assert (coached.tip_area_mm2, coached.raw_unit) == (100.0, "mN")
    assert coached.mean_kpa == pytest.approx(220.0), "22 N on 100 mm2"
    assert (while_locating.rep, coached.rep) == (None, 1)


def test_no_pressure_without_an_area_and_no_share_without_a_zone() -> None:
    bare = replace(meta(), tip_area_mm2=None, zone_low_n=None, zone_high_n=None)
    assert [(h.mean_kpa, h.in_zone_pct) for h in holds(bare, numbered(told()))] == [
        (None, None)
    ] * 2


def test_time_without_signal_is_no_time_in_the_zone() -> None:
    record = hold_ended(0, 10.0, 50.0, in_zone_s=15.0, gap_s=20.0)
    assert holds(meta(), [(0, record)])[0].in_zone_pct == pytest.approx(75.0)


def test_pain_before_and_after_and_a_declined_answer() -> None:
    """S58: declined is kept as declined; 0 is a pain number, not a missing one."""
    found = {rating.question: rating for rating in ratings(numbered(told()), asked=True)}
    assert (found["pain_before"].state, found["pain_before"].value) == ("answered", 6)
    assert (found["pain_after"].state, found["pain_after"].value) == ("answered", 0)
    assert (found["pain_now"].state, found["pain_now"].value) == ("declined", None)
    assert (found["noted"].value, found["noted"].t_s) == (3, 60.0)


def test_s58_where_nobody_was_there_a_question_has_no_answer() -> None:
    """Neither among the ratings nor beside a hold; what was given all the same is kept."""
    alone = replace(meta(), plan={"asked": False})
    found = [rating.question for rating in ratings(numbered(told()), asked=alone.asked)]
    assert sorted(found) == ["gave", "noted", "pain_after", "pain_before"]
    for about, state in ((meta(), "declined"), (alone, None)):
        coached = holds(about, numbered(told()))[-1]
        assert (coached.pain_now, coached.pain_now_state) == (None, state)


def test_a_pain_key_that_answers_a_question_is_no_note_beside_it() -> None:
    stream = [Record(5.0, 0, "pain", {"value": 4}), answered(5.0, "pain_before", "answered", 4)]
    assert [rating.question for rating in ratings(numbered(stream), asked=True)] == ["pain_before"]


def test_answers_and_ends_go_to_the_hold_they_belong_to() -> None:
    stream = [
        phase(9.0, "settle", 1),
        hold_ended(0, 10.0, 40.0),
        rep_ended(39.0, 1),
        answered(42.0, "pain_now", "answered", 5, rep=1),
        phase(60.0, "settle", 2),
        hold_ended(1, 61.0, 62.5),
        hold_ended(2, 64.0, 95.0),
        rep_ended(94.0, 2),
        answered(97.0, "pain_now", "answered", 2, rep=2),
        hold_ended(3, 110.0, 115.0),
    ]
    rows = holds(meta(), numbered(stream))
    assert [(h.hold, h.rep, h.pain_now) for h in rows] == [
        (0, 1, 5), (1, 2, 2), (2, 2, 2), (3, None, None),
    ]  # fmt: skip


def test_what_a_broken_off_hold_lacks_stays_empty() -> None:
    stream = [phase(9.0, "settle", 1), hold_ended(0, 10.0, 40.0, cv=None, reason="end_of_data")]
    (row,) = holds(meta(), numbered(stream))
    assert (row.rep, row.verdict, row.rep_end, row.gave_state, row.cv) == (
        1,
        None,
        None,
        None,
        None,
    )


def test_the_rows_read_what_the_core_and_the_coach_really_say() -> None:
    """By the dataclasses themselves, so that a field renamed there is noticed here."""
    ended = HoldEnded(
        hold=0, onset_s=10.0, end_s=50.0, declared_s=13.0, decided_s=50.3, mean_n=22.0,
        median_n=21.9, peak_n=27.0, cv=float("nan"), in_zone_s=30.0, impulse_ns=880.0,
        load_rate_n_s=12.0, unload_rate_n_s=9.0, slips=0, gap_s=0.0, reason=EndReason.HAND,
    )  # fmt: skip
    verdict = Release(
        hold=0, verdict=Verdict.CANNOT_TELL, p=0.5, t_s=None, declared_s=None, drop_pct=None,
        min_detectable_drop_pct=12.0, decided_s=50.3, why="short",
    )  # fmt: skip
    said = [
        ("phase_changed", PhaseChanged(t_s=9.0, phase=Phase.LISTEN, rep=1)),
        ("hold_ended", ended),
        ("release", verdict),
        ("rep_ended", RepEnded(t_s=49.0, rep=1, held_s=30.0, end=RepEnd.GOAL)),
        (
            "answered",
            Answered(t_s=51.0, question=Question.GAVE, state=AnswerState.ANSWERED, value=0, rep=1),
        ),
    ]
    stream = [Record(0.0, 0, kind, msgspec.to_builtins(value)) for kind, value in said]
    (row,) = holds(meta(), numbered(stream))
    assert (row.rep, row.rep_end, row.held_s) == (1, "goal", 30.0)
    assert (row.verdict, row.release_p, row.verdict_why) == ("cannot_tell", 0.5, "short")
    assert (row.gave, row.gave_state) == (0, "answered")
    assert (row.cv, row.reason, row.load_rate_n_s) == (None, "hand", 12.0)
