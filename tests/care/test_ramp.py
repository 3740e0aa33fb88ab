"""The slope of a press, now and over all of it."""

import numpy as np
import pytest

from devicelink.care.ramp import Ramp, pace


def pressed(n_s: float, seconds: float, noise_n: float = 0.0) -> Ramp:
    ramp, luck = Ramp(), np.random.default_rng(1)
    for t_s in np.arange(0, seconds, 0.01):
        ramp.add(float(t_s), float(n_s * t_s + noise_n * luck.standard_normal()))
    return ramp


def test_a_straight_ramp_is_found() -> None:
    slope, fit = pressed(10.0, 3.0, 0.2).fit()
    assert slope == pytest.approx(10.0, rel=0.02)
    assert fit is not None
    assert fit > 0.99
    assert pressed(10.0, 3.0).rate_now() == pytest.approx(10.0)
    assert pressed(10.0, 3.0).peak_n == pytest.approx(29.9)


def test_a_bent_ramp_is_less_straight() -> None:
    ramp = Ramp()
    for t_s in np.arange(0, 3, 0.01):
        ramp.add(float(t_s), float(30 * (1 - np.exp(-3 * t_s))))
    _, fit = ramp.fit()
    assert fit is not None
    assert fit < 0.9


def test_too_little_says_nothing() -> None:
    assert Ramp().rate_now() is None
    assert Ramp().fit() == (None, None)
    assert pressed(10.0, 0.1).rate_now() is None


def test_the_part_until_a_moment() -> None:
    part = pressed(10.0, 3.0).until(1.0)
    assert part.t_s[-1] == pytest.approx(1.0)
    assert part.peak_n == pytest.approx(10.0)


def test_the_pace_in_a_word() -> None:
    assert [pace(rate, 10.0) for rate in (4.9, 5.0, 15.0, 15.1)] == ["slow", "good", "good", "fast"]
