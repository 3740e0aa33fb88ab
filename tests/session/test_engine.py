"""A session in virtual time: the simulator's hand, the core, the coach and the record, no loop."""

import time

import pytest

from devicelink.care.daily import day_count
from devicelink.care.inputs import LinkChanged, LinkState, Stop
from devicelink.care.outputs import (
    Answered,
    Cue,
    Phase,
    PhaseChanged,
    Question,
    RepEnd,
    RepEnded,
    SessionEnd,
    SessionOver,
)
from devicelink.core.events import HoldEnded, Level, OverForce, Release
from devicelink.core.release import Mode
from devicelink.session.codec import CLASSES
from devicelink.session.engine import TICKS, TICKS_KEPT_TOGETHER, Engine
from tests.session.played import LIVE, Played, plan_of

ALARM = OverForce(
    level=Level.ALARM, t_s=8.0, force_n=41.0, predicted_n=44.0, limit_n=40.0, decided_s=8.0
)


def entered(played: Played, phase: Phase) -> list[float]:
    said = played.told
    return [t for t, what in said if isinstance(what, PhaseChanged) and what.phase is phase]


def test_a_whole_session_is_coached_within_two_seconds() -> None:
    """S25, S28, S29, S41, S56, S57, S58: from the first question to the last, three holds."""
    began = time.process_time()
    played = Played("home").run()
    took_s = time.process_time() - began
    assert took_s < 2.0

    (over,) = played.said(SessionOver)
    assert isinstance(over, SessionOver)
    assert (over.end, over.reps, over.stretched) == (SessionEnd.COMPLETE, 3, True)
    assert 150 < played.t_s < 300  # S26: three to five minutes

    reps = [rep for rep in played.said(RepEnded) if isinstance(rep, RepEnded)]
    assert [rep.rep for rep in reps] == [1, 2, 3]  # S29
    assert all(30.0 <= rep.held_s <= 90.0 for rep in reps)  # S25
    assert {rep.end for rep in reps} == {RepEnd.EASED}
    assert all(rep.user_easing_s is not None for rep in reps)

    rests = entered(played, Phase.REST)
    nexts = [t for t in entered(played, Phase.SETTLE) if t > rests[0]]
    assert len(rests) == 2
    assert all(10.0 <= after - rest <= 15.0 for rest, after in zip(rests, nexts, strict=True))

    cues = [cue for cue in played.said(Cue) if isinstance(cue, Cue)]
    assert {"S27", "S25", "S29", "S41", "S43", "S56", "S58"} <= {cue.rule for cue in cues}
    holds = [hold for hold in played.said(HoldEnded) if isinstance(hold, HoldEnded)]
    assert len(holds) == len(played.said(Release)) == 3
    for hold in holds:  # S57, S41
        assert 18.0 < hold.mean_n < 30.0 <= hold.in_zone_s < 90.0
        assert hold.peak_n >= hold.median_n > 20.0
        assert 5.0 < hold.unload_rate_n_s < 15.0

    answers = [answer for answer in played.said(Answered) if isinstance(answer, Answered)]
    pain = [(a.question, a.value) for a in answers if a.rep == 0]
    assert pain == [(Question.PAIN_BEFORE, 6), (Question.PAIN_AFTER, 3)]  # S58


def test_everything_said_is_kept_in_the_order_it_was_said() -> None:
    """And nothing is kept whose kind cannot be read again."""
    played = Played().run()
    kinds = [record.kind for record in played.records]
    assert set(kinds) <= CLASSES.keys() | {TICKS}
    outputs = [record for record in played.records if record.kind != TICKS]
    told = len(played.told)
    intents = sum(record.kind in {"pain", "answer", "easing"} for record in outputs)
    assert len(outputs) == told + intents
    samples = [record.samples for record in played.records]
    assert samples == sorted(samples)
    assert samples[-1] == len(played.samples)


def test_ticks_are_kept_together_and_none_is_missing() -> None:
    """Ten a second for minutes: several to a record, all in front of what they led to."""
    played = Played().run()
    columns = [record.body for record in played.records if record.kind == TICKS]
    times = [t for body in columns for t in body["t_s"]]  # type: ignore[attr-defined]
    assert len(times) == round(played.t_s * 10)
    assert times == sorted(times)
    assert all(len(body["t_s"]) <= TICKS_KEPT_TOGETHER for body in columns)  # type: ignore[arg-type]
    kept = [(r.kind, r.t_s) for r in played.records]
    asked_s = next(t for kind, t in kept if kind == "phase_changed" and t > 10)
    before = [t for kind, t in kept[: kept.index(("phase_changed", asked_s))] if kind == TICKS]
    assert before[-1] == asked_s


def test_a_lost_link_pauses_and_the_hold_clock_stands_still() -> None:
    """S25: time without signal is no hold time."""
    played = Played().until(Phase.LISTEN)
    for _ in range(50):
        played.step()
    lost_s = played.t_s
    held_s = played.engine.coach.held_s
    assert held_s > 7.0
    played._hear(played.engine.hear(lost_s, LinkChanged(state=LinkState.LOST)))
    assert entered(played, Phase.PAUSED) == [lost_s]
    for n in range(1, 31):
        played._hear(played.engine.tick(lost_s + n / 10, live=False))
    assert played.engine.coach.held_s == held_s
    played._hear(played.engine.hear(lost_s + 3.0, LIVE))
    played._hear(played.engine.tick(lost_s + 3.1, live=True))
    assert played.engine.coach.phase is Phase.SETTLE


def test_an_alarm_from_the_data_path_is_heard_ahead_of_the_core() -> None:
    """The guard may know what the core, waiting for older samples, cannot know yet."""
    played = Played().begin()
    engine = played.engine
    told = engine.hear(8.0, ALARM)
    assert told[0] == ALARM
    assert any(isinstance(what, Cue) and what.urgency == "alarm" for what in told)
    assert played.records[-2].kind == "over_force"


def test_stopping_keeps_what_there_is() -> None:
    played = Played().begin()
    (*_, over) = played.engine.hear(1.0, Stop())
    assert isinstance(over, SessionOver)
    assert over.end is SessionEnd.STOPPED
    assert played.engine.finish() == []
    assert played.engine.hear(2.0, Stop()) == []


def test_the_session_must_have_begun() -> None:
    engine = Engine(plan_of(), Mode.PROBE, lambda _: None)
    with pytest.raises(RuntimeError, match="begin"):
        engine.tick(0.0, live=True)


def test_the_days_count_is_said_first_and_kept() -> None:
    """S27: one too many is discouraged and in the record, never forbidden."""
    played = Played()
    seventh = day_count(["today"] * 6, "today", (5, 6))
    first = played.engine.begin(0.0, seventh)[0]
    assert isinstance(first, Cue)
    assert (first.rule, first.phrase) == ("S27", "day_over")
    assert played.records[0].body["phrase"] == "day_over"
