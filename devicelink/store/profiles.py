"""Whose records are in a data folder: each profile is a file of its own.

Guarded by tests/store/test_profiles.py.
"""

import re
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from devicelink.errors import StoreError, UsageError
from devicelink.store.history import History
from devicelink.store.lock import Lock
from devicelink.store.place import DEFAULT, Place
from devicelink.store.schema import refusal
from devicelink.store.writer import Writer

_ASIDE: Final = re.compile(r"-(before-restore|damaged)-\d{8}-\d{6}(-again)*$")
"""A file set aside, which is nobody's record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One person's record. `trouble` says why it cannot be read, "" where it can.

    `last` is when its newest session began or its newest entry was written down.
    """

    name: str
    sessions: int = 0
    last: datetime | None = None
    trouble: str = ""


def profiles(folder: Path) -> list[Profile]:
    """Every record in the folder, the default one first, then by name."""
    kept = [file for file in folder.glob("*.sqlite") if not _ASIDE.search(file.stem)]
    found = sorted(kept, key=lambda file: file.stem.casefold())
    told = [_profile(Place(folder, file.stem)) for file in found]
    return sorted(told, key=lambda profile: profile.name != DEFAULT)


def new_profile(folder: Path, name: str) -> Place:
    """An empty record of that name. Raises UsageError where there is one, in any case."""
    place = Place.of(folder, name)
    there = [file.stem for file in folder.glob("*.sqlite")]
    taken = [other for other in there if other.casefold() == name.casefold()]
    if taken:
        raise UsageError("profile_taken", profile=taken[0])
    place.make_folder()
    lock = Lock(place.lock)
    try:
        with place.making():
            Writer(place.file).close()
    except sqlite3.Error as error:
        raise refusal(error) from error
    finally:
        lock.release()
    return place


def _profile(place: Place) -> Profile:
    try:
        with History(place) as history:
            rows = history.sessions()
            kept = [entry.recorded_at for entry in history.entries()]
    except StoreError as error:
        return Profile(name=place.profile, trouble=error.why)
    kept += [row.meta.started_at for row in rows[:1]]
    return Profile(name=place.profile, sessions=len(rows), last=max(kept, default=None))
