"""Climbro hangboard: hung from, in whole kilograms. Guarded by tests/drivers/test_devices.py."""

from typing import ClassVar

from devicelink.drivers.base import ABOUT, DriverType, Step, Streamer, Subscribe, named
from devicelink.drivers.declared import DeviceCapabilities, Evidence
from firmware_protocol.climbro import DATA, NAME, Parser
from firmware_protocol.messages import Unit
from firmware_protocol.profile import Direction


class Climbro(Streamer):
    """One open link to a hangboard."""

    id: ClassVar[str] = "climbro"
    label: ClassVar[str] = "Climbro hangboard"
    measures = DeviceCapabilities(
        kind=None,
        direction=Direction.PULL,
        resolution_n=9.80665,
        unit=Unit.KILOGRAM,
    )

    def __init__(self) -> None:
        self.parsers = {DATA: Parser().feed}

    def opening(self, rate_hz: int | None) -> tuple[Step, ...]:  # noqa: ARG002
        """Subscribe: it streams by itself."""
        return Subscribe(DATA), *ABOUT


DRIVER = DriverType(
    Climbro.id,
    Climbro.label,
    lambda advertisement: named(advertisement, NAME),
    Climbro,
    evidence=(Evidence.SOURCE,),
    measures=Climbro.measures,
    note="its rate is not known",
)
