"""What a person asked for, and what the device found is, as the plan needs both.

Guarded by tests/cli/test_guided.py and test_record.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from devicelink.care.by_hand import by_hand_plan
from devicelink.care.outputs import RepEnd
from devicelink.care.plan import Checks, Plan, Programme, make_plan
from devicelink.care.point import Point, Side, Tool
from devicelink.care.programme import Target
from devicelink.care.safety import Device, DeviceKind, Personal
from devicelink.care.stages import Stage
from devicelink.cli.options import place_of, point_of, programme_of
from devicelink.drivers.declared import DeviceCapabilities
from devicelink.errors import LinkError
from devicelink.store.place import Place
from firmware_protocol.profile import Kind

UNKNOWN_FULL_SCALE_N: Final = 150.0
"""For a device that does not say: no more than the ceiling for a flat tip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Point `n` of the `of` points of one session, kept with each of its records under `id`."""

    id: str
    n: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the person asked for on the command line."""

    programme: Programme
    point: Point
    side: Side
    calf_checked: bool
    place: Place
    more_holds: bool = False
    """A fourth hold on one point and more are confirmed."""
    tool: Tool | None = None
    """What presses in a session without a device; None for one with a device."""
    simulated: bool = False
    seed: int | None = None
    part: Part | None = None
    """Of a session over several points."""

    @property
    def is_first(self) -> bool:
        """Whether no other point of the same session comes before."""
        return self.part is None or self.part.n == 1

    def check(self, checks: Checks) -> None:
        """Refuse what no device could make right. Raises PlanError."""
        if self.tool is not None:
            self.hand_plan(checks)
            return
        aimed = replace(self.programme, target=Target.LIMIT)  # a threshold is looked up later
        device = Device(kind=DeviceKind.BALL, full_scale_n=UNKNOWN_FULL_SCALE_N)
        replace(self, programme=aimed).plan(device, checks)

    def hand_plan(self, checks: Checks, earlier: tuple[RepEnd, ...] = ()) -> Plan:
        """The plan without a device. Raises PlanError."""
        return by_hand_plan(
            self.programme, self.point, self.side, self.tool or Tool.NONE, checks,
            confirmed_reps=self.more_holds, earlier=earlier,
        )  # fmt: skip

    def plan(
        self,
        device: Device,
        checks: Checks,
        personal: Personal | None = None,
        stage: Stage | None = None,
        earlier: tuple[RepEnd, ...] = (),
    ) -> Plan:
        """The plan for a device. Raises PlanError."""
        programme = stage.soften(self.programme) if stage else self.programme
        plan = make_plan(
            programme, self.point, self.side, device, personal, checks,
            confirmed_reps=self.more_holds,
        )  # fmt: skip
        return replace(plan, earlier=earlier)


def wanted_of(
    aim: Mapping[str, Any], *, simulated: bool = False, seed: int | None = None
) -> Wanted:
    """The options of `aimed` and `stored` as values. Raises UsageError."""
    place = place_of(aim["data"], aim["profile"])
    return Wanted(
        programme=programme_of(aim["programme"], place),
        point=point_of(aim["point"]),
        side=Side(aim["side"]),
        calf_checked=aim["calf_checked"],
        more_holds=aim["more_holds"],
        tool=aim.get("tool"),
        place=place,
        simulated=simulated,
        seed=seed,
    )


def device_of(capabilities: DeviceCapabilities | None, label: str, slope: float = 1.0) -> Device:
    """What the plan needs of the device. Raises LinkError for one that cannot guide a hold."""
    if capabilities is None:
        return Device(kind=DeviceKind.PROBE, full_scale_n=UNKNOWN_FULL_SCALE_N)
    if capabilities.why_not_guided:
        raise LinkError(
            "device_not_guided", label=label, why_not_guided=capabilities.why_not_guided
        )
    return Device(
        kind=DeviceKind.BALL if capabilities.kind is Kind.BALL else DeviceKind.PROBE,
        full_scale_n=(capabilities.full_scale_n or UNKNOWN_FULL_SCALE_N) * min(1.0, slope),
        tip_area_mm2=capabilities.tip_area_mm2,
    )
