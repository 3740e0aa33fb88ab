"""Two still stretches and a mass make a slope; what would make a wrong one is refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devicelink.core.block import Block
from devicelink.core.calibration import at_rest, check_still, two_point
from devicelink.errors import CalibrationError

G = 9.80665


def stretch(
    mean_n: float = 0.0,
    noise_n: float = 0.02,
    drift_n_min: float = 0.0,
    step_n: float = 0.001,
    seconds: float = 5.0,
    rate_hz: float = 100.0,
    seed: int = 1,
) -> Block:
    """A device at rest, in steps of its converter."""
    t_s = np.arange(0.0, seconds, 1 / rate_hz)
    noise = np.random.default_rng(seed).normal(0.0, 1.0, len(t_s)) * noise_n
    force_n = mean_n + drift_n_min * t_s / 60 + noise
    return Block.of(t_s + 100.0, np.round(force_n / step_n) * step_n)


def test_rest_gives_zero_noise_and_drift() -> None:
    rest = at_rest(stretch(0.31, 0.05, drift_n_min=1.5, seconds=20.0))
    assert rest.mean_n == pytest.approx(0.31 + 0.25, abs=0.02)
    assert rest.noise_n == pytest.approx(0.05, rel=0.1)
    assert rest.drift_n_min == pytest.approx(1.5, abs=3 * rest.drift_error_n_min)
    assert rest.span_s == pytest.approx(20.0, abs=0.02)


@settings(max_examples=60, deadline=None)
@given(
    true=st.floats(0.85, 1.2), mass_kg=st.floats(1.0, 10.0), zero_n=st.floats(-1.5, 1.5),
    noise_n=st.floats(0.0, 0.08), seed=st.integers(0, 10_000),
)  # fmt: skip
def test_the_slope_found_is_the_devices(
    true: float, mass_kg: float, zero_n: float, noise_n: float, seed: int
) -> None:
    """Within five of its own standard errors, and never worse than 0.5 %."""
    empty = at_rest(stretch(zero_n, noise_n, seed=seed))
    loaded = at_rest(stretch(zero_n + mass_kg * G / true, noise_n, seed=seed + 1))
    fit = two_point(empty, loaded, mass_kg)
    assert fit.slope == pytest.approx(true, abs=max(5 * fit.slope_error, 1e-3), rel=0.0)
    assert fit.slope == pytest.approx(true, rel=0.005)
    assert fit.true_n == pytest.approx(mass_kg * G)


def test_a_coarse_device_that_flickers_between_two_steps_is_still() -> None:
    step_n = 0.980665
    check_still(at_rest(stretch(0.49, 0.1, step_n=step_n)))
    with pytest.raises(CalibrationError, match="not still"):
        check_still(at_rest(stretch(0.49, 1.5, step_n=step_n)))


@pytest.mark.parametrize(
    ("empty", "loaded", "mass_kg", "why", "what"),
    [
        (stretch(noise_n=0.2), stretch(19.6), 2.0, "not still", "firm"),
        (stretch(), stretch(19.6, noise_n=0.3), 2.0, "not still", "firm"),
        (stretch(drift_n_min=20.0, noise_n=0.01), stretch(19.6), 2.0, "drifts by", "warm up"),
        (stretch(), stretch(19.6, drift_n_min=-40.0), 2.0, "drifts by -39.9", "settle"),
        (stretch(), stretch(4.0), 0.4, "too little to go by", "at least 0.5 kg"),
        (stretch(), stretch(19.6, step_n=2.0), 2.0, "too little", "at least 4.1 kg"),
        (stretch(), stretch(140.0), 14.5, "measures up to 150 N", "at most 13.8 kg"),
        (stretch(), stretch(0.2), 2.0, "N more than with nothing", "Lay the mass"),
        (stretch(), stretch(-19.6), 2.0, "N more than with nothing", "presses"),
        (stretch(), stretch(19.6 / 9.80665), 2.0, "reads 2.0 N for 2 kg", "kilograms and newtons"),
        (stretch(), stretch(19.6 * 2.2046), 2.0, "too far off", "pounds and kilograms"),
        (stretch(), stretch(13.0), 2.0, "too far off", "Weigh the mass again"),
    ],
    ids=[
        "noise", "swaying", "warming up", "creeping", "light", "coarse", "heavy", "nothing",
        "pulled", "unit", "pounds", "wrong mass",
    ],
)  # fmt: skip
def test_what_would_make_a_wrong_slope_is_refused(
    empty: Block, loaded: Block, mass_kg: float, why: str, what: str
) -> None:
    step_n = 2.0 if "4.1 kg" in what else None
    with pytest.raises(CalibrationError) as refused:
        two_point(at_rest(empty), at_rest(loaded), mass_kg, full_scale_n=150.0, resolution_n=step_n)
    assert why in refused.value.why
    assert what in refused.value.what_to_do


def test_noise_alone_is_seldom_taken_for_drift() -> None:
    """Of 300 still stretches none is refused."""
    for seed in range(300):
        check_still(at_rest(stretch(noise_n=0.09, seed=seed)))


@pytest.mark.parametrize("block", [stretch(seconds=2.0), stretch(rate_hz=2.0), Block.of([], [])])
def test_too_little_signal_is_said(block: Block) -> None:
    with pytest.raises(CalibrationError, match="too few"):
        at_rest(block)


def test_values_without_a_number_count_for_nothing() -> None:
    block = stretch(1.0)
    force_n = block.force_n.copy()
    force_n[::7] = np.nan
    assert at_rest(Block.of(block.t_s, force_n)).mean_n == pytest.approx(1.0, abs=0.01)
