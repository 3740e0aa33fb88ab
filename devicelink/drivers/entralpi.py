"""Entralpi force plate: pressed with the whole hand or foot.

Sources differ on the sign. The plate carries less than 328 kg, so what would be more is read as
less than nothing. Guarded by tests/drivers/test_devices.py.
"""

from dataclasses import replace
from typing import ClassVar, Final

from devicelink.drivers.base import ABOUT, DriverType, Step, Streamer, Subscribe, named
from devicelink.drivers.declared import DeviceCapabilities, Evidence
from firmware_protocol.entralpi import FORCE, NAME, OTHER, parse
from firmware_protocol.messages import Message, Readings, Unit
from firmware_protocol.profile import Direction

HALF_KG: Final = 327.68
"""Half of what 16 bits of hundredths can say."""


class Entralpi(Streamer):
    """One open link to a plate."""

    id: ClassVar[str] = "entralpi"
    label: ClassVar[str] = "Entralpi force plate"
    measures = DeviceCapabilities(
        kind=None,
        direction=Direction.PUSH,
        resolution_n=0.0980665,
        rates_hz=(10,),
        unit=Unit.KILOGRAM,
    )

    def __init__(self) -> None:
        self.parsers = {FORCE: _signed, OTHER: _signed}

    def opening(self, rate_hz: int | None) -> tuple[Step, ...]:  # noqa: ARG002
        """Subscribe to whichever notifies: it streams by itself."""
        return Subscribe(FORCE, optional=True), Subscribe(OTHER, optional=True), *ABOUT


def _signed(data: bytes) -> tuple[Message, ...]:
    (message,) = parse(data)
    if isinstance(message, Readings) and message.raw[0] >= HALF_KG:
        return (replace(message, raw=(message.raw[0] - 2 * HALF_KG,)),)
    return (message,)


DRIVER = DriverType(
    Entralpi.id,
    Entralpi.label,
    lambda advertisement: named(advertisement, NAME),
    Entralpi,
    evidence=(Evidence.SOURCES,),
    measures=Entralpi.measures,
    note="whether it sends signed numbers was never settled; read as signed",
)
