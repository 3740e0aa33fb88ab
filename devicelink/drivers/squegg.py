"""Squegg: a soft ball that is squeezed.

Sets its own zero when it is switched on; while nobody squeezes it sends a value a second only.
Guarded by tests/drivers/test_devices.py.
"""

from typing import ClassVar

from devicelink.drivers.base import DriverType, Step, Streamer, Subscribe, named
from devicelink.drivers.declared import DeviceCapabilities, Evidence, Tare
from firmware_protocol.messages import Unit
from firmware_protocol.profile import Direction, Kind
from firmware_protocol.squegg import FORCE, NAMES, parse


class Squegg(Streamer):
    """One open link to a Squegg."""

    id: ClassVar[str] = "squegg"
    label: ClassVar[str] = "Squegg squeeze ball"
    measures = DeviceCapabilities(
        kind=Kind.BALL,
        direction=Direction.SQUEEZE,
        resolution_n=0.00980665,
        rates_hz=(5,),
        unit=Unit.KILOGRAM,
        tare=Tare.POWER_ON,
    )

    def __init__(self) -> None:
        self.parsers = {FORCE: parse}

    def opening(self, rate_hz: int | None) -> tuple[Step, ...]:  # noqa: ARG002
        """Subscribe: it streams by itself."""
        return (Subscribe(FORCE),)


DRIVER = DriverType(
    Squegg.id,
    Squegg.label,
    lambda advertisement: named(advertisement, *NAMES),
    Squegg,
    evidence=(Evidence.SOURCES, Evidence.CAPTURES),
    measures=Squegg.measures,
    note="switch it on with nothing on it: that is its zero; one value a second at rest",
    silence_s=3.0,
)
