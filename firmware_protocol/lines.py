"""Text lines over a serial service: bytes to lines, in whatever pieces they come.

Guarded by tests/firmware_protocol/test_device_codecs.py.
"""

from typing import Final

from firmware_protocol.messages import FrameRejected

NUS_SERVICE: Final = "6e400001-b5a3-f393-e0a9-e50e24dcca9e"
NUS_WRITE: Final = "6e400002-b5a3-f393-e0a9-e50e24dcca9e"
"""The client writes here, whatever the device's texts call it."""
NUS_NOTIFY: Final = "6e400003-b5a3-f393-e0a9-e50e24dcca9e"
PIECE_BYTES: Final = 20

LONGEST: Final = 256


class Lines:
    """One stream, from its first byte."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[str | FrameRejected]:
        """The lines that the next notification completes, without their ends and never empty."""
        *complete, self._rest = (self._rest + data).split(b"\n")
        lines: list[str | FrameRejected] = []
        if len(self._rest) > LONGEST:
            complete.append(self._rest)
            self._rest = b""
        for line in complete:
            stripped = line.strip(b"\r\0 ")
            if len(stripped) > LONGEST or not stripped.isascii():
                lines.append(FrameRejected("not a line of text", line))
            elif stripped:
                lines.append(stripped.decode("ascii"))
        return lines


def in_pieces(line: str) -> list[bytes]:
    """A line as the notifications that carry it, each of at most 20 bytes."""
    data = line.encode("ascii") + b"\n"
    return [data[at : at + PIECE_BYTES] for at in range(0, len(data), PIECE_BYTES)]
