"""VALD DynaMo handheld dynamometer: framed commands, and samples as differences, both ways.

A sample is the change since the one before in tenths of a newton, so nothing is known after a
loss until the stream begins anew. Any bytes parse to messages, never to an exception. Guarded by
tests/firmware_protocol/test_device_codecs.py.
"""

from typing import Final

from firmware_protocol.command import Command as Commands
from firmware_protocol.messages import FrameRejected, Info, Message, Readings, Unit

NAME: Final = "DynaMo"
SERVICE: Final = "569a1101-b87f-490c-92cb-11ed6a12fc81"
DATA: Final = "569a2000-b87f-490c-92cb-11ed6a12fc81"
CONTROL: Final = "569a2001-b87f-490c-92cb-11ed6a12fc81"
KEEP_ALIVE_S: Final = 1.0
"""Without, its stream ends after about two seconds."""
COUNTS_PER_N: Final = 10

_HEAD, _END = b"\x02\x02", b"\x03"
_DELTA: Final = 0x04
_STATUS: Final = 0x52
_STREAM_HEAD_SIZE: Final = 3
STREAM_INFO: Final = Info("stream", "begins")
_TEXTS: Final = {0x01: "name", 0x05: "version", 0x1B: "address", 0x1E: "hardware", 0x25: "config"}


def framed(payload: bytes) -> bytes:
    """The payload between its marks, with its checksum."""
    return _HEAD + payload + bytes(((0xFF - sum(payload)) & 0xFF,)) + _END


class Command(Commands):
    """All that may be sent; asking for the version ends the stream."""

    STOP = framed(b"\x04\x00")
    NAME = framed(b"\x00\x00")
    HARDWARE = framed(b"\x1d\x00")
    ADDRESS = framed(b"\x1a\x00")
    CONFIG = framed(b"\x24\x00")
    PREPARE = framed(b"\x56\x01\x00")
    KEEP_ALIVE = framed(b"\x10\x00")
    CONFIGURE = framed(b"\x50\x05\xf4\x01\x01\xe1\x00")
    START = framed(b"\x53\x00")


HANDSHAKE: Final = (
    Command.STOP,
    Command.NAME,
    Command.HARDWARE,
    Command.ADDRESS,
    Command.CONFIG,
    Command.PREPARE,
    Command.KEEP_ALIVE,
    Command.CONFIGURE,
    Command.START,
)
"""In this order, a fifth of a second apart."""


class Parser:
    """One stream: the sum of all differences since its beginning."""

    def __init__(self) -> None:
        self._counts = 0

    def begin(self) -> None:
        """The stream begins (anew), at no force."""
        self._counts = 0

    def feed(self, data: bytes) -> tuple[Message, ...]:
        """What the next notification says; a status may hang behind its samples."""
        if data.startswith(_HEAD):
            return (_reply(data),)
        if len(data) == _STREAM_HEAD_SIZE and data[0] == 0:
            self.begin()
            return (STREAM_INFO,)
        raw = []
        rest = data
        while len(rest) >= 2 and rest[0] == _DELTA:
            self._counts += int.from_bytes(rest[1:2], signed=True)
            raw.append(self._counts / COUNTS_PER_N)
            rest = rest[2:]
        said: list[Message] = [Readings(raw=tuple(raw), unit=Unit.NEWTON)] if raw else []
        if rest.startswith(_HEAD):
            said.append(_reply(rest))
        elif rest[:1] == bytes((_STATUS,)):
            said.append(Info("status", rest.hex()))
        elif rest or not data:
            said.append(FrameRejected("neither a sample nor a reply", rest))
        return tuple(said)


def _reply(data: bytes) -> Message:
    payload = data[2:-2]
    if len(payload) < 2 or framed(payload) != data:
        return FrameRejected("wrong checksum or end", data)
    name = _TEXTS.get(payload[0])
    if name == "name":
        return Info(name, payload[2:].rstrip(b"\0").decode("ascii", "backslashreplace"))
    if payload[0] == _STATUS:
        return Info("status", payload.hex())
    return Info(name or f"reply_{payload[0]:02x}", payload[2:].hex())


def serialize(delta: int) -> bytes:
    """One sample: the change in tenths of a newton, at most 12.7 N. Raises ValueError."""
    try:
        return bytes((_DELTA,)) + delta.to_bytes(1, signed=True)
    except OverflowError as error:
        raise ValueError(f"a change of {delta} does not fit") from error


STREAM_BEGINS: Final = b"\x00\x00\x00"
"""What comes before the first sample."""
