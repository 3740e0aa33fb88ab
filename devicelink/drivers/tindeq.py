"""Tindeq Progressor and its clones: a gauge that can only be pulled.

It sends nothing but start and stop. Not verified on hardware. Guarded by
tests/drivers/test_tindeq.py.
"""

from typing import ClassVar

from devicelink.drivers.base import (
    DeviceCapabilities,
    DriverType,
    Step,
    Streamer,
    Subscribe,
    Write,
    offers,
)
from firmware_protocol.frames import Advertisement, Frame
from firmware_protocol.messages import FrameRejected, Message
from firmware_protocol.profile import Direction
from firmware_protocol.progressor import CONTROL, DATA, NAME_PREFIX, SERVICE, Command, parse


class Tindeq(Streamer):
    """One open link to a Progressor. Some clones have no control point and stream by themselves."""

    id: ClassVar[str] = "tindeq"
    label: ClassVar[str] = "Tindeq Progressor"
    measures: ClassVar[DeviceCapabilities] = DeviceCapabilities(
        kind=None, direction=Direction.PULL, rates_hz=(80,)
    )

    def opening(self, rate_hz: int | None) -> tuple[Step, ...]:  # noqa: ARG002
        """Subscribe and start; the rate cannot be chosen."""
        return Subscribe(DATA), Write(CONTROL, bytes((Command.START,)), optional=True)

    def decode(self, frame: Frame) -> tuple[Message, ...]:
        """What a notification says."""
        if frame.source == DATA:
            return parse(frame.data)
        return (FrameRejected(f"from {frame.source}, which was not asked for", frame.data),)

    def closing(self) -> tuple[Step, ...]:
        """Stop the stream; the device switches itself off after ten minutes."""
        return (Write(CONTROL, bytes((Command.STOP,)), optional=True),)


def _matches(advertisement: Advertisement) -> bool:
    name = advertisement.name or ""
    return name.startswith(NAME_PREFIX) or offers(advertisement, SERVICE)


DRIVER = DriverType(Tindeq.id, Tindeq.label, _matches, Tindeq)
