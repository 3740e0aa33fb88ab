"""A recording without a plan or a coach: what any device sends, as rows of time and force.

For devices that cannot guide a hold, and for comparing one device with another. What is no force
keeps its number and unit, and its force is empty. The guard sees the newest force at once, as in a
session. Pure: time comes in. Guarded by tests/session/test_free.py.
"""

from math import isfinite
from typing import NamedTuple

from devicelink.core.block import Block
from devicelink.core.events import OverForce, OverForceCleared
from devicelink.core.overforce import Guard
from devicelink.core.timebase import Timebase
from firmware_protocol.messages import NEWTONS_PER, Message, Readings, Unit, Values


class Row(NamedTuple):
    """One sample: `t_s` from the first on; `force_n` None where it is no force or not known."""

    t_s: float
    force_n: float | None
    raw: float | None
    unit: str


class FreeRecording:
    """One device's samples, in order."""

    def __init__(self) -> None:
        self._timebase = Timebase()
        self._begin_s: float | None = None
        self._guard: Guard | None = None
        self.alarms: tuple[OverForce | OverForceCleared, ...] = ()
        """What the guard made of the last message."""
        self.is_new = False
        """Whether the last message brought a sample newer than all before."""
        self.newest_n: float | None = None
        """The force in the last message that had any; None where that was no number."""

    def guard(self, limit_n: float) -> None:
        """Watch this limit from now on."""
        self._guard = Guard(limit_n)

    def missing(self) -> tuple[tuple[int, int], ...]:
        """Samples that the device may still have: first number, and how many."""
        return self._timebase.missing()

    def take(self, at_s: float, message: Message, boot_id: int | None = None) -> list[Row]:
        """The rows that are in order once this message has arrived at `at_s`."""
        self.alarms, self.is_new = (), False
        match message:
            case Readings(unit=unit):
                block = self._timebase.add(message, at_s, boot_id)
                self._watch(self._timebase.fresh)
                return [
                    Row(
                        t_s, known, None if known is None else known / NEWTONS_PER[unit], unit.value
                    )
                    for t_s, known in self._samples(block)
                ]
            case Values(raw=raw, unit=told, device_us=device_us):
                placed = Readings(raw=raw, unit=Unit.NEWTON, device_us=device_us)
                block = self._timebase.add(placed, at_s, boot_id)
                return [Row(t_s, None, known, told) for t_s, known in self._samples(block)]
            case _:
                return []

    def _watch(self, fresh: Block) -> None:
        self.is_new = len(fresh) > 0
        if not self.is_new:
            return
        newest_n = float(fresh.force_n[-1])
        self.newest_n = newest_n if isfinite(newest_n) else None
        if self._guard is not None:
            self.alarms = self._guard.feed(fresh)

    def _samples(self, block: Block) -> list[tuple[float, float | None]]:
        if self._begin_s is None and len(block):
            self._begin_s = float(block.t_s[0])
        begin_s = self._begin_s or 0.0
        return [
            (t_s - begin_s, value if isfinite(value) else None)
            for t_s, value in zip(block.t_s.tolist(), block.force_n.tolist(), strict=True)
        ]
