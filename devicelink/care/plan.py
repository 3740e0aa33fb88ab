"""What a session is to be: a programme on a point, with its force limit, target band and times.

`make_plan` refuses what breaks a rule and says which; the coach takes a Plan as it is. Guarded by
tests/care/test_plan.py (a property over all plans, S26).
"""

import math
from dataclasses import dataclass
from enum import StrEnum, unique

from devicelink.care.safety import Device, DeviceKind, ForceLimit, Personal, force_limit
from devicelink.errors import PlanError

HOLD_S = (30.0, 90.0)
REST_S = (10.0, 15.0)
STRETCH_S = (20.0, 30.0)
REPS = (2, 3)
MOST_REPS = 4
SESSION_MAX_S = 300.0
PER_DAY = (5, 6)
BAND_TOP_SHARE = 0.75
"""The band stays below the 80 % of the limit at which the warning begins."""
THRESHOLD_BAND_SHARE = 0.8
"""With a known threshold the band is narrower: it reaches from here to its top."""


@unique
class CareClass(StrEnum):
    """Who may press a point: A anyone, B with lower caps and more care, C a professional only."""

    A = "A"
    B = "B"
    C = "C"


@unique
class Tool(StrEnum):
    """What a point is usually pressed with."""

    PROBE = "probe"
    BALL = "ball"
    ROLLER = "roller"
    THUMB = "thumb"
    NONE = "none"


@unique
class Side(StrEnum):
    """Which side of the body; NONE for a point on the midline or where nobody said."""

    LEFT = "left"
    RIGHT = "right"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Band:
    """The target zone in newtons."""

    low_n: float
    high_n: float


