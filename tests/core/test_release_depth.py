"""Stiffness by depth: a hand's wander leaves it alone, a give does not."""

import numpy as np
import pytest

from devicelink.core.release_depth import Stiffness


def course(give: float, power: float, seed: int = 0) -> list[float]:
    """Logarithm of stiffness at the end of each second: power-law tissue that gives at 20 s."""
    rng = np.random.default_rng(seed)
    values, stiffness, wander = [], Stiffness(), 0.0
    for block in range(200):
        wander = 0.9 * wander + 0.01 * rng.standard_normal()
        soft = 1.0 - give * min(1.0, max(0.0, (block - 100) / 10))
        force = 20.0 * (1.0 + wander) * (1.0 - 0.3 * (1.0 - soft))
        depth_mm = 10.0 * (force / 20.0 / soft) ** (1.0 / power) + 0.005 * rng.standard_normal()
        value = stiffness.add(float(np.log(force)), depth_mm)
        assert value is not None
        values.append(value)
    return values[4::5]


@pytest.mark.parametrize("power", [1.1, 1.6, 2.2])
def test_a_give_is_seen_whatever_the_power(power: float) -> None:
    values = course(0.15, power)
    assert np.std(values[8:19]) < 0.01
    assert values[18] - values[25] == pytest.approx(0.16, abs=0.05)


def test_wander_alone_is_no_give() -> None:
    values = course(0.0, 1.5)
    assert max(values[8:]) - min(values[8:]) < 0.02


def test_an_unknown_depth_says_nothing_and_is_not_bridged() -> None:
    stiffness = Stiffness()
    assert stiffness.add(3.0, 10.0) == 0.0
    assert stiffness.add(3.0, None) is None
    assert stiffness.add(2.5, 12.0) == 0.0
    stiffness.part()
    assert stiffness.add(2.0, 15.0) == 0.0
