"""The data path: a device's messages to ordered blocks, and the guard on force ahead of all else.

Runs inside the radio's callback, so it does little and keeps little. The guard sees the newest
samples at once, also while older ones are still waited for. Pure: time comes in. Guarded by
tests/session/test_intake.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Final

from devicelink.care.inputs import DeviceNews, ZeroBy, ZeroMoved, ZeroRefused
from devicelink.core.block import Block
from devicelink.core.doubt import Doubts
from devicelink.core.events import OverForce, OverForceCleared
from devicelink.core.overforce import Guard
from devicelink.core.snapshot import LIVE_S
from devicelink.core.timebase import Timebase
from devicelink.session.rest_watch import RestWatch
from devicelink.session.tally import Tally
from devicelink.session.zeroing import Zeroing
from firmware_protocol.messages import (
    Battery,
    DeviceFault,
    FrameRejected,
    Info,
    LowPower,
    Message,
    Readings,
    Unit,
)

PATIENCE_S: Final = 2.0
"""How long newer samples wait for a hole to be filled from the device's memory."""
RATE_SPAN_S: Final = 2.0
BEHIND_S: Final = 0.5
CREEP: Final = 300e-6
"""Clocks part by no more than this share of the time, so the quickest frame's lag may grow so."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What one frame came to: samples in order by now, and what the guard made of the newest."""

    block: Block
    alarms: tuple[OverForce | OverForceCleared, ...]
    is_new: bool
    """Whether it brought a sample newer than all before: a copy, or one sent again, does not."""


