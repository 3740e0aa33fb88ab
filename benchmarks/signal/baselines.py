"""What release is found with elsewhere: simple rules and textbook change detectors, to be beaten.

Each turns the 5 Hz block means of one hold into a score for each block; the first score at or
above a threshold is its alarm. Which of its variants is used, and the threshold, are chosen on the
validation holds by the rule that ours follows too; nothing here ever sees a test hold before that.
Guarded by tests/benchmarks/test_baselines.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from benchmarks.signal.baselines_bayes import Prior, fell_lately
from benchmarks.signal.detector import ReleaseDetector, Scores
from benchmarks.signal.judging import LETTING_GO_S
from benchmarks.signal.truth import HoldTruth, Recording
from devicelink.core.block import Floats

BLOCK_S = 0.2
LISTEN_S = 8.0
"""Nobody may alarm before this age of a hold: tissue and hand settle."""
WARM_S = 4.0
"""What the statistical tests see before they may alarm."""
TIMER_S = 30.0
"""The least that studies of ischaemic compression press for (Gemmell 2008: 30 to 60 s)."""
RATE_S = 3.0
CHANGES_S = 300.0
"""The level is thought to change about once in this time; tenfold more changes little."""
SECOND = round(1.0 / BLOCK_S)


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """One hold from its onset to a second before its end: the mean force of every 0.2 s."""

    age_s: Floats
    """Since the onset, at the end of each block, shape (n,); those without samples are left out."""
    force_n: Floats
    """Newtons, shape (n,)."""


Scorer = Callable[[Blocks], Floats]
"""A score for each block, shape (n,): the higher, the more a give is believed in."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """One row of the table."""

    name: str
    variants: tuple[Scorer, ...]
    """Validation picks one."""
    threshold: float | None = None
    """Where the rule itself fixes it; else validation picks it."""
    offline: bool = False
    """It looks at the whole hold before it speaks: no rival, but a bound."""
    library: str | None = None
    """What must be installed for it (the extra `bench`)."""

    @property
    def detectors(self) -> tuple[ReleaseDetector, ...]:
        """One for each variant."""
        return tuple(Listener(self.name, scorer, self.offline) for scorer in self.variants)


@dataclass(frozen=True, slots=True)
class Listener:
    """One variant of a baseline as the benchmark asks it."""

    name: str
    scorer: Scorer
    offline: bool = False

    def scores(self, recording: Recording, hold: HoldTruth) -> Scores:
        """One evaluation for each block from `LISTEN_S` on; none says when the give began."""
        blocks = blocks_of(recording, hold)
        heard = blocks.age_s >= LISTEN_S
        t_s = hold.onset_s + blocks.age_s[heard]
        return Scores(t_s, self.scorer(blocks)[heard], np.full(len(t_s), np.nan))


def blocks_of(recording: Recording, hold: HoldTruth) -> Blocks:
    """The hold's block means; the letting go at its end is the hand's, and left out."""
    inside = slice(*np.searchsorted(recording.t_s, (hold.onset_s, hold.end_s - LETTING_GO_S)))
    force_n = recording.force_n[inside]
    index = ((recording.t_s[inside] - hold.onset_s) / BLOCK_S + 1e-9).astype(np.int64)
    counts = np.bincount(index)
    there = np.flatnonzero(counts)
    return Blocks(
        np.round((there + 1) * BLOCK_S, 6),
        np.bincount(index, weights=force_n)[there] / counts[there],
    )


def first_alarm(blocks: Blocks, scores: Floats, threshold: float) -> float | None:
    """Age in seconds of the first block, once listening, whose score reaches the threshold."""
    over = np.flatnonzero((scores >= threshold) & (blocks.age_s >= LISTEN_S))
    return float(blocks.age_s[over[0]]) if len(over) else None


def in_percent(blocks: Blocks) -> Floats:
    """Force in percent of the level just before listening begins: the median of 2 s."""
    before = blocks.force_n[_just_before(blocks)]
    level = float(np.median(before)) if len(before) else float("nan")
    percent: Floats = 100.0 * blocks.force_n / level
    return percent


def in_noise(blocks: Blocks) -> Floats:
    """Force in standard deviations of its own steps in the seconds before listening begins."""
    percent = in_percent(blocks)
    steps = np.diff(percent[(blocks.age_s >= WARM_S / 2) & (blocks.age_s < LISTEN_S)])
    sigma = 1.4826 * float(np.median(np.abs(steps))) / np.sqrt(2.0) if len(steps) else 1.0
    noise: Floats = (percent - 100.0) / max(sigma, 0.02)
    return noise


def warm(blocks: Blocks) -> int:
    """Index of the first block that the statistical tests are fed."""
    return int(np.searchsorted(blocks.age_s, LISTEN_S - WARM_S))


def timer(blocks: Blocks) -> Floats:
    """The age itself."""
    return blocks.age_s


def drop(blocks: Blocks, *, follows: bool) -> Floats:
    """Percent by which the last second lies below the reference level.

    The reference is the level when listening began, or follows as the median of all since.
    """
    percent, scores = in_percent(blocks), np.full(len(blocks.age_s), -np.inf)
    start = int(np.searchsorted(blocks.age_s, LISTEN_S - 2.0))
    for now in range(start + 2 * SECOND, len(percent)):
        reference = float(np.median(percent[start : now - SECOND])) if follows else 100.0
        scores[now] = reference - float(percent[now - SECOND + 1 : now + 1].mean())
    return scores


def rate(blocks: Blocks) -> Floats:
    """Percent lost over the last 3 s, between means of a second."""
    percent, scores = in_percent(blocks), np.full(len(blocks.age_s), -np.inf)
    back = round(RATE_S / BLOCK_S)
    if len(percent) < back + SECOND:
        return scores
    total = np.concatenate(([0.0], np.cumsum(percent)))
    means = (total[SECOND:] - total[:-SECOND]) / SECOND
    scores[SECOND - 1 + back :] = means[:-back] - means[back:]
    return scores


def bayes(blocks: Blocks, *, prior: Prior) -> Floats:
    """Log odds that the level fell within the last 3 s (Adams & MacKay 2007)."""
    start = warm(blocks)
    scores = np.full(len(blocks.age_s), -np.inf)
    scores[start:] = fell_lately(in_percent(blocks)[start:], prior, BLOCK_S / CHANGES_S)
    return scores


def _just_before(blocks: Blocks) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return (blocks.age_s >= LISTEN_S - 2.0) & (blocks.age_s < LISTEN_S)


SIMPLE: tuple[Baseline, ...] = (
    Baseline("timer 30 s", (timer,), threshold=TIMER_S),
    Baseline("drop from reference", (partial(drop, follows=False), partial(drop, follows=True))),
    Baseline("drop in 3 s", (rate,)),
    Baseline(
        "Bayesian online change point",
        tuple(partial(bayes, prior=Prior(noise=noise)) for noise in (0.6, 1.2, 2.4)),
    ),
)
