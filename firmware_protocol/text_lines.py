"""Numbers as text over a serial service (GripFit and home-made gauges), both ways.

`R:834572` is a raw count; a number with a unit behind it (`12.5 N`) is a force. Other lines are
kept as what they say. Any bytes parse to messages, never to an exception. Guarded by
tests/firmware_protocol/test_device_codecs.py.
"""

import re
from typing import Final

from firmware_protocol.command import Command as Commands
from firmware_protocol.lines import Lines
from firmware_protocol.messages import FrameRejected, Info, Message, Readings, Unit, Values

RAW: Final = "R"
_FORM: Final = re.compile(
    r"(?:([A-Za-z]\w*) ?[:=] ?)?([+-]?(?:\d{1,15}\.?\d{0,9}|\.\d{1,9})) ?([A-Za-z]*)"
)
_UNITS: Final = {
    "n": Unit.NEWTON,
    "mn": Unit.MILLINEWTON,
    "kg": Unit.KILOGRAM,
    "lb": Unit.POUND,
    "lbs": Unit.POUND,
}


class Command(Commands):
    """What GripFit takes; a line each."""

    PING = b"CMD:PING\n"
    TARE = b"CMD:TARE\n"
    INFO = b"CMD:INFO\n"


class Parser:
    """One stream, from its first byte."""

    def __init__(self) -> None:
        self._lines = Lines()

    def feed(self, data: bytes) -> tuple[Message, ...]:
        """What the lines mean that the next notification completes."""
        return tuple(
            line if isinstance(line, FrameRejected) else parse_line(line)
            for line in self._lines.feed(data)
        )


def parse_line(line: str) -> Message:
    """What one line means."""
    found = _FORM.fullmatch(line)
    if found is not None:
        label, number, unit = found.groups()
        if unit.lower() in _UNITS:
            return Readings(raw=(float(number),), unit=_UNITS[unit.lower()])
        if not unit and label in {None, RAW}:
            value = float(number)
            whole = int(value) if value.is_integer() else value
            return Values(raw=(whole,), unit="count" if label else "?")
    name, colon, value_text = line.partition(":")
    if colon and name.isidentifier():
        return Info(name, value_text.strip())
    return Info("line", line)


def serialize(message: Readings | Values) -> str:
    """The line of a gauge that says this. Raises ValueError for more than one sample."""
    (value,) = message.raw
    match message:
        case Readings(unit=unit):
            return f"{value:.6f} {unit.value}"
        case Values():
            return f"{RAW}:{round(value)}"
