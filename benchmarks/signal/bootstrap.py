"""How sure a figure is: 95 % bootstrap intervals, holds or sessions drawn anew as wholes.

Pure and seeded: the same results give the same interval. Guarded by
tests/benchmarks/test_metrics.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

DRAWS = 1000
SEED = 20_240_501
Drawn: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its 95 % interval and the number of units (holds, sessions) behind it.

    NaN where there was nothing to measure.
    """

    value: float
    low: float
    high: float
    units: int

    def __str__(self) -> str:
        return f"{self.value:.3g} [{self.low:.3g}, {self.high:.3g}]"


def figure(units: int, statistic: Callable[[Drawn], float], draws: int = DRAWS) -> Figure:
    """The statistic of all units, with its interval; it is given which of them to use."""
    everything = np.arange(units, dtype=np.int64)
    value = statistic(everything) if units else float("nan")
    if not units or np.isnan(value):
        return Figure(float("nan"), float("nan"), float("nan"), units)
    rng = np.random.default_rng(SEED)
    found = [statistic(rng.integers(0, units, units)) for _ in range(draws)]
    low, high = np.nanpercentile(found, (2.5, 97.5))
    return Figure(float(value), float(low), float(high), units)


def percentile(values: list[float], share: float) -> Figure:
    """A percentile of single values, each its own unit."""
    pool = np.array(values, dtype=np.float64)
    return figure(len(pool), lambda drawn: float(np.percentile(pool[drawn], share)))


def ratio(above: list[float], below: list[float]) -> Figure:
    """Sum over sum, unit by unit; NaN where there is nothing below."""
    pool = np.array([above, below], dtype=np.float64)

    def of(drawn: Drawn) -> float:
        top, bottom = pool[:, drawn].sum(axis=1)
        return float(top / bottom) if bottom > 0.0 else float("nan")

    return figure(pool.shape[1], of)