def _within(what: str, value: float, low: float, high: float, unit: str) -> None:
    if not math.isfinite(value) or not low <= value <= high:
        raise PlanError(
            f"The {what} is {value:g} {unit}, outside {low:g}-{high:g} {unit}.",
            f"Choose a {what} of {low:g} to {high:g} {unit}.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """How often, how long, how hard: one row of a programme file. PlanError where it breaks a rule.

    Shares are of the force limit. `ease_off_n_s` is the rate to let go at, `locate_n_s` the fastest
    ramp while searching. Numbers of the source text: holds 30-90 s, rest 10-15 s, 2-3 holds,
    5-6 sessions a day of 3-5 minutes; the rest are proposals (docs/coaching.md).
    """

    id: str
    name: str
    version: str
    source: str
    grade: str
    reps: int
    goal_s: float
    rest_s: float
    stretch_s: float = 25.0
    min_hold_s: float = 30.0
    max_hold_s: float = 90.0
    settle_s: float = 3.0
    ask_s: float = 8.0
    locate_share: float = 0.4
    locate_n_s: float = 10.0
    band_share: tuple[float, float] = (0.5, BAND_TOP_SHARE)
    ease_off_n_s: tuple[float, float] = (5.0, 15.0)
    per_day: tuple[int, int] = PER_DAY

    def __post_init__(self) -> None:
        """Refuse what breaks a rule."""
        _within("number of holds", self.reps, 1, MOST_REPS, "holds")
        _within("shortest hold", self.min_hold_s, *HOLD_S, "s")
        _within("longest hold", self.max_hold_s, self.min_hold_s, HOLD_S[1], "s")
        _within("hold goal", self.goal_s, self.min_hold_s, self.max_hold_s, "s")
        _within("rest", self.rest_s, *REST_S, "s")
        _within("stretch", self.stretch_s, *STRETCH_S, "s")
        _within("time to settle", self.settle_s, 1.0, 10.0, "s")
        _within("time for a question", self.ask_s, 3.0, 15.0, "s")
        _within("share for locating", self.locate_share, 0.1, 0.5, "of the limit")
        _within("locating rate", self.locate_n_s, 1.0, 20.0, "N/s")
        low, high = self.band_share
        _within("top of the band", high, 0.1, BAND_TOP_SHARE, "of the limit")
        _within("bottom of the band", low, 0.05, high * 0.9, "of the limit")
        slow, fast = self.ease_off_n_s
        _within("fastest letting go", fast, 2.0, 20.0, "N/s")
        _within("slowest letting go", slow, 1.0, fast, "N/s")
        _within("sessions a day", self.per_day[1], 1, PER_DAY[1], "sessions")
        _within("fewest sessions a day", self.per_day[0], 1, self.per_day[1], "sessions")
        _within("longest session", self.longest_s, 0.0, SESSION_MAX_S, "s")

    @property
    def longest_s(self) -> float:
        """Holds as long as they may get and the rests between them: never above 300 s (S26)."""
        return self.reps * self.max_hold_s + (self.reps - 1) * self.rest_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One entry of the atlas: where, how much, and what to stay off.

    `cap_kpa` is for a flat tip, `ball_cap_n` for a ball or roller; both 0 in class C. Texts say
    what a place often feels like, never what it is.
    """

    id: str
    name: str
    care_class: CareClass
    cap_kpa: float
    ball_cap_n: float
    tool: Tool
    position: str
    find: str
    referral: str
    stretch: str
    stay_off: str
    sources: tuple[str, ...]
    grade: str = "low"
    clot_question: bool = False
    hard_tip: bool = True
    """False where nothing hard may press, so that a probe is refused."""

    def __post_init__(self) -> None:
        """Refuse caps that do not go with the class."""
        coached = self.care_class is not CareClass.C
        for cap in (self.cap_kpa, self.ball_cap_n):
            if not math.isfinite(cap) or (cap > 0) is not coached:
                raise PlanError(
                    f"The point {self.id} of class {self.care_class} has a cap of {cap:g}.",
                    "Give class A and B caps above zero, and class C caps of 0.",
                )


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a point may not be pressed, and what to do instead: one plain sentence each."""

    why: str
    what_to_do: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """What the person said before the session; None where nobody asked.

    `sore_skin`: bruise, swelling, redness or broken skin here (S49, S50); `out_of_reach`: cannot be
    reached safely (S53); `clot_signs`: one calf swollen, warm or sore; `refused`: another answer
    that forbids this point.
    """

    sore_skin: bool | None = None
    out_of_reach: bool | None = None
    clot_signs: bool | None = None
    refused: Refused | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A session that may be coached. Made by `make_plan` alone."""

    programme: Programme
    point: Point
    side: Side
    device: Device
    limit: ForceLimit
    band: Band
    locate_cap_n: float


def refusal(point: Point, checks: Checks) -> Refused | None:
    """What the person said that forbids this point; None where nothing does."""
    if checks.sore_skin:
        return Refused(
            "There is a bruise, swelling, redness or broken skin at this point.",
            "Leave this point out today; see a professional if it does not go away.",
        )
    if checks.out_of_reach:
        return Refused(
            "This point cannot be reached safely by yourself.",
            "Leave it to a professional, and choose a point you reach with ease.",
        )
    if checks.clot_signs:
        return Refused(
            "A swollen, warm or sore calf can be a blood clot and must not be pressed.",
            "See a doctor today; with breathlessness or chest pain call an ambulance.",
        )
    if point.clot_question and checks.clot_signs is None:
        return Refused(
            "Before the calf: one calf that is swollen, warm or sore can be a blood clot.",
            "Confirm that neither calf is swollen, warm or sore: --calf-checked.",
        )
    return checks.refused


def _refuse(point: Point, device: Device, checks: Checks) -> None:
    if point.care_class is CareClass.C:
        raise PlanError(
            f"{point.name} is a point for a professional: it may be recorded, not coached.",
            "Choose another point, and ask a physical therapist about this one.",
        )
    if not point.hard_tip and device.kind is DeviceKind.PROBE:
        raise PlanError(
            f"No hard tip may press at this point ({point.name}).",
            "Use a soft ball with little weight on it, or choose another point.",
        )
    refused = refusal(point, checks)
    if refused is not None:
        raise PlanError(refused.why, refused.what_to_do)


def _band(programme: Programme, limit: ForceLimit, personal: Personal) -> Band:
    low, high = (share * limit.limit_n for share in programme.band_share)
    if personal.threshold_n is None:
        return Band(low, high)
    top = min(personal.threshold_n, high)
    return Band(THRESHOLD_BAND_SHARE * top, top)


def make_plan(
    programme: Programme,
    point: Point,
    side: Side,
    device: Device,
    personal: Personal | None = None,
    checks: Checks | None = None,
    *,
    confirmed_reps: bool = False,
) -> Plan:
    """Join a programme and a point to a plan. PlanError where a rule forbids it.

    More than three holds on a point need `confirmed_reps` (S29).
    """
    personal = personal or Personal()
    if programme.reps > REPS[1] and not confirmed_reps:
        raise PlanError(
            f"{programme.reps} holds on one point are more than the usual 2-3.",
            "Confirm the fourth hold, or choose two or three.",
        )
    _refuse(point, device, checks or Checks())
    limit = force_limit(device, point.name.lower(), point.cap_kpa, point.ball_cap_n, personal)
    return Plan(
        programme=programme,
        point=point,
        side=side,
        device=device,
        limit=limit,
        band=_band(programme, limit, personal),
        locate_cap_n=programme.locate_share * limit.limit_n,
    )
