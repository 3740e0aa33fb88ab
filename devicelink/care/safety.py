"""The layered force limit: the most restrictive layer wins and is named in words.

No setting raises a limit past the ceiling written here, and a number that is no number refuses
the plan instead of removing a layer. Guarded by tests/care/test_safety.py (exact edges, NaN, ±1e6).
Caps are engineering proposals without a published safe maximum behind them (docs/coaching.md).
"""

import math
from dataclasses import dataclass
from enum import StrEnum, unique

from devicelink.errors import PlanError

CEILING_TIP_KPA = 600.0
CEILING_TIP_N = 150.0
CEILING_BODY_WEIGHT_N = 300.0
FULL_SCALE_SHARE = 0.8
"""Above it a sensor nears its end stop and may read less than there is."""
THRESHOLD_FACTOR = 1.25
"""Times the pressure half way from the person's threshold to their tolerance (proposal)."""
AVERAGE_TIMES, AVERAGE_PLUS_KPA = 1.10, 0.24 * 98.0665
"""That half-way pressure from the threshold alone: a fit over a group (Hou 2002, figure 2, in
kgf/cm2), so a starting suggestion; measured tolerance counts instead where there is one."""
SMALLEST_TIP_MM2 = 50.0
"""Taken where a probe does not say: 0.5 cm2, the smallest tip in use, so the strictest limit."""


@unique
class DeviceKind(StrEnum):
    """What presses: a flat tip held by hand, or something round under body weight."""

    PROBE = "probe"
    BALL = "ball"


@unique
class Layer(StrEnum):
    """Where a limit comes from."""

    CEILING = "ceiling"
    DEVICE = "device"
    POINT = "point"
    THRESHOLD = "threshold"
    CONDITION = "condition"
    STAGE = "stage"
    CLINICIAN = "clinician"


@dataclass(frozen=True, slots=True)
class ForceLimit:
    """A limit in newtons, the layer that set it and its name for the person."""

    limit_n: float
    layer: Layer
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """What the limit needs to know of the device; `tip_area_mm2` is None where not known."""

    kind: DeviceKind
    full_scale_n: float
    tip_area_mm2: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Personal:
    """What is the person's own. `threshold_n` is their pressure-pain threshold with this tip, and
    `tolerance_n` the most they bear with it.

    `condition_factor` scales the point's cap (0.5 for blood thinners, say), 1 without a condition;
    so does `stage_factor` while a person still learns.
    """

    threshold_n: float | None = None
    tolerance_n: float | None = None
    condition_factor: float = 1.0
    condition: str = ""
    clinician_cap_n: float | None = None
    stage_factor: float = 1.0
    stage: str = ""


def _positive(value: float, what: str) -> float:
    if not math.isfinite(value) or value <= 0:
        raise PlanError("limit_unusable", what=what, value=value)
    return value


def tip_area_mm2(device: Device) -> float:
    """The tip area to reckon with. PlanError for one that is no positive number."""
    return _positive(device.tip_area_mm2 or SMALLEST_TIP_MM2, "tip area")


def _force_n(pressure_kpa: float, device: Device) -> float:
    return pressure_kpa * tip_area_mm2(device) / 1000


def average_n(personal: Personal, device: Device) -> float:
    """Half way from threshold to tolerance, in newtons with this tip; the threshold is known.

    Where the tolerance is not, it is reckoned from the threshold, with a ball or a tip of unknown
    size without the fit's constant part. PlanError for a value that is no positive number.
    """
    threshold_n = _positive(personal.threshold_n or 0.0, "threshold")
    if personal.tolerance_n is not None:
        return (threshold_n + _positive(personal.tolerance_n, "tolerance")) / 2
    flat = device.kind is DeviceKind.PROBE and device.tip_area_mm2 is not None
    return AVERAGE_TIMES * threshold_n + (_force_n(AVERAGE_PLUS_KPA, device) if flat else 0.0)


def ceiling(device: Device) -> ForceLimit:
    """The limit that no setting, point or clinician raises."""
    if device.kind is DeviceKind.BALL:
        return ForceLimit(CEILING_BODY_WEIGHT_N, Layer.CEILING, "highest this program allows")
    limit_n = min(CEILING_TIP_N, _force_n(CEILING_TIP_KPA, device))
    return ForceLimit(limit_n, Layer.CEILING, "highest this program allows")


def layers(
    device: Device, point: str, cap_kpa: float, ball_cap_n: float, personal: Personal
) -> tuple[ForceLimit, ...]:
    """Every layer that applies. PlanError for a value that is no positive number."""
    full_scale_n = _positive(device.full_scale_n, "full scale of the device")
    ball = device.kind is DeviceKind.BALL
    cap_n = _positive(ball_cap_n if ball else _force_n(cap_kpa, device), f"cap for {point}")
    unknown = not ball and device.tip_area_mm2 is None
    name = f"cap for {point}" + (", tip size unknown" if unknown else "")
    found = [
        ceiling(device),
        ForceLimit(full_scale_n * FULL_SCALE_SHARE, Layer.DEVICE, "what the device can measure"),
        ForceLimit(cap_n, Layer.POINT, name),
    ]
    if personal.threshold_n is not None:
        limit_n = THRESHOLD_FACTOR * average_n(personal, device)
        found.append(ForceLimit(limit_n, Layer.THRESHOLD, "your threshold"))
    factor = _positive(personal.condition_factor, "factor for a condition")
    if factor < 1:
        condition = personal.condition or "a condition you named"
        found.append(ForceLimit(cap_n * factor, Layer.CONDITION, condition))
    learning = _positive(personal.stage_factor, "factor of a stage")
    if learning < 1:
        found.append(ForceLimit(cap_n * learning, Layer.STAGE, personal.stage or "learning"))
    if personal.clinician_cap_n is not None:
        clinician_n = _positive(personal.clinician_cap_n, "clinician's cap")
        found.append(ForceLimit(clinician_n, Layer.CLINICIAN, "your clinician's cap"))
    return tuple(found)


def force_limit(
    device: Device, point: str, cap_kpa: float, ball_cap_n: float, personal: Personal
) -> ForceLimit:
    """The most restrictive layer; the first named where two are equal."""
    found = layers(device, point, cap_kpa, ball_cap_n, personal)
    return min(found, key=lambda layer: layer.limit_n)
