"""Any device with the Bluetooth SIG's Force characteristic: single samples without a time.

Which way it measures is not said on the air, so pressing is allowed. Guarded by
tests/drivers/test_sig_force.py.
"""

from typing import ClassVar

from devicelink.drivers.base import ABOUT, DriverType, Step, Streamer, Subscribe, offers
from devicelink.drivers.declared import DeviceCapabilities, Evidence
from firmware_protocol.messages import Unit
from firmware_protocol.profile import Direction
from firmware_protocol.sig import BATTERY, FORCE, FORCE_SERVICE, parse_force


class SigForce(Streamer):
    """One open link to a device with the Industrial Measurement Device service."""

    id: ClassVar[str] = "sig_force"
    label: ClassVar[str] = "Bluetooth force sensor"
    measures = DeviceCapabilities(
        kind=None, direction=Direction.BOTH, resolution_n=0.001, unit=Unit.MILLINEWTON
    )

    def __init__(self) -> None:
        self.parsers = {FORCE: lambda data: (parse_force(data),)}

    def opening(self, rate_hz: int | None) -> tuple[Step, ...]:  # noqa: ARG002
        """Subscribe, then read what else is there; the rate cannot be chosen."""
        return Subscribe(FORCE), Subscribe(BATTERY, optional=True), *ABOUT


DRIVER = DriverType(
    SigForce.id,
    SigForce.label,
    lambda advertisement: offers(advertisement, FORCE_SERVICE),
    SigForce,
    evidence=(Evidence.STANDARD,),
    measures=SigForce.measures,
    note="which way it measures is not said on the air",
)
