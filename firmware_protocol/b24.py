"""Mantracourt B24 strain transmitter: a value, its unit and a status, both ways.

Values are big endian. Two units were told to us; the others stay numbers. Rate, resolution, names
and calibration are settings of its owner's and have no name here. Any bytes parse to messages,
never to an exception. Guarded by tests/firmware_protocol/test_device_codecs.py.
"""

import math
import struct
from dataclasses import dataclass
from typing import Final

from firmware_protocol.messages import FrameRejected, Info, Message, Readings, Unit, Values

NAME_PREFIX: Final = "B24"
CONFIG_SERVICE: Final = "a970fd30-a0e8-11e6-bdf4-0800200c9a66"
PIN: Final = "a970fd39-a0e8-11e6-bdf4-0800200c9a66"
DATA_SERVICE: Final = "a9712440-a0e8-11e6-bdf4-0800200c9a66"
STATUS: Final = "a9712441-a0e8-11e6-bdf4-0800200c9a66"
VALUE: Final = "a9712442-a0e8-11e6-bdf4-0800200c9a66"
UNIT: Final = "a9712443-a0e8-11e6-bdf4-0800200c9a66"

UNITS: Final = {0x2D: Unit.KILOGRAM, 0x41: Unit.NEWTON}
_BITS: Final = {3: "over_range", 4: "fast", 5: "battery_low"}
_VALUE: Final = struct.Struct(">f")


@dataclass(frozen=True, slots=True)
class Unlock:
    """The configuration number that has to be written after connecting; 0 as delivered."""

    pin: int = 0

    def serialize(self) -> bytes:
        """Its bytes on the wire."""
        return self.pin.to_bytes(4, "big")


def parse_value(data: bytes, unit: Unit | None = None) -> Readings | Values | FrameRejected:
    """One sample, a force where its unit is known."""
    if len(data) != _VALUE.size:
        return FrameRejected(f"a value is 4 bytes long, not {len(data)}", data)
    (value,) = _VALUE.unpack(data)
    if not math.isfinite(value):
        return FrameRejected("not a finite number", data)
    if unit is None:
        return Values(raw=(value,), unit="?")
    return Readings(raw=(value,), unit=unit)


def serialize_value(value: float) -> bytes:
    """One sample."""
    return _VALUE.pack(value)


def parse_status(data: bytes) -> Info | FrameRejected:
    """What is said of the device, in words."""
    if len(data) != 1:
        return FrameRejected(f"a status is 1 byte long, not {len(data)}", data)
    return Info("status", " ".join(name for bit, name in _BITS.items() if data[0] >> bit & 1))


def parse_unit(data: bytes) -> Unit | FrameRejected:
    """The unit of the values."""
    if len(data) == 1 and data[0] in UNITS:
        return UNITS[data[0]]
    return FrameRejected("a unit not known here", data)


def parse(data: bytes) -> tuple[Message, ...]:
    """A value or a status, told apart by its length: for who does not know where it came from."""
    return (parse_status(data) if len(data) == 1 else parse_value(data),)
