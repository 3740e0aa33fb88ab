"""How well releases were told: the first-alarm rule, thresholds from validation, what follows.

An alarm is right if it is the hold's first and lies between half a second before the release and
6 s after its end. The threshold is chosen on validation holds alone: the best F1 at so few false
alarms that `BUDGET_PER_HOUR` of hold is kept by a standard error. Pure. Guarded by
tests/benchmarks/test_metrics.py.
"""

from dataclasses import dataclass

import numpy as np

from benchmarks.signal.bootstrap import Drawn, Figure, figure, percentile, ratio
from benchmarks.signal.detector import Scores
from benchmarks.signal.truth import HoldTruth, Observability, ReleaseTruth
from devicelink.core.block import Floats
from devicelink.core.events import Verdict

EARLY_S, LATE_S = 0.5, 6.0
LETTING_GO_S = 1.0
"""The last of a hold: nobody is judged by it, as its fall is the hand's."""
BUDGET_PER_HOUR = 6.0
NEVER = float("inf")


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """One hold with what one detector said of it; only scores that beat all before are kept.

    `t_s`, `score`, `since_s` of shape (records,), both first rising. `p`, `given`: for every
    evaluation, whether or not a record, its probability and whether a release was under way or just
    over (empty where the detector gives no probabilities).
    """

    hours: float
    release: ReleaseTruth | None
    observability: Observability | None
    t_s: Floats
    score: Floats
    since_s: Floats
    p: Floats
    given: Floats
    verdict: Verdict | None
    verdict_p: float
    verdict_right: bool

    def alarm(self, threshold: float) -> int | None:
        """The record that is the first alarm at this threshold."""
        at = int(np.searchsorted(self.score, threshold))
        return at if at < len(self.score) else None


def right(release: ReleaseTruth | None, t_s: float) -> bool:
    """Whether an alarm then is due to the release."""
    if release is None:
        return False
    return release.t_s - EARLY_S <= t_s <= release.t_s + release.duration_s + LATE_S


def judged(hold: HoldTruth, scores: Scores) -> Judged:
    """Keep of one hold's evaluations what the metrics need."""
    usable = ~np.isnan(scores.score) & (scores.t_s <= hold.end_s - LETTING_GO_S)
    t_s, score, since_s = (column[usable] for column in (scores.t_s, scores.score, scores.since_s))
    best = np.maximum.accumulate(score) if len(score) else score
    record = np.concatenate(([True], best[1:] > best[:-1])) if len(score) else usable[:0]
    record &= score > -np.inf
    given = np.array([right(hold.release, float(t)) for t in t_s]) if scores.probable else t_s[:0]
    said = scores.verdict
    return Judged(
        hours=(hold.end_s - hold.onset_s) / 3600.0,
        release=hold.release,
        observability=hold.observability,
        t_s=t_s[record],
        score=score[record],
        since_s=since_s[record],
        p=score if scores.probable else score[:0],
        given=given.astype(np.float64),
        verdict=None if said is None else said.verdict,
        verdict_p=float("nan") if said is None else said.p,
        verdict_right=said is not None and said.t_s is not None and right(hold.release, said.t_s),
    )


def choose(holds: list[Judged], budget_per_hour: float = BUDGET_PER_HOUR) -> float:
    """The threshold with the best F1 within the budget of false alarms; `NEVER` if none is.

    Other holds have other counts: n alarms, which scatter by the root of n (Poisson), are within
    it if n and that are. Every score of every hold is tried: between its records a hold's first
    alarm stays the same.
    """
    levels = np.unique(np.concatenate([hold.score for hold in holds] or [np.empty(0)]))
    if not len(levels):
        return NEVER
    hits, false = np.zeros((2, len(levels) + 1))
    for hold in holds:
        ends = np.searchsorted(levels, hold.score, side="right")
        for first, last, t_s in zip([0, *ends][:-1], ends, hold.t_s, strict=True):
            counted = hits if right(hold.release, float(t_s)) else false
            counted[first] += 1.0
            counted[last] -= 1.0
    hits, false = np.cumsum(hits)[:-1], np.cumsum(false)[:-1]
    releases = sum(hold.release is not None for hold in holds)
    f1 = 2.0 * hits / np.maximum(1.0, hits + false + releases)
    f1[false + np.sqrt(false) > budget_per_hour * sum(hold.hours for hold in holds)] = -1.0
    best = int(np.argmax(f1))
    return float(levels[best]) if f1[best] > 0.0 else NEVER


