"""CTS500 and CTS-300 crane scales (Jlyscales): checksummed frames in a serial stream, both ways.

Frames come in pieces and behind echoes of commands; a wrong checksum costs one byte, not the
stream. Calibration, alarms, speed and reset have no name here. Any bytes parse to messages, never
to an exception. Guarded by tests/firmware_protocol/test_device_codecs.py.
"""

from typing import Final

from firmware_protocol.command import Command as Commands
from firmware_protocol.frames import uuid16
from firmware_protocol.messages import Battery, FrameRejected, Info, Message, Readings, Unit

NAMES: Final = ("CTS-300", "CTS500")
SERVICE: Final = uuid16(0xFFE0)
DATA: Final = uuid16(0xFFE1)
CONTROL: Final = uuid16(0xFFE2)

_START: Final = 0x05
_LOAD, _TYPED = 0x01, 0x80
_ECHO_SIZE, _DATA_SIZE = 6, 7
_SIGN: Final = 0x80


def checked(body: bytes) -> bytes:
    """A frame: its body and the low byte of its sum."""
    return body + bytes((sum(body) & 0xFF,))


def _command(op: int, value: int = 0) -> bytes:
    return checked(bytes((_START, op, 0, 0, value)))


class Command(Commands):
    """All that may be sent."""

    ZERO = _command(0x86)
    TARE = _command(0xA6)
    LOAD = _command(0xA9)
    START = _command(0xAA)
    STOP = _command(0xAB)
    BATTERY = _command(0xC4)
    TEMPERATURE = _command(0xC5)
    PEAK_ON = _command(0xCA, 1)
    PEAK_OFF = _command(0xCA)


class Parser:
    """One stream, from its first byte."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> tuple[Message, ...]:
        """What the next notification completes; a frame cut off waits for its end."""
        said: list[Message] = []
        skipped = b""
        rest = self._rest + data
        while rest:
            size = _frame_size(rest)
            if size is None:
                break
            if size and skipped:
                said.append(FrameRejected("between frames", skipped))
                skipped = b""
            if size:
                said.append(_meaning(rest[:size]))
            else:
                skipped += rest[:1]
            rest = rest[size or 1 :]
        self._rest = rest
        if skipped:
            said.append(FrameRejected("between frames", skipped))
        return tuple(said)


def _frame_size(data: bytes) -> int | None:
    """Bytes of the frame that begins here; 0 where none does, None where that is not yet clear."""
    if data[0] != _START:
        return 0
    if len(data) < 2:
        return None
    is_data = data[1] in {_LOAD, _TYPED}
    for size in (_DATA_SIZE,) if is_data else (_ECHO_SIZE, _DATA_SIZE):
        if len(data) < size:
            return None
        if checked(data[: size - 1]) == data[:size]:
            return size
    return 0


def _meaning(frame: bytes) -> Message:
    if len(frame) == _ECHO_SIZE:
        known = Command.parse(frame)
        name = known.name.lower() if isinstance(known, Command) else f"{frame[1]:02x}"
        return Info("echo", name)
    if frame[1] == _LOAD:
        value = int.from_bytes(frame[2:6], "big")
        if value >= 1 << 31:
            return FrameRejected("a load beyond all range: its sign was never told", frame)
        return Readings(raw=(value / 100,), unit=Unit.KILOGRAM)
    if frame[1] == _TYPED and frame[2] == Command.BATTERY.value[1]:
        return Battery(millivolts=10 * int.from_bytes(frame[4:6], "big"))
    if frame[1] == _TYPED and frame[2] == Command.TEMPERATURE.value[1]:
        degrees = frame[5] if frame[5] < _SIGN else _SIGN - frame[5]
        return Info("temperature_c", str(degrees))
    return Info(f"reply_{frame[2]:02x}" if frame[1] == _TYPED else "data", frame[1:6].hex())


def serialize(message: Readings | Battery | Info) -> bytes:
    """The frame of a scale that says this. Raises ValueError where it cannot be said."""
    try:
        return checked(_body(message))
    except OverflowError as error:
        raise ValueError(f"{message} does not fit") from error


def _body(message: Readings | Battery | Info) -> bytes:
    match message:
        case Readings(raw=(kg,), unit=Unit.KILOGRAM):
            return bytes((_START, _LOAD)) + round(kg * 100).to_bytes(4, "big")
        case Battery(millivolts=int(millivolts)):
            op = Command.BATTERY.value[1]
            return bytes((_START, _TYPED, op, 0)) + (millivolts // 10).to_bytes(2, "big")
        case Info(name="temperature_c", value=value):
            degrees = int(value)
            level = degrees if degrees >= 0 else _SIGN - degrees
            return bytes((_START, _TYPED, Command.TEMPERATURE.value[1], 0, 0, level))
        case _:
            raise ValueError(f"a CTS500 cannot say {message}")
