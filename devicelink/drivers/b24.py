"""Mantracourt B24: any load cell, in the unit its owner set.

It has to be unlocked with its configuration number, 0 as delivered. Its own advertisements are
coded and not read. Guarded by tests/drivers/test_devices.py.
"""

from dataclasses import replace
from typing import ClassVar

from devicelink.drivers.base import (
    DriverType,
    Read,
    Step,
    Streamer,
    Subscribe,
    Write,
    named,
    offers,
)
from devicelink.drivers.declared import DeviceCapabilities, Evidence, Tare
from firmware_protocol.b24 import (
    DATA_SERVICE,
    NAME_PREFIX,
    PIN,
    STATUS,
    UNIT,
    VALUE,
    Unlock,
    parse_status,
    parse_unit,
    parse_value,
)
from firmware_protocol.frames import Advertisement
from firmware_protocol.messages import Info, Message, Unit
from firmware_protocol.profile import Direction


class B24(Streamer):
    """One open link to a B24."""

    id: ClassVar[str] = "mantracourt_b24"
    label: ClassVar[str] = "Mantracourt B24"
    commands = (Unlock,)
    measures = DeviceCapabilities(
        kind=None,
        direction=Direction.BOTH,
        rates_hz=(12,),
        unit=Unit.NEWTON,
        tare=Tare.DEVICE,
    )

    def __init__(self) -> None:
        self._unit: Unit | None = None
        self.parsers = {
            VALUE: lambda data: (parse_value(data, self._unit),),
            STATUS: lambda data: (parse_status(data),),
            UNIT: self._told_unit,
        }

    def opening(self, rate_hz: int | None) -> tuple[Step, ...]:  # noqa: ARG002
        """Unlock, learn the unit, subscribe; its rate is a setting of its owner's."""
        return (
            Write(PIN, Unlock()),
            Read(UNIT, optional=True),
            Subscribe(STATUS, optional=True),
            Subscribe(VALUE),
        )

    @property
    def capabilities(self) -> DeviceCapabilities:
        """With the unit that it was set to."""
        return replace(self.measures, unit=self._unit or "?")

    def _told_unit(self, data: bytes) -> tuple[Message, ...]:
        unit = parse_unit(data)
        if not isinstance(unit, Unit):
            return (unit,)
        self._unit = unit
        return (Info("unit", unit.value),)


def _matches(advertisement: Advertisement) -> bool:
    return named(advertisement, NAME_PREFIX) or offers(advertisement, DATA_SERVICE)


DRIVER = DriverType(
    B24.id,
    B24.label,
    _matches,
    B24,
    evidence=(Evidence.VENDOR, Evidence.SOURCES),
    measures=B24.measures,
    note="set it to newtons or kilograms, and to 80 ms; other units are not known here",
    silence_s=6.0,
)
