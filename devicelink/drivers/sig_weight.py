"""Any scale with the Bluetooth SIG's Weight Scale service: a plate, about one value a second.

Guarded by tests/drivers/test_devices.py.
"""

from typing import ClassVar

from devicelink.drivers.base import ABOUT, DriverType, Step, Streamer, Subscribe, offers
from devicelink.drivers.declared import DeviceCapabilities, Evidence
from firmware_protocol.messages import Unit
from firmware_protocol.profile import Direction
from firmware_protocol.sig_weight import (
    WEIGHT,
    WEIGHT_MEASUREMENT,
    WEIGHT_SERVICE,
    parse_measurement,
    parse_weight,
)


class SigWeight(Streamer):
    """One open link to a scale."""

    id: ClassVar[str] = "sig_weight"
    label: ClassVar[str] = "Bluetooth scale"
    measures = DeviceCapabilities(
        kind=None,
        direction=Direction.PUSH,
        resolution_n=0.04903325,
        rates_hz=(1,),
        unit=Unit.KILOGRAM,
    )

    def __init__(self) -> None:
        self.parsers = {
            WEIGHT_MEASUREMENT: lambda data: (parse_measurement(data),),
            WEIGHT: lambda data: (parse_weight(data),),
        }

    def opening(self, rate_hz: int | None) -> tuple[Step, ...]:  # noqa: ARG002
        """Subscribe to whichever it has, then read what else is there."""
        return (
            Subscribe(WEIGHT_MEASUREMENT, optional=True),
            Subscribe(WEIGHT, optional=True),
            *ABOUT,
        )


DRIVER = DriverType(
    SigWeight.id,
    SigWeight.label,
    lambda advertisement: offers(advertisement, WEIGHT_SERVICE),
    SigWeight,
    evidence=(Evidence.STANDARD,),
    measures=SigWeight.measures,
    note="good for comparing another device with a known load",
    silence_s=10.0,
)
