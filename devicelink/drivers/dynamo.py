"""VALD DynaMo: a dynamometer held in the hand and pressed.

It sends differences, so after a gap the force is not known: the stream is begun anew, from a zero
that is only right with nothing on the device, and the person is told. It wants to be written to
every second. Guarded by tests/drivers/test_devices.py.
"""

from collections.abc import Iterator
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
    Command,
    Parser,
)
from firmware_protocol.frames import Advertisement, Frame
from firmware_protocol.messages import DeviceFault, Message, Readings, Unit
from firmware_protocol.profile import Direction

GAP_S: Final = 0.5
"""A silence of a hundred samples: some were lost."""
SETTLE_S: Final = 0.2
LOST: Final = DeviceFault("zero_lost", "samples were lost: take the hand off, the zero begins anew")


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
        rates_hz=(225,),
        unit=Unit.NEWTON,
    )

    def __init__(self) -> None:
        self._stream = Parser()
        self._newest_s: float | None = None
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
        self._counts, self._newest_s = True, None

    def decode(self, frame: Frame) -> tuple[Message, ...]:
        """What a notification says; nothing of a force while its zero is not known."""
        if frame.source != DATA:
            return super().decode(frame)
        if frame.data[:1] != b"\x04":
            return self._stream.feed(frame.data)
        before_s, self._newest_s = self._newest_s, frame.at_s
        messages = self._stream.feed(frame.data)
        if self._counts and before_s is not None and frame.at_s - before_s > GAP_S:
            self._counts = False
            return (LOST,)
        if not self._counts:
            return tuple(one for one in messages if not isinstance(one, Readings))
        return messages

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
