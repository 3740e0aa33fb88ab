"""VALD DynaMo: a dynamometer held in the hand and pressed.

It sends differences without numbers, so after a loss the force is not known: the stream is begun
anew, from a zero that is only right with nothing on the device, and the person is told. Whether a
silence was a loss or only late shows in how many samples follow it; until that is clear nothing is
said. A zero taken while it was pressed shows when it is let go, and begins anew too. It wants to be
written to every second. Guarded by tests/drivers/test_dynamo.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar, Final

from devicelink.drivers.base import (
    DriverType,
    Pause,
    Step,
    Streamer,
    Subscribe,
    Write,
    named,
    offers,
)
from devicelink.drivers.declared import DeviceCapabilities, Evidence
from firmware_protocol.dynamo import (
    CONTROL,
    DATA,
    HANDSHAKE,
    KEEP_ALIVE_S,
    NAME,
    SERVICE,
    STREAM_INFO,
    Command,
    Parser,
)
from firmware_protocol.frames import Advertisement, Frame
from firmware_protocol.messages import DeviceFault, Message, ReadingFlag, Readings, Unit
from firmware_protocol.profile import Direction

RATE_HZ: Final = 225
GAP_S: Final = 0.2
"""A silence of 45 samples: they may be lost, or late."""
DOUBT_S: Final = 0.5
"""What is late has come by then."""
LONGEST_S: Final = 5.0
"""However often it falls silent again: nobody waits longer."""
ALL_BUT: Final = 0.95
"""So much of what was due counts as all of it: a rate is not known better."""
SETTLE_S: Final = 0.2
BELOW_N: Final = -2.0
BELOW_S: Final = 0.5
"""So far below nothing for so long: it was pressed when its stream began, and is not now."""
PRESSED: Final = DeviceFault("zero_lost", "it was pressed as it began: the zero begins anew")
LOST: Final = DeviceFault("zero_lost", "samples were lost: take the hand off, the zero begins anew")


@dataclass(slots=True)
class _Doubt:
    """What came after a silence that began at `from_s`; since `since_s` there was no other."""

    from_s: float
    since_s: float
    rate_hz: float
    raw: list[float] = field(default_factory=list)

    def is_over(self, at_s: float) -> bool:
        """Whether all that was due is there."""
        return len(self.raw) >= ALL_BUT * self.rate_hz * (at_s - self.from_s)


class Dynamo(Streamer):
    """One open link to a DynaMo."""

    id: ClassVar[str] = "vald_dynamo"
    label: ClassVar[str] = "VALD DynaMo"
    commands = (Command,)
    pulse_s: ClassVar[float | None] = KEEP_ALIVE_S
    measures = DeviceCapabilities(
        kind=None,
        direction=Direction.PUSH,
        resolution_n=0.1,
        rates_hz=(RATE_HZ,),
        unit=Unit.NEWTON,
    )

    def __init__(self) -> None:
        self._stream = Parser()
        self._first_s = self._newest_s = float("-inf")
        self._samples = 0
        """Of the stretch since `_first_s`: its rate."""
        self._doubt: _Doubt | None = None
        self._above_s = float("-inf")
        """When it last showed more than `BELOW_N`."""
        self._is_fresh = False
        """Whether the next sample is the first from another zero."""
        self._counts = True
        """Whether differences are from a known zero: not before a start, nor after a loss."""

    def opening(self, rate_hz: int | None) -> Iterator[Step]:  # noqa: ARG002
        """Its handshake, with the rest that it needs between the steps."""
        self._counts = False
        yield Subscribe(DATA)
        for command in HANDSHAKE:
            if command is Command.START:
                self._begin()
            yield Write(CONTROL, command)
            yield Pause(SETTLE_S)

    def _begin(self) -> None:
        """Whatever comes from now on is of the stream that is about to start."""
        self._stream.begin()
        self._counts, self._doubt, self._samples = True, None, 0
        self._is_fresh = True

    def decode(self, frame: Frame) -> tuple[Message, ...]:
        """What a notification says; nothing of a force while its zero is not known."""
        if frame.source != DATA:
            return super().decode(frame)
        messages = self._stream.feed(frame.data)
        if self._counts and self._samples and STREAM_INFO in messages:
            self._begin()  # by itself: the sum begins at nothing, so the zero is another
        raw = [value for one in messages if isinstance(one, Readings) for value in one.raw]
        others = tuple(one for one in messages if not isinstance(one, Readings))
        if not raw or not self._counts:
            return others
        return *self._told(raw, frame.at_s), *others

    def _told(self, raw: list[float], at_s: float) -> tuple[Message, ...]:
        before_s, self._newest_s = self._newest_s, at_s
        if not self._samples:
            self._first_s = self._above_s = before_s = at_s
        if at_s - before_s > GAP_S:
            self._doubt = self._doubt or _Doubt(before_s, at_s, self._rate_hz(before_s))
            self._doubt.since_s = at_s
        self._samples += len(raw)
        if self._doubt is None:
            return self._read(raw, at_s)
        return self._weighed(self._doubt, raw, at_s)

    def _read(self, raw: list[float], at_s: float) -> tuple[Message, ...]:
        if self._is_fresh or max(raw) > BELOW_N:
            self._above_s = at_s
        if at_s - self._above_s > BELOW_S:
            self._counts = False
            return (PRESSED,)
        flags = ReadingFlag.TARE_CHANGED if self._is_fresh else ReadingFlag.NONE
        self._is_fresh = False
        return (Readings(raw=tuple(raw), unit=Unit.NEWTON, flags=flags),)

    def _weighed(self, doubt: _Doubt, raw: list[float], at_s: float) -> tuple[Message, ...]:
        doubt.raw += raw
        if doubt.is_over(at_s):
            self._doubt = None
            return self._read(doubt.raw, at_s)
        if at_s - doubt.since_s > DOUBT_S or at_s - doubt.from_s > LONGEST_S:
            self._doubt, self._counts = None, False
            return (LOST,)
        return ()

    def _rate_hz(self, until_s: float) -> float:
        """What it has sent a second so far, within what it can: a stream may begin late too."""
        lasted_s = until_s - self._first_s
        told_hz = self._samples / lasted_s if lasted_s > 1.0 else RATE_HZ
        return min(1.04 * RATE_HZ, max(0.95 * RATE_HZ, told_hz))

    def pulse(self) -> Iterator[Step]:
        """Keep the stream alive, or begin it anew after a loss."""
        if self._counts:
            yield Write(CONTROL, Command.KEEP_ALIVE)
            return
        yield Write(CONTROL, Command.STOP)
        yield Pause(SETTLE_S)
        self._begin()
        yield Write(CONTROL, Command.START)

    def closing(self) -> tuple[Step, ...]:
        """Stop the stream."""
        return (Write(CONTROL, Command.STOP, optional=True),)

    parsers = {}  # noqa: RUF012 - nothing but charge and names is read elsewhere


def _matches(advertisement: Advertisement) -> bool:
    return named(advertisement, NAME) or offers(advertisement, SERVICE)


DRIVER = DriverType(
    Dynamo.id,
    Dynamo.label,
    _matches,
    Dynamo,
    evidence=(Evidence.SOURCE,),
    measures=Dynamo.measures,
    note="its zero is the force at the start of the stream; lost samples cost the zero",
)
