"""Onsets and ends, found between the samples."""

import numpy as np
import pytest

from devicelink.core.edges import end, gap_time, onset


def test_an_onset_between_two_samples_is_interpolated() -> None:
    t = np.arange(0.0, 4.0, 0.1)
    force = np.clip((t - 1.03) * 20.0, 0.0, 20.0)  # 5 % of 20 N at 1.08 s
    assert onset(t, force, 0.0, 20.0) == pytest.approx(1.08, abs=0.03)


def test_a_tap_before_the_press_is_not_its_onset() -> None:
    t = np.arange(0.0, 4.0, 0.01)
    force = np.where((t > 1.0) & (t < 1.2), 15.0, 0.0) + np.where(t > 1.5, 20.0, 0.0)
    assert onset(t, force, 0.0, 20.0) == pytest.approx(1.5, abs=0.03)


@pytest.mark.parametrize("rest_n", [0.4, 1.5, 3.0])
def test_fingers_that_rest_do_not_pull_the_onset_early(rest_n: float) -> None:
    """Resting fingers would pull a naive onset seconds early."""
    rng = np.random.default_rng(2)
    t = np.arange(0.0, 8.0, 0.01)
    press = np.clip((t - 5.0) * 40.0, 0.0, 20.0 - rest_n)
    force = np.where(t > 1.0, rest_n, 0.0) + press + rng.normal(0.0, 0.05, len(t))
    assert onset(t, force, 0.0, 20.0) == pytest.approx(5.02, abs=0.06)


def test_a_slow_ramp_begins_where_it_crosses_five_percent() -> None:
    t = np.arange(0.0, 12.0, 0.0125)
    force = np.clip((t - 2.0) * 2.5, 0.0, 20.0)
    assert onset(t, force, 0.0, 20.0) == pytest.approx(2.4, abs=0.02)


def test_pressed_from_the_first_sample_on() -> None:
    t = np.arange(0.0, 4.0, 0.1)
    assert onset(t, np.full(40, 20.0), 0.0, 20.0) == 0.0


def test_an_end_is_where_half_of_the_last_seconds_is_left() -> None:
    t = np.arange(0.0, 12.0, 0.0125)
    force = np.where(t < 10.0, 20.0, np.clip(20.0 - (t - 10.0) * 40.0, 0.0, None))
    assert end(t, force, 0.0, 20.0) == pytest.approx(10.25, abs=0.02)


def test_a_gap_is_never_bridged() -> None:
    t = np.concatenate((np.arange(0.0, 5.0, 0.1), np.arange(7.0, 8.0, 0.1)))
    force = np.where(t < 6.0, 20.0, 0.0)
    assert end(t, force, 0.0, 20.0) == pytest.approx(4.9)
    assert onset(t, 20.0 - force, 0.0, 20.0) == pytest.approx(7.0)
    assert gap_time(t) == pytest.approx(2.1)
