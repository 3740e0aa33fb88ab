"""The check at rest: five still seconds that read more, or less, than nothing."""

import numpy as np
import pytest

from devicelink.care.inputs import DriftedAtRest
from devicelink.care.outputs import Phase
from devicelink.core.block import Block
from devicelink.session.rest_watch import RestWatch
from tests.care.playbook import Play, listening

HZ = 100


def fed(watch: RestWatch, force_n: float, seconds: float, from_s: float = 0.0) -> list[float]:
    """What is told, asked ten times a second; with noise as a sound sensor has it."""
    told = []
    noise_n = np.random.default_rng(4).normal(0.0, 0.03, round(seconds * HZ))
    for at in range(0, len(noise_n), 10):
        t_s = from_s + (at + np.arange(10)) / HZ
        watch.note(Block.of(t_s.tolist(), (force_n + noise_n[at : at + 10]).tolist()))
        drifted_n = watch.drifted_n()
        if drifted_n is not None:
            told.append(drifted_n)
    return told


@pytest.mark.parametrize("force_n", [-1.2, -0.6, 0.6, 1.5, 4.0])
def test_a_zero_that_drifted_is_told_once_for_each_five_seconds(force_n: float) -> None:
    told = fed(RestWatch(), force_n, 11.0)
    assert told == pytest.approx([force_n] * 2, abs=0.02)


@pytest.mark.parametrize("force_n", [0.0, 0.4, -0.4, 6.0, 25.0])
def test_near_nothing_is_nothing_and_a_press_is_no_drift(force_n: float) -> None:
    assert fed(RestWatch(), force_n, 20.0) == []


def test_what_moves_is_no_rest() -> None:
    watch = RestWatch()
    told = [fed(watch, 0.8 + 1.5 * (n % 2), 3.0, 3.0 * n) for n in range(6)]
    assert told == [[]] * 6


def test_four_seconds_a_gap_or_what_is_no_number_are_not_five() -> None:
    watch = RestWatch()
    assert fed(watch, 1.0, 4.0) == []
    assert fed(watch, 1.0, 4.0, 6.0) == []
    watch.note(Block.of([10.0], [float("nan")]))
    assert fed(watch, 1.0, 4.0, 10.01) == []


def resting() -> Play:
    play = listening()
    play.press(20.0, 60.0)
    while play.phase is not Phase.REST:
        play.press(0.0, 1.0)
    return play


def test_it_is_said_at_rest_alone_and_rarely() -> None:
    play = resting()
    play.do(DriftedAtRest(0.8))
    play.press(0.0, 3.0)
    play.do(DriftedAtRest(0.8))
    assert play.cues.count("drifted") == 1
    busy = listening()
    busy.do(DriftedAtRest(0.8))
    assert "drifted" not in busy.cues
