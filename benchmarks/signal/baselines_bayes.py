"""Bayesian online change point detection (Adams & MacKay 2007), Gaussian, both parameters unknown.

Between changes the values are independent with one mean and one variance, both unknown under a
normal-inverse-gamma prior; a change comes with the same chance at every step. Exact up to runs of
`LONGEST`. Guarded by tests/benchmarks/test_baselines.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import lgamma, log, pi

import numpy as np

from devicelink.core.block import Floats

LONGEST = 300
"""A minute at 5 Hz: longer runs are counted as this one."""
LATE, LATELY = 3, 15
"""A change is judged from 0.6 s to 3 s after it, by the runs of so many blocks."""
BEFORE = 25
"""The level before a change is the mean of the 5 s before it."""


@dataclass(frozen=True, slots=True)
class Prior:
    """What is expected of a level and its noise before a value is seen."""

    noise: float
    """Standard deviation within a run, in units of the values."""
    certain: float = 20.0
    """How many values that is worth."""
    mean: float = 100.0
    spread: float = 10.0
    """Standard deviation of a run's mean about `mean`, in units of `noise`."""


def run_lengths(values: Floats, prior: Prior, hazard: float) -> Iterator[tuple[Floats, Floats]]:
    """For each value in turn: the chance that the present run has 0, 1, 2... values, and its mean.

    Both of shape (longest run + 1,). A run of 0 means that the next value begins a new one; its
    mean is the prior's.
    """
    counts = np.arange(LONGEST + 1)
    kappa = prior.spread**-2 + counts
    alpha = 0.5 * (prior.certain + counts)
    shape = np.array([lgamma(a + 0.5) - lgamma(a) - 0.5 * log(2.0 * a * pi) for a in alpha])
    beta0 = 0.5 * prior.certain * prior.noise**2
    chance, mean, beta = np.ones(1), np.array([prior.mean]), np.array([beta0])
    for value in values:
        n = len(chance)
        off = value - mean
        scale2 = beta * (kappa[:n] + 1.0) / (alpha[:n] * kappa[:n])
        tail = (alpha[:n] + 0.5) * np.log1p(off * off / (2.0 * alpha[:n] * scale2))
        likely = np.log(np.maximum(chance, 1e-300)) + shape[:n] - 0.5 * np.log(scale2) - tail
        weight = np.exp(likely - likely.max())
        weight /= weight.sum()
        chance = np.concatenate(([hazard], (1.0 - hazard) * weight))
        mean = np.concatenate(([prior.mean], mean + off / (kappa[:n] + 1.0)))
        beta = np.concatenate(([beta0], beta + 0.5 * kappa[:n] * off * off / (kappa[:n] + 1.0)))
        if len(chance) > LONGEST + 1:
            chance[-2] += chance[-1]
            chance, mean, beta = chance[:-1], mean[:-1], beta[:-1]
        yield chance, mean


def fell_lately(values: Floats, prior: Prior, hazard: float) -> Floats:
    """Log odds, at each value, of a change to a lower level 3 to 15 values ago; shape (n,)."""
    total = np.concatenate(([0.0], np.cumsum(values)))
    odds = np.full(len(values), -np.inf)
    for now, (chance, mean) in enumerate(run_lengths(values, prior, hazard), start=1):
        runs = np.arange(LATE, min(LATELY, now - LATE) + 1)
        began = now - runs
        first = np.maximum(0, began - BEFORE)
        level = (total[began] - total[first]) / np.maximum(1, began - first)
        fell = np.zeros(len(chance), dtype=np.bool_)
        fell[runs] = mean[runs] < level
        yes, no = float(chance[fell].sum()), float(chance[1:][~fell[1:]].sum())
        odds[now - 1] = log(max(yes, 1e-300)) - log(max(no, 1e-300))
    return odds
