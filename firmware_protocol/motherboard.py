"""Griptonite Motherboard: hexadecimal lines of three converters, and its calibration, both ways.

The centre and right sensors are wired the other way round. Its calibration can be read and not be
written. Any bytes parse to messages, never to an exception. Guarded by
tests/firmware_protocol/test_device_codecs.py.
"""

import re
from dataclasses import dataclass
from typing import Final

from firmware_protocol.command import Command as Commands
from firmware_protocol.lines import Lines
from firmware_protocol.messages import DeviceFault, FrameRejected, Info, Message, Values

NAME: Final = "Motherboard"
SIGNS: Final = (1, -1, -1)
"""Of the left, centre and right sensor."""

_SAMPLE: Final = re.compile(r"[0-9A-Fa-f]{32}")
_POINT: Final = re.compile(r"(\d{1,3}),(\d{1,3}),(-?\d{1,6}\.?\d{0,6}),(-?\d{1,10})")


class Command(Commands):
    """All that may be sent: any of them stops the stream before it."""

    CALIBRATION = b"C"
    START = b"S30"
    SERIAL = b"#"
    TEXT = b"T"


@dataclass(frozen=True, slots=True)
class Sample:
    """One line: a count, the battery's reading and four converters, the last of them unused."""

    index: int
    battery_raw: int
    adc: tuple[int, int, int, int]

    def serialize(self) -> str:
        """The line. Raises ValueError where a number does not fit."""
        try:
            data = self.index.to_bytes(2, "little") + self.battery_raw.to_bytes(2, "little")
            data += b"".join(one.to_bytes(3, "little", signed=True) for one in self.adc)
        except OverflowError as error:
            raise ValueError(f"{self} does not fit") from error
        return data.hex().upper()

    def values(self) -> Values:
        """The sum of the three sensors, in counts."""
        total = sum(sign * one for sign, one in zip(SIGNS, self.adc, strict=False))
        also = (("index", self.index), ("battery_raw", self.battery_raw), ("adc", self.adc))
        return Values(raw=(total,), unit="count", also=also)


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the calibration: `mass_kg` on a sensor gave `adc`."""

    sensor: int
    point: int
    mass_kg: float
    adc: int

    def serialize(self) -> str:
        """The line."""
        return f"{self.sensor},{self.point},{self.mass_kg:g},{self.adc}"


def parse_line(line: str) -> Sample | Point | DeviceFault | Info:
    """What one line is."""
    if _SAMPLE.fullmatch(line):
        data = bytes.fromhex(line)
        left, centre, right, unused = (
            int.from_bytes(data[at : at + 3], "little", signed=True) for at in range(4, 16, 3)
        )
        index, battery = (int.from_bytes(data[at : at + 2], "little") for at in (0, 2))
        return Sample(index, battery, (left, centre, right, unused))
    if point := _POINT.fullmatch(line):
        sensor, number, mass, adc = point.groups()
        return Point(int(sensor), int(number), float(mass), int(adc))
    if line.startswith("Error"):
        return DeviceFault("error", line)
    return Info("line", line)


class Parser:
    """One stream, from its first byte."""

    def __init__(self) -> None:
        self._lines = Lines()
        self.points: list[Point] = []
        """The calibration as far as it was told."""

    def feed(self, data: bytes) -> tuple[Message, ...]:
        """What the lines mean that the next notification completes."""
        return tuple(map(self._meaning, self._lines.feed(data)))

    def _meaning(self, line: str | FrameRejected) -> Message:
        told = line if isinstance(line, FrameRejected) else parse_line(line)
        match told:
            case Sample():
                return told.values()
            case Point():
                self.points.append(told)
                return Info("calibration", told.serialize())
            case _:
                return told
