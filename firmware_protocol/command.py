"""What may be written to a device: named commands that do no harm, and nothing else.

A codec lists its harmless commands as members of a `Command`, with their bytes. What is not listed
has no name, so it cannot be written: a driver hands over commands, never bytes. Calibration, reset
and firmware commands are listed nowhere. Guarded by tests/drivers/test_no_harm.py.
"""

from enum import Enum
from typing import Protocol, Self

from firmware_protocol.messages import FrameRejected


class Sendable(Protocol):
    """Something a driver may ask to have written."""

    def serialize(self) -> bytes:
        """Its bytes on the wire."""


class Command(Enum):
    """A list of harmless commands: subclass it with names and bytes."""

    def serialize(self) -> bytes:
        """Its bytes on the wire."""
        return bytes(self.value)

    @classmethod
    def parse(cls, data: bytes) -> Self | FrameRejected:
        """The command with these bytes, as a device understands it."""
        try:
            return cls(data)
        except ValueError:
            return FrameRejected("not a command that is ever sent", data)
