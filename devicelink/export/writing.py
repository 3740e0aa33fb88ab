"""Puts exported bytes into a file, whole or not at all, or on standard output.

Guarded by tests/export/test_writing.py.
"""

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from devicelink.errors import StoreError
from devicelink.plaintext import harmless


def write(data: Iterable[bytes], path: str | Path | None) -> None:
    """To `path`, taking the place of a file of that name only once all is written; None: stdout.

    The file is the user's alone; a pipe or device of that name is written into as it is.
    Raises StoreError where it cannot be written.
    """
    if path is None:
        on_terminal = sys.stdout.isatty()
        for part in data:
            sys.stdout.buffer.write(_shown(part) if on_terminal else part)
        sys.stdout.buffer.flush()
        return
    target = Path(path)
    try:
        if target.exists() and not target.is_file():
            with target.open("wb") as file:
                file.writelines(data)
        else:
            _replace(data, target.resolve())
    except OSError as error:
        raise _refused(target, error) from error


def make_folder(path: str | Path) -> Path:
    """The folder, made where it is missing. Raises StoreError where that cannot be."""
    folder = Path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _refused(folder, error) from error
    return folder


def _shown(part: bytes) -> bytes:
    """Whole lines, for eyes: what is no text is no more obeyed than what is."""
    return harmless(part.decode("utf-8", "replace")).encode()


def _refused(target: Path, error: OSError) -> StoreError:
    reason = error.strerror or type(error).__name__
    return StoreError("cannot_write_output", target=target, reason=reason)


def _replace(data: Iterable[bytes], target: Path) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
