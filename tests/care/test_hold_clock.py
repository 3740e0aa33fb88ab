"""S25: every second in the band counts once, however unevenly the samples come in."""

from dataclasses import replace

import pytest

from devicelink.care.inputs import Tick
from tests.care.playbook import TICK_S, Play


def _settled() -> Play:
    play = Play(decline_all=True)
    play.press(0.0, 1.0)
    play.press(12.0, 20.0)
    play.press(25.0, 1.0)
    return play


@pytest.mark.parametrize("every", [1, 2, 3, 7])
def test_s25_bursts_of_samples_lose_no_hold_time(every: int) -> None:
    """The core's figure stands still between bursts and then leaps: a slow or batching link."""
    play = _settled()
    before_s, in_zone_s = play.state.held_s, play.sensed.in_zone_s
    for i in range(1, 21 * every + 1):
        play.t_s += TICK_S
        if i % every == 0:
            in_zone_s += every * TICK_S
        play.sensed = replace(play.sensed, in_zone_s=in_zone_s)
        play.do(Tick(play.sensed))
        if play.state.held_s >= 40.0:
            break
    assert play.state.held_s - before_s == pytest.approx(21 * every * TICK_S, abs=1e-6)


def test_s25_time_out_of_the_band_is_not_made_up_for_later() -> None:
    """A leap of the figure after a while outside counts no more than a tick."""
    play = _settled()
    held_s = play.state.held_s
    for _ in range(15):
        play.t_s += TICK_S
        play.do(Tick(replace(play.sensed, in_zone=False)))
    play.t_s += TICK_S
    play.do(Tick(replace(play.sensed, in_zone_s=play.sensed.in_zone_s + 5.0)))
    assert play.state.held_s - held_s <= TICK_S + 1e-9


def test_s25_a_moment_without_a_number_is_not_counted_with_the_next_one() -> None:
    """Too short for a pause, and still nobody saw it."""
    play = _settled()
    held_s, in_zone_s = play.state.held_s, play.sensed.in_zone_s
    for _ in range(2):
        play.t_s += TICK_S
        play.do(Tick(replace(play.sensed, force_n=None)))
    play.t_s += TICK_S
    play.do(Tick(replace(play.sensed, in_zone_s=in_zone_s + 3 * TICK_S)))
    assert play.state.held_s == held_s


def test_s25_time_without_signal_is_not_made_up_for_when_it_is_back() -> None:
    """The samples are there again from the device's memory; the person was told to ease off."""
    play = _settled()
    held_s, in_zone_s = play.state.held_s, play.sensed.in_zone_s
    for _ in range(4):
        play.t_s += TICK_S
        play.do(Tick(replace(play.sensed, force_n=None)))
    for leap_s in (0.4, 0.9):
        play.t_s += TICK_S
        play.do(Tick(replace(play.sensed, in_zone_s=in_zone_s + leap_s)))
    assert play.state.held_s - held_s <= TICK_S + 1e-9
