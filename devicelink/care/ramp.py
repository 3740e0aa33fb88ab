"""One press from contact on: how fast it rises now, and how fast and straight it rose.

Guarded by tests/care/test_ramp.py.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

LATELY_S: Final = 0.5
"""A pace is judged over so long: shorter, and a tremor is one."""
FROM_SHARE: Final = 0.2
"""The fit begins at this share of the peak: before that skin and slack give way."""
PACE: Final = (0.5, 1.5)
"""Of the wanted rate: in here the pace is good (proposal)."""
FEWEST: Final = 5


@dataclass(slots=True)
class Ramp:
    """Grows sample by sample; seconds and newtons."""

    t_s: list[float] = field(default_factory=list)
    force_n: list[float] = field(default_factory=list)

    def add(self, t_s: float, force_n: float) -> None:
        """One sample more."""
        self.t_s.append(t_s)
        self.force_n.append(force_n)

    @property
    def peak_n(self) -> float:
        """The highest so far."""
        return max(self.force_n, default=0.0)

    def until(self, t_s: float) -> "Ramp":
        """The part up to a moment, that included."""
        count = int(np.searchsorted(self.t_s, t_s, side="right"))
        return Ramp(self.t_s[:count], self.force_n[:count])

    def at(self, t_s: float) -> float:
        """The force at a moment: the middle one of the reading then and those beside it, so that a
        single wild one is no result. Raises IndexError before the first."""
        last = int(np.searchsorted(self.t_s, t_s, side="right")) - 1
        if last < 0:
            raise IndexError(f"no reading up to {t_s} s")
        beside = self.force_n[max(0, last - 1) : last + 2]
        return sorted(beside)[1] if len(beside) == 3 else self.force_n[last]

    def rate_now(self) -> float | None:
        """N/s over the last half second; None while there is less than half of that."""
        if not self.t_s:
            return None
        first = np.searchsorted(self.t_s, self.t_s[-1] - LATELY_S)
        span_s = self.t_s[-1] - self.t_s[first]
        if span_s < LATELY_S / 2:
            return None
        return (self.force_n[-1] - self.force_n[first]) / span_s

    def fit(self) -> tuple[float | None, float | None]:
        """Slope in N/s and how straight (R squared) of the rise; None for too few samples."""
        force = np.array(self.force_n)
        inside = np.flatnonzero(force >= FROM_SHARE * self.peak_n)
        if len(inside) < FEWEST:
            return None, None
        t_s, force = np.array(self.t_s)[inside[0] :], force[inside[0] :]
        t_s = t_s - t_s.mean()
        spread = float(t_s @ t_s)
        total = float(((force - force.mean()) ** 2).sum())
        if spread <= 0 or total <= 0:
            return None, None
        slope = float(t_s @ force) / spread
        return slope, slope**2 * spread / total


def pace(rate_n_s: float, wanted_n_s: float) -> str:
    """Slow, good or fast."""
    low, high = PACE
    if rate_n_s < low * wanted_n_s:
        return "slow"
    return "good" if rate_n_s <= high * wanted_n_s else "fast"
