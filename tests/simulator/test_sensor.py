"""What a sensor adds to a force, term by term."""

import dataclasses

import numpy as np
import pytest

from simulator.ranges import generator
from simulator.sensor import PERFECT, Sensor, SensorParameters, draw_sensor


def read(
    parameters: SensorParameters, *forces_n: float, full_scale_n: float = 150.0
) -> list[float]:
    sensor = Sensor(parameters, full_scale_n, generator(0))
    return [sensor.read(force_n, float(t_s)) for t_s, force_n in enumerate(forces_n)]


def test_a_perfect_one_gives_the_force_to_the_millinewton() -> None:
    assert read(PERFECT, 0.0, 12.3454, -3.0) == pytest.approx([0.0, 12.345, -3.0])


def test_readings_come_in_steps() -> None:
    stepped = read(dataclasses.replace(PERFECT, resolution_n=0.05), 1.02, 1.03)
    assert stepped == pytest.approx([1.0, 1.05])


def test_noise_has_its_standard_deviation() -> None:
    noisy = read(dataclasses.replace(PERFECT, noise_n=0.08), *[5.0] * 4000)
    assert np.std(noisy) == pytest.approx(0.08, rel=0.1)
    assert np.mean(noisy) == pytest.approx(5.0, abs=0.01)


def test_creep_is_a_share_a_decade() -> None:
    crept = read(dataclasses.replace(PERFECT, creep=0.003), *[40.0] * 100)
    assert crept[9] == pytest.approx(40.0 * 1.003, rel=1e-4)
    assert crept[99] == pytest.approx(40.0 * 1.006, rel=1e-4)


def test_a_load_leaves_something_behind_by_its_size() -> None:
    left = read(dataclasses.replace(PERFECT, residual_n=1.2), 0.0, 40.0, 0.0, 20.0, 0.0)
    assert left == pytest.approx([0.0, 40.0, 1.2, 21.2, 0.6])


def test_beyond_full_scale_it_is_clipped_and_says_so() -> None:
    sensor = Sensor(PERFECT, 150.0, generator(0))
    assert sensor.read(150.5, 0.0) == 150.0
    assert sensor.overloaded
    assert sensor.read(149.0, 1.0) == 149.0
    assert not sensor.overloaded


def test_tare_moves_the_zero() -> None:
    sensor = Sensor(PERFECT, 150.0, generator(0))
    sensor.tare(0.4)
    sensor.tare(0.1)
    assert sensor.read(0.5, 0.0) == 0.0


def test_sensors_are_of_their_range() -> None:
    for seed in range(40):
        drawn = draw_sensor(generator(seed))
        assert 0.02 <= drawn.noise_n <= 0.1
        assert 0.001 <= drawn.resolution_n <= 0.05
        assert 0.0 <= drawn.residual_n <= 1.5
