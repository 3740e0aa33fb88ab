"""What a live session is given once its device is known. Guarded by tests/session/test_live.py."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from devicelink.care.daily import DayCount
from devicelink.care.outputs import SessionOver
from devicelink.care.plan import Plan
from devicelink.core.release import Mode
from devicelink.drivers.base import Driver
from devicelink.session.intake import Intake
from devicelink.session.project import Context
from devicelink.store.record import Record, SampleBatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What a session needs once the device is known. `keep`, `samples`, `end` go to the store."""

    plan: Plan
    mode: Mode
    day: DayCount
    began_s: float
    context: Context
    keep: Callable[[Record], None]
    samples: Callable[[SampleBatch], None]
    end: Callable[[SessionOver], None] = lambda _over: None


Prepare: TypeAlias = Callable[[Driver, Intake], Prepared]
"""Called once, when the device is open: makes the plan for it. Raises DevicelinkError to refuse."""
