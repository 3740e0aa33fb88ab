"""The device's own troubles: told where they matter, and no force coached from a lost zero."""

from collections.abc import Callable

import pytest

from devicelink.care.inputs import Decline, FramesRejected, Pain, ZeroBy, ZeroMoved, ZeroRefused
from devicelink.care.outputs import Phase, RepEnd, SessionEnd
from firmware_protocol.messages import DeviceFault, FrameRejected, LowPower
from tests.care.playbook import Play, listening, located

SMALL = ZeroMoved(by=ZeroBy.DEVICE, offset_n=0.3)
LARGE = ZeroMoved(by=ZeroBy.DEVICE, offset_n=20.0)


def test_a_zero_set_before_pressing_is_said_softly_and_moves_nothing() -> None:
    play = Play()
    play.do(SMALL)
    assert "zero_set" in play.cues
    assert play.phase is Phase.PAIN_BEFORE
    assert not play.state.zero_lost


def test_a_device_that_is_not_at_rest_is_told_and_so_is_a_zero_that_never_came() -> None:
    """One line each: lay it down; and, when pressing begins all the same, what that means."""
    play = Play()
    play.do(ZeroRefused())
    play.press(0.0, 4.0)
    play.do(ZeroRefused())
    assert play.cues.count("not_at_rest") == 1
    play.do(Pain(5))
    assert play.cues.count("zero_unsure") == 1
    set_late = Play()
    set_late.do(ZeroRefused())
    set_late.do(SMALL)
    set_late.do(Pain(5))
    assert "zero_unsure" not in set_late.cues


def locating() -> Play:
    play = Play()
    play.do(Pain(5))
    play.press(8.0, 1.0)
    return play


def settling() -> Play:
    play = located()
    play.press(8.0, 1.0)
    return play


@pytest.mark.parametrize("begun", [locating, settling, listening])
def test_a_zero_moved_under_load_ends_the_hold_until_it_is_set_again(
    begun: Callable[[], Play],
) -> None:
    """S57: no band, limit or number mixes two zeros; nothing goes on in between."""
    play = begun()
    play.do(SMALL)
    assert "zero_lost" in play.cues
    assert play.phase is Phase.EASE_OFF
    assert [ended.end for ended in play.reps] == [RepEnd.ZERO_MOVED]
    play.press(0.0, 20.0)  # so it says, counted from a zero that nobody knows
    assert play.phase is Phase.EASE_OFF
    assert "zero_wait" in play.cues
    play.do(ZeroMoved(by=ZeroBy.DEVICE, offset_n=-20.0))
    play.press(0.0, 1.0)
    assert play.at(Phase.LOCATE)


def test_a_large_move_is_one_under_load_whatever_the_ticks_saw() -> None:
    play = Play()
    play.do(Pain(5))
    play.do(LARGE)
    assert play.state.zero_lost


def test_a_restart_at_work_makes_the_zero_unsure_and_a_lost_zero_ends_the_session_at_last() -> None:
    play = Play()
    play.do(Pain(5))
    play.do(ZeroMoved(by=ZeroBy.RESTART))
    assert play.state.zero_lost
    play.press(0.0, 100.0)
    assert play.over.end is SessionEnd.IDLE


def test_low_battery_is_said_once() -> None:
    play = Play()
    play.do(LowPower())
    play.press(0.0, 1.0)
    play.do(LowPower())
    assert play.cues.count("battery_low") == 1


def test_faults_are_said_each_once_a_minute_and_refusals_never() -> None:
    play = Play()
    play.do(DeviceFault("self_test", "code 7"))
    play.do(DeviceFault("self_test", "code 7"))
    play.do(DeviceFault("overload", "151.0 N"))
    play.do(DeviceFault("refused", "fetch: busy"))
    assert play.cues.count("device_fault") == 2
    play.do(Decline())
    play.press(0.0, 61.0)
    play.do(DeviceFault("self_test", "code 7"))
    assert play.cues.count("device_fault") == 3


def test_frames_that_cannot_be_read_are_told_when_they_become_many() -> None:
    play = Play()
    play.do(FrameRejected("interval 0", b"\x00"))
    assert "frames_rejected" not in play.cues
    play.do(FramesRejected(count=12, of=220))
    assert "frames_rejected" in play.cues
