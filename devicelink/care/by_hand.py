"""A session without a device: by thumb, ball or roller, on the clock and the person's word (S21).

The same rules close a place as with a device; force is neither measured nor guessed, so a programme
that goes by force is refused. Guarded by tests/care/test_by_hand.py.
"""

from dataclasses import replace
from typing import Final

from devicelink.care.outputs import RepEnd
from devicelink.care.plan import Checks, Plan, Programme, make_plan
from devicelink.care.point import Point, Side, Tool
from devicelink.care.programme import Target
from devicelink.care.safety import CEILING_BODY_WEIGHT_N, Device, DeviceKind
from devicelink.errors import PlanError

HAND_TOOLS: Final = tuple(tool for tool in Tool if tool not in {Tool.PROBE, Tool.NONE})
SOFT: Final = frozenset({Tool.THUMB, Tool.SOFT_BALL})
"""What may press where nothing hard may."""
NO_DEVICE: Final = Device(kind=DeviceKind.BALL, full_scale_n=CEILING_BODY_WEIGHT_N)
"""Stands in a plan for what is not there; its limit is never compared with anything."""


def by_hand_plan(
    programme: Programme,
    point: Point,
    side: Side,
    tool: Tool,
    checks: Checks,
    *,
    confirmed_reps: bool = False,
    earlier: tuple[RepEnd, ...] = (),
) -> Plan:
    """The plan of a session without a device. PlanError where a rule forbids it."""
    if tool not in HAND_TOOLS:
        raise PlanError("hand_needs_device", tool=tool, tools=", ".join(HAND_TOOLS))
    if not point.hard_tip and tool not in SOFT:
        raise PlanError("hand_nothing_hard", name=point.name)
    if programme.target is not Target.LIMIT:
        raise PlanError("hand_measures_nothing", name=programme.name)
    plan = make_plan(
        programme, point, side, NO_DEVICE, checks=checks, confirmed_reps=confirmed_reps
    )
    return replace(plan, tool=tool, sensor=False, earlier=earlier)
