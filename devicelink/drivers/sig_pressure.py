"""Any device with the Bluetooth SIG's Pressure characteristic, such as an air bladder.

A pressure becomes a force only by an area that nobody states, so it is shown and kept as it is.
Guarded by tests/drivers/test_devices.py.
"""

from typing import ClassVar

from devicelink.drivers.base import ABOUT, DriverType, Step, Streamer, Subscribe, offers
from devicelink.drivers.declared import DeviceCapabilities, Evidence
from firmware_protocol.profile import Direction
from firmware_protocol.sig_weight import ENVIRONMENT_SERVICE, PRESSURE, parse_pressure


class SigPressure(Streamer):
    """One open link to a device with the Environmental Sensing service."""

    id: ClassVar[str] = "sig_pressure"
    label: ClassVar[str] = "Bluetooth pressure sensor"
    measures = DeviceCapabilities(kind=None, direction=Direction.SQUEEZE, unit="Pa")

    def __init__(self) -> None:
        self.parsers = {PRESSURE: lambda data: (parse_pressure(data),)}

    def opening(self, rate_hz: int | None) -> tuple[Step, ...]:  # noqa: ARG002
        """Subscribe, then read what else is there."""
        return Subscribe(PRESSURE), *ABOUT


DRIVER = DriverType(
    SigPressure.id,
    SigPressure.label,
    lambda advertisement: offers(advertisement, ENVIRONMENT_SERVICE),
    SigPressure,
    evidence=(Evidence.STANDARD,),
    measures=SigPressure.measures,
    note="whether above the air's pressure or above nothing is not said",
)
