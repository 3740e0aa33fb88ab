"""A finished hold as something to be drawn, worked out once: screen and report show the same.

Times are seconds from the hold's onset, force is in newtons from zero up. What is not known is not
drawn: no line over a gap, no evidence where it could not look, no band where none was set. A face
places these values and adds nothing. Pure. Guarded by tests/session/test_hold_picture.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum, unique
from math import ceil, floor, inf, log10
from typing import Final

import numpy as np

from devicelink.care.phrases import Phrases
from devicelink.care.plan import Band
from devicelink.core.block import Floats
from devicelink.core.events import Regrip, Release, ReleaseEvidence, Slip, Verdict
from devicelink.session.view import HoldCard

SLIP_S: Final = 0.3
"""A slip has come to its end within this."""
_TIME_STEPS_S: Final = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600)


@unique
class MarkKind(StrEnum):
    """What happened at a moment of a hold."""

    ONSET = "onset"
    SLIP = "slip"
    STEP = "step"
    RUBBING = "rubbing"
    EASED = "eased"
    FELT = "felt"
    """The person said that it eased."""
    END = "end"


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment of the hold, with a word or two for it."""

    kind: MarkKind
    t_s: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HoldPicture:
    """All that is drawn of a hold. Force (n,) is NaN in gaps; evidence (m,) is a probability that
    stands until the next one, NaN while it could not look, empty where none was kept."""

    name: str
    t_s: Floats
    force_n: Floats
    from_s: float
    to_s: float
    band: Band | None
    gaps: tuple[tuple[float, float], ...]
    marks: tuple[Mark, ...]
    evidence_t_s: Floats
    evidence_p: Floats
    verdict: Verdict | None
    sentences: tuple[str, ...]
    """What was measured, what can be said of the tissue, what the person said."""

    @property
    def step_n(self) -> float:
        """Between two lines of the force axis: 1, 2 or 5 times a power of ten, about four lines."""
        rough = self._highest_n / 4
        size = 10.0 ** floor(log10(rough))
        return float(next(step * size for step in (1, 2, 5, 10) if step * size >= rough))

    @property
    def top_n(self) -> float:
        """The upper end of the force axis, which begins at zero."""
        return self.step_n * ceil(self._highest_n / self.step_n)

    @property
    def _highest_n(self) -> float:
        known = self.force_n[~np.isnan(self.force_n)]
        return max(
            float(known.max(initial=0.0)) * 1.02, self.band.high_n if self.band else 0.0, 1.0
        )

    def time_step_s(self, most: int) -> int:
        """Whole seconds between the times named on an axis, so that there are at most `most`."""
        span_s = self.to_s - max(self.from_s, 0.0)
        return next((s for s in _TIME_STEPS_S if span_s / s <= most), ceil(span_s / max(most, 1)))


def hold_picture(
    card: HoldCard, phrases: Phrases, *, gave: bool | None = None, pain: int | None = None
) -> HoldPicture:
    """The picture of a finished hold. `gave` and `pain` are the person's answers, None without."""
    hold, zero_s = card.hold, card.hold.onset_s
    gaps = tuple((gap.t0_s - zero_s, gap.t1_s - zero_s) for gap in card.during.gaps)
    t_s, force_n = _with_gaps(card.during.force.t_s - zero_s, card.during.force.force_n, gaps)
    length_s = max(hold.end_s - zero_s, 1.0)
    evidence_t_s, evidence_p = _evidence(card.during.evidence, zero_s, hold.end_s - zero_s)
    said = phrases.own_report(zero_s, card.user_easing_s, gave)
    said = f"{said} {phrases.weighed(card.release, card.user_easing_s)}".rstrip()
    return HoldPicture(
        name=f"hold {hold.hold + 1}",
        t_s=t_s,
        force_n=force_n,
        from_s=min(float(t_s[0]), 0.0) if len(t_s) else 0.0,
        to_s=max(float(t_s[-1]), length_s) if len(t_s) else length_s,
        band=card.band,
        gaps=gaps,
        marks=tuple(sorted(_marks(card, phrases), key=lambda mark: mark.t_s)),
        evidence_t_s=evidence_t_s,
        evidence_p=evidence_p,
        verdict=card.release.verdict if card.release else None,
        sentences=(
            phrases.hold_summary(hold, card.tip_area_mm2),
            *([course] if (course := phrases.hold_course(hold)) else ()),
            *_judged(card.release, zero_s, phrases),
            said if pain is None else f"{said} Pain: {pain}.",
        ),
    )


def _with_gaps(
    t_s: Floats, force_n: Floats, gaps: tuple[tuple[float, float], ...]
) -> tuple[Floats, Floats]:
    """A NaN in the middle of each gap, so that no line is drawn across."""
    middle = [(begin + end) / 2 for begin, end in gaps]
    at = np.searchsorted(t_s, middle)
    return np.insert(t_s, at, middle), np.insert(force_n, at, np.nan)


def _evidence(
    told: Iterable[ReleaseEvidence], zero_s: float, end_s: float
) -> tuple[Floats, Floats]:
    points = [(e.t_s - zero_s, np.nan if e.p is None else e.p) for e in told]
    if points:
        points.append((max(end_s, points[-1][0]), points[-1][1]))
    pairs = np.array(points, dtype=np.float64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _marks(card: HoldCard, phrases: Phrases) -> Iterable[Mark]:
    def say(entry: str, **args: object) -> str:
        return phrases.text("hold_picture", entry, **args)

    hold, release, zero_s = card.hold, card.release, card.hold.onset_s
    yield Mark(MarkKind.ONSET, 0.0, say("onset"))
    for slip in card.during.slips:
        slid = say("slip", drop_pct=_slipped_pct(card, slip))
        yield Mark(MarkKind.SLIP, slip.t_s - zero_s, slid)
    for told in card.during.unsteady:
        if isinstance(told, Regrip):
            step = say("step", change_pct=told.change_pct)
            yield Mark(MarkKind.STEP, told.t_s - zero_s, step)
        else:
            yield Mark(MarkKind.RUBBING, told.t_s - zero_s, say("rubbing"))
    if release is not None and release.t_s is not None:
        entry = "eased" if release.drop_pct is None else "eased_by"
        text = say(entry, drop_pct=release.drop_pct)
        yield Mark(MarkKind.EASED, release.t_s - zero_s, text)
    if card.user_easing_s is not None:
        yield Mark(MarkKind.FELT, card.user_easing_s - zero_s, say("felt"))
    yield Mark(MarkKind.END, hold.end_s - zero_s, say("end"))


def _slipped_pct(card: HoldCard, slip: Slip) -> float:
    """A slip is told while it slides: how far it went is read off what came after."""
    force = card.during.force
    near = (force.t_s >= slip.t_s - SLIP_S / 2) & (force.t_s <= slip.t_s + SLIP_S)
    if not near.any():
        return slip.drop_pct
    before_n, lowest_n = float(force.force_n[near].max()), float(force.force_n[near].min())
    return max(slip.drop_pct, 100.0 * (before_n - lowest_n) / max(before_n, 1e-9))


def _judged(release: Release | None, zero_s: float, phrases: Phrases) -> Iterable[str]:
    if release is None:
        return
    yield phrases.verdict(release, zero_s)
    smallest_pct = release.min_detectable_drop_pct
    if release.verdict is Verdict.CANNOT_TELL and smallest_pct is not None and smallest_pct < inf:
        yield phrases.text("smallest", "seen", smallest_pct=smallest_pct)
