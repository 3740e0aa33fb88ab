"""Squegg squeeze ball: ASCII kilograms, both ways.

Newer firmware puts a NUL and its count of squeezes behind the number, which older parsers glue to
it; a number may begin with its point. Any bytes parse to messages, never to an exception. Guarded
by tests/firmware_protocol/test_device_codecs.py.
"""

import re
from dataclasses import dataclass
from typing import Final

from firmware_protocol.frames import uuid16
from firmware_protocol.messages import Battery, FrameRejected, Message, Readings, Unit

NAMES: Final = ("weixin-nini", "Squegg")
SERVICE: Final = uuid16(0xFFB0)
FORCE: Final = uuid16(0xFFB2)

_FORM: Final = re.compile(rb"1([0-9])([01])([0-9]{0,6}\.?[0-9]{0,6})(?:\0([0-9]{0,10})\0*)?")


@dataclass(frozen=True, slots=True)
class Squeeze:
    """One packet: `count` squeezes so far, None on older firmware."""

    force_kg: float
    is_squeezing: bool
    percent: int
    count: int | None = None

    def serialize(self) -> bytes:
        """The packet, to the gram. Raises ValueError for what cannot be said."""
        if not 0 <= self.force_kg < 1e6 or self.percent not in range(10, 101, 10):
            raise ValueError(f"a Squegg cannot say {self}")
        head = f"1{self.percent // 10 - 1}{self.is_squeezing:d}{self.force_kg:.3f}".encode()
        return head if self.count is None else head + b"\0" + str(self.count).encode()

    def messages(self) -> tuple[Message, ...]:
        """What it means."""
        count = () if self.count is None else (("count", self.count),)
        also = (("squeezing", self.is_squeezing), *count)
        readings = Readings(raw=(self.force_kg,), unit=Unit.KILOGRAM, also=also)
        return readings, Battery(percent=self.percent)


def parse_packet(data: bytes) -> Squeeze | FrameRejected:
    """A notification as its packet."""
    found = _FORM.fullmatch(data)
    if found is None:
        return FrameRejected("not a Squegg's line", data)
    charge, squeezing, number, count = found.groups()
    try:
        force_kg = float(number)
    except ValueError:
        return FrameRejected("without a number", data)
    return Squeeze(
        force_kg, squeezing == b"1", 10 * (int(charge) + 1), int(count) if count else None
    )


def parse(data: bytes) -> tuple[Message, ...]:
    """What a notification means."""
    packet = parse_packet(data)
    return (packet,) if isinstance(packet, FrameRejected) else packet.messages()