@dataclass(slots=True)
class ReleaseScore:
    """Test holds of one detector at the threshold that validation chose."""

    holds: list[Judged]
    threshold: float

    def _alarms(self) -> list[int | None]:
        return [hold.alarm(self.threshold) for hold in self.holds]

    def _right(self) -> list[bool]:
        return [
            at is not None and right(hold.release, float(hold.t_s[at]))
            for hold, at in zip(self.holds, self._alarms(), strict=True)
        ]

    def plain_f1(self) -> float:
        """F1 without its interval."""
        hits, both = map(sum, self.counts())
        return hits / max(1.0, both)

    def counts(self) -> tuple[list[float], list[float]]:
        """Hold by hold: twice the right alarms, and alarms and releases together."""
        both = [
            float(hold.release is not None) + float(at is not None)
            for hold, at in zip(self.holds, self._alarms(), strict=True)
        ]
        return [2.0 * hit for hit in self._right()], both

    def f1(self) -> Figure:
        """2 right / (alarms + releases)."""
        return ratio(*self.counts())

    def gain(self, other: "ReleaseScore") -> Figure:
        """Its F1 less that of `other`, which scored the same hands hold by hold."""
        pool = np.array([self.counts(), other.counts()])

        def of(drawn: Drawn) -> float:
            hits, both = pool[:, :, drawn].sum(axis=2).T
            mine, theirs = hits / np.maximum(both, 1.0)
            return float(mine - theirs)

        return figure(len(self.holds), of)

    def precision(self) -> Figure:
        """Right alarms of all alarms."""
        return ratio([float(hit) for hit in self._right()],
                     [float(at is not None) for at in self._alarms()])  # fmt: skip

    def recall(self, only: Observability | None = None) -> Figure:
        """Releases that were told, of all or of one class."""
        mine = [
            float(hold.release is not None and (only is None or hold.observability is only))
            for hold in self.holds
        ]
        return ratio([hit * m for hit, m in zip(self._right(), mine, strict=True)], mine)

    def false_per_hour(self) -> Figure:
        """Alarms that are not right, an hour of hold."""
        false = [
            float(at is not None and not hit)
            for at, hit in zip(self._alarms(), self._right(), strict=True)
        ]
        return ratio(false, [hold.hours for hold in self.holds])

    def latency_s(self, share: float) -> Figure:
        """From the start of a release to its right alarm."""
        return percentile([t_s - release.t_s for release, t_s, _ in self._told()], share)

    def onset_error_s(self, share: float = 50.0) -> Figure:
        """Between when the give is said to have begun and when it did."""
        errors = [abs(since - release.t_s) for release, _, since in self._told()]
        return percentile([error for error in errors if not np.isnan(error)], share)

    def _told(self) -> list[tuple[ReleaseTruth, float, float]]:
        told = []
        for hold, at, hit in zip(self.holds, self._alarms(), self._right(), strict=True):
            if hit and at is not None and hold.release is not None:
                told.append((hold.release, float(hold.t_s[at]), float(hold.since_s[at])))
        return told

    def auc(self) -> Figure:
        """Chance that a hold with a release has a higher top score than one without."""
        top = np.array([hold.score[-1] if len(hold.score) else -np.inf for hold in self.holds])
        given = np.array([hold.release is not None for hold in self.holds])
        _, rank = np.unique(top, return_inverse=True)

        def of(drawn: Drawn) -> float:
            return area(rank[drawn].astype(np.float64), given[drawn])

        return figure(len(self.holds), of, draws=300)


def area(score: Floats, given: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> float:
    """Area under the ROC curve, ties counted half; NaN where one side is empty."""
    yes, no = int(given.sum()), int((~given).sum())
    if not yes or not no:
        return float("nan")
    _, where, counts = np.unique(score, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - (counts - 1) / 2.0
    return float((middle[where][given].sum() - yes * (yes + 1) / 2.0) / (yes * no))
