"""The present moment, read off the pipeline at a tick. It never changes what the core concludes.

Guarded by tests/core/test_snapshot.py.
"""

from dataclasses import dataclass

from devicelink.core.block import Floats
from devicelink.core.filters import one_euro
from devicelink.core.metrics import steadiness

LIVE_S = 0.5
"""No number older than this is given as live."""
SHOWN_S, SLOPE_S, STEADY_S = 1.0, 0.25, 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The newest the core knows. `force_n` is None where the newest sample is older than 0.5 s.

    `at_s` is when that sample was taken, on the samples' own time line. `force_n` is smoothed for
    the eye, `slope_n_s` taken over the last 0.25 s, `steadiness_pct` is
    the detrended spread over the mean of the last 2 s in contact (None out of contact). `in_zone_s`
    and `contact_s` belong to the contact under way, gaps left out.
    """

    force_n: float | None
    slope_n_s: float
    in_contact: bool
    in_zone: bool
    in_zone_s: float
    contact_s: float
    steadiness_pct: float | None
    at_s: float | None = None


def shown_n(t_s: Floats, force_n: Floats) -> float:
    """The number for the display, from the last seconds of samples, shape (n,), n >= 1."""
    lately = t_s >= t_s[-1] - SHOWN_S
    return one_euro(t_s[lately], force_n[lately])


def slope_n_s(t_s: Floats, force_n: Floats) -> float:
    """The slope of a straight line through the last 0.25 s; 0 for fewer than 2 samples."""
    lately = t_s >= t_s[-1] - max(SLOPE_S, 2.5 * float(t_s[-1] - t_s[-2]) if len(t_s) > 1 else 0.0)
    t, force = t_s[lately], force_n[lately]
    if len(t) < 2:
        return 0.0
    centred = t - t.mean()
    return float((centred * force).sum() / (centred * centred).sum())


def steadiness_pct(t_s: Floats, force_n: Floats, since_s: float) -> float | None:
    """Detrended spread in % of the mean, last 2 s but after `since_s`; None for under 5 samples."""
    lately = t_s >= max(since_s, t_s[-1] - STEADY_S)
    return 100.0 * steadiness(t_s[lately], force_n[lately]) if lately.sum() >= 5 else None
