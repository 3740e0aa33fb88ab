"""Steps of the grip: found once with their sign, and not where the force only drifts or beats."""

import numpy as np
import pytest

from devicelink.core.events import Event, HoldEnded, Regrip
from tests.core.scoring import run
from tests.core.shapes import hold, signal


def stepping(change: float, took_s: float = 0.6, wander: float = 0.003) -> list[Event]:
    rng = np.random.default_rng(1)
    slow = np.convolve(rng.normal(0.0, 1.0, 4000), np.ones(40) / 40**0.5, "same")

    def shape(t: float) -> float:
        share = float(np.clip((t - 15.0) / took_s, 0.0, 1.0))
        swayed = 1.0 + wander * float(slow[int(t * 80)])
        return hold(2.0, 30.0)(t) * (1.0 + change * share) * swayed

    return run(signal(shape, 34.0))


@pytest.mark.parametrize("change", [-0.15, -0.08, 0.08, 0.15])
def test_a_step_is_found_with_its_sign(change: float) -> None:
    events = stepping(change)
    (step,) = [event for event in events if isinstance(event, Regrip)]
    assert step.t_s == pytest.approx(15.0, abs=0.5)
    assert step.change_pct == pytest.approx(100 * change, abs=2.0)
    assert 0.5 < step.decided_s - step.t_s < 3.0
    assert [event.regrips for event in events if isinstance(event, HoldEnded)] == [1]


@pytest.mark.parametrize(("change", "took_s"), [(0.02, 0.6), (-0.15, 12.0), (0.15, 12.0)])
def test_small_steps_and_slow_drifts_are_none(change: float, took_s: float) -> None:
    assert not [event for event in stepping(change, took_s) if isinstance(event, Regrip)]


def test_a_restless_hand_has_no_steps_found_in_its_wander() -> None:
    steps = [event for event in stepping(0.0, wander=0.02) if isinstance(event, Regrip)]
    assert len(steps) <= 1
