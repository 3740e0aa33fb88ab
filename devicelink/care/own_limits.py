"""Limits that a person sets: their threshold at a place, their clinician's cap there or everywhere.

They only ever make the limit lower: each is one layer of `safety.layers`, and none above the
ceiling is taken. Guarded by tests/care/test_own_limits.py.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum, unique

from devicelink.care.safety import CEILING_BODY_WEIGHT_N, CEILING_TIP_N, DeviceKind, Personal
from devicelink.errors import PlanError

CEILINGS_N = {DeviceKind.PROBE: CEILING_TIP_N, DeviceKind.BALL: CEILING_BODY_WEIGHT_N}


@unique
class Whose(StrEnum):
    """Who a limit comes from."""

    THRESHOLD = "threshold"
    CLINICIAN = "clinician"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLimit:
    """A limit in newtons, None where it was taken back. `place` is "" where it holds everywhere."""

    whose: Whose
    place: str
    kind: DeviceKind
    limit_n: float | None

    def __post_init__(self) -> None:
        """Refuse what is no limit. Raises PlanError."""
        ceiling_n = CEILINGS_N[self.kind]
        if self.limit_n is None:
            return
        if not math.isfinite(self.limit_n) or not 0 < self.limit_n <= ceiling_n:
            raise PlanError(
                f"A limit of {self.limit_n:g} N cannot be set: with a {self.kind.value} this "
                f"program allows {ceiling_n:g} N at most.",
                f"Give a force above 0 and up to {ceiling_n:g} N.",
            )
        if self.whose is Whose.THRESHOLD and not self.place:
            raise PlanError(
                "A threshold belongs to one place: it differs from point to point.",
                "Say where: --point ID --side left or right.",
            )


def in_force(limits: Iterable[OwnLimit]) -> list[OwnLimit]:
    """Those that hold now: the newest, last in `limits`, of each kind; without those taken back."""
    newest = {(one.whose, one.place, one.kind): one for one in limits}
    return [one for one in newest.values() if one.limit_n is not None]


def personal(
    limits: Iterable[OwnLimit], place: str, kind: DeviceKind, factor: float, condition: str
) -> Personal:
    """The person's own layers at a place with a tool; of two clinician's caps the lower."""
    here = [one for one in in_force(limits) if one.kind is kind and one.place in {"", place}]

    def lowest(whose: Whose) -> float | None:
        found = [one.limit_n for one in here if one.whose is whose and one.limit_n is not None]
        return min(found, default=None)

    return Personal(
        threshold_n=lowest(Whose.THRESHOLD),
        clinician_cap_n=lowest(Whose.CLINICIAN),
        condition_factor=factor,
        condition=condition,
    )
