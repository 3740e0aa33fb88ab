"""A reading without any noise: found after a second on a line, and no smooth hand taken for one."""

import numpy as np
import pytest

from devicelink.core.events import Doubt
from tests.core.test_doubt import first_doubt


@pytest.mark.parametrize(("rate_hz", "at"), [(100.0, 100), (20.0, 20), (10.0, 20)])
def test_without_noise_after_a_second_and_twenty_samples(rate_hz: float, at: int) -> None:
    """The first sample begins the line; how steep it is does not count."""
    count = round(6 * rate_hz)
    line = [20.0 + 0.004 * n for n in range(count)]
    assert first_doubt(line, rate_hz) == (at, Doubt.WITHOUT_NOISE)


@pytest.mark.parametrize(("step_n", "found"), [(0.010, True), (0.0101, False)])
def test_only_a_sensor_of_fine_steps_is_expected_to_show_noise(step_n: float, found: bool) -> None:
    line = [20.0 + step_n * n for n in range(400)]
    assert (first_doubt(line) is not None) is found


@pytest.mark.parametrize("slope", [0.0007, 0.0031, 0.0093])
def test_a_line_that_is_rounded_is_found_too(slope: float) -> None:
    line = [round(20.0 + slope * n, 3) for n in range(600)]
    found = first_doubt(line)
    assert found is not None
    assert found[1] is Doubt.WITHOUT_NOISE


@pytest.mark.parametrize(("off", "found"), [(1, True), (3, False)])
def test_readings_more_than_a_step_off_the_line_are_noise(off: int, found: bool) -> None:
    """One in ten lies so many steps off; changes of one step let the device's step be known."""
    line = 20.0 + 0.001 * np.arange(600)
    line[::10] += 0.001 * off
    assert (first_doubt(np.round(line, 3).tolist()) is not None) is found


@pytest.mark.parametrize(("step_n", "found"), [(0.005, True), (0.006, False)])
def test_no_reading_further_off_than_five_millinewtons_lies_on_a_line(
    step_n: float, found: bool
) -> None:
    """A step of such a sensor is as much as a smooth hand moves off it."""
    line = 20.0 + step_n * np.arange(600)
    line[::10] += step_n
    assert (first_doubt(np.round(line, 3).tolist()) is not None) is found


def test_a_line_begins_anew_where_it_bends() -> None:
    """Each piece of 60 readings is straight: none lasts a second."""
    line = 20.0 + 0.004 * np.concatenate([np.arange(60), 60.0 - np.arange(60)] * 5)
    assert first_doubt(np.round(line, 3).tolist()) is None
    longer = 20.0 + 0.004 * np.concatenate([np.arange(110), 110.0 - np.arange(110)] * 3)
    found = first_doubt(np.round(longer, 3).tolist())
    assert found is not None
    assert found[0] <= 101


def test_a_line_near_nothing_is_a_device_at_rest() -> None:
    assert first_doubt([0.5 + 0.001 * n for n in range(400)]) is None
    found = first_doubt([1.0 + 0.001 * n for n in range(400)])
    assert found == (100, Doubt.WITHOUT_NOISE)


def test_from_one_newton_on_a_reading_that_never_changes_is_doubted() -> None:
    assert first_doubt([1.0] * 1500) is not None
    assert first_doubt([0.999] * 1500) is None
