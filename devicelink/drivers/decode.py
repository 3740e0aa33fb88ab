"""What `devicelink decode` prints: frames given as text, the messages in them as plain dicts.

Pure: the command line prints. A frame never raises, whatever its bytes; what is not hex, or a
device that nobody here knows, is wrong usage. Guarded by tests/drivers/test_decode.py.
"""

import math
from collections.abc import Sequence
from enum import Enum
from typing import Any, Final, TypeAlias

from devicelink.drivers.decoders import DECODERS, SCANNED, Decoder
from devicelink.errors import UsageError
from firmware_protocol.messages import (
    Asleep,
    Battery,
    Button,
    DeviceFault,
    FrameRejected,
    Info,
    LowPower,
    Message,
    Readings,
    Unit,
    Values,
)

_Row: TypeAlias = dict[str, Any]

_SAID_BY_DEVICES: Final = (Readings, Values, Battery, LowPower)
"""What no client writes: other frames may be a command that was written down without its part."""
COMMAND: Final = "command"
"""The part of frames that a client wrote."""


def decode_frames(
    device_id: str, frames: Sequence[str], pending: str | None = None
) -> list[dict[str, Any]]:
    """One dict for each thing decoded, in order, ready for JSON.

    Frames are hex. Some devices have parts, and a frame may say which it came from
    (`control:8107...`); `command:` stands before what a client wrote. `pending` is the hex of the
    query that a Progressor's reply answers. Raises UsageError for text that is not hex and for an
    unknown device.
    """
    decoder = DECODERS.get(device_id) or SCANNED.get(device_id)
    if decoder is None:
        known = ", ".join((*DECODERS, *SCANNED))
        raise UsageError("decode_no_device", device_id=device_id, known=known)
    if pending is not None and not decoder.has_queries:
        raise UsageError("decode_no_pending", device_id=device_id)
    decode = decoder.begin(None if pending is None else _hex(pending))
    rows: list[_Row] = []
    for text in frames:
        part, data = _parted(text, decoder)
        command = _command(decoder, data)
        if part == COMMAND:
            unknown = FrameRejected("not a command that is ever sent", data)
            rows += [command] if command else _rows(unknown, data)
            continue
        messages = decode(part, data)
        said = any(isinstance(one, _SAID_BY_DEVICES) for one in messages)
        rows += [command] if command and not said else _all_rows(messages, data)
    return rows


def _parted(text: str, decoder: Decoder) -> tuple[str, bytes]:
    part, colon, digits = text.rpartition(":")
    parts = (*decoder.parts, COMMAND) if decoder.commands else decoder.parts
    if colon and part not in parts:
        raise UsageError("decode_no_part", part=part, known=", ".join(parts))
    return part or decoder.parts[0], _hex(digits)


def _hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text.strip().removeprefix("0x").removeprefix("0X"))
    except ValueError:
        raise UsageError("decode_no_hex", text=text) from None


def _command(decoder: Decoder, data: bytes) -> _Row | None:
    """The command with these bytes, by its name; None where there is none."""
    known = None if decoder.commands is None else decoder.commands(data)
    if known is None or isinstance(known, FrameRejected):
        return None
    if isinstance(known, Enum):
        return {"kind": "command", "name": known.name.lower()}
    op, value = getattr(known, "op", None), getattr(known, "value", 0)
    name = op.name if isinstance(op, Enum) else type(known).__name__
    return {"kind": "command", "name": name.lower()} | ({"value": value} if value else {})


def _all_rows(messages: tuple[Message, ...], data: bytes) -> list[_Row]:
    return [row for message in messages for row in _rows(message, data)]


def _rows(message: Message, data: bytes) -> list[_Row]:
    match message:
        case Readings():
            return _readings(message, data)
        case Values():
            return _values(message)
        case Battery(percent=percent, millivolts=millivolts):
            told = {"percent": percent, "millivolts": millivolts}
            row: _Row = {"kind": "battery", **{k: v for k, v in told.items() if v is not None}}
        case Info(name=name, value=value):
            row = {"kind": "info", "name": name, "value": value}
        case LowPower():
            row = {"kind": "low_power"}
        case Asleep():
            row = {"kind": "asleep"}
        case Button(press=press, device_us=device_us):
            row = {"kind": "button", "press": press.name.lower(), "device_us": device_us}
        case DeviceFault(code=code, detail=detail):
            row = {"kind": "fault", "code": code, "detail": detail}
        case FrameRejected(reason=reason, data=rejected):
            row = {"kind": "rejected", "reason": reason, "hex": rejected.hex()}
    return [row]


def _readings(readings: Readings, data: bytes) -> list[_Row]:
    rows: list[_Row] = []
    for index, (raw, force_n) in enumerate(zip(readings.raw, readings.force_n, strict=True)):
        known = math.isfinite(raw)
        if not known and readings.unit is not Unit.MILLINEWTON:
            # Integers have a code for "not known", which is an answer; a float that is no number
            # is a fault of the sender's.
            reason = f"sample {index} is not a finite number"
            rows.append({"kind": "rejected", "reason": reason, "hex": data.hex()})
            continue
        row: _Row = {"kind": "reading", "raw": raw if known else None, "unit": readings.unit.value}
        row["force_n"] = round(force_n, 9) if known else None
        if readings.device_us is not None:
            row["device_us"] = readings.device_us[index]
        if readings.seq is not None:
            row["seq"] = (readings.seq + index) % 2**32
            row["flags"] = int(readings.flags)
        row |= {channel.value: values[index] for channel, values in readings.channels}
        rows.append(row | dict(readings.also))
    return rows


def _values(values: Values) -> list[_Row]:
    rows: list[_Row] = []
    for index, raw in enumerate(values.raw):
        row: _Row = {"kind": "reading", "raw": raw, "unit": values.unit, "force_n": None}
        if values.device_us is not None:
            row["device_us"] = values.device_us[index]
        rows.append(row | dict(values.also))
    return rows
