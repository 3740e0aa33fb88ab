"""One writer a file: an advisory lock that the operating system drops when its holder dies.

Guarded by tests/store/test_place.py.
"""

import os
import sys
import time
from pathlib import Path
from typing import Final

from devicelink.errors import StoreError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class BusyError(StoreError):
    """Another program writes: what is kept can still be read."""


class Lock:
    """Holds the lock file from when it is made until `release()`."""

    def __init__(self, path: Path) -> None:
        """Take the lock. Raises StoreError where another program, or another part of us, has it."""
        try:
            self._handle: Final = _opened(path)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise StoreError("cannot_write_folder", folder=path.parent, reason=reason) from error
        try:
            _take_in_time(self._handle)
        except OSError as error:
            os.close(self._handle)
            raise BusyError("data_busy") from error

    def release(self) -> None:
        """Let the next writer in."""
        os.close(self._handle)


def is_held(path: Path) -> bool:
    """Whether a writer is at work now. Only looks: it creates nothing."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        _take(handle)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


def _opened(path: Path) -> int:
    """Where the folder takes nothing now, a lock file that is there can be held all the same."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        if not path.exists():
            raise
        return os.open(path, os.O_RDONLY)


def _take_in_time(handle: int) -> None:
    """A program that only looks has it for a moment: wait that moment out."""
    for _ in range(4):
        try:
            return _take(handle)
        except OSError:
            time.sleep(0.05)
    return _take(handle)


def _take(handle: int) -> None:
    if sys.platform == "win32":
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