class Intake:
    """One device's signal and facts, from the first frame on; it outlives lost links.

    `pace` is how many times as fast as the wall session time runs: patience is the wall's. Faster
    than life it is the machine that is late, which says nothing of the air: that is not counted.
    """

    def __init__(self, pace: float = 1.0) -> None:
        self.timebase = Timebase(PATIENCE_S * pace, pace)
        self.unit = Unit.NEWTON
        self.battery_pct: int | None = None
        self.info: dict[str, str] = {}
        self.heard_s = float("-inf")
        """When the newest force was taken, in time of arrival: what came late was taken earlier.

        A sample without a number does not keep the last one live.
        """
        self.newest_s = float("-inf")
        self.newest_n: float | None = None
        """As it came, for what guards."""
        self.believed_n: float | None = None
        """The same for what is shown: None where no sensor can have measured it."""
        self._is_life = pace <= 1.0
        self._stale_s = LIVE_S * pace
        self._least_lag_s = self._lag_at_s = float("inf")
        self._guard: Guard | None = None
        self._doubts = Doubts()
        self._rate_from: tuple[float, int] = (0.0, 0)
        self._count = 0
        self.rate_hz: float | None = None
        self.tally = Tally()
        self.zeroing = Zeroing()
        self.rest = RestWatch()
        self._boot_id: int | None = None
        self._why_moved: ZeroMoved | None = None

    def guard(self, limit_n: float, full_scale_n: float | None = None) -> None:
        """Watch this limit, on a device whose range ends there, from now on."""
        self._guard, self._doubts = Guard(limit_n), Doubts(full_scale_n)

    def is_ahead_of(self, known_s: float) -> bool:
        """Whether the core, which knows samples up to then, waits for older ones: the newest force
        here has to stand in for its own."""
        return self.newest_s - known_s > BEHIND_S

    def is_live(self, now_s: float) -> bool:
        """Whether the newest force is young enough to be shown as the present one."""
        return self.is_young(self.heard_s, now_s)

    def is_young(self, came_s: float, now_s: float) -> bool:
        """Whether a force that came then may be shown as the present one."""
        return now_s - came_s <= self._stale_s

    def linked_anew(self) -> None:
        """A new link holds no frame up yet: how quick they can be is learnt from it again."""
        self._least_lag_s = self._lag_at_s = float("inf")

    def came_s(self, taken_s: float) -> float:
        """When a sample of that time came, or the newest force if that came before: in time of
        arrival, as if it had been no longer on its way than the quickest."""
        return min(self.heard_s, taken_s + self._least_lag_s)

    def calibrate(self, slope: float) -> None:
        """From here on the device's newtons are multiplied by this; what waits is let go."""
        self.timebase.finish()
        self.timebase.slope = slope
        self.zeroing.forget()

    def set_zero(self) -> ZeroRefused | None:
        """For a device that cannot itself: take off what it shows now, if nothing lies on it."""
        rest_n, why = self.zeroing.judged(self.timebase.zero_n)
        if rest_n is None:
            return ZeroRefused(why)
        self.timebase.rezero(rest_n)
        self._why_moved = ZeroMoved(by=ZeroBy.SOFTWARE, offset_n=rest_n)
        return None

    def parts(self, block: Block) -> Iterator[ZeroMoved | Block]:
        """A block's samples, and between them where their zero moved."""
        for moved, part in self.timebase.parts(block):
            if moved:
                why = self._why_moved or ZeroMoved(by=ZeroBy.DEVICE)
                if why.by is not ZeroBy.RESTART:
                    self.zeroing.moved()
                yield why
                self._why_moved = None
            yield part

    def news(self, message: Message) -> Iterator[DeviceNews]:
        """What the session has to hear of a message without samples."""
        match message:
            case FrameRejected():
                if self.tally.rejected():
                    yield message
            case DeviceFault(code="refused", detail=detail) if detail.startswith("tare"):
                yield ZeroRefused()
            case DeviceFault():
                self.tally.fault()
                yield message
            case LowPower():
                yield message
            case _:
                pass

    def take(self, at_s: float, message: Message, boot_id: int | None) -> Taken | None:
        """One message that arrived at `at_s`; None where it holds no samples."""
        match message:
            case Readings():
                return self._readings(at_s, message, boot_id)
            case Battery(percent=float() | int() as percent):
                self.battery_pct = round(percent)
            case Info(name, value):
                self.info[name] = value
                if name == "tare_offset_n":
                    self.timebase.rezero()
                    self._why_moved = ZeroMoved(by=ZeroBy.DEVICE, offset_n=float(value))
            case _:
                pass
        return None

    def _readings(self, at_s: float, readings: Readings, boot_id: int | None) -> Taken:
        self.unit = readings.unit
        self.tally.read()
        if boot_id is not None:
            if self._boot_id not in {None, boot_id}:
                self._why_moved = ZeroMoved(by=ZeroBy.RESTART)
            self._boot_id = boot_id
        block = self.timebase.add(readings, at_s, boot_id)
        if self.timebase.began_anew:
            self._why_moved = ZeroMoved(by=ZeroBy.RESTART)
        fresh = self.timebase.fresh
        self.zeroing.note(fresh)
        self.rest.note(fresh)
        alarms = self._guard.feed(fresh) if self._guard else ()
        if len(fresh):
            self.newest_s = float(fresh.t_s[-1])
            self.newest_n = _number(fresh)
            self.believed_n = _number(self._doubts.look(fresh)[0])
            if self.newest_n is not None:
                self.heard_s = max(self.heard_s, at_s - self._held_up_s(at_s))
            self._measure_rate(len(fresh))
        return Taken(block, alarms, is_new=len(fresh) > 0)

    def _held_up_s(self, at_s: float) -> float:
        """How much longer than the quickest frame the newest was on its way."""
        lag_s = at_s - self.newest_s
        crept_s = CREEP * max(0.0, at_s - self._lag_at_s)
        self._least_lag_s, self._lag_at_s = min(lag_s, self._least_lag_s + crept_s), at_s
        return lag_s - self._least_lag_s if self._is_life else 0.0

    def _measure_rate(self, count: int) -> None:
        self._count += count
        from_s, from_count = self._rate_from
        span_s = self.newest_s - from_s
        if not 0 <= span_s < 2 * RATE_SPAN_S:
            self._rate_from = (self.newest_s, self._count)
        elif span_s >= RATE_SPAN_S:
            self.rate_hz = (self._count - from_count) / span_s
            self._rate_from = (self.newest_s, self._count)


def _number(block: Block) -> float | None:
    """Its last force; None where that is no number."""
    force_n = float(block.force_n[-1])
    return force_n if isfinite(force_n) else None
