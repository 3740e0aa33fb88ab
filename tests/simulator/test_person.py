"""A recording is pressed as it is; a person follows their routine, and starts anew for another."""

import numpy as np
import pytest

from simulator.handling import HandMode
from simulator.person import AFTERWARDS_S, Playback, Routine, draw_world


def test_a_recording_is_played_from_its_start_and_linearly() -> None:
    play = Playback(np.array([5.0, 6.0, 8.0]), np.array([0.0, 10.0, 20.0]))
    assert play.force_n(3.0) == 0.0
    play.begin(100.0)
    assert [play.force_n(100.0 + s) for s in (0.0, 0.5, 1.0, 2.0, 3.0, 3.1)] == [
        0,
        5,
        10,
        15,
        20,
        0,
    ]
    assert not play.is_over(103.0 + AFTERWARDS_S)
    assert play.is_over(103.1 + AFTERWARDS_S)
    play.begin(200.0)
    assert not play.is_over(200.0)
    assert play.force_n(201.0) == 10.0


@pytest.mark.parametrize(
    ("t_s", "force_n"),
    [([], []), ([0.0, 1.0], [1.0]), ([1.0, 1.0], [0.0, 0.0]), ([0.0, 1.0], [0.0, float("nan")])],
)
def test_what_is_no_recording_is_refused(t_s: list[float], force_n: list[float]) -> None:
    with pytest.raises(ValueError, match="recording"):
        Playback(np.array(t_s), np.array(force_n))


def test_the_routine_presses_holds_and_rests() -> None:
    world = draw_world(2, HandMode.GUIDED, routine=Routine(target_n=25.0), release_chance=0.0)
    assert world.force_n(50.0) == 0.0
    world.begin(50.0)
    by_second = [world.force_n(50.0 + second) for second in range(260)]
    pressed = np.array(by_second) > 5.0
    starts = np.flatnonzero(np.diff(pressed.astype(int)) == 1) + 1
    assert not pressed[:4].any()
    assert len(starts) == 3
    assert by_second[8] == pytest.approx(25.0, rel=0.1)
    assert not pressed[240:].any()


def test_a_person_who_begins_anew_first_lets_go() -> None:
    world = draw_world(2, HandMode.GUIDED, routine=Routine(target_n=25.0))
    world.begin(0.0)
    assert world.force_n(30.0) > 10.0
    world.begin(30.0)
    assert world.force_n(31.0) == 0.0
    assert world.force_n(38.0) > 10.0
