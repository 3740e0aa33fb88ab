"""Seeded draws: where every random number of the simulated world comes from.

Nothing here reads entropy or a clock: the same seed gives the same world, number for number.
Guarded by tests/simulator/test_physics.py.
"""

import math
from typing import Final

import numpy as np
import numpy.typing as npt

_BLOCK: Final = 4096


def generator(seed: int, *branch: int) -> np.random.Generator:
    """An independent generator for each branch (hand, sensor, third hold, ...) of one seed."""
    return np.random.default_rng([seed, *branch])


def log_uniform(rng: np.random.Generator, low: float, high: float) -> float:
    """A number whose logarithm is uniform between those of `low` and `high`."""
    return math.exp(rng.uniform(math.log(low), math.log(high)))


class Normals:
    """An endless row of standard normal numbers, drawn in blocks as single draws are slow."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._block: list[float] = []

    def next(self) -> float:
        if not self._block:
            drawn: npt.NDArray[np.float64] = self._rng.standard_normal(_BLOCK)
            self._block = drawn[::-1].tolist()
        return self._block.pop()
