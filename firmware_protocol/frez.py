"""Frez Dyno: counts of its converter with times, both ways.

Its counts become a force only by a number that the vendor's service gives out, so it has no
driver. Any bytes parse to messages, never to an exception. Guarded by
tests/firmware_protocol/test_device_codecs.py.
"""

import struct
from typing import Final

from firmware_protocol.command import Command as Commands
from firmware_protocol.messages import CLOCK_WRAP_US, FrameRejected, Message, Values

SAMPLES: Final = 9
_HEAD: Final = b"\x01\x00"
_SAMPLE: Final = struct.Struct("<iI")


class Command(Commands):
    """What it takes."""

    START = b"\x01\x00"
    STOP = b"\x02\x00"
    POWER_OFF = b"\xff\x00"


def parse(data: bytes) -> tuple[Message, ...]:
    """The samples of a notification, oldest first, with the device's milliseconds."""
    body = data.removeprefix(_HEAD)
    if len(body) == len(data) or not body or len(body) % _SAMPLE.size:
        return (FrameRejected("not a packet of samples", data),)
    counts, times_ms = zip(*_SAMPLE.iter_unpack(body), strict=True)
    times = tuple(ms * 1000 % CLOCK_WRAP_US for ms in times_ms)
    return (Values(raw=counts, unit="count", device_us=times),)


def serialize(values: Values) -> bytes:
    """A notification of these samples. Raises ValueError for what it cannot say."""
    try:
        return _HEAD + b"".join(
            _SAMPLE.pack(round(count), us // 1000)
            for count, us in zip(values.raw, values.device_us or (), strict=True)
        )
    except struct.error as error:
        raise ValueError(f"{values.raw} do not fit") from error
