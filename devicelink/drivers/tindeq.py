"""Tindeq Progressor and its clones: a gauge that can only be pulled.

Its replies do not say what they answer, so one query at a time is open, and once one went without
a reply nothing is asked any more: a late reply is never taken for another's. Calibration and
restart are never sent. Guarded by tests/drivers/test_tindeq.py.
"""

from collections.abc import Iterator
from typing import ClassVar, Final

from devicelink.drivers.base import (
    DriverType,
    Step,
    Streamer,
    Subscribe,
    Write,
    named,
    offers,
)
from devicelink.drivers.declared import DeviceCapabilities, Evidence, Tare
from firmware_protocol.frames import Advertisement, Frame
from firmware_protocol.messages import FrameRejected, Message, Unit
from firmware_protocol.profile import Direction
from firmware_protocol.progressor import CONTROL, DATA, NAME_PREFIX, SERVICE, Command, parse

QUERY_S: Final = 1.5
_REPLY: Final = 0
_TOKEN: Final = 1


class Tindeq(Streamer):
    """One open link to a Progressor. Some clones have no control point and stream by themselves."""

    id: ClassVar[str] = "tindeq"
    label: ClassVar[str] = "Tindeq Progressor"
    commands = (Command,)
    measures = DeviceCapabilities(
        kind=None,
        direction=Direction.PULL,
        rates_hz=(80,),
        unit=Unit.KILOGRAM,
        tare=Tare.DEVICE,
        has_clock=True,
    )

    def __init__(self) -> None:
        self.parsers = {DATA: self._parse}
        self._pending: Command | None = None
        self._is_answered = False

    def opening(self, rate_hz: int | None) -> Iterator[Step]:  # noqa: ARG002
        """Subscribe, ask what it is while nothing streams, and start; the rate is its own."""
        yield Subscribe(DATA)
        for query in (Command.VERSION, Command.BATTERY, Command.ID):
            self._pending, self._is_answered = query, False
            yield Write(CONTROL, query, reply=_TOKEN, optional=True, within_s=QUERY_S)
            self._pending = None
            if not self._is_answered:
                break
        yield Write(CONTROL, Command.START, optional=True)

    def _parse(self, data: bytes) -> tuple[Message, ...]:
        messages = parse(data, self._pending)
        if self._is_reply(data):
            self._is_answered = not isinstance(messages[0], FrameRejected)
        return messages

    def _is_reply(self, data: bytes) -> bool:
        return self._pending is not None and data[:1] == bytes((_REPLY,))

    def reply_token(self, frame: Frame) -> int | None:
        """A reply is the open query's, if there is one."""
        return _TOKEN if frame.source == DATA and self._is_reply(frame.data) else None

    def closing(self) -> tuple[Step, ...]:
        """Stop the stream; the device switches itself off after ten minutes."""
        return (Write(CONTROL, Command.STOP, optional=True),)


def _matches(advertisement: Advertisement) -> bool:
    return named(advertisement, NAME_PREFIX) or offers(advertisement, SERVICE)


DRIVER = DriverType(
    Tindeq.id,
    Tindeq.label,
    _matches,
    Tindeq,
    evidence=(Evidence.VENDOR, Evidence.SOURCES, Evidence.CAPTURES),
    measures=Tindeq.measures,
    note="also its clones: Crimpdeq, Hangman, Mito; sends its own times, about 83 samples a second",
)
