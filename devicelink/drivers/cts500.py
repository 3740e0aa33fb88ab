"""CTS500 and CTS-300 crane scales: pulled. Guarded by tests/drivers/test_devices.py."""

from typing import ClassVar

from devicelink.drivers.base import DriverType, Step, Streamer, Subscribe, Write, named
from devicelink.drivers.declared import DeviceCapabilities, Evidence, Tare
from firmware_protocol.cts500 import CONTROL, DATA, NAMES, Command, Parser
from firmware_protocol.messages import Unit
from firmware_protocol.profile import Direction


class Cts500(Streamer):
    """One open link to a scale."""

    id: ClassVar[str] = "cts500"
    label: ClassVar[str] = "CTS500 scale"
    commands = (Command,)
    measures = DeviceCapabilities(
        kind=None,
        direction=Direction.PULL,
        resolution_n=0.0980665,
        rates_hz=(10, 20, 40, 80, 160, 320),
        unit=Unit.KILOGRAM,
        tare=Tare.DEVICE,
    )

    def __init__(self) -> None:
        self.parsers = {DATA: Parser().feed}

    def opening(self, rate_hz: int | None) -> tuple[Step, ...]:  # noqa: ARG002
        """Subscribe and start; its rate is a setting of its owner's."""
        return (
            Subscribe(DATA),
            Write(CONTROL, Command.BATTERY, optional=True),
            Write(CONTROL, Command.START),
        )

    def closing(self) -> tuple[Step, ...]:
        """Stop the stream."""
        return (Write(CONTROL, Command.STOP, optional=True),)


DRIVER = DriverType(
    Cts500.id,
    Cts500.label,
    lambda advertisement: named(advertisement, *NAMES),
    Cts500,
    evidence=(Evidence.SOURCE,),
    measures=Cts500.measures,
    note="whether it can say less than zero is not known",
)
