"""Home-made gauges that send numbers as text over the Nordic serial service.

Raw counts are kept as they are; a number with a unit of force behind it is a force. Nothing is
sent to it, for nobody knows what it would do. Guarded by tests/drivers/test_devices.py.
"""

from dataclasses import replace
from typing import ClassVar

from devicelink.drivers.base import DriverType, Step, Streamer, Subscribe, offers
from devicelink.drivers.declared import DeviceCapabilities, Evidence
from firmware_protocol.lines import NUS_NOTIFY, NUS_SERVICE, NUS_WRITE
from firmware_protocol.messages import Message, Readings, Unit
from firmware_protocol.profile import Direction
from firmware_protocol.text_lines import Parser


class TextLines(Streamer):
    """One open link to a gauge."""

    id: ClassVar[str] = "nus_text"
    label: ClassVar[str] = "Gauge that sends text"
    measures = DeviceCapabilities(kind=None, direction=Direction.BOTH, rates_hz=(10,), unit="count")

    def __init__(self) -> None:
        self._stream = Parser()
        self._unit: Unit | None = None
        self.parsers = {NUS_NOTIFY: self._parse, NUS_WRITE: self._parse}

    def opening(self, rate_hz: int | None) -> tuple[Step, ...]:  # noqa: ARG002
        """Subscribe to whichever notifies: some boards have the two the other way round."""
        return Subscribe(NUS_NOTIFY, optional=True), Subscribe(NUS_WRITE, optional=True)

    @property
    def capabilities(self) -> DeviceCapabilities:
        """A force once it has sent one."""
        return replace(self.measures, unit=self._unit or self.measures.unit)

    def _parse(self, data: bytes) -> tuple[Message, ...]:
        messages = self._stream.feed(data)
        for one in messages:
            if isinstance(one, Readings):
                self._unit = one.unit
        return messages


DRIVER = DriverType(
    TextLines.id,
    TextLines.label,
    lambda advertisement: offers(advertisement, NUS_SERVICE),
    TextLines,
    evidence=(Evidence.SOURCE,),
    measures=TextLines.measures,
    note="GripFit, or a board of your own: lines such as R:834572, or 12.5 N for a force",
)
