"""How a fall of the force began: at once, as when something slides, or smoothly, as a hand lets go.

A hand that lets go gathers speed (least jerk: Flash & Hogan 1985); a slip has its full speed from
its first moment. Pure functions of arrays; nothing here knows what was decided. Guarded by
tests/core/test_falls.py.
"""

from dataclasses import dataclass

import numpy as np

from devicelink.core.block import Floats

POWERS = np.array([1.0, 2.0, 3.0])[:, None, None]
"""Courses of a fall over time: the first begins at once, the others smoothly."""
STARTS_S = np.arange(0.03, 0.36, 0.015)
"""How long ago the fall may have begun."""
LEAST_SAMPLES = 12
SPAN_S, SUDDEN_S = 0.15, 0.12

LETTING_GO_S = 2.0
"""A slip is made good within about this; what ends the hold sooner, and lower, was no slip."""
BEFORE_S, FALL_S = 0.3, 0.35


@dataclass(frozen=True, slots=True)
class Course:
    """`abruptness`: what a fall that began at once leaves unexplained, over what the best smooth
    one does; below 1 it began at once. `age_s`: how long ago that was; `fallen_n`: how far since.
    """

    abruptness: float
    age_s: float
    fallen_n: float


def course(t_s: Floats, force_n: Floats) -> Course | None:
    """Of a fall under way at the end of these samples, shape (n,); None where they are too few."""
    if len(t_s) < LEAST_SAMPLES:
        return None
    since_s = np.maximum(t_s - (t_s[-1] - STARTS_S[:, None]), 0.0)
    fallen = (since_s / STARTS_S[:, None]) ** POWERS
    fallen -= fallen.mean(axis=2, keepdims=True)
    force = force_n - force_n.mean()
    shared = fallen @ force
    size = np.square(fallen).sum(axis=2)
    left = np.where(shared < 0.0, -(shared**2) / size, np.inf)
    best = left.min(axis=1) + float(force @ force)
    smooth = float(best[1:].min())
    if not (np.isfinite(best[0]) and smooth > 0.0):
        return None
    start = int(left[0].argmin())
    fallen_n = -float(shared[0, start] / size[0, start])
    return Course(float(best[0]) / smooth, float(STARTS_S[start]), fallen_n)


def unrest_n(t_s: Floats, force_n: Floats) -> float:
    """How far the force falls within `SPAN_S`, but for a fifth of the time. Shape (n,) each.

    So a slip or two do not make a hand restless, nor does pressing harder; rubbing and a wavering
    grip do.
    """
    first = int(np.searchsorted(t_s, t_s[0] + SPAN_S)) if len(t_s) else 0
    if len(t_s) - first < 3:
        return 0.0
    before = np.interp(t_s[first:] - SPAN_S, t_s, force_n)
    return float(np.percentile(np.maximum(before - force_n[first:], 0.0), 80.0))


def sudden_n(t_s: Floats, force_n: Floats) -> tuple[float, float]:
    """How far the force fell within `SUDDEN_S` and a sample, and from top to bottom. Shape (n,).

    However sudden, a fall may look longer by the time between two samples. n >= 2.
    """
    apart_s = float(np.median(np.diff(t_s)))
    before = np.interp(t_s - SUDDEN_S - apart_s, t_s, force_n)
    bottom = int(force_n.argmin())
    whole_n = float(force_n[: bottom + 1].max() - force_n[bottom])
    return float((before - force_n).max()), whole_n


def went_on(t_s: Floats, force_n: Floats, from_s: float, end_s: float) -> bool:
    """Whether a fall was the first part of letting go: the hold ended soon and it never came back.

    `from_s` is when it began, shape (n,) the hold's samples, which end at `end_s` or later.
    """
    if end_s - from_s > LETTING_GO_S:
        return False
    before_n = force_n[(t_s > from_s - BEFORE_S) & (t_s <= from_s)]
    t_s, after_n = t_s[t_s > from_s], force_n[(t_s > from_s)]
    fall_n = after_n[t_s <= from_s + FALL_S]
    if not (len(before_n) and len(fall_n)):
        return True
    low = int(fall_n.argmin())
    back_n = 0.5 * (float(np.median(before_n)) + float(fall_n[low]))
    return bool((after_n[low:][t_s[low:] <= end_s] < back_n).all())
