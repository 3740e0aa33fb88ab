"""What `devicelink decode` prints: frames given as text, the messages in them as plain dicts.

Pure: the command line prints. A frame never raises, whatever its bytes; what is not hex, or a
device that nobody here knows, is wrong usage. Guarded by tests/drivers/test_decode.py.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

from devicelink.drivers.open_profile import OpenProfile
from devicelink.errors import UsageError
from firmware_protocol import profile, progressor, sig
from firmware_protocol.frames import Frame
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
)

_Row: TypeAlias = dict[str, Any]
_Decoder: TypeAlias = Callable[[str], tuple[bytes, tuple[Message, ...]]]

_PARTS: Final = {
    "data": profile.DATA,
    "control": profile.CONTROL,
    "event": profile.EVENT,
    "capabilities": profile.CAPABILITIES,
}


def decode_frames(
    device_id: str, frames: Sequence[str], pending: str | None = None
) -> list[dict[str, Any]]:
    """One dict for each thing decoded, in order, ready for JSON.

    Frames are hex. Those of `open_profile` say what they came from (`control:8107...`); without a
    word they are data. `pending` is the hex of the query that a Progressor's reply answers. Raises
    UsageError for text that is not hex and for an unknown device.
    """
    decoders: dict[str, _Decoder] = {
        "open_profile": _open_profile(),
        "tindeq": _tindeq(pending),
        "sig_2c07": lambda text: _one(text, sig.parse_force),
        "sig_2a19": lambda text: _one(text, sig.parse_battery),
    }
    if device_id not in decoders:
        raise UsageError(f"No device is called {device_id}.", f"Choose from {', '.join(decoders)}.")
    if pending is not None and device_id != "tindeq":
        raise UsageError(f"{device_id} says itself what it answers.", "Leave --pending out.")
    return [
        row
        for text in frames
        for data, messages in [decoders[device_id](text)]
        for message in messages
        for row in _rows(message, data)
    ]


def _hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text.strip().removeprefix("0x").removeprefix("0X"))
    except ValueError:
        raise UsageError(
            f"{text!r} is not hex.", "Write each byte as two digits, as in 0400."
        ) from None


def _one(text: str, parse: Callable[[bytes], Message]) -> tuple[bytes, tuple[Message, ...]]:
    data = _hex(text)
    return data, (parse(data),)


def _tindeq(pending: str | None) -> _Decoder:
    command = None if pending is None else progressor.parse_command(_hex(pending))
    # A query that we never make (calibration, say) is no wrong usage: its reply stays unread.
    query = None if isinstance(command, FrameRejected) else command

    def decode(text: str) -> tuple[bytes, tuple[Message, ...]]:
        data = _hex(text)
        return data, progressor.parse(data, query)

    return decode


def _open_profile() -> _Decoder:
    driver = OpenProfile()

    def decode(text: str) -> tuple[bytes, tuple[Message, ...]]:
        part, colon, digits = text.rpartition(":")
        if colon and part not in _PARTS:
            raise UsageError(f"no part is called {part}", f"Choose from {', '.join(_PARTS)}.")
        data = _hex(digits)
        return data, driver.decode(Frame(0.0, _PARTS[part or "data"], data))

    return decode


def _rows(message: Message, data: bytes) -> list[_Row]:
    match message:
        case Readings():
            return _readings(message, data)
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
        rows.append(row)
    return rows
