"""TeraForce dynamometer: counts of its converter, both ways, and its three commands.

Its counts become kilograms by a scale that depends on the hardware. Any bytes parse to messages,
never to an exception. Guarded by tests/firmware_protocol/test_device_codecs.py.
"""

import struct
from typing import Final

from firmware_protocol.command import Command as Commands
from firmware_protocol.frames import uuid16
from firmware_protocol.messages import FrameRejected, Message, Values

NAMES: Final = ("TeraForce", "Tera Force")
SERVICE: Final = "fc52fca0-55f8-4501-afd1-f32e33e8668d"
CONTROL: Final = "fc52fca1-55f8-4501-afd1-f32e33e8668d"
DATA: Final = "fc52fca2-55f8-4501-afd1-f32e33e8668d"
OLD_SERVICE: Final = uuid16(0xFCA0)
OLD_CONTROL: Final = uuid16(0xFCA1)
OLD_DATA: Final = uuid16(0xFCA2)
KEEP_ALIVE_S: Final = 60.0
"""It hangs up after 150 s without."""

KG_PER_COUNT: Final = {1: 8.65 / 235, 2: 45 / 3800}
"""By hardware version; 2 stands for all later ones."""


class Command(Commands):
    """All that may be sent."""

    START = b"\x01"
    STOP = b"\x00"
    KEEP_ALIVE = b"\x02"


def parse(data: bytes) -> tuple[Message, ...]:
    """The counts of a notification, oldest first."""
    if not data or len(data) % 2:
        return (FrameRejected(f"length {len(data)} is not a multiple of 2", data),)
    return (Values(raw=struct.unpack(f">{len(data) // 2}h", data), unit="count"),)


def serialize(values: Values) -> bytes:
    """A notification of these counts. Raises ValueError where one does not fit."""
    try:
        return struct.pack(f">{len(values.raw)}h", *map(round, values.raw))
    except struct.error as error:
        raise ValueError(f"{values.raw} do not fit") from error
