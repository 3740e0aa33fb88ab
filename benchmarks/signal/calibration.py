"""Whether a probability means what it says: Brier skill, calibration error, declared events.

Calibration at evaluations flatters (hardly any lies within a release), so what was declared is held
against the truth as well. Pure. Guarded by tests/benchmarks/test_metrics.py.
"""

from dataclasses import dataclass

import numpy as np

from benchmarks.signal.bootstrap import Drawn, Figure, figure, ratio
from benchmarks.signal.judging import Judged
from devicelink.core.events import Verdict

BINS = 15
EVENT_BINS = ((0.5, 0.65), (0.65, 0.8), (0.8, 1.001))
DECLARED = (Verdict.RELEASE_LIKELY, Verdict.RELEASE_POSSIBLE)
COUNT, CHANCE, GIVEN, SQUARED = range(4)


@dataclass(frozen=True, slots=True)
class Bin:
    """Probabilities between two limits: how many, their mean, and how often it was so."""

    count: int
    said: float
    was: float


class Calibration:
    """Of all evaluations of all holds, in bins that hold equally many of them."""

    def __init__(self, holds: list[Judged]) -> None:
        everything = np.concatenate([hold.p for hold in holds] or [np.empty(0)])
        inner = np.quantile(everything, np.arange(1, BINS) / BINS) if len(everything) else []
        edges = np.unique(np.asarray(inner, dtype=np.float64))
        self._sums = np.zeros((len(holds), len(edges) + 1, 4))
        """Hold by hold and bin by bin: evaluations, sum of p, releases, sum of squared errors."""
        for hold, sums in zip(holds, self._sums, strict=True):
            inside = np.searchsorted(edges, hold.p, side="right")
            columns = (np.ones_like(hold.p), hold.p, hold.given, (hold.p - hold.given) ** 2)
            for column, values in enumerate(columns):
                sums[:, column] = np.bincount(inside, weights=values, minlength=len(edges) + 1)

    def bins(self) -> tuple[Bin, ...]:
        """The calibration curve."""
        total = self._sums.sum(axis=0)
        return tuple(
            Bin(int(row[COUNT]), float(row[CHANCE] / row[COUNT]), float(row[GIVEN] / row[COUNT]))
            for row in total
            if row[COUNT]
        )

    def error(self) -> Figure:
        """Expected calibration error: mean distance of said from was, over the bins."""

        def of(drawn: Drawn) -> float:
            total = self._sums[drawn].sum(axis=0)
            apart = np.abs(total[:, CHANCE] - total[:, GIVEN]).sum()
            return float(apart / total[:, COUNT].sum()) if total[:, COUNT].sum() else float("nan")

        return figure(len(self._sums), of)

    def skill(self) -> Figure:
        """1 less Brier's score over that of always saying the base rate."""

        def of(drawn: Drawn) -> float:
            count, _, given, squared = self._sums[drawn].sum(axis=(0, 1))
            rate = given / count if count else 0.0
            spread = count * rate * (1.0 - rate)
            return float(1.0 - squared / spread) if spread > 0.0 else float("nan")

        return figure(len(self._sums), of)


def declared_gap(holds: list[Judged]) -> Figure:
    """Of the releases declared: mean probability less the share that were right."""
    said = [hold for hold in holds if hold.verdict in DECLARED]
    return ratio([hold.verdict_p - hold.verdict_right for hold in said], [1.0] * len(said))


def declared_bins(holds: list[Judged]) -> tuple[Bin, ...]:
    """The reliability of declared releases, in `EVENT_BINS`."""
    said = [hold for hold in holds if hold.verdict in DECLARED]
    bins = []
    for low, high in EVENT_BINS:
        inside = [hold for hold in said if low <= hold.verdict_p < high]
        if inside:
            mean_p = float(np.mean([hold.verdict_p for hold in inside]))
            bins.append(Bin(len(inside), mean_p, float(np.mean([h.verdict_right for h in inside]))))
    return tuple(bins)


def share_of(holds: list[Judged], verdict: Verdict) -> Figure:
    """How many holds got this verdict."""
    return ratio([float(hold.verdict is verdict) for hold in holds], [1.0] * len(holds))
