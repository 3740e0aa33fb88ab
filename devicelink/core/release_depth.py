"""Stiffness by depth: what is left of the force once the depth has explained its share.

Tissue pushes back with a power of depth, so a hand's wander moves both together and a give parts
them. The power is learnt from the quick changes of this hold, in which tissue has no time to give.
Guarded by tests/core/test_release_depth.py.
"""

from math import log
from typing import Final

USUAL_POWER: Final = 1.8
"""Of muscle under a tip (1.1-2.2), with what relaxation adds; and how much it counts."""
USUAL_WEIGHT: Final = 2e-4
KEPT: Final = 0.995
"""Of what was learnt, from block to block: half is forgotten in 28 s."""
LARGEST: Final = 0.05
"""A block's change in the logarithm of depth beyond which nothing is learnt."""
LEAST_MM: Final = 0.05


class Stiffness:
    """Fed force and depth five times a second; `value` is its logarithm, from an unknown zero."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """A new hold."""
        self._squares, self._products = USUAL_WEIGHT, USUAL_WEIGHT * USUAL_POWER
        self._last: tuple[float, float] | None = None
        self.value = 0.0

    def part(self) -> None:
        """What comes next does not follow on what came before."""
        self._last = None

    def add(self, log_force: float, depth_mm: float | None) -> float | None:
        """The value after this block; None where the depth is not known."""
        if depth_mm is None or depth_mm < LEAST_MM:
            self._last = None
            return None
        log_depth = log(depth_mm)
        if self._last is not None:
            force, depth = log_force - self._last[0], log_depth - self._last[1]
            if abs(depth) < LARGEST:
                self._squares = KEPT * self._squares + depth * depth
                self._products = KEPT * self._products + depth * force
            self.value += force - self._products / self._squares * depth
        self._last = (log_force, log_depth)
        return self.value
