"""MAT Muscle Meter V2: twenty samples a packet, pulled or pressed, both ways.

The number is tenths of a kilogram without a sign, whatever the display shows; a flag says that it
was pressed. Any bytes parse to messages, never to an exception. Guarded by
tests/firmware_protocol/test_device_codecs.py.
"""

import struct
from typing import Final

from firmware_protocol.frames import uuid16
from firmware_protocol.messages import Channel, FrameRejected, Message, Readings, Unit

NAMES: Final = ("MUSCLE", "mm")
SERVICE: Final = uuid16(0xFFE0)
FORCE: Final = uuid16(0xFFE1)
SAMPLES: Final = 20
"""In a packet of the device; any number is read."""

_SAMPLE: Final = struct.Struct(">HB")
_PRESSED: Final = 0x10
_SHOWS_KG: Final = 0x01


def parse(data: bytes) -> tuple[Message, ...]:
    """The samples of a notification, oldest first, as magnitudes beside whether pressed."""
    if not data or len(data) % _SAMPLE.size:
        return (FrameRejected(f"length {len(data)} is not a multiple of 3", data),)
    samples = tuple(_SAMPLE.iter_unpack(data))
    pressed = tuple(bool(flag & _PRESSED) for _, flag in samples)
    return (
        Readings(
            raw=tuple(tenths / 10 for tenths, _ in samples),
            unit=Unit.KILOGRAM,
            channels=((Channel.COMPRESSION, pressed),),
        ),
    )


def serialize(readings: Readings) -> bytes:
    """A notification of these samples. Raises ValueError for what it cannot say."""
    pressed = dict(readings.channels).get(Channel.COMPRESSION)
    if not readings.raw or pressed is None or readings.unit is not Unit.KILOGRAM:
        raise ValueError(f"a Muscle Meter cannot say {readings}")
    try:
        return b"".join(
            _SAMPLE.pack(round(kg * 10), _PRESSED if was_pressed else _SHOWS_KG)
            for kg, was_pressed in zip(readings.raw, pressed, strict=True)
        )
    except struct.error as error:
        raise ValueError(f"{readings.raw} do not fit") from error
