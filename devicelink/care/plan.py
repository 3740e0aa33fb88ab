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
    "Point", "Programme", "Refused", "Side", "Tool", "make_plan", "refusal",
]  # fmt: skip
"""A plan's own words and those it is made of."""

THRESHOLD_BAND_SHARE = 0.8
"""With a known threshold the band is narrower: it reaches from here to its top."""


@dataclass(frozen=True, slots=True)
class Band:
    """The target zone in newtons."""

    low_n: float
    high_n: float


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


def unfit(point: Point, device: Device) -> Refused | None:
    """What the atlas itself forbids there, for everybody: class C (S51), or this hard tip."""
    if point.care_class is CareClass.C:
        return Refused(
            f"{point.name} is a point for a professional: it may be recorded, not coached.",
            "Choose another point, and ask a physical therapist about this one.",
        )
    if not point.hard_tip and device.kind is DeviceKind.PROBE:
        return Refused(
            f"No hard tip may press at this point ({point.name}).",
            "Use a soft ball with little weight on it, or choose another point.",
        )
    return None


def _refuse(point: Point, device: Device, checks: Checks) -> None:
    refused = unfit(point, device) or refusal(point, checks)
    if refused is not None:
        raise PlanError(refused.why, refused.what_to_do)


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
        raise PlanError(
            f"{programme.reps} holds on one point are more than the usual 2-3.",
            "Confirm it (--more-holds), or choose a programme with two or three.",
        )
    if programme.target is not Target.LIMIT and personal.threshold_n is None:
        raise PlanError(
            f"The programme {programme.name!r} needs to know where pressing begins to hurt here.",
            f"Measure it and set it: devicelink limits --point {point.id} --threshold N.",
        )
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
