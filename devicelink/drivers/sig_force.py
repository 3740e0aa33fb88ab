"""Any device with the Bluetooth SIG's Force characteristic: single samples without a time.

Which way it measures is not said on the air, so pressing is allowed. Not verified on hardware.
Guarded by tests/drivers/test_sig_force.py.
"""

from typing import ClassVar

from devicelink.drivers.base import (
    DeviceCapabilities,
    DriverType,
    Read,
    Step,
    Streamer,
    Subscribe,
    offers,
)
from firmware_protocol.frames import Frame
from firmware_protocol.messages import FrameRejected, Message
from firmware_protocol.profile import Direction
from firmware_protocol.sig import (
    BATTERY,
    FIRMWARE,
    FORCE,
    FORCE_SERVICE,
    INFORMATION,
    MODEL,
    SERIAL,
    parse_battery,
    parse_force,
    parse_information,
)


class SigForce(Streamer):
    """One open link to a device with the Industrial Measurement Device service."""

    id: ClassVar[str] = "sig_force"
    label: ClassVar[str] = "Bluetooth force sensor"
    measures: ClassVar[DeviceCapabilities] = DeviceCapabilities(kind=None, direction=Direction.BOTH)

    def opening(self, rate_hz: int | None) -> tuple[Step, ...]:  # noqa: ARG002
        """Subscribe, then read what else is there; the rate cannot be chosen."""
        return (
            Subscribe(FORCE),
            Subscribe(BATTERY, optional=True),
            *(Read(uuid, optional=True) for uuid in (BATTERY, MODEL, SERIAL, FIRMWARE)),
        )

    def decode(self, frame: Frame) -> tuple[Message, ...]:
        """What a characteristic held."""
        if frame.source == FORCE:
            return (parse_force(frame.data),)
        if frame.source == BATTERY:
            return (parse_battery(frame.data),)
        if frame.source in INFORMATION:
            return (parse_information(frame.source, frame.data),)
        return (FrameRejected(f"from {frame.source}, which was not asked for", frame.data),)


DRIVER = DriverType(
    SigForce.id,
    SigForce.label,
    lambda advertisement: offers(advertisement, FORCE_SERVICE),
    SigForce,
)
