"""TeraForce: a dynamometer that is pulled and sends counts.

The scale hangs on the hardware's version; the zero is not known, so forces count from where its
converter stands. It wants to be written to every minute. Guarded by
tests/drivers/test_devices.py.
"""

import re
from dataclasses import replace
from typing import ClassVar

from devicelink.drivers.base import (
    ABOUT,
    DriverType,
    Read,
    Step,
    Streamer,
    Subscribe,
    Write,
    named,
    offers,
)
from devicelink.drivers.declared import DeviceCapabilities, Evidence
from firmware_protocol.frames import Advertisement
from firmware_protocol.messages import Message, Readings, Unit
from firmware_protocol.profile import Direction
from firmware_protocol.sig import HARDWARE, parse_information
from firmware_protocol.teraforce import (
    CONTROL,
    DATA,
    KEEP_ALIVE_S,
    KG_PER_COUNT,
    NAMES,
    OLD_CONTROL,
    OLD_DATA,
    OLD_SERVICE,
    SERVICE,
    Command,
    parse,
)


class TeraForce(Streamer):
    """One open link to a TeraForce."""

    id: ClassVar[str] = "teraforce"
    label: ClassVar[str] = "TeraForce"
    commands = (Command,)
    pulse_s: ClassVar[float | None] = KEEP_ALIVE_S
    measures = DeviceCapabilities(kind=None, direction=Direction.PULL, unit=Unit.KILOGRAM)

    def __init__(self) -> None:
        self._kg_per_count: float | None = None
        self.parsers = {
            DATA: self._weighed,
            OLD_DATA: self._weighed,
            HARDWARE: self._told_hardware,
        }

    def opening(self, rate_hz: int | None) -> tuple[Step, ...]:  # noqa: ARG002
        """Learn the hardware's version, subscribe and start, on new devices or old."""
        return (
            Read(HARDWARE, optional=True),
            *ABOUT,
            Subscribe(DATA, optional=True),
            Subscribe(OLD_DATA, optional=True),
            *self._written(Command.START),
        )

    def pulse(self) -> tuple[Step, ...]:
        """Keep it from hanging up."""
        return self._written(Command.KEEP_ALIVE)

    def closing(self) -> tuple[Step, ...]:
        """Stop the stream."""
        return self._written(Command.STOP)

    @property
    def capabilities(self) -> DeviceCapabilities:
        """No force without the scale."""
        unit = self.measures.unit if self._kg_per_count else "count"
        return replace(self.measures, unit=unit, resolution_n=(self._kg_per_count or 0) * 9.80665)

    def _written(self, command: Command) -> tuple[Step, ...]:
        return tuple(Write(uuid, command, optional=True) for uuid in (CONTROL, OLD_CONTROL))

    def _told_hardware(self, data: bytes) -> tuple[Message, ...]:
        if version := re.search(rb"\d+", data):
            self._kg_per_count = KG_PER_COUNT[1 if int(version[0][:9]) == 1 else 2]
        return (parse_information(HARDWARE, data),)

    def _weighed(self, data: bytes) -> tuple[Message, ...]:
        (message,) = parse(data)
        scale = self._kg_per_count
        if scale is None or not hasattr(message, "raw"):
            return (message,)
        return (Readings(raw=tuple(one * scale for one in message.raw), unit=Unit.KILOGRAM),)


def _matches(advertisement: Advertisement) -> bool:
    services = (SERVICE, OLD_SERVICE)
    return named(advertisement, *NAMES) or any(offers(advertisement, one) for one in services)


DRIVER = DriverType(
    TeraForce.id,
    TeraForce.label,
    _matches,
    TeraForce,
    evidence=(Evidence.SOURCE,),
    measures=TeraForce.measures,
    note="its zero is not known, nor its rate",
)
