"""Calibration of the release estimator, on validation holds alone: curves, what stays unseen, pain.

Pure. Guarded by tests/benchmarks/test_training.py.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from benchmarks.signal.judging import right
from benchmarks.signal.truth import ReleaseTruth
from devicelink.core.block import Floats
from devicelink.core.release_model import Curve
from devicelink.core.release_verdict import LIKELY, POSSIBLE, SAME_GIVE_S

KNOTS = 24
MOST = 3.0
"""Log-odds that a pain number may speak for: how people answer is assumed, not measured."""
STEADY = 2.0
"""Looks of each kind that a bin is thought to hold besides its own: no bin says 0 or 1."""


def curve(log_odds: Floats, given: Floats, knots: int = KNOTS) -> Curve:
    """A rising curve through bins that hold equally many gives, pooled where they do not rise."""
    order = np.argsort(log_odds, kind="stable")
    z, y = log_odds[order], given[order]
    mass = np.cumsum(y) + 0.02 * np.arange(len(y))
    edges = np.searchsorted(mass, np.linspace(0.0, mass[-1], knots + 1)[1:-1])
    edges = np.unique(np.concatenate(([0], edges, [len(z)])))
    rate = float(y.mean())
    blocks = [
        (float(last - first), float(y[first:last].sum()), float(z[first:last].sum()))
        for first, last in pairwise(edges.tolist())
    ]
    pooled: list[tuple[float, float, float]] = []
    for block in blocks:
        pooled.append(block)
        while len(pooled) > 1 and _p(pooled[-2], rate) >= _p(pooled[-1], rate):
            last, before = pooled.pop(), pooled.pop()
            pooled.append((before[0] + last[0], before[1] + last[1], before[2] + last[2]))
    at = np.array([block[2] / block[0] for block in pooled])
    p = np.array([_p(block, rate) for block in pooled])
    return _stretched(at, p, float(z[0]), float(z[-1]))


def _p(block: tuple[float, float, float], rate: float) -> float:
    return (block[1] + STEADY * rate) / (block[0] + STEADY)


def _stretched(at: Floats, p: Floats, lowest: float, highest: float) -> Curve:
    """With ends that go on rising a little, so that the strongest evidence still ranks highest."""
    if len(at) < 2:
        at, p = np.array([lowest, highest]), np.array([p[0] * 0.99, p[0]])
    low, high = p[0] * 0.5, p[-1] + (1.0 - p[-1]) * 0.5
    at = np.concatenate(([min(lowest, at[0] - 1.0)], at, [max(highest, at[-1] + 1.0)]))
    return Curve(at.round(4), np.concatenate(([low], p, [high])).round(5))


def seen_curve(
    looks: Sequence[tuple[Floats, Floats, Floats]], releases: Sequence[ReleaseTruth | None]
) -> Curve:
    """Of a hold's highest look: whether what is then declared is right.

    `looks` holds times, beginnings of the likeliest give and log-odds of each hold. When it is
    declared depends on the curve itself, so it is found in three rounds.
    """
    peaks = np.array([float(z.max()) for _, _, z in looks])
    declared = np.array([float(t_s[z.argmax()]) for t_s, _, z in looks])
    found = None
    for _ in range(3):
        good = [right(release, t) for release, t in zip(releases, declared, strict=True)]
        found = curve(peaks, np.array(good, dtype=np.float64), 16)
        declared = np.array([_declared(one, found) for one in looks])
    assert found is not None
    return found


def _declared(look: tuple[Floats, Floats, Floats], seen: Curve) -> float:
    t_s, since_s, z = look
    peak = int(z.argmax())
    p = seen(float(z[peak]))
    if p < POSSIBLE:
        return float(t_s[peak])
    same = np.abs(since_s - since_s[peak]) <= SAME_GIVE_S
    enough = np.interp(z, seen.at, seen.p) >= (LIKELY if p >= LIKELY else POSSIBLE)
    return float(t_s[np.flatnonzero(same & enough)[0]])


def logistic(rows: Floats, given: Floats) -> Floats:
    """Weights (k,) of a logistic regression on rows (n, k), lightly held to zero: Newton's way."""
    weights = np.zeros(rows.shape[1])
    for _ in range(30):
        p = 1.0 / (1.0 + np.exp(-np.clip(rows @ weights, -30.0, 30.0)))
        slope = rows.T @ (p - given) + 1e-2 * weights
        bend = (rows * (p * (1.0 - p))[:, None]).T @ rows + 1e-2 * np.eye(len(weights))
        weights = weights - np.linalg.solve(bend, slope)
    return weights


def pain_terms(falls: Sequence[int], gave: Sequence[bool]) -> tuple[float, ...]:
    """Log-odds for a fall of 0, 1, 2, .. by counting; one more of each than there were."""
    count = max(falls) + 1
    yes, no = np.ones((2, count))
    for fall, was in zip(falls, gave, strict=True):
        (yes if was else no)[max(0, fall)] += 1.0
    terms = np.log(yes / yes.sum()) - np.log(no / no.sum())
    terms = np.clip(terms, -MOST, MOST)
    return tuple(float(term) for term in terms.round(3))
