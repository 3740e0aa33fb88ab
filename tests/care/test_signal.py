"""S25: the hold clock counts only time in the band with signal; a lost signal pauses at once."""

from dataclasses import replace

import pytest

from devicelink.care.inputs import Answer, BadPain, Easing, LinkChanged, LinkState, Mute, Pain, Tick
from devicelink.care.outputs import Cue, Phase, RepEnd, SessionEnd, Urgency
from devicelink.care.plan import Programme
from tests.care.playbook import LIVE, LOST, Play, listening, located, ut_plan


def test_s25_a_lost_link_alarms_at_once_pauses_and_keeps_the_clock() -> None:
    play = listening()
    play.press(25.0, 10.0)
    held_s = play.state.held_s
    said = play.do(LOST)
    assert play.at(Phase.PAUSED)
    assert [c.urgency for c in said if isinstance(c, Cue)] == [Urgency.ALARM]
    assert play.cues[-1] == "no_signal"
    play.press(None, 30.0)
    assert play.state.held_s == held_s
    play.do(LIVE)
    assert play.at(Phase.PAUSED)
    play.press(25.0, 0.1)
    assert play.at(Phase.SETTLE)
    assert play.cues[-1] == "signal_back"
    assert play.state.alarm is None
    assert play.state.held_s == pytest.approx(held_s, abs=0.11)
    play.press(25.0, 3.2)
    assert play.at(Phase.LISTEN)


def test_s25_no_live_number_for_a_moment_is_a_lost_signal_even_on_a_live_link() -> None:
    """A number may be 0.5 s old and still live: 0.4 s more keep the word within a second."""
    play = listening()
    play.press(None, 0.3)
    assert play.at(Phase.LISTEN)
    play.press(None, 0.2)
    assert play.at(Phase.PAUSED)
    assert play.state.alarm is not None


def test_no_signal_while_nothing_is_pressed_is_no_alarm() -> None:
    play = Play()
    play.do(Pain(5))
    play.press(0.0, 1.0)
    play.do(LOST)
    assert play.cues[-1] == "no_signal_wait"
    assert play.state.alarm is None


def test_s25_samples_that_come_late_by_backfill_never_count() -> None:
    """The core's figure jumps by what was filled in; the clock takes only the time that passed."""
    play = listening()
    held_s = play.state.held_s
    play.sensed = replace(play.sensed, in_zone_s=play.sensed.in_zone_s + 40.0)
    play.press(25.0, 0.2)
    assert play.state.held_s - held_s <= 0.21


def test_s25_a_host_that_slept_gains_at_most_a_second() -> None:
    play = listening()
    held_s = play.state.held_s
    play.t_s += 600.0
    play.do(Tick(replace(play.sensed, in_zone_s=play.sensed.in_zone_s + 600.0)))
    assert play.state.held_s - held_s <= 1.0


def test_s25_time_outside_the_band_does_not_count() -> None:
    play = located()
    play.press(12.0, 20.0)
    assert play.state.held_s == 0.0
    play.press(25.0, 5.0)
    assert play.state.held_s == pytest.approx(5.0, abs=0.2)


def test_s25_pressing_while_locating_is_not_the_hold() -> None:
    play = Play()
    play.do(Pain(5))
    play.press(25.0, 5.0)
    assert play.at(Phase.LOCATE)
    play.do(Answer(yes=True))
    assert play.state.held_s == 0.0


def test_s25_two_seconds_outside_the_band_end_the_listening() -> None:
    play = listening()
    play.press(17.0, 1.9)
    assert play.at(Phase.LISTEN)
    play.press(17.0, 0.4)
    assert play.at(Phase.SETTLE)
    assert play.cues[-1] == "left_band"


def long_goal() -> Programme:
    """Holds with a goal at the very end."""
    return Programme(
        id="long", name="", version="1", source="", grade="low", reps=3, goal_s=90, rest_s=15
    )


def test_s25_hard_end_at_90_s_and_the_questions_follow() -> None:
    play = listening(ut_plan(long_goal()))
    play.press(25.0, 90.0)
    assert play.at(Phase.EASE_OFF)
    assert play.reps[-1].end is RepEnd.HARD_END
    assert play.reps[-1].held_s <= 90.0
    assert "hard_end" in play.cues
    play.do(Answer(yes=False))
    play.do(Pain(4))
    assert [a.value for a in play.answered[-2:]] == [0, 4]


def test_s25_pressing_beside_the_band_is_no_way_around_the_hard_end() -> None:
    play = located(ut_plan(long_goal()))
    play.follow(lambda t: 35.0 if int(t * 10) % 50 else 33.0, 95.0, slope_n_s=0.0)
    assert play.reps[-1].end is RepEnd.HARD_END


def test_let_go_before_30_s_waits_then_ends_and_after_30_s_counts() -> None:
    play = listening()
    play.press(25.0, 5.0)
    play.press(0.0, 0.2)
    assert play.at(Phase.SETTLE)
    assert play.cues[-1] == "press_again"
    play.press(25.0, 2.0)
    assert play.state.held_s == pytest.approx(10.0, abs=0.5)
    play.press(0.0, 15.3)
    assert play.reps[-1].end is RepEnd.LET_GO
    assert play.state.reps_done == 0
    play.press(0.0, 13.0)
    play.press(25.0, 33.0)
    play.press(0.0, 0.2)
    assert play.reps[-1].end is RepEnd.LET_GO
    assert play.state.reps_done == 1


def test_a_signal_lost_while_asking_closes_the_hold_as_it_was() -> None:
    play = listening()
    play.press(25.0, 42.5)
    play.do(LOST)
    assert play.reps[-1].end is RepEnd.GOAL
    play.do(LIVE)
    play.press(0.0, 0.2)
    assert Phase.EASE_OFF in play.phases[-2:]


def test_reconnecting_is_told_and_bad_pain_counts_while_paused() -> None:
    play = listening()
    play.do(LOST)
    play.do(LinkChanged(state=LinkState.CONNECTING, attempt=2))
    assert play.cues[-1] == "reconnecting"
    play.do(BadPain())
    assert play.reps[-1].end is RepEnd.BAD_PAIN
    play.do(LIVE)
    play.press(0.0, 0.3)
    assert play.at(Phase.LOCATE)


def test_a_signal_that_never_comes_back_ends_the_session() -> None:
    play = listening()
    play.do(LOST)
    play.press(None, 200.0)
    assert play.over.end is SessionEnd.DEVICE_OFF
    assert "signal_gone" in play.cues


def test_the_rest_does_not_need_the_signal() -> None:
    play = listening()
    play.press(25.0, 28.0)
    play.do(Easing())
    play.press(0.0, 0.3)
    play.do(LOST)
    play.press(None, 11.0)
    assert play.at(Phase.REST)
    play.press(None, 2.0)
    assert play.at(Phase.PAUSED)


def test_mute_silences_for_a_minute_and_no_longer() -> None:
    play = listening()
    play.do(Mute())
    assert not play.state.muted(play.t_s), "there is nothing to mute"
    play.press(60.0, 0.5)
    assert play.state.alarm is not None
    play.do(Mute())
    until_s = play.t_s + 60.0
    play.press(60.0, 0.5)
    play.do(Mute())
    assert play.state.muted(until_s - 0.1)
    assert not play.state.muted(until_s), "pressing again makes it no longer"
