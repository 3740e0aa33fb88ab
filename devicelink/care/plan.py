"""What a session is to be: a programme on a point, with its force limit, target band and times.

`make_plan` refuses what breaks a rule and says which; the coach takes a Plan as it is. Guarded by
tests/care/test_plan.py (a property over all plans, S26).
"""

from dataclasses import dataclass

from devicelink.care.outputs import RepEnd
from devicelink.care.point import CareClass, Point, Side, Tool
from devicelink.care.programme import (
    BAND_TOP_SHARE,
    PER_DAY,
    REPS,
    SESSION_MAX_S,
    Programme,
    Target,
)
from devicelink.care.safety import (
    Device,
    DeviceKind,
    ForceLimit,
    Personal,
    average_n,
    force_limit,
)
from devicelink.errors import PlanError

__all__ = [
    "BAND_TOP_SHARE", "PER_DAY", "REPS", "SESSION_MAX_S", "Band", "CareClass", "Checks", "Plan",
    "Point", "Programme", "Side", "Tool", "make_plan", "refusal",
]  # fmt: skip
"""A plan's own words and those it is made of."""

THRESHOLD_BAND_SHARE = 0.8
"""With a known threshold the band is narrower: it reaches from here to its top."""


@dataclass(frozen=True, slots=True)
class Band:
    """The target zone in newtons."""

    low_n: float
    high_n: float


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
    refused: PlanError | None = None


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
    tool: Tool | None = None
    """What presses, where it is not the device itself."""
    sensor: bool = True
    """False in a session by hand: nothing measures the force (care/by_hand.py)."""
    earlier: tuple[RepEnd, ...] = ()
    """How the last tries at this place ended, the newest last."""

    def band_at(self, eased: int) -> Band:
        """What is aimed at once it has eased so often: of a stepwise programme one step of the
        band, all as high; the whole band otherwise. Never above the band's top."""
        steps, band = self.programme.steps, self.band
        at, height_n = min(eased, steps - 1), (band.high_n - band.low_n) / steps
        top_n = band.high_n if at == steps - 1 else band.low_n + (at + 1) * height_n
        return Band(band.low_n + at * height_n, top_n)


def refusal(point: Point, checks: Checks) -> PlanError | None:
    """What the person said that forbids this point; None where nothing does."""
    if checks.sore_skin:
        return PlanError("skin_sore")
    if checks.out_of_reach:
        return PlanError("out_of_reach")
    if checks.clot_signs:
        return PlanError("clot_signs")
    if point.clot_question and checks.clot_signs is None:
        return PlanError("clot_question_open")
    return checks.refused


def unfit(point: Point, device: Device) -> PlanError | None:
    """What the atlas itself forbids there, for everybody: class C (S51), or this hard tip."""
    if point.care_class is CareClass.C:
        return PlanError("class_c", name=point.name)
    if not point.hard_tip and device.kind is DeviceKind.PROBE:
        return PlanError("no_hard_tip", name=point.name)
    return None


def _refuse(point: Point, device: Device, checks: Checks) -> None:
    refused = unfit(point, device) or refusal(point, checks)
    if refused is not None:
        raise refused


def _band(programme: Programme, limit: ForceLimit, personal: Personal, device: Device) -> Band:
    low, high = (share * limit.limit_n for share in programme.band_share)
    threshold_n = personal.threshold_n
    if threshold_n is None:
        return Band(low, high)
    if programme.steps > 1:
        return Band(THRESHOLD_BAND_SHARE * min(threshold_n, high), high)
    aim_n = average_n(personal, device) if programme.target is Target.AVERAGE else threshold_n
    top = min(aim_n, high)
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
    if programme.to_confirm and not confirmed_reps:
        raise PlanError("more_holds", reps=programme.reps)
    if programme.target is not Target.LIMIT and personal.threshold_n is None:
        raise PlanError("threshold_unknown", name=programme.name, id=point.id)
    _refuse(point, device, checks or Checks())
    limit = force_limit(device, point.name.lower(), point.cap_kpa, point.ball_cap_n, personal)
    return Plan(
        programme=programme,
        point=point,
        side=side,
        device=device,
        limit=limit,
        band=_band(programme, limit, personal, device),
        locate_cap_n=programme.locate_share * limit.limit_n,
    )
