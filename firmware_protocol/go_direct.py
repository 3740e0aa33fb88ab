"""Vernier Go Direct sensors: requests, replies and measurements, both ways.

A device tells each sensor's name, unit and range. Frames come in pieces of 20 bytes. Any bytes
parse to messages, never to an exception. Guarded by tests/firmware_protocol/test_device_codecs.py.
"""

import struct
from dataclasses import dataclass
from enum import IntEnum, unique
from typing import Final

from firmware_protocol.messages import FrameRejected

NAME_PREFIX: Final = "GDX-"
SERVICE: Final = "d91714ef-28b9-4f91-ba16-f0d9a604f112"
CONTROL: Final = "f4bf14a6-c7d5-4b6d-8aa8-df1a7c83adcb"
DATA: Final = "b41e6675-a329-40e0-aa01-44d2f444babe"
PIECE_BYTES: Final = 20
FIRST_COUNTER: Final = 0xFE

_REQUEST: Final = 0x58
_REPLY: Final = 0x98
_MEASUREMENT: Final = 0x20
_HEAD_SIZE: Final = 5
_FLOATS: Final = {0x06: ("<H", 5), 0x07: ("<I", 5)}
"""Kinds of measurement that say their sensors as bits, with where these stand."""
_SINGLES: Final = {0x08: "f", 0x0A: "f", 0x09: "i", 0x0B: "i"}
_NO_SAMPLES: Final = {0x0C: "start time", 0x0D: "dropped", 0x0E: "period"}
_INIT: Final = bytes.fromhex("a54a06490748084709460a450b440c430d420e41")
_SENSOR: Final = struct.Struct("<B7x60s32s8x2d24x")


@unique
class Op(IntEnum):
    """All that may be asked for."""

    STATUS = 0x10
    START = 0x18
    STOP = 0x19
    INIT = 0x1A
    PERIOD = 0x1B
    SENSOR = 0x50
    AVAILABLE = 0x51
    DISCONNECT = 0x54
    INFO = 0x55
    DEFAULT = 0x56


@dataclass(frozen=True, slots=True)
class Request:
    """`value` is the period in microseconds, the sensors as bits, or a sensor's number."""

    op: Op
    counter: int
    value: int = 0

    def serialize(self) -> bytes:
        """Its bytes on the wire. Raises OverflowError where the value does not fit."""
        match self.op:
            case Op.INIT:
                payload = _INIT
            case Op.PERIOD:
                payload = b"\xff\0" + self.value.to_bytes(8, "little")
            case Op.START:
                payload = b"\xff\1" + self.value.to_bytes(4, "little") + bytes(8)
            case Op.STOP:
                payload = b"\xff\0\xff\xff\xff\xff"
            case Op.SENSOR:
                payload = self.value.to_bytes(1)
            case _:
                payload = b""
        size = _HEAD_SIZE + len(payload)
        checksum = (_REQUEST + size + self.counter + self.op + sum(payload)) & 0xFF
        return bytes((_REQUEST, size, self.counter, checksum, self.op)) + payload


def parse_request(data: bytes) -> Request | FrameRejected:
    """The request a client wrote."""
    if len(data) < _HEAD_SIZE or data[4] not in set(Op):
        return FrameRejected("not a request that is ever sent", data)
    op = Op(data[4])
    at, size = {Op.PERIOD: (7, 8), Op.START: (7, 4), Op.SENSOR: (5, 1)}.get(op, (5, 0))
    request = Request(op, data[2], int.from_bytes(data[at : at + size], "little"))
    return request if request.serialize() == data else FrameRejected("not well formed", data)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the device answers to the request with that counter."""

    op: int
    counter: int
    payload: bytes = b"\0"

    def serialize(self) -> bytes:
        """Its bytes on the wire."""
        size = _HEAD_SIZE + 1 + len(self.payload)
        return bytes((_REPLY, size, 0, 0, self.op, self.counter)) + self.payload


@dataclass(frozen=True, slots=True)
class Measurement:
    """Samples of one sensor, by its number, oldest first."""

    sensor: int
    raw: tuple[float, ...]

    def serialize(self) -> bytes:
        """As floats of one sensor below number 16."""
        body = struct.pack("<HBx", 1 << self.sensor, len(self.raw))
        body = bytes((0x06,)) + body + struct.pack(f"<{len(self.raw)}f", *self.raw)
        return bytes((_MEASUREMENT, 4 + len(body), 0, 0)) + body


@dataclass(frozen=True, slots=True)
class NoSamples:
    """A frame of a measurement that holds none: it says `what`."""

    what: str


@dataclass(frozen=True, slots=True)
class Sensor:
    """What the device says of one of its sensors."""

    number: int
    name: str
    unit: str
    low: float
    high: float

    def serialize(self) -> bytes:
        """The payload of the reply."""
        texts = self.name.encode(), self.unit.encode()
        return _SENSOR.pack(self.number, *texts, self.low, self.high)

    @classmethod
    def parse(cls, payload: bytes) -> "Sensor | FrameRejected":
        """The sensor in a reply's payload."""
        if len(payload) < _SENSOR.size:
            return FrameRejected("cut short", payload)
        number, name, unit, low, high = _SENSOR.unpack_from(payload)
        return cls(number, text(name), text(unit), low, high)


def text(data: bytes) -> str:
    """A text up to its first zero byte."""
    return data.partition(b"\0")[0].decode("utf-8", "replace")


class Reassembler:
    """Pieces to frames, by the length each states in its second byte."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[bytes]:
        """The frames that the next piece completes, whole or not sensible."""
        frames = []
        rest = self._rest + data
        while len(rest) >= 2 and (rest[1] < _HEAD_SIZE or len(rest) >= rest[1]):
            size = rest[1] if rest[1] >= _HEAD_SIZE else len(rest)
            frames.append(rest[:size])
            rest = rest[size:]
        self._rest = rest
        return frames


def parse_frame(frame: bytes) -> list[Measurement] | Reply | NoSamples | FrameRejected:
    """A whole frame: measurements by sensor, or a reply."""
    if len(frame) <= _HEAD_SIZE:
        return FrameRejected(f"cut short: {len(frame)} bytes", frame)
    if frame[0] != _MEASUREMENT:
        return Reply(frame[4], frame[5], frame[6:])
    kind = frame[4]
    if kind in _NO_SAMPLES:
        return NoSamples(_NO_SAMPLES[kind])
    try:
        return _samples(frame, kind)
    except (struct.error, IndexError, KeyError):
        return FrameRejected(f"not a measurement of kind {kind:02x}", frame)


def _samples(frame: bytes, kind: int) -> list[Measurement]:
    if kind in _SINGLES:
        raw = struct.unpack_from(f"<{frame[7]}{_SINGLES[kind]}", frame, 8)
        sensors = [frame[6]]
    else:
        form, at = _FLOATS[kind]
        (mask,) = struct.unpack_from(form, frame, at)
        sensors = [number for number in range(32) if mask >> number & 1]
        at += struct.calcsize(form)
        raw = struct.unpack_from(f"<{frame[at] * len(sensors)}f", frame, at + 2)
    if not raw:
        raise IndexError
    return [Measurement(one, raw[at :: len(sensors)]) for at, one in enumerate(sensors)]
