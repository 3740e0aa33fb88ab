"""Entralpi (Lefu) force plate: hundredths of a kilogram, both ways.

Sources differ on the sign; what is sent is read unsigned here, as the bytes stand, and the driver
decides. Any bytes parse to messages, never to an exception. Guarded by
tests/firmware_protocol/test_device_codecs.py.
"""

from typing import Final

from firmware_protocol.frames import uuid16
from firmware_protocol.messages import FrameRejected, Message, Readings, Unit

NAME: Final = "ENTRALPI"
SERVICE: Final = uuid16(0xFFF0)
FORCE: Final = uuid16(0xFFF4)
OTHER: Final = uuid16(0xFFF1)
"""Sources differ on it: on most plates it is written to, on some it notifies in FORCE's place."""


def parse(data: bytes) -> tuple[Message, ...]:
    """The load in a notification's first two bytes; what follows them means nothing."""
    if len(data) < 2:
        return (FrameRejected(f"cut short: {len(data)} bytes", data),)
    return (Readings(raw=(int.from_bytes(data[:2], "big") / 100,), unit=Unit.KILOGRAM),)


def serialize(readings: Readings) -> bytes:
    """A notification with this load, 0 to 655.35 kg. Raises ValueError for any other."""
    if len(readings.raw) != 1 or readings.unit is not Unit.KILOGRAM:
        raise ValueError(f"an Entralpi cannot say {readings}")
    try:
        return round(readings.raw[0] * 100).to_bytes(2, "big")
    except OverflowError as error:
        raise ValueError(f"{readings.raw[0]} kg do not fit") from error
