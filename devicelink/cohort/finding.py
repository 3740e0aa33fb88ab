"""Which recordings are meant: files, folders and patterns become one list in a stated order.

The order is that of the arguments; inside a folder or pattern, that of the names, part by part. A
file named twice counts once. Guarded by tests/cohort/test_finding.py.
"""

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from devicelink.cohort.plan import Source
from devicelink.errors import RecordingError

SUFFIX: Final = ".csv"
"""What is looked for in folders, in any case, hidden files left out."""


def found(given: Iterable[str]) -> list[str]:
    """The files meant, as given or below what was given. One that is named but not there stays.

    Raises RecordingError for a folder without recordings and a pattern that fits nothing.
    """
    return [path for name in given for path in _meant(name)]


def sources(paths: Iterable[str]) -> list[Source]:
    """The files as work to be done, each once."""
    listed: dict[str, Source] = {}
    for path in paths:
        label = os.fsencode(path).decode("utf-8", "backslashreplace")
        if label not in listed:
            listed[label] = Source(label, str(Path(path).absolute()), _size(path))
    return list(listed.values())


def _meant(name: str) -> list[str]:
    if Path(name).is_dir():
        return _inside(name)
    if Path(name).exists() or not glob.has_magic(name):
        return [name]
    fits = glob.iglob(name, recursive=True)  # noqa: PTH207 - a Path has no absolute patterns
    matches = _sorted(path for path in fits if not Path(path).is_dir())
    if not matches:
        raise RecordingError("pattern_fits_nothing", name=name)
    return matches


def _inside(folder: str) -> list[str]:
    files = _sorted(_walk(folder))
    if not files:
        raise RecordingError("folder_has_no_file", suffix=SUFFIX, folder=folder)
    return files


def _walk(folder: str) -> Iterator[str]:
    for place, _, names in os.walk(folder):
        for name in names:
            if name.lower().endswith(SUFFIX) and not name.startswith("."):
                yield str(Path(place) / name)


def _sorted(paths: Iterable[str]) -> list[str]:
    return sorted(paths, key=lambda path: Path(path).parts)


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0
