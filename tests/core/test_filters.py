"""Smoothing: gain, spikes, uneven steps and the number for the eye."""

import numpy as np
import pytest

from devicelink.core.filters import Conditioner, one_euro


def smoothed(t_s: list[float], force_n: list[float]) -> tuple[list[float], list[float]]:
    """The medians and the fast path; each belongs to the sample before."""
    conditioner = Conditioner()
    conditioner.restart(force_n[0])
    medians, fast = [], []
    for step_s, force in zip(np.diff(t_s), force_n[1:], strict=True):
        conditioner.step(round(float(step_s) * 1e6), force)
        medians.append(conditioner.median)
        fast.append(conditioner.fast)
    return medians, fast


@pytest.mark.parametrize("rate_hz", [10, 20, 40, 80, 200, 500])
@pytest.mark.parametrize("jitter", [0.0, 0.3])
def test_a_constant_stays_and_a_step_arrives_at_any_rate(rate_hz: int, jitter: float) -> None:
    rng = np.random.default_rng(rate_hz)
    t = np.arange(3 * rate_hz) / rate_hz + rng.uniform(-jitter, jitter, 3 * rate_hz) / rate_hz
    t = np.sort(t[rng.random(len(t)) > 0.1])
    force = np.where(t < 1.5, 4.0, 20.0)
    _, fast = smoothed(t.tolist(), force.tolist())
    settled = np.array(fast)[t[:-1] < 1.45]
    assert np.allclose(settled, 4.0)
    assert fast[-1] == pytest.approx(20.0, abs=0.05)
    assert max(fast) < 20.0 * 1.13  # Butterworth: 4 % over a step, 12 % at a quarter of the rate


def test_one_wild_sample_leaves_no_trace() -> None:
    force = [5.0] * 20
    force[10] = 900.0
    medians, fast = smoothed((np.arange(20) / 80).tolist(), force)
    assert medians == [5.0] * 19
    assert fast == pytest.approx([5.0] * 19)


def test_the_low_pass_halves_power_at_its_cutoff() -> None:
    t = np.arange(2000) / 500
    _, fast = smoothed(t.tolist(), np.sin(2 * np.pi * 10.0 * t).tolist())
    assert np.std(fast[1000:]) / np.std(np.sin(t * 62.83)) == pytest.approx(0.707, abs=0.03)


def test_the_shown_number_is_calm_at_rest_and_follows_a_press() -> None:
    rng = np.random.default_rng(1)
    t = np.arange(80) / 80
    still = [one_euro(t, 20.0 + rng.normal(0.0, 0.1, 80)) for _ in range(50)]
    assert np.std(still) < 0.05
    assert one_euro(t, 20.0 * t) > 18.0
    assert one_euro(t[:1], np.array([3.0])) == 3.0
