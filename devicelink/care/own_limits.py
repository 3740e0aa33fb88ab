"""Limits that a person sets: their threshold at a place, their clinician's cap there or everywhere.

They only ever make the limit lower: each is one layer of `safety.layers`, and none above the
ceiling is taken. Guarded by tests/care/test_own_limits.py.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum, unique

from devicelink.care.safety import (
    CEILING_BODY_WEIGHT_N,
    CEILING_TIP_N,
    Device,
    DeviceKind,
    Personal,
    tip_area_mm2,
)
from devicelink.care.stages import Stage
from devicelink.errors import PlanError

SMALLEST_MM2, USUAL_MM2, LARGEST_MM2 = 10.0, 100.0, 1000.0
CEILINGS_N = {DeviceKind.PROBE: CEILING_TIP_N, DeviceKind.BALL: CEILING_BODY_WEIGHT_N}


@unique
class Whose(StrEnum):
    """Who a limit comes from."""

    THRESHOLD = "threshold"
    """Where pressing begins to hurt."""
    TOLERANCE = "tolerance"
    """The most the person bears."""
    CLINICIAN = "clinician"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLimit:
    """A limit in newtons, None where it was taken back. `place` is "" where it holds everywhere.

    `tip_area_mm2` is the flat tip it was found with, None where nobody knows: with another tip the
    same pressure is another force.
    """

    whose: Whose
    place: str
    kind: DeviceKind
    limit_n: float | None
    tip_area_mm2: float | None = None

    def __post_init__(self) -> None:
        """Refuse what is no limit. Raises PlanError."""
        ceiling_n = CEILINGS_N[self.kind]
        if self.limit_n is None:
            return
        if not math.isfinite(self.limit_n) or not 0 < self.limit_n <= ceiling_n:
            raise PlanError(
                "limit_above_ceiling",
                limit_n=self.limit_n,
                kind=self.kind.value,
                ceiling_n=ceiling_n,
            )
        if self.whose is not Whose.CLINICIAN and not self.place:
            raise PlanError("limit_needs_place", whose=self.whose)
        if self.tip_area_mm2 is not None and not SMALLEST_MM2 <= self.tip_area_mm2 <= LARGEST_MM2:
            raise PlanError(
                "tip_unknown",
                area_cm2=self.tip_area_mm2 / 100,
                smallest_cm2=SMALLEST_MM2 / 100,
                largest_cm2=LARGEST_MM2 / 100,
            )

    def with_tip(self, device: Device) -> float | None:
        """The force that is the same pressure with this device's tip.

        A limit found with a tip of unknown size is taken as found with the usual 1 cm2, and never
        as more than it says. With a ball there is no area: the force itself counts.
        """
        if self.limit_n is None or self.kind is DeviceKind.BALL or self.whose is Whose.CLINICIAN:
            return self.limit_n
        force_n = self.limit_n * tip_area_mm2(device) / (self.tip_area_mm2 or USUAL_MM2)
        return force_n if self.tip_area_mm2 is not None else min(force_n, self.limit_n)


def in_force(limits: Iterable[OwnLimit]) -> list[OwnLimit]:
    """Those that hold now: the newest, last in `limits`, of each kind; without those taken back."""
    newest = {(one.whose, one.place, one.kind): one for one in limits}
    return [one for one in newest.values() if one.limit_n is not None]


def personal(
    limits: Iterable[OwnLimit],
    place: str,
    device: Device,
    factor: float = 1.0,
    condition: str = "",
    stage: Stage | None = None,
) -> Personal:
    """The person's own layers at a place with a device; of two clinician's caps the lower."""
    mine = [one for one in in_force(limits) if one.kind is device.kind]
    here = [(one.whose, one.with_tip(device)) for one in mine if one.place in {"", place}]

    def lowest(whose: Whose) -> float | None:
        return min((n for who, n in here if who is whose and n is not None), default=None)

    threshold_n, tolerance_n = lowest(Whose.THRESHOLD), lowest(Whose.TOLERANCE)
    bears = threshold_n is not None and tolerance_n is not None and tolerance_n >= threshold_n
    return Personal(
        threshold_n=threshold_n,
        tolerance_n=tolerance_n if bears else None,
        clinician_cap_n=lowest(Whose.CLINICIAN),
        condition_factor=factor,
        condition=condition,
        stage_factor=stage.limit_share if stage else 1.0,
        stage=stage.name if stage else "",
    )
