"""Griptonite Motherboard: three sensors under a hangboard, with a calibration of its own.

Its counts become kilograms once its calibration has been read; it is never written. Guarded by
tests/drivers/test_devices.py.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import ClassVar, Final

from devicelink.drivers.base import DriverType, Pause, Step, Streamer, Subscribe, Write, named
from devicelink.drivers.declared import DeviceCapabilities, Evidence
from firmware_protocol.lines import NUS_NOTIFY, NUS_WRITE
from firmware_protocol.messages import Message, Readings, Unit, Values
from firmware_protocol.motherboard import NAME, SIGNS, Command, Parser, Point
from firmware_protocol.profile import Direction

READ_S: Final = 1.0
"""Time for its sixteen lines of calibration."""


class Motherboard(Streamer):
    """One open link to a Motherboard."""

    id: ClassVar[str] = "motherboard"
    label: ClassVar[str] = "Griptonite Motherboard"
    commands = (Command,)
    measures = DeviceCapabilities(
        kind=None, direction=Direction.PULL, rates_hz=(30,), unit=Unit.KILOGRAM
    )

    def __init__(self) -> None:
        self._stream = Parser()
        self.parsers = {NUS_NOTIFY: self._parse}

    def opening(self, rate_hz: int | None) -> tuple[Step, ...]:  # noqa: ARG002
        """Subscribe first: before that, its commands hang."""
        return (
            Subscribe(NUS_NOTIFY),
            Write(NUS_WRITE, Command.CALIBRATION),
            Pause(READ_S),
            Write(NUS_WRITE, Command.START),
        )

    def closing(self) -> tuple[Step, ...]:
        """Any command stops the stream; this one asks for the serial number."""
        return (Write(NUS_WRITE, Command.SERIAL, optional=True),)

    @property
    def capabilities(self) -> DeviceCapabilities:
        """No force without the calibration."""
        is_known = all(len(points) > 1 for points in self._curves())
        return self.measures if is_known else replace(self.measures, unit="count")

    def _parse(self, data: bytes) -> tuple[Message, ...]:
        return tuple(
            self._weighed(one) if isinstance(one, Values) else one
            for one in self._stream.feed(data)
        )

    def _weighed(self, values: Values) -> Message:
        curves, adc = self._curves(), dict(values.also)["adc"]
        if not isinstance(adc, tuple) or any(len(points) < 2 for points in curves):
            return values
        kg = sum(
            mass_kg(points, sign * one)
            for sign, points, one in zip(SIGNS, curves, adc, strict=False)
        )
        return Readings(raw=(kg,), unit=Unit.KILOGRAM, also=values.also)

    def _curves(self) -> list[list[Point]]:
        """The points of each sensor by rising count, no count twice."""
        return [
            sorted({p.adc: p for p in self._stream.points if p.sensor == sensor}.values(), key=_adc)
            for sensor in range(len(SIGNS))
        ]


def _adc(point: Point) -> int:
    return point.adc


def mass_kg(points: Sequence[Point], adc: int) -> float:
    """The mass for a count: straight between the points, and beyond them as at the ends.

    At least two points, by rising count.
    """
    segments = list(pairwise(points))
    low, high = next((pair for pair in segments if adc <= pair[1].adc), segments[-1])
    share = (adc - low.adc) / (high.adc - low.adc)
    return low.mass_kg + share * (high.mass_kg - low.mass_kg)


DRIVER = DriverType(
    Motherboard.id,
    Motherboard.label,
    lambda advertisement: named(advertisement, NAME),
    Motherboard,
    evidence=(Evidence.SOURCES, Evidence.CAPTURES),
    measures=Motherboard.measures,
)
