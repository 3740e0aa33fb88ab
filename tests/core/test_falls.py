"""How a fall begins, how restless a hand is, whether a fall was the beginning of a letting go."""

from collections.abc import Callable

import numpy as np
import pytest

from devicelink.core.block import Floats
from devicelink.core.falls import course, sudden_n, unrest_n, went_on


def samples(shape: Callable[[Floats], Floats], rate_hz: float = 80.0) -> tuple[Floats, Floats]:
    """From -0.4 s to 0.09 s: a fall from time 0 on is under way at their end."""
    t_s = np.arange(-0.4, 0.09, 1.0 / rate_hz)
    return t_s, shape(t_s)


def test_what_slides_begins_at_once() -> None:
    found = course(*samples(lambda t: 20.0 - 30.0 * np.maximum(t, 0.0)))
    assert found is not None
    assert found.abruptness < 0.3
    assert found.age_s == pytest.approx(0.0875, abs=0.015)
    assert found.fallen_n == pytest.approx(30.0 * 0.0875, rel=0.1)


def test_a_hand_gathers_speed() -> None:
    found = course(*samples(lambda t: 20.0 - 2e4 * np.maximum(t, 0.0) ** 3))
    assert found is not None
    assert found.abruptness > 3.0


@pytest.mark.parametrize("force", [lambda t: 20.0 + 30.0 * np.maximum(t, 0.0), np.ones_like])
def test_nothing_is_said_of_what_does_not_fall(force: Callable[[Floats], Floats]) -> None:
    assert course(*samples(force)) is None


def test_nothing_is_said_of_too_few_samples() -> None:
    assert course(*samples(lambda t: 20.0 - 30.0 * np.maximum(t, 0.0), rate_hz=20.0)) is None


def test_one_slip_makes_no_hand_restless_but_rubbing_does() -> None:
    t = np.arange(0.0, 2.0, 0.0125)
    assert unrest_n(t, np.where(t < 1.0, 20.0, 14.0)) == 0.0
    assert unrest_n(t, 20.0 + 5.0 * np.maximum(t - 1.0, 0.0)) == 0.0
    assert unrest_n(t, 20.0 + 2.0 * np.sin(9.0 * t)) > 1.5
    assert unrest_n(t[:2], t[:2]) == unrest_n(t[:0], t[:0]) == 0.0


@pytest.mark.parametrize("rate_hz", [10.0, 20.0, 80.0])
def test_a_sudden_fall_is_sudden_at_any_rate(rate_hz: float) -> None:
    t = np.arange(0.0, 0.6, 1.0 / rate_hz)
    sudden, whole = sudden_n(t, 20.0 - 6.0 * np.clip((t - 0.3) / 0.12, 0.0, 1.0))
    assert whole == pytest.approx(6.0)
    assert sudden > 0.95 * whole
    sudden, whole = sudden_n(t, 20.0 - 6.0 * np.clip((t - 0.1) / 0.5, 0.0, 1.0))
    assert sudden < 0.6 * whole
    assert sudden_n(t, np.full_like(t, 20.0)) == (0.0, 0.0)


def test_a_fall_that_ends_the_hold_was_no_slip() -> None:
    t = np.arange(0.0, 12.0, 0.0125)
    fall = 20.0 - 5.0 * np.clip((t - 10.0) / 0.12, 0.0, 1.0)
    ends = fall * (t < 11.0)
    assert went_on(t, ends, 10.0, 11.0)
    assert not went_on(t, ends + 4.0 * ((t > 10.5) & (t < 10.9)), 10.0, 11.0)
    assert not went_on(t, fall * (t < 12.5), 9.9, 12.0)
    assert went_on(t[t < 10.0], ends[t < 10.0], 10.0, 10.0)
