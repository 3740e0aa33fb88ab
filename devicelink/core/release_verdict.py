"""From what was heard during a hold to the one verdict on it. Guarded by
tests/core/test_release_verdict.py.

A give counts as seen where its highest moment is believed by half; what is claimed is the
probability that this was one. Where none is seen the probability is that of one unseen.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp, log
from typing import Final

from devicelink.core.events import HoldEnded, Release, Term, Verdict
from devicelink.core.release import PRIOR
from devicelink.core.release_model import ReleaseModel

LIKELY, POSSIBLE, UNLIKELY = 0.80, 0.50, 0.20
SMALL_PCT: Final = 10.0
"""`no_release_seen` asks that a drop of this size would have stood out: the median of those that
matter is near 15 %, one treatment's is 12 % (docs/signal.md)."""
SAME_GIVE_S: Final = 3.1
"""Moments whose give began within this of each other speak of the same one."""
LOOK_S: Final = 0.4
ENOUGH_S: Final = 8.0
"""Listened to for less than this, a hold says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What was seen at `t_s`: falls in logarithms of force; `log_odds` of all signals together as
    the model has them, `sources` as its curves call these; `p` calibrated, for this moment.

    Those `with_report` count what the person said with the key.
    """

    t_s: float
    log_odds: float
    sources: str
    p: float
    log_odds_with_report: float
    sources_with_report: str
    p_with_report: float | None
    terms: tuple[Term, ...]
    since_s: float
    drop: float
    ramp_s: float
    smallest_drop: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Give:
    """The fall that is claimed."""

    t_s: float
    declared_s: float
    drop_pct: float


def conclude(
    hold: HoldEnded,
    moments: Sequence[Moment],
    model: ReleaseModel,
    hindrance: str,
    pain: Term | None = None,
) -> Release:
    """The verdict; `hindrance` names what stood most in the way of listening, `pain` is the term
    of the pain numbers said in the hold."""
    if not moments:
        return _release(hold, Verdict.CANNOT_TELL, PRIOR, hindrance)
    peak = max(moments, key=lambda moment: moment.log_odds)
    smallest = exp(sum(log(moment.smallest_drop) for moment in moments) / len(moments))
    smallest_pct = percent(smallest)
    p = model.seen[peak.sources](peak.log_odds)
    if p >= POSSIBLE:
        verdict = Verdict.RELEASE_LIKELY if p >= LIKELY else Verdict.RELEASE_POSSIBLE
        give = _give(peak, moments, model, LIKELY if p >= LIKELY else POSSIBLE)
        why = f"force eased by {give.drop_pct:.0f} % in {peak.ramp_s:.1f} s: tissue or hand"
        release = _release(hold, verdict, p, why, smallest_pct, give)
    else:
        release = _unseen(hold, moments, peak, model, smallest_pct, hindrance)
    return replace(
        release,
        terms=peak.terms if pain is None else (*peak.terms, pain),
        p_with_report=_with_report(release, moments, model, pain),
    )


def _give(peak: Moment, moments: Sequence[Moment], model: ReleaseModel, least: float) -> _Give:
    same = [m for m in moments if abs(m.since_s - peak.since_s) <= SAME_GIVE_S]
    declared_s = next(m.t_s for m in same if model.seen[m.sources](m.log_odds) >= least)
    return _Give(t_s=peak.since_s, declared_s=declared_s, drop_pct=percent(peak.drop))


def _unseen(
    hold: HoldEnded,
    moments: Sequence[Moment],
    peak: Moment,
    model: ReleaseModel,
    smallest_pct: float,
    hindrance: str,
) -> Release:
    """The verdict where no give stands out."""
    heard_s = LOOK_S * len(moments)
    listened = min(1.0, heard_s / max(1e-9, hold.end_s - hold.onset_s))
    smallest = -log(1.0 - min(smallest_pct, 99.0) / 100.0)
    p = min(model.p_unseen(peak.log_odds, smallest, listened), POSSIBLE - 0.001)
    if heard_s < ENOUGH_S:
        why = hindrance
    elif smallest_pct > SMALL_PCT:
        why = f"the hand's own wander hides drops under {smallest_pct:.0f} %"
    elif p >= UNLIKELY:
        why = "a give as small as the hand's own movements"
    else:
        return _release(hold, Verdict.NO_RELEASE_SEEN, p, "nothing stood out", smallest_pct)
    return _release(hold, Verdict.CANNOT_TELL, p, why, smallest_pct)


def _with_report(
    release: Release, moments: Sequence[Moment], model: ReleaseModel, pain: Term | None
) -> float | None:
    """The probability that counts what the person said as well; None where nothing was said."""
    said = [m for m in moments if m.sources_with_report != m.sources]
    if not said and pain is None:
        return None
    p = release.p
    if said:
        peak = max(said, key=lambda moment: moment.log_odds_with_report)
        p = model.seen[peak.sources_with_report](peak.log_odds_with_report)
    return round(p if pain is None else added(p, pain.log_odds), 3)


def _release(
    hold: HoldEnded,
    verdict: Verdict,
    p: float,
    why: str,
    smallest_pct: float | None = None,
    give: _Give | None = None,
) -> Release:
    return Release(
        hold=hold.hold,
        verdict=verdict,
        p=round(p, 3),
        t_s=None if give is None else round(give.t_s, 6),
        declared_s=None if give is None else give.declared_s,
        drop_pct=None if give is None else give.drop_pct,
        min_detectable_drop_pct=smallest_pct,
        decided_s=hold.decided_s,
        why=why,
    )


def added(p: float, log_odds: float) -> float:
    """The probability after a further term."""
    p = min(max(p, 1e-6), 1.0 - 1e-6)
    return 1.0 / (1.0 + exp(-(log(p / (1.0 - p)) + log_odds)))


def percent(drop: float) -> float:
    """A fall in logarithms of force, in % of the force."""
    return round(100.0 * (1.0 - exp(-drop)), 3)
