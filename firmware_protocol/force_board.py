"""PitchSix Force Board: whole pounds in packets, both ways, and its modes.

The multiplier 32768 of the first byte is the vendor's and every client's. A board that is pressed
counts below zero, which its unsigned numbers cannot say: such samples are not a number here, and
flagged. Any bytes parse to messages, never to an exception. Guarded by
tests/firmware_protocol/test_device_codecs.py.
"""

import math
from dataclasses import dataclass
from typing import Final

from firmware_protocol.command import Command
from firmware_protocol.messages import DeviceFault, FrameRejected, Message, Readings, Unit

NAME: Final = "Force Board"
FORCE_SERVICE: Final = "9a88d67f-8df2-4afe-9e0d-c2bbbe773dd0"
FORCE: Final = "9a88d682-8df2-4afe-9e0d-c2bbbe773dd0"
TARE: Final = "9a88d683-8df2-4afe-9e0d-c2bbbe773dd0"
THRESHOLD: Final = "9a88d686-8df2-4afe-9e0d-c2bbbe773dd0"
OTHERS: Final = tuple(
    f"9a88d6{short}-8df2-4afe-9e0d-c2bbbe773dd0" for short in ("80", "81", "85", "87", "88", "89")
)
"""It has these too; what they hold was told to nobody."""
MODE_SERVICE: Final = "467a8516-6e39-11eb-9439-0242ac130002"
MODE: Final = "467a8517-6e39-11eb-9439-0242ac130002"
MODE_OTHER: Final = "467a8518-6e39-11eb-9439-0242ac130002"

MAX_SAMPLES: Final = 6
"""What fits 20 bytes."""
_TIMES: Final = 32768
_BELOW_ZERO: Final = 0x80
_UNDERFLOW: Final = b"\xff\xff\xff"
PRESSED: Final = DeviceFault("out_of_range", "it counts below zero: it was pressed, not pulled")


class Mode(Command):
    """What the mode characteristic takes."""

    STREAM = b"\x04"
    TARE = b"\x05"
    QUICK_START = b"\x06"
    IDLE = b"\x07"


class Zero(Command):
    """What the tare characteristic takes."""

    TARE = b"\x01"


@dataclass(frozen=True, slots=True)
class Threshold:
    """What the threshold characteristic takes, in pounds: a setting of its owner's."""

    value: int

    def serialize(self) -> bytes:
        """Its bytes on the wire."""
        return self.value.to_bytes(3, "big")


def parse_command(data: bytes) -> Command | Threshold | FrameRejected:
    """What a client wrote; the three characteristics' bytes do not overlap."""
    if len(data) == 3:
        return Threshold(int.from_bytes(data, "big"))
    mode = Mode.parse(data)
    return Zero.parse(data) if isinstance(mode, FrameRejected) else mode


def parse(data: bytes) -> tuple[Message, ...]:
    """What a notification holds; fewer samples than it announces are taken as they are."""
    count = min(int.from_bytes(data[:2], "big"), (len(data) - 2) // 3)
    if count < 1:
        return (FrameRejected("no sample", data),)
    raw = tuple(_pounds(data[at : at + 3]) for at in range(2, 2 + 3 * count, 3))
    readings = Readings(raw=raw, unit=Unit.POUND)
    return (readings, PRESSED) if any(map(math.isnan, raw)) else (readings,)


def _pounds(sample: bytes) -> float:
    if sample[0] >= _BELOW_ZERO:
        return math.nan
    return sample[0] * _TIMES + sample[1] * 256 + sample[2]


def serialize(readings: Readings) -> bytes:
    """A notification with these pounds; NaN and less than nothing underflow as on the device.

    Raises ValueError where there are none or too many, or one is too large.
    """
    if not 1 <= len(readings.raw) <= MAX_SAMPLES or readings.unit is not Unit.POUND:
        raise ValueError(f"a Force Board cannot say {readings}")
    return len(readings.raw).to_bytes(2, "big") + b"".join(map(_sample, readings.raw))


def _sample(pounds: float) -> bytes:
    if math.isnan(pounds) or pounds < 0:
        return _UNDERFLOW
    high, low = divmod(round(pounds), _TIMES)
    if high >= _BELOW_ZERO:
        raise ValueError(f"{pounds} lb do not fit")
    return bytes((high,)) + low.to_bytes(2, "big")
