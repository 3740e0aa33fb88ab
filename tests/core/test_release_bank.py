"""The bank against a dense solve of the same model, and what it finds in made signals."""

import numpy as np
import pytest

from devicelink.core.block import Floats
from devicelink.core.plateau import BLOCK_S
from devicelink.core.release_bank import (
    BEGAN,
    DRIFT_WIDTHS,
    DRIFTS_S,
    LONGEST,
    ORDER,
    RAMP_BLOCKS,
    RECENT,
    TEMPLATES,
    look,
)


def course(seed: int, count: int, drop: float = 0.0, began: int = 20) -> Floats:
    """Logarithms of a force that sags and wanders, and gives `began` blocks before its end."""
    rng = np.random.default_rng(seed)
    t = np.arange(count) * BLOCK_S
    wander, kick = np.zeros(count), rng.standard_normal(count) * 0.004
    for at in range(1, count):
        wander[at] = 0.8 * wander[at - 1] + kick[at]
    give = drop * np.clip((np.arange(count) - (count - began)) / 10.0, 0.0, 1.0)
    values: Floats = 3.0 + 0.1 * np.exp(-t / 6.0) + wander - give
    return values


@pytest.mark.parametrize(("count", "age"), [(25, 0), (120, 40), (LONGEST, 900)])
def test_every_template_has_the_amplitude_of_a_dense_solve(count: int, age: int) -> None:
    """Least squares with the drifts' priors, for a memory and a sigma that are given."""
    values = course(1, count, drop=0.08)
    seen = look(values, age)
    memory = seen.memory
    times = (age + np.arange(count)) * BLOCK_S
    drifts = np.stack([np.ones(count), *(np.exp(-times / tau) for tau in DRIFTS_S)], axis=1)
    white = np.zeros((count - ORDER, count))
    for row in range(count - ORDER):
        white[row, row : row + ORDER + 1] = memory[::-1]
    prior = np.diag(np.append(seen.sigma / np.array(DRIFT_WIDTHS), 0.0))
    for template in (0, 60, 110, 170, 230):
        shape = np.zeros(count)
        size = min(RECENT, count - ORDER)
        shape[count - size :] = -TEMPLATES[template, RECENT - size :]
        columns = np.concatenate((drifts, shape[:, None]), axis=1)
        left = np.concatenate((white @ columns, prior))
        right = np.concatenate((white @ values, np.zeros(len(DRIFT_WIDTHS) + 1)))
        dense = np.linalg.lstsq(left, right, rcond=None)[0][-1]
        if BEGAN[template] <= size - ORDER:  # those begun before are never asked
            assert seen.drop[template] == pytest.approx(dense, rel=0.02, abs=2e-4)


def test_it_finds_the_give_and_its_time() -> None:
    for seed in range(5):
        seen = look(course(seed, 200, drop=0.10), 0)
        best = int(np.argmax(seen.ratio))
        assert seen.ratio[best] > 6.0
        assert BEGAN[best] * BLOCK_S == pytest.approx(4.0, abs=0.8)
        assert seen.drop[best] == pytest.approx(0.10, abs=0.03)
        assert 0 < RAMP_BLOCKS[best] <= 25


def test_a_sag_is_no_give() -> None:
    for seed in range(5):
        assert look(course(seed, 200), 0).ratio.max() < 5.0


def test_a_louder_force_is_the_same() -> None:
    one, other = (look(course(3, 150, 0.05) + shift, 10) for shift in (0.0, 2.0))
    assert other.ratio == pytest.approx(one.ratio, rel=1e-4, abs=1e-4)
    assert other.drop == pytest.approx(one.drop, rel=1e-3, abs=1e-6)
