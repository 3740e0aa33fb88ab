"""Calibrating moves on by itself: still with nothing on it, then still with the mass on it."""

from collections.abc import Iterator

import numpy as np
import pytest

from devicelink.core.block import Block
from devicelink.errors import CalibrationError
from devicelink.session.weighing import Stage, Weighing


def signal(*parts: tuple[float, float, float], rate_hz: float = 100.0) -> Block:
    """Parts of seconds, newtons and noise, one after the other."""
    rng = np.random.default_rng(3)
    forces = [
        mean_n + noise_n * rng.standard_normal(round(seconds * rate_hz))
        for seconds, mean_n, noise_n in parts
    ]
    force_n = np.concatenate(forces)
    return Block.of(np.arange(len(force_n)) / rate_hz, force_n)


def cut(block: Block, n: int) -> Iterator[Block]:
    for start in range(0, len(block), n):
        yield block.part(slice(start, start + n))


@pytest.mark.parametrize("n", [1, 7, 100])
def test_two_stages_each_when_it_is_still(n: int) -> None:
    weighing = Weighing(2.0)
    told = signal((3, 0.5, 1.0), (7, 0.1, 0.02), (2, 10.0, 5.0), (7, 20.7, 0.02))
    ends = [float(block.t_s[-1]) for block in cut(told, n) if weighing.add(block)]
    assert weighing.stage is Stage.DONE
    assert 7.7 < ends[0] < 9.6
    assert 16.7 < ends[1] < 18.6
    assert weighing.empty is not None
    assert weighing.empty.mean_n == pytest.approx(0.1, abs=0.02)
    assert weighing.fit is not None
    assert weighing.fit.slope == pytest.approx(2 * 9.80665 / 20.6, rel=0.002)


def test_a_check_needs_no_mass() -> None:
    weighing = Weighing(None)
    assert [weighing.add(block) for block in cut(signal((8, -0.3, 0.05)), 50)].count(True) == 1
    assert weighing.stage is Stage.DONE
    assert weighing.fit is None


def test_what_stands_in_the_way_can_be_said() -> None:
    weighing = Weighing(2.0)
    assert not any(weighing.add(block) for block in cut(signal((8, 0.0, 0.5)), 10))
    assert "not still" in str(weighing.last)
    for block in cut(signal((20, 0.0, 0.02)), 10):
        weighing.add(Block.of(block.t_s + 10.0, block.force_n))
    assert weighing.stage is Stage.LOADED
    assert "Nothing was laid on it" in str(weighing.last)


def test_a_slope_that_will_not_do_is_raised() -> None:
    weighing = Weighing(2.0)
    blocks = cut(signal((7, 0.0, 0.02), (8, 2.0, 0.02)), 10)
    with pytest.raises(CalibrationError, match="too far off"):
        any(weighing.add(block) and weighing.stage is Stage.DONE for block in blocks)


def test_a_slow_device_is_given_longer() -> None:
    weighing = Weighing(None)
    for block in cut(signal((12, 0.0, 0.01), rate_hz=2.0), 1):
        weighing.add(block)
    assert weighing.stage is Stage.DONE
