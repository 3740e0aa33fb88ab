"""Random inputs: no crash, no clock without link, always an end, no hold past 90 s, determinism."""

import math
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from devicelink import data
from devicelink.care.coach import CoachState, begin, step
from devicelink.care.coach_state import TICK_GAP_S
from devicelink.care.coach_table import TRANSITIONS
from devicelink.care.inputs import (
    Answer,
    BadPain,
    Decline,
    Easing,
    Felt,
    Go,
    Input,
    LinkChanged,
    LinkState,
    Mute,
    Pain,
    Quality,
    Sensation,
    Sensed,
    Skip,
    Stop,
    Tick,
)
from devicelink.care.outputs import (
    Asked,
    Cue,
    Output,
    Phase,
    PhaseChanged,
    RepEnded,
    SessionOver,
)
from devicelink.core.events import Gap, LetGo, Level, OverForce, OverForceCleared, Slip, Touched
from tests.care.playbook import ut_plan

FORCE = st.one_of(
    st.none(), st.just(25.0), st.floats(0, 60), st.sampled_from([math.nan, math.inf, -1e6, 1e6])
)
ANY = st.floats(allow_nan=True)
TICKS = st.builds(
    lambda force, slope, contact, zone, zone_s: Tick(
        Sensed(
            force_n=force,
            slope_n_s=slope,
            in_contact=contact,
            in_zone=zone,
            in_zone_s=zone_s,
            contact_s=zone_s,
        )
    ),
    FORCE,
    st.floats(-50, 50),
    st.booleans(),
    st.booleans(),
    st.one_of(st.floats(0, 200), ANY),
)
KEYS: st.SearchStrategy[Input] = st.one_of(
    st.sampled_from([Go(), Decline(), Easing(), Skip(), Mute()]),
    st.builds(Answer, st.booleans()),
    st.builds(Pain, st.integers(-1, 11)),
    st.builds(BadPain, st.sampled_from(Quality)),
    st.builds(Felt, st.sampled_from(Sensation)),
)
LINKS = st.builds(
    lambda state, attempt: LinkChanged(state=state, attempt=attempt),
    st.sampled_from([LinkState.LIVE, LinkState.LIVE, LinkState.LOST, LinkState.CONNECTING]),
    st.integers(0, 3),
)
EVENTS: st.SearchStrategy[Input] = st.one_of(
    st.builds(
        lambda level, force: OverForce(
            level=level, t_s=0, force_n=force, predicted_n=force, limit_n=40, decided_s=0
        ),
        st.sampled_from(Level),
        ANY,
    ),
    st.sampled_from(
        [
            OverForceCleared(t_s=0, decided_s=0),
            Slip(t_s=0, drop_pct=20, decided_s=0),
            Gap(t0_s=0, t1_s=1),
            Touched(t_s=0, decided_s=0),
            LetGo(t_s=0, decided_s=0),
        ]
    ),
)
STEPS = st.lists(
    st.tuples(
        st.one_of(st.just(0.1), st.floats(-1, 30)), st.one_of(TICKS, TICKS, KEYS, LINKS, EVENTS)
    ),
    max_size=120,
)


def run(steps: list[tuple[float, Input]]) -> tuple[list[CoachState], list[tuple[Output, ...]]]:
    """Every state and every output of a session."""
    t_s = 0.0
    state, first = begin(ut_plan(), t_s)
    states, outputs = [state], [first]
    for passed_s, what in steps:
        t_s += passed_s
        state, said = step(state, t_s, what)
        states.append(state)
        outputs.append(said)
    return states, outputs


@settings(max_examples=300, deadline=None)
@given(STEPS)
def test_whatever_comes(steps: list[tuple[float, Input]]) -> None:
    """S25, S29, S55: never a crash, never a hold past 90 s, only moves that stand in the table."""
    states, outputs = run(steps)
    assert run(steps) == (states, outputs)
    said = [output for turn in outputs for output in turn]
    phrases = data.phrases()
    phases = [Phase.START]
    for output in said:
        match output:
            case Cue():
                assert phrases.say(output)
                assert phrases.why(output)
            case PhaseChanged(phase=phase):
                assert phase in TRANSITIONS[phases[-1]].values()
                phases.append(phase)
            case RepEnded(held_s=held_s, rep=rep):
                assert 0 <= held_s <= 90
                assert rep <= 3
            case _:
                pass
    assert sum(isinstance(o, SessionOver) for o in said) == (states[-1].phase is Phase.DONE)
    assert all(b.t_s >= a.t_s for a, b in pairwise(states))


@settings(max_examples=200, deadline=None)
@given(STEPS)
def test_s25_the_clock_stands_still_without_link(steps: list[tuple[float, Input]]) -> None:
    states, _ = run(steps)
    for (_, what), (before, after) in zip(steps, pairwise(states), strict=True):
        if after.held_s <= before.held_s:
            continue
        assert before.link_live
        assert after.link_live
        assert isinstance(what, Tick)
        assert what.sensed.force_n is not None
        passed_s = after.t_s - before.watch.counted_s
        assert after.held_s - before.held_s <= min(passed_s, TICK_GAP_S) + 1e-9


@settings(max_examples=200, deadline=None)
@given(STEPS)
def test_stop_always_ends_and_questions_are_all_closed(steps: list[tuple[float, Input]]) -> None:
    """S58: each question that was opened is closed, once, with an answer or without."""
    _, outputs = run([*steps, (0.1, Stop())])
    said = [output for turn in outputs for output in turn]
    assert isinstance(said[-1], SessionOver)
    open_ = 0
    for output in said:
        if isinstance(output, Asked):
            open_ += 1
    closed = sum(type(output).__name__ == "Answered" for output in said)
    assert closed >= open_


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_left_alone_every_session_ends_by_itself(steps: list[tuple[float, Input]]) -> None:
    """Nobody presses, nobody answers: no hang, whatever went before."""
    quiet = Tick(
        Sensed(
            force_n=0.0, slope_n_s=0.0, in_contact=False, in_zone=False, in_zone_s=0.0, contact_s=0
        )
    )
    states, _ = run([*steps, *[(0.5, quiet)] * 1500])
    assert states[-1].phase is Phase.DONE
