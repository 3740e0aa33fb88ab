"""A report of an error of our own: where it happened, and never whose or with what.

Only types of errors and places in the code are written: no message, no value, no name, no address,
no path of this machine. Guarded by tests/cli/test_crash.py.
"""

import platform
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from traceback import extract_tb

from devicelink import __version__
from devicelink.clock import Clock
from devicelink.errors import DevicelinkError
from devicelink.store.place import Place


def report(error: BaseException, arguments: Sequence[str]) -> Path | None:
    """Write the report beside the data; its place, or None where nothing can be written."""
    now = Clock.wall()
    try:
        place = Place.of(_folder(arguments))
        place.make_folder()
        folder = place.folder / "log"
        folder.mkdir(mode=0o700, exist_ok=True)
        path = folder / f"crash-{now:%Y%m%d-%H%M%S}.txt"
        path.write_text("\n".join([f"{now:%Y-%m-%d %H:%M} UTC", *lines(error)]) + "\n", "utf-8")
    except (OSError, ValueError, DevicelinkError):
        return None
    return path


def lines(error: BaseException) -> Iterator[str]:
    """The versions, and the error with all that led to it, the first cause last."""
    system = f"{platform.system()} {platform.machine()}"
    yield f"devicelink {__version__}, Python {platform.python_version()}, {system}"
    yield from _told(error, set())


def _told(error: BaseException, seen: set[int]) -> Iterator[str]:
    if id(error) in seen:
        return
    seen.add(id(error))
    yield f"{type(error).__module__}.{type(error).__qualname__}"
    for frame in extract_tb(error.__traceback__):
        yield f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}"
    inner = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    for cause in (*inner, error.__cause__, error.__context__):
        if cause is not None:
            yield from _told(cause, seen)


def _short(filename: str) -> str:
    """A file without what comes before its import folder: that may be somebody's home."""
    path = Path(filename)
    for folder in sorted(filter(None, sys.path), key=len, reverse=True):
        if path.is_relative_to(folder):
            return path.relative_to(folder).as_posix()
    return path.name


def _folder(arguments: Sequence[str]) -> str | None:
    """The last `--data` of a command line, as the command itself would have read it."""
    found = None
    for this, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if this == "--data":
            found = following
        elif this.startswith("--data="):
            found = this.removeprefix("--data=")
    return found
