"""Tindeq Progressor and its clones: notifications both ways, and the commands that do no harm.

Calibration, restart and firmware commands have no name here and so cannot be sent: 0x74 reads a
table on a genuine device and wipes the calibration of a clone. Layout from Tindeq's published API
and ten independent clients; the times are the device's own, for its rate is not the 80 Hz it
states. Any bytes parse to messages, never to an exception. Guarded by
tests/firmware_protocol/test_progressor.py.
"""

import math
import struct
from collections.abc import Iterator
from typing import Final, TypeAlias

from firmware_protocol.command import Command as Commands
from firmware_protocol.messages import (
    Battery,
    FrameRejected,
    Info,
    LowPower,
    Message,
    Readings,
    Unit,
)

SERVICE: Final = "7e4e1701-1ea6-40c9-9dcc-13d34ffead57"
DATA: Final = "7e4e1702-1ea6-40c9-9dcc-13d34ffead57"
CONTROL: Final = "7e4e1703-1ea6-40c9-9dcc-13d34ffead57"
NAME_PREFIX: Final = "Progressor"

_REPLY, _WEIGHT, _LOW_POWER = 0, 1, 4
_SAMPLE_BYTES: Final = 8
_WEIGHTS: Final = tuple(struct.Struct("<" + "fI" * count) for count in range(32))
_BATTERY: Final = struct.Struct("<I")
_CALIBRATION: Final = struct.Struct("<3f")


class Command(Commands):
    """Everything that may be sent. A reply does not say which query it answers, so there must never
    be two of them open.
    """

    TARE = b"\x64"
    START = b"\x65"
    STOP = b"\x66"
    VERSION = b"\x6b"
    ERROR_LOG = b"\x6c"
    SLEEP = b"\x6e"
    BATTERY = b"\x6f"
    ID = b"\x70"
    CALIBRATION = b"\x72"
    """Reads it; nothing here can write one."""


_TEXTS: Final = {Command.VERSION: "version", Command.ERROR_LOG: "error_log", Command.ID: "id"}

Notification: TypeAlias = Readings | Battery | Info | LowPower
"""What the device itself has to say."""


def parse_command(data: bytes) -> Command | FrameRejected:
    """The command a client wrote; a zero byte may follow it, as some clients send."""
    command = Command.parse(data[:1] if data[1:] == b"\0" else data)
    return FrameRejected(command.reason, data) if isinstance(command, FrameRejected) else command


def parse(data: bytes, pending: Command | None = None) -> tuple[Message, ...]:
    """What a notification says, in order; `pending` is the query that a reply in it answers.

    A notification is tag, length, payload; several may be packed into one.
    """
    return tuple(_parts(data, pending))


def _parts(data: bytes, pending: Command | None) -> Iterator[Message]:
    rest = data
    while len(rest) >= 2 and len(rest) >= 2 + rest[1]:
        end = 2 + rest[1]
        yield _part(rest[:end], pending)
        rest = rest[end:]
    if rest or not data:
        yield FrameRejected(f"cut short: {len(rest)} bytes", rest)


def _part(part: bytes, pending: Command | None) -> Message:
    tag, payload = part[0], part[2:]
    if tag == _WEIGHT:
        return _weights(part)
    if tag == _LOW_POWER and not payload:
        return LowPower()
    if tag == _REPLY:
        return _reply(part, payload, pending)
    return FrameRejected(f"unknown tag {tag} of length {len(payload)}", part)


def _weights(part: bytes) -> Readings | FrameRejected:
    count, over = divmod(len(part) - 2, _SAMPLE_BYTES)
    if over:
        return FrameRejected(f"length {len(part) - 2} is not a multiple of 8", part)
    if not count:
        return FrameRejected("no sample", part)
    values = _WEIGHTS[count].unpack_from(part, 2)
    raw = values[::2]
    # Finite 32-bit floats never sum to infinity in 64 bits: one check stands for all.
    if not math.isfinite(sum(raw)):
        raw = tuple(kg if math.isfinite(kg) else math.nan for kg in raw)
    return Readings(raw=raw, unit=Unit.KILOGRAM, device_us=values[1::2])


def _reply(part: bytes, payload: bytes, pending: Command | None) -> Message:
    if pending is Command.BATTERY and len(payload) == _BATTERY.size:
        return Battery(millivolts=_BATTERY.unpack(payload)[0])
    if pending is Command.ID and payload:
        return Info(_TEXTS[pending], payload[::-1].hex())
    if pending is Command.CALIBRATION and len(payload) == _CALIBRATION.size:
        slope, intercept, trim = _CALIBRATION.unpack(payload)
        return Info("calibration", f"slope {slope:g}, intercept {intercept:g}, trim {trim:g}")
    if pending is Command.VERSION or pending is Command.ERROR_LOG:
        text = payload.rstrip(b"\0").decode("ascii", "backslashreplace")
        return Info(_TEXTS[pending], text)
    asked = "no known query is open" if pending is None else f"does not answer {pending.name}"
    return FrameRejected(f"a reply that cannot be interpreted: {asked}", part)


def serialize(message: Notification) -> bytes:
    """The notification of a device that says this. Raises ValueError where it cannot be said."""
    try:
        tag, payload = _tagged(message)
    except (struct.error, OverflowError) as error:
        raise ValueError(f"{message}: {error}") from error
    if len(payload) > 255:
        raise ValueError(f"{len(payload)} bytes do not fit one notification")
    return bytes((tag, len(payload))) + payload


def _tagged(message: Notification) -> tuple[int, bytes]:
    match message:
        case Readings(raw=raw, device_us=times) if times is not None and len(raw) < len(_WEIGHTS):
            flat = [value for pair in zip(raw, times, strict=True) for value in pair]
            return _WEIGHT, _WEIGHTS[len(raw)].pack(*flat)
        case Battery(millivolts=millivolts) if millivolts is not None:
            return _REPLY, _BATTERY.pack(millivolts)
        case Info(name="id", value=value):
            return _REPLY, bytes.fromhex(value)[::-1]
        case Info(name="calibration", value=value):
            return _REPLY, _CALIBRATION.pack(
                *(float(part.split()[-1]) for part in value.split(","))
            )
        case Info(value=value):
            return _REPLY, value.encode("ascii")
        case LowPower():
            return _LOW_POWER, b""
        case _:
            raise ValueError(f"a Progressor cannot say {message}")
