"""What is measured of a hold once it is over, from its own samples.

Means are means over time, so missing samples weigh nothing and gaps are left out. Pure functions of
arrays. Guarded by tests/core/test_metrics.py.
"""

from dataclasses import dataclass

import numpy as np

from devicelink.core.block import GAP_S, Floats

STEADY_SHARE = 0.80
"""The steady part lies between the first and the last time the force is above this share."""
LOAD_SHARES, UNLOAD_SHARES = (0.10, 0.90), (0.80, 0.30)
"""Shares of the plateau between which loading and unloading rates are taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """Of one hold; names as in events.HoldEnded."""

    mean_n: float
    median_n: float
    peak_n: float
    cv: float
    impulse_ns: float
    load_rate_n_s: float
    unload_rate_n_s: float
    gap_s: float


def measure(t_s: Floats, force_n: Floats, end_s: float, base_n: float) -> Metrics:
    """Of samples from onset until the end was decided, shape (n,), n >= 2; it ends at `end_s`.

    `base_n` is the force at rest: shares of the plateau are counted from it.
    """
    inside = t_s <= end_s
    t, force = t_s[inside], force_n[inside]
    steps = np.diff(t)
    there = steps <= GAP_S
    impulse = float((0.5 * (force[1:] + force[:-1]) * steps)[there].sum())
    lasted = float(steps[there].sum())
    median = float(np.median(force))
    rise = median - base_n
    return Metrics(
        mean_n=impulse / lasted if lasted > 0.0 else median,
        median_n=median,
        peak_n=float(force.max()),
        cv=steadiness(*_steady(t, force, base_n + STEADY_SHARE * rise)),
        impulse_ns=impulse,
        load_rate_n_s=_rate(t, force, [base_n + share * rise for share in LOAD_SHARES]),
        unload_rate_n_s=_rate(
            -t_s[::-1], force_n[::-1], [base_n + share * rise for share in UNLOAD_SHARES[::-1]]
        ),
        gap_s=float(steps[~there].sum()),
    )


def steadiness(t_s: Floats, force_n: Floats) -> float:
    """Standard deviation over mean, a straight line taken away; 0 for fewer than 3 samples."""
    if len(t_s) < 3:
        return 0.0
    t, force = t_s - t_s.mean(), force_n - force_n.mean()
    slope = float((t * force).sum() / (t * t).sum())
    spread = float(np.sqrt(np.square(force - slope * t).mean()))
    mean = abs(float(force_n.mean()))
    return spread / mean if mean > 0.0 else 0.0


def _steady(t_s: Floats, force_n: Floats, level: float) -> tuple[Floats, Floats]:
    above = np.flatnonzero(force_n >= level)
    return t_s[above[0] : above[-1] + 1], force_n[above[0] : above[-1] + 1]


def _rate(t_s: Floats, force_n: Floats, levels: list[float]) -> float:
    """Newtons a second from the last time below the first level to the first above the second."""
    high = int(np.argmax(force_n >= levels[1]))
    below = np.flatnonzero(force_n[: high + 1] <= levels[0])
    low = int(below[-1]) if len(below) else 0
    took = float(t_s[high] - t_s[low])
    return float(force_n[high] - force_n[low]) / took if took > 0.0 else 0.0
