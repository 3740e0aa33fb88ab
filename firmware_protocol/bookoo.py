"""Bookoo coffee scales: grams in packets of 20 bytes, both ways, and two harmless commands.

The vendor's table prints two wrong checksums; they are understood and never sent. Any bytes parse
to messages, never to an exception. Guarded by tests/firmware_protocol/test_device_codecs.py.
"""

from functools import reduce
from operator import xor
from typing import Final

from firmware_protocol.command import Command as Commands
from firmware_protocol.frames import uuid16
from firmware_protocol.messages import Battery, FrameRejected, Message, Readings, Unit

NAME_PREFIX: Final = "bookoo_sc"
"""In lower case; the device writes it as it likes."""
SERVICE: Final = uuid16(0x0FFE)
DATA: Final = uuid16(0xFF11)
CONTROL: Final = uuid16(0xFF12)

SIZE: Final = 20
_HEAD: Final = b"\x03\x0b"
_MINUS: Final = b"-"
_PRINTED: Final = {b"\x03\x0a\x04\x00\x00": 0x0A, b"\x03\x0a\x07\x00\x00": 0x00}


def checked(body: bytes) -> bytes:
    """The body and all its bytes combined by XOR."""
    return body + bytes((reduce(xor, body, 0),))


class Command(Commands):
    """All that may be sent."""

    TARE = checked(b"\x03\x0a\x01\x00\x00")
    TARE_AND_START = checked(b"\x03\x0a\x07\x00\x00")
    START_TIMER = checked(b"\x03\x0a\x04\x00\x00")


def parse_command(data: bytes) -> Command | FrameRejected:
    """The command a client wrote, also with the checksum that the vendor prints."""
    if len(data) == 6 and _PRINTED.get(data[:5]) == data[5]:
        return Command(checked(data[:5]))
    return Command.parse(data)


def parse(data: bytes) -> tuple[Message, ...]:
    """The load and the charge in a notification, with the time of the scale's stop watch."""
    if len(data) != SIZE or not data.startswith(_HEAD):
        return (FrameRejected("not a packet of a load", data),)
    if checked(data[:-1]) != data:
        return (FrameRejected("wrong checksum", data),)
    grams = int.from_bytes(data[7:10], "big") / 100
    raw = -grams / 1000 if data[6:7] == _MINUS else grams / 1000
    timer_ms = int.from_bytes(data[2:5], "big")
    readings = Readings(raw=(raw,), unit=Unit.KILOGRAM, also=(("timer_ms", timer_ms),))
    charge = data[13]
    return (readings, Battery(percent=charge)) if charge <= 100 else (readings,)


def serialize(readings: Readings, percent: int) -> bytes:
    """A notification of this load. Raises ValueError for what it cannot say."""
    if len(readings.raw) != 1 or readings.unit is not Unit.KILOGRAM:
        raise ValueError(f"a Bookoo cannot say {readings}")
    hundredths = round(readings.raw[0] * 100_000)
    timer_ms = dict(readings.also).get("timer_ms", 0)
    try:
        return checked(
            _HEAD
            + int(timer_ms).to_bytes(3, "big")  # type: ignore[arg-type]
            + b"\x02"
            + (_MINUS if hundredths < 0 else b"+")
            + abs(hundredths).to_bytes(3, "big")
            + b"+\0\0"
            + bytes((percent,))
            + b"\0\0\0\0\0"
        )
    except OverflowError as error:
        raise ValueError(f"{readings} does not fit") from error
