"""The limit while pressing: warning, alarm, end of the hold, clearing (S57: the force is kept)."""

from devicelink.care.inputs import Decline
from devicelink.care.outputs import Cue, Phase, RepEnd, Urgency
from devicelink.core.events import Level, OverForce, OverForceCleared
from tests.care.playbook import LIVE, LOST, Play, listening, located


def over(play: Play, level: Level, force_n: float) -> OverForce:
    """The guard's word."""
    return OverForce(
        level=level,
        t_s=play.t_s,
        force_n=force_n,
        predicted_n=force_n,
        limit_n=40.0,
        decided_s=play.t_s,
    )


def test_the_warning_brings_the_gauge_back_and_names_the_limit() -> None:
    play = listening()
    play.do(over(play, Level.WARN, 33.0))
    assert play.at(Phase.SETTLE)
    assert play.state.alarm_level is Level.WARN
    play.press(25.0, 0.5)
    play.do(OverForceCleared(t_s=play.t_s, decided_s=play.t_s))
    assert play.state.alarm is None


def test_the_alarm_comes_at_once_and_three_seconds_end_the_hold() -> None:
    play = listening()
    said = play.do(over(play, Level.ALARM, 45.0))
    assert [c.phrase for c in said if isinstance(c, Cue) and c.urgency is Urgency.ALARM] == [
        "over_limit"
    ]
    play.press(45.0, 2.9)
    assert not play.reps
    play.press(45.0, 0.4)
    assert play.at(Phase.EASE_OFF)
    assert play.reps[-1].end is RepEnd.OVER_LIMIT
    play.press(20.0, 1.3)
    assert play.state.alarm is None
    assert play.cues[-1] == "limit_cleared"


def test_a_tick_above_the_limit_alarms_even_where_the_guard_is_silent() -> None:
    play = located()
    play.press(40.0, 0.2)
    assert play.cues.count("near_limit") == 1
    play.press(40.1, 0.1)
    assert play.state.alarm_level is Level.ALARM
    assert play.cues.count("over_limit") == 1


def test_too_hard_while_locating_goes_back_to_locating() -> None:
    play = Play()
    play.do(Decline())
    play.press(50.0, 1.5)
    assert play.at(Phase.LOCATE)
    play.press(50.0, 2.0)
    assert play.at(Phase.EASE_OFF)
    play.press(0.0, 0.2)
    assert play.at(Phase.LOCATE)


def test_an_alarm_on_a_predicted_force_is_not_cleared_by_the_calm_before_it() -> None:
    play = listening()
    play.do(over(play, Level.ALARM, 26.0))
    play.press(26.0, 0.8)
    assert play.state.alarm_level is Level.ALARM


def test_too_hard_when_the_signal_comes_back_is_an_alarm_although_the_guard_has_spoken() -> None:
    """The guard speaks once, maybe while paused: whoever still presses too hard is told again."""
    play = listening()
    play.do(LOST)
    play.do(LIVE)
    play.do(over(play, Level.ALARM, 45.0))
    assert play.at(Phase.PAUSED)
    play.press(45.0, 0.3)
    assert play.at(Phase.SETTLE)
    assert play.state.alarm_level is Level.ALARM
    assert play.cues.count("over_limit") == 1
    play.press(45.0, 3.0)
    assert play.reps[-1].end is RepEnd.OVER_LIMIT
