"""What is measured of a hold."""

import numpy as np
import pytest

from devicelink.core.metrics import measure, steadiness


def test_the_numbers_of_a_trapezoid() -> None:
    t = np.arange(0.0, 12.0, 0.01)
    force = np.interp(t, [0.0, 1.0, 9.0, 11.0], [0.0, 20.0, 20.0, 0.0])
    got = measure(t, force, end_s=10.0, base_n=0.0)
    assert got.peak_n == pytest.approx(20.0)
    assert got.median_n == pytest.approx(20.0)
    assert got.impulse_ns == pytest.approx(10.0 + 160.0 + 15.0, rel=1e-3)
    assert got.mean_n == pytest.approx(18.5, rel=1e-3)
    assert got.load_rate_n_s == pytest.approx(20.0, rel=0.03)
    assert got.unload_rate_n_s == pytest.approx(10.0, rel=0.03)
    assert got.gap_s == 0.0


def test_a_gap_is_left_out() -> None:
    t = np.arange(0.0, 10.0, 0.01)
    keep = (t < 4.0) | (t > 6.0)
    got = measure(t[keep], np.where(t < 5.0, 10.0, 20.0)[keep], end_s=10.0, base_n=0.0)
    assert got.gap_s == pytest.approx(2.02, abs=0.02)
    assert got.impulse_ns == pytest.approx(40.0 + 80.0, rel=0.01)
    assert got.mean_n == pytest.approx(15.0, rel=0.01)


def test_missing_samples_do_not_shift_the_mean() -> None:
    rng = np.random.default_rng(4)
    t = np.arange(0.0, 20.0, 0.01)
    force = np.interp(t, [0.0, 20.0], [10.0, 20.0])
    keep = rng.random(len(t)) < np.where(t < 10.0, 0.3, 1.0)
    assert measure(t[keep], force[keep], 20.0, 0.0).mean_n == pytest.approx(15.0, abs=0.05)


def test_steadiness_takes_no_account_of_a_steady_sag() -> None:
    t = np.arange(0.0, 10.0, 0.01)
    assert steadiness(t, 20.0 - 0.5 * t) == pytest.approx(0.0, abs=1e-9)
    assert steadiness(t, 20.0 + np.sin(50.0 * t)) == pytest.approx(0.0354, abs=0.001)
    assert steadiness(t[:2], t[:2]) == 0.0
