"""One browser that watches: it is told the newest there is, or nothing, never what waited.

A view goes out once the one before has arrived, so that no queue of old numbers can form, neither
here nor in the system nor on a slow network: who takes less gets fewer, and these fresh. Guarded
by tests/test_watcher.py.
"""

import asyncio
import socket
import sys
from contextlib import suppress
from typing import Final

if sys.platform == "linux":
    import fcntl
    import termios

SEND_BUFFER: Final = 4096
"""Bytes the system may keep for a watcher where it does not tell how many are on their way: a
handful of views. The least that Linux knows, too."""
PASSED_MAX: Final = 300
"""Views in a row, half a minute of them, that a watcher could not take before it is let go."""
DARWIN_NWRITE: Final = 0x1024
"""`SO_NWRITE` of sys/socket.h, which Python has no name for."""


class Watcher:
    """A connection that only tells. For one event loop."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        self._passed = 0
        """Views in a row that went to others only."""
        with suppress(OSError):
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)

    @property
    def _socket(self) -> socket.socket:
        found: socket.socket = self._writer.get_extra_info("socket")
        return found

    def tell(self, data: bytes) -> bool:
        """The newest, if what was told before has arrived. False where it is to be let go."""
        if self._is_taken():
            self._passed = 0
            self._writer.write(data)
            return True
        self._passed += 1
        return self._passed <= PASSED_MAX

    def end(self, data: bytes) -> None:
        """The last word, however much is still on its way."""
        self._writer.write(data)
        self._writer.close()

    def let_go(self) -> None:
        """Without a word, and without waiting for one."""
        self._writer.transport.abort()

    def _is_taken(self) -> bool:
        if self._writer.transport.get_write_buffer_size():
            return False
        with suppress(OSError, ValueError):  # a connection that has just ended
            return not unconfirmed(self._socket)
        return True


def unconfirmed(sock: socket.socket) -> int:
    """Bytes that were sent and that the other end has not confirmed; 0 where no system tells."""
    if sys.platform == "linux":
        told = fcntl.ioctl(sock.fileno(), termios.TIOCOUTQ, bytes(4))
        return int.from_bytes(told, sys.byteorder)
    elif sys.platform == "darwin":  # noqa: RET505 - the type checker follows this form only
        return sock.getsockopt(socket.SOL_SOCKET, DARWIN_NWRITE)
    else:
        return 0
