"""A machine that slept: the time is no hold, no answer left out and nobody idle, and it is told."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from devicelink import data
from devicelink.care.by_hand import by_hand_plan
from devicelink.care.coach import begin
from devicelink.care.coach_state import TICK_GAP_S
from devicelink.care.inputs import (
    Easing,
    LinkChanged,
    LinkState,
    Tick,
    ZeroBy,
    ZeroMoved,
)
from devicelink.care.outputs import Cue, Phase, Question, SessionEnd, Urgency
from devicelink.care.plan import Checks, Plan
from devicelink.care.point import Side, Tool
from tests.care.playbook import LIVE, LOST, Play, listening, located, ut_plan

NIGHT_S = 600.0


def sleep(play: Play, seconds: float = NIGHT_S, force_n: float | None = 25.0) -> None:
    """The machine sleeps; one tick wakes it, and what it shows may look like that of before."""
    play.t_s += seconds
    play.do(Tick(replace(play.sensed, force_n=force_n)))


@pytest.mark.parametrize("force_n", [None, 25.0])
@pytest.mark.parametrize("slept_s", [1.1, 60.0, NIGHT_S])
def test_time_asleep_is_no_time_in_the_band(slept_s: float, force_n: float | None) -> None:
    """Half a second in it before and a tick afterwards are not the three that settle a hold."""
    play = located()
    play.press(25.0, 0.5)
    held_s = play.state.held_s
    sleep(play, slept_s, force_n)
    assert play.at(Phase.PAUSED)
    play.press(25.0, 2.9)
    assert play.at(Phase.SETTLE)
    assert play.state.held_s == pytest.approx(held_s + 2.8, abs=0.11)
    play.press(25.0, 0.4)
    assert play.at(Phase.LISTEN)


def test_a_tick_that_is_a_little_late_is_no_sleep() -> None:
    play = listening()
    sleep(play, TICK_GAP_S)
    assert play.at(Phase.LISTEN)


def test_it_is_told_as_a_lost_signal_and_the_session_goes_on() -> None:
    play = listening()
    play.press(25.0, 5.0)
    held_s = play.state.held_s
    sleep(play)
    last = play.said[-1]
    assert isinstance(last, Cue)
    assert (last.phrase, last.urgency) == ("no_signal", Urgency.ALARM)
    play.press(25.0, 0.1)
    assert play.cues[-1] == "signal_back"
    assert play.state.alarm is None
    assert play.state.held_s == pytest.approx(held_s, abs=0.11)


def test_a_question_stays_open_for_as_long_as_it_had() -> None:
    play = Play()
    play.press(0.0, 50.0)
    sleep(play, force_n=0.0)
    assert play.asks(Question.PAIN_BEFORE)
    play.press(0.0, 9.5)
    assert play.asks(Question.PAIN_BEFORE)
    play.press(0.0, 1.0)
    assert not play.asks(Question.PAIN_BEFORE)


def by_hand() -> Plan:
    ut = data.points()["ut"]
    return by_hand_plan(data.programmes()["home"], ut, Side.LEFT, Tool.THUMB, Checks())


@pytest.mark.parametrize("plan", [ut_plan, by_hand])
def test_who_was_away_with_the_machine_is_idle_only_from_then_on(plan: Callable[[], Plan]) -> None:
    play = located(plan())
    play.press(0.0, 80.0)
    sleep(play, force_n=0.0)
    play.press(0.0, 80.0)
    assert play.at(Phase.SETTLE)
    play.press(0.0, 15.0)
    assert play.over.end is SessionEnd.IDLE


def test_a_hold_that_does_not_come_about_is_given_its_time_anew() -> None:
    play = located()
    play.follow(lambda t: 12.0 if int(t) % 2 else 0.0, 200.0, slope_n_s=0.0)
    sleep(play, force_n=0.0)
    play.follow(lambda t: 12.0 if int(t) % 2 else 0.0, 200.0, slope_n_s=0.0)
    assert not play.state.over


def test_easing_off_and_resting_are_no_idling_either() -> None:
    play = listening()
    play.press(25.0, 28.0)
    play.do(Easing())
    play.press(25.0, 80.0)
    assert play.at(Phase.EASE_OFF)
    sleep(play)
    play.press(25.0, 80.0)
    assert play.at(Phase.EASE_OFF)
    play.press(0.0, 0.5)
    assert play.at(Phase.REST)
    sleep(play, force_n=0.0)
    play.press(0.0, 0.5)
    assert play.at(Phase.REST)


def test_a_device_that_is_gone_is_waited_for_from_waking_on() -> None:
    play = listening()
    play.do(LOST)
    play.press(None, 170.0)
    sleep(play, force_n=None)
    play.press(None, 170.0)
    assert play.at(Phase.PAUSED)
    play.do(LIVE)
    play.press(25.0, 0.2)
    assert play.at(Phase.SETTLE)


def test_a_link_lost_in_sleep_and_told_before_the_first_tick_is_the_same() -> None:
    play = listening()
    play.t_s += NIGHT_S
    play.do(LinkChanged(state=LinkState.LOST))
    play.press(None, 170.0)
    assert play.at(Phase.PAUSED)
    assert play.cues.count("no_signal") == 1


def test_a_zero_that_is_waited_for_is_waited_for_from_waking_on() -> None:
    play = listening()
    play.press(25.0, 28.0)
    play.do(Easing())
    play.press(0.0, 0.5)
    play.do(ZeroMoved(by=ZeroBy.RESTART))
    play.press(0.0, 80.0)
    assert play.at(Phase.REST)
    sleep(play, force_n=0.0)
    play.press(0.0, 80.0)
    assert play.at(Phase.REST)
    play.press(0.0, 15.0)
    assert play.over.end is SessionEnd.IDLE


def test_no_stretch_is_done_in_sleep() -> None:
    play = located(ut_plan())
    play.decline_all = True
    for _ in range(3):
        play.press(25.0, 50.0)
        play.press(0.0, 20.0)
        if play.at(Phase.STRETCH):
            break
    assert play.at(Phase.STRETCH)
    sleep(play, force_n=0.0)
    play.press(0.0, 0.5)
    assert play.at(Phase.STRETCH)
    assert play.state.stretched is None


def test_faster_than_life_a_late_tick_says_nothing_of_sleep() -> None:
    """At twenty times the speed a machine that is late by 50 ms leaves out a second."""
    fast = listening()
    fast.state = replace(fast.state, pace=20.0)
    sleep(fast, 15.0)
    assert fast.at(Phase.LISTEN)
    sleep(fast, 25.0)
    assert fast.at(Phase.PAUSED)
    assert begin(ut_plan(), 0.0, pace=20.0)[0].pace == 20.0
