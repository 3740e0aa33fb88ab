"""What a face may show, whole and frozen; a face may drop any number of views.

`force_n` is None whenever there is no live number, so that no face can show a stale one as live.
Sentences come ready from the phrase catalogue. Guarded by tests/session/test_view.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final

from devicelink.care.inputs import LinkState
from devicelink.care.outputs import Phase, Question
from devicelink.care.plan import Band
from devicelink.core.block import Block
from devicelink.core.events import (
    Gap,
    HoldEnded,
    Level,
    Regrip,
    Release,
    ReleaseEvidence,
    Rubbing,
    Slip,
)
from devicelink.core.falls import went_on

BEFORE_S: Final = 3.0
AFTER_S: Final = 2.0
"""Kept of the force around a hold, as far as it was known when the hold was found over."""


@unique
class Gauge(StrEnum):
    """How the force may be shown."""

    SHOWN = "shown"
    DIMMED = "dimmed"
    """The listening window: no number and no trace, only a sign that the signal is alive."""
    BY_HAND = "by_hand"
    """No device: there is no number to show, and none is missing."""
    NO_SIGNAL = "no_signal"
    """Nothing newer than half a second."""


@unique
class Where(StrEnum):
    """The force against the target zone, in a word."""

    NO_CONTACT = "no contact"
    BELOW = "below"
    IN = "in the zone"
    ABOVE = "above"
    UNKNOWN = "no signal"


@dataclass(frozen=True, slots=True)
class LimitInForce:
    """The force limit and the layer that set it, in words for the person."""

    limit_n: float
    name: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """What the alarm line says. WARN is near the limit, ALARM above it or without signal."""

    level: Level
    text: str
    muted_s: float = 0.0
    """For how long its sound is off yet."""


@dataclass(frozen=True, slots=True)
class LinkView:
    """The device and the link to it."""

    state: LinkState
    device: str
    battery_pct: int | None
    rate_hz: float | None
    attempt: int
    detail: str
    rejected: int = 0
    """Frames so far that could not be read."""
    faults: int = 0
    """Faults so far that the device told of itself."""
    note: str = ""
    """What to know of it while it is used, in a word or two: calibrated, open."""


@dataclass(frozen=True, slots=True)
class During:
    """What was told in the course of a hold, and its force with a little of the time around it."""

    force: Block
    slips: tuple[Slip, ...] = ()
    gaps: tuple[Gap, ...] = ()
    evidence: tuple[ReleaseEvidence, ...] = ()
    unsteady: tuple[Regrip | Rubbing, ...] = ()

    @classmethod
    def of(cls, hold: HoldEnded, force: Block, told: Iterable[object]) -> "During":
        """Those of the told things that belong to this hold."""
        told = tuple(told)
        slips = (
            e for e in told
            if isinstance(e, Slip) and hold.onset_s <= e.t_s <= hold.end_s
            and not went_on(force.t_s, force.force_n, e.t_s, hold.end_s)
        )  # fmt: skip
        gaps = (
            e for e in told
            if isinstance(e, Gap) and e.t1_s > hold.onset_s and e.t0_s < hold.end_s
        )  # fmt: skip
        evidence = (e for e in told if isinstance(e, ReleaseEvidence) and e.hold == hold.hold)
        unsteady = (
            e for e in told
            if isinstance(e, Regrip | Rubbing) and hold.onset_s <= e.t_s <= hold.end_s
        )  # fmt: skip
        return cls(force, tuple(slips), tuple(gaps), tuple(evidence), tuple(unsteady))


NOTHING_KEPT: Final = During(Block.of([], []))


@dataclass(frozen=True, slots=True)
class HoldCard:
    """One finished hold, for its card and the review: measurements, verdict, own report."""

    rep: int
    hold: HoldEnded
    release: Release | None
    trace: Block
    """The hold's force, thinned to at most 400 points by minimum and maximum."""
    user_easing_s: float | None = None
    tip_area_mm2: float | None = None
    band: Band | None = None
    during: During = NOTHING_KEPT


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One moment of a session, ready to draw.

    `trace` holds the last 30 s in session seconds; where the first frame came late, all that follow
    have times a little after `t_s`. `rep` of `reps` is the hold. `held_s` is the hold clock:
    time in the zone only.
    """

    t_s: float
    who: str
    point: str
    side: str
    phase: Phase
    rep: int
    reps: int
    sentence: str
    reason: str
    question: Question | None
    phase_left_s: float | None
    gauge: Gauge
    force_n: float | None
    force_s: float | None
    """When the newest sample behind the number came: `t_s` less this is the number's age."""
    pressure_kpa: float | None
    where: Where
    steadiness_pct: float | None
    target: Band
    limit: LimitInForce
    held_s: float
    goal_s: float
    max_s: float
    link: LinkView
    alarm: Alarm | None
    trace: Block
    holds: tuple[HoldCard, ...]
    recent: tuple[str, ...]
    """The last cues with their reasons, newest last."""
    today: int
    per_day: int
    simulated: bool
    over: bool
