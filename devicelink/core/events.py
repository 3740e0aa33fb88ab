"""What the signal core concludes, as a closed union of frozen values.

Times named `onset_s`, `end_s`, `t_s` say when it happened; `declared_s`, `decided_s` give the time
of the newest sample used to say so: nothing later changes it. All are seconds on the time line of
the samples, to the microsecond.
Guarded by tests/core/.
"""

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import TypeAlias


@unique
class EndReason(StrEnum):
    """Why a hold ended."""

    HAND = "hand"
    LINK = "link"
    ZERO = "zero"
    """The zero was moved: what came then was counted from another one."""
    END_OF_DATA = "end_of_data"


@unique
class Verdict(StrEnum):
    """What can be said of the tissue after a hold. The person's own report stands beside it."""

    RELEASE_LIKELY = "release_likely"
    RELEASE_POSSIBLE = "release_possible"
    NO_RELEASE_SEEN = "no_release_seen"
    CANNOT_TELL = "cannot_tell"


@unique
class Level(StrEnum):
    """How near the limit the force is."""

    WARN = "warn"
    ALARM = "alarm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """Contact began. It may become a hold, or be a bump."""

    t_s: float
    decided_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LetGo:
    """Contact ended, after a hold or after a bump."""

    t_s: float
    decided_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldStarted:
    """A contact has lasted long enough to be a hold. `hold` counts from 0 in its recording."""

    hold: int
    onset_s: float
    declared_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldSettled:
    """The force came into the target zone and stayed there for a second (only where one is set)."""

    hold: int
    t_s: float
    decided_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A sudden drop inside a contact: the tip or the hand slid. `drop_pct` of the force before.

    Under a hand a slip is told while it slides, so `drop_pct` is how far it had come by then.
    """

    t_s: float
    drop_pct: float
    decided_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Regrip:
    """A step of the force in a hold that stays: the grip moved, or, downwards, the tissue gave.

    `t_s` is when it began, `change_pct` is of the force before, above 0 where it rose.
    """

    t_s: float
    change_pct: float
    decided_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubbing:
    """The force began to swing to and fro `hz` times a second: rubbing, not holding still (S39).

    `swing_pct` is from trough to crest, of the force, over the 4 s until `decided_s`; `t_s` is
    about when it began.
    """

    t_s: float
    hz: float
    swing_pct: float
    decided_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """No samples between these times. They are never bridged and never count as hold time."""

    t0_s: float
    t1_s: float


@unique
class Doubt(StrEnum):
    """Why a reading cannot be what presses on the device."""

    NOT_A_NUMBER = "not a number"
    OVER_RANGE = "beyond its range"
    AT_ITS_END = "at the end of its range"
    CLIPPED = "cut off above"
    BELOW_ZERO = "far below zero"
    IMPOSSIBLE_STEP = "an impossible step"
    STUCK = "stuck"
    WITHOUT_NOISE = "without any noise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubted:
    """From the sample at `t_s` on, what the device sends is not believed: kept, and left out."""

    why: Doubt
    t_s: float
    decided_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedAgain:
    """The sample at `t_s` is believed, or doubted otherwise; `samples` since `since_s` were not."""

    why: Doubt
    since_s: float
    samples: int
    t_s: float
    decided_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OverForce:
    """The force, or the force predicted a moment ahead, is near or above the limit."""

    level: Level
    t_s: float
    force_n: float
    predicted_n: float
    limit_n: float
    decided_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OverForceCleared:
    """The force has stayed well below the limit: the alarm may stop."""

    t_s: float
    decided_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldEnded:
    """A hold, whole, with what was measured over it.

    `cv` is the detrended standard deviation over the mean, in the steady part; `in_zone_s` counts
    time with samples inside the zone only (0 where no zone is set); `impulse_ns` is force x time.
    `slips` leaves out a fall that was the beginning of letting go. `settled_s` is when it came into
    the zone for a second; `tremor_pct` the force between 6 and 14 Hz, of the mean, None where
    samples come too seldom to show it; `rubbing_s` how long it swung to and fro.
    """

    hold: int
    onset_s: float
    end_s: float
    declared_s: float
    decided_s: float
    mean_n: float
    median_n: float
    peak_n: float
    cv: float
    in_zone_s: float
    impulse_ns: float
    load_rate_n_s: float
    unload_rate_n_s: float
    slips: int
    gap_s: float
    reason: EndReason
    settled_s: float | None = None
    regrips: int = 0
    rubbing_s: float = 0.0
    tremor_pct: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What one source says of a release, as log-odds that are added up: force first."""

    source: str
    log_odds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """The one verdict on a hold: whether the tissue gave, as far as force can tell.

    `p` is the probability of a release; `t_s` when it began, if one is seen; `declared_s` when `p`
    first reached its verdict, None for `no_release_seen` and `cannot_tell`;
    `min_detectable_drop_pct` is the smallest drop that could have been seen in this hold.
    `why` says in a word or two what the verdict rests on or what stood in its way. Verdict and `p`
    come from the signal alone; `p_with_report` counts what the person said during the hold as well
    (where they know the key, its silence too), None where nothing was said. `terms` states the
    log-odds of each source.
    """

    hold: int
    verdict: Verdict
    p: float
    t_s: float | None
    declared_s: float | None
    drop_pct: float | None
    min_detectable_drop_pct: float | None
    decided_s: float
    why: str
    p_with_report: float | None = None
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseEvidence:
    """How much speaks for a release now, told on change and at most a few times a second.

    `t_s` is the time of the newest sample used. `p` is the probability that the tissue is giving
    now or gave within the last 6 s, from the signal alone, never from what the person says; None
    while it cannot look, and `why` then says what stands in its way. `since_s` and `drop_pct` tell
    of the likeliest give; `min_detectable_drop_pct` is the smallest that would stand out now.
    `p_with_report` and `terms` are as in `Release`.
    """

    hold: int
    t_s: float
    p: float | None
    since_s: float | None
    drop_pct: float | None
    min_detectable_drop_pct: float | None
    why: str
    p_with_report: float | None = None
    terms: tuple[Term, ...] = ()


Event: TypeAlias = (
    Touched
    | LetGo
    | HoldStarted
    | HoldSettled
    | Slip
    | Regrip
    | Rubbing
    | Gap
    | Doubted
    | TrustedAgain
    | OverForce
    | OverForceCleared
    | HoldEnded
    | Release
    | ReleaseEvidence
)
