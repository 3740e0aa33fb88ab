"""From what was heard during a hold to the one verdict on it. Guarded by
tests/core/test_release_verdict.py.

A give counts as seen where its highest moment is believed by half; what is claimed is the
probability that this was one. Where none is seen the probability is that of one unseen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Final

from devicelink.core.events import HoldEnded, Release, Verdict
from devicelink.core.release import PRIOR
from devicelink.core.release_model import ReleaseModel

LIKELY, POSSIBLE, UNLIKELY = 0.80, 0.50, 0.20
SMALL_PCT: Final = 10.0
"""`no_release_seen` asks that a drop of this size would have stood out: the median of those that
matter is near 15 %, one treatment's is 12 % (docs/signal.md)."""
SAME_GIVE_S: Final = 3.0
"""Moments whose give began within this of each other speak of the same one."""
LOOK_S: Final = 0.4
ENOUGH_S: Final = 8.0
"""Listened to for less than this, a hold says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What was seen at `t_s`: falls in logarithms of force, `log_odds` as the model has them."""

    t_s: float
    log_odds: float
    since_s: float
    drop: float
    ramp_s: float
    smallest_drop: float


def conclude(
    hold: HoldEnded, moments: Sequence[Moment], model: ReleaseModel, hindrance: str
) -> Release:
    """The verdict; `hindrance` names what stood most in the way of listening."""
    if not moments:
        return _release(hold, Verdict.CANNOT_TELL, PRIOR, hindrance or "the hold was too short")
    peak = max(moments, key=lambda moment: moment.log_odds)
    smallest = exp(sum(log(moment.smallest_drop) for moment in moments) / len(moments))
    smallest_pct = 100.0 * (1.0 - exp(-smallest))
    p = model.seen(peak.log_odds)
    if p >= POSSIBLE:
        least = LIKELY if p >= LIKELY else POSSIBLE
        same = [m for m in moments if abs(m.since_s - peak.since_s) <= SAME_GIVE_S]
        declared_s = next(m.t_s for m in same if model.seen(m.log_odds) >= least)
        drop_pct = 100.0 * (1.0 - exp(-peak.drop))
        verdict = Verdict.RELEASE_LIKELY if p >= LIKELY else Verdict.RELEASE_POSSIBLE
        why = f"force eased by {drop_pct:.0f} % in {peak.ramp_s:.1f} s: tissue or hand"
        return _release(hold, verdict, p, why, smallest_pct, (peak.since_s, declared_s, drop_pct))
    heard_s = LOOK_S * len(moments)
    listened = min(1.0, heard_s / max(1e-9, hold.end_s - hold.onset_s))
    p = min(model.p_unseen(peak.log_odds, smallest, listened), POSSIBLE - 0.001)
    if heard_s < ENOUGH_S:
        why = hindrance or "the hold was too short"
    elif smallest_pct > SMALL_PCT:
        why = f"the hand's own wander hides drops under {smallest_pct:.0f} %"
    elif p >= UNLIKELY:
        why = "a give as small as the hand's own movements"
    else:
        return _release(hold, Verdict.NO_RELEASE_SEEN, p, "nothing stood out", smallest_pct)
    return _release(hold, Verdict.CANNOT_TELL, p, why, smallest_pct)


def _release(
    hold: HoldEnded,
    verdict: Verdict,
    p: float,
    why: str,
    smallest_pct: float | None = None,
    give: tuple[float, float, float] | None = None,
) -> Release:
    since_s, declared_s, drop_pct = give or (None, None, None)
    return Release(
        hold=hold.hold,
        verdict=verdict,
        p=round(p, 3),
        t_s=since_s if since_s is None else round(since_s, 6),
        declared_s=declared_s,
        drop_pct=drop_pct if drop_pct is None else round(drop_pct, 3),
        min_detectable_drop_pct=smallest_pct if smallest_pct is None else round(smallest_pct, 3),
        decided_s=hold.decided_s,
        why=why,
    )
