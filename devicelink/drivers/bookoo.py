"""Bookoo coffee scales: a small plate for up to two kilograms.

Guarded by tests/drivers/test_devices.py.
"""

from typing import ClassVar

from devicelink.drivers.base import DriverType, Step, Streamer, Subscribe
from devicelink.drivers.declared import DeviceCapabilities, Evidence, Tare
from firmware_protocol.bookoo import DATA, NAME_PREFIX, parse
from firmware_protocol.frames import Advertisement
from firmware_protocol.messages import Unit
from firmware_protocol.profile import Direction


class Bookoo(Streamer):
    """One open link to a scale."""

    id: ClassVar[str] = "bookoo"
    label: ClassVar[str] = "Bookoo scale"
    measures = DeviceCapabilities(
        kind=None,
        direction=Direction.PUSH,
        full_scale_n=2 * 9.80665,
        resolution_n=0.0000980665,
        rates_hz=(10,),
        unit=Unit.KILOGRAM,
        tare=Tare.DEVICE,
    )

    def __init__(self) -> None:
        self.parsers = {DATA: parse}

    def opening(self, rate_hz: int | None) -> tuple[Step, ...]:  # noqa: ARG002
        """Subscribe: it streams by itself."""
        return (Subscribe(DATA),)


def _matches(advertisement: Advertisement) -> bool:
    return (advertisement.name or "").lower().startswith(NAME_PREFIX)


DRIVER = DriverType(
    Bookoo.id,
    Bookoo.label,
    _matches,
    Bookoo,
    evidence=(Evidence.VENDOR, Evidence.SOURCES),
    measures=Bookoo.measures,
    note="carries two kilograms: for light touch only",
)
