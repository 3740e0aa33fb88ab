"""Copies of the data file on the same machine: made by themselves, kept few, put back on request.

A copy is made by SQLite's own backup while the file may be written, checked, and only then given
its name. Putting one back keeps what was there. Nothing here changes what the data file holds.
Guarded by tests/store/test_backup.py and test_damaged_rows.py.
"""

import contextlib
import os
import shutil
import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Final

from devicelink.clock import Clock
from devicelink.errors import StoreError
from devicelink.store.lock import Lock
from devicelink.store.place import Place
from devicelink.store.schema import DAMAGED, check, in_words

FOLDER: Final = "backups"
DAYS, MONTHS = 7, 12
"""Kept: the newest of each of the last days that have one, and of each of the last months."""
_VERSION_AT: Final = 60
"""Where SQLite keeps a file's user version (its file format, 1.3)."""
LARGE_BYTES: Final = 200 * 2**20
"""A larger file is copied once a day, not after each session."""


def folder_of(place: Place) -> Path:
    """Where the profile's copies are."""
    return place.folder / FOLDER


def copies(place: Place) -> list[Path]:
    """The copies there are, newest first: as they were made, whatever the clock said then."""
    there = folder_of(place).glob(f"{place.profile}-????-??-??.sqlite")
    return sorted(there, key=lambda copy: (_generation(copy), copy.name), reverse=True)


def back_up(place: Place, now: datetime, to: Path | None = None) -> Path:
    """Copy the file as it is now; without `to` as the day's copy, and old ones go.

    Raises StoreError where that fails; then no copy is left half made and no old one is gone. The
    day's copy never gives way to one with fewer sessions.
    """
    if not place.file.exists():
        raise StoreError("backup_nothing")
    if is_emptied(place):
        raise safe_kept(StoreError("data_no_database"), place)
    chosen = to or folder_of(place) / f"{place.profile}-{now:%Y-%m-%d}.sqlite"
    if to is None and chosen.exists() and _sessions(chosen) > _sessions(place.file):
        raise StoreError("backup_spared", copy=chosen)
    try:
        if to is None:
            chosen.parent.mkdir(mode=0o700, exist_ok=True)
        _copy(place.file, chosen, 1 + max(map(_generation, copies(place)), default=0))
    except (OSError, sqlite3.Error) as error:
        why = in_words(error) if isinstance(error, sqlite3.Error) else error.strerror
        raise StoreError("backup_failed", chosen=chosen, why=why) from error
    if to is None:
        _tidy(place)
    return chosen


def back_up_if_due(place: Place) -> None:
    """After a session: the day's copy, anew each time, of a large file once a day."""
    now = Clock.wall().astimezone()
    today = folder_of(place) / f"{place.profile}-{now:%Y-%m-%d}.sqlite"
    if not today.exists() or place.file.stat().st_size <= LARGE_BYTES:
        back_up(place, now)


def is_emptied(place: Place) -> bool:
    """Whether the file has no length though there are copies: it was not always so."""
    return place.file.exists() and not place.file.stat().st_size and bool(copies(place))


def _sessions(path: Path) -> int:
    """How many sessions the file holds; none where it cannot be read."""
    try:
        with contextlib.closing(_reading(path)) as connection:
            return int(connection.execute("SELECT count(*) FROM session").fetchone()[0])
    except sqlite3.Error:
        return 0


def _generation(copy: Path) -> int:
    """How many copies were made before it: SQLite's user version, which stands in its head."""
    with contextlib.suppress(OSError), copy.open("rb") as file:
        return int.from_bytes(file.read(_VERSION_AT + 4)[_VERSION_AT:], "big")
    return 0


def safe_kept(error: StoreError, place: Place) -> StoreError:
    """The refusal of a file; where that is damaged, with a copy made and said."""
    if error.entry not in DAMAGED:
        return error
    copy = keep_damaged(place, Clock.wall().astimezone())
    newest = copies(place)[:1]
    if copy is None:
        return StoreError("data_damaged_with_backup", why=error.why) if newest else error
    entry = "data_damaged_kept_with_backup" if newest else "data_damaged_kept"
    return StoreError(entry, why=error.why, copy=copy)


def put_back(place: Place, copy: Path, now: datetime) -> Path | None:
    """Make the copy the profile's file; answers where the file that was there is now, if one was.

    Raises StoreError for a copy that is damaged, newer or not ours, and while another writes.
    """
    if not copy.is_file():
        raise StoreError("backup_unknown", copy=copy)
    _check(copy)
    place.make_folder()
    lock = Lock(place.lock)
    try:
        before = _set_aside(place, f"before-restore-{now:%Y%m%d-%H%M%S}")
        _copy(copy, place.file)
    except (OSError, sqlite3.Error) as error:
        why = in_words(error) if isinstance(error, sqlite3.Error) else error.strerror
        raise StoreError("restore_failed", why=why) from error
    finally:
        lock.release()
    return before


def keep_damaged(place: Place, now: datetime) -> Path | None:
    """A copy, byte for byte, of a file that is refused, so that nothing later can make it worse.

    None where it could not be made; one that is there already is not made again.
    """
    size = place.file.stat().st_size
    for known in place.folder.glob(f"{place.profile}-damaged-*.sqlite"):
        if known.stat().st_size == size and known.stat().st_mtime >= place.file.stat().st_mtime:
            return known
    chosen = place.folder / f"{place.profile}-damaged-{now:%Y%m%d-%H%M%S}.sqlite"
    try:
        _copy_bytes(place.file, chosen)
        _copy_wal(place.file, chosen)
    except OSError:
        return None
    return chosen


def _copy(source: Path, target: Path, generation: int = 0) -> None:
    """A consistent copy, private, on the disk, under its name only once it is whole and sound."""
    made = target.with_name(f".{target.name}.new")
    made.unlink(missing_ok=True)
    os.close(os.open(made, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with (
            contextlib.closing(_reading(source)) as old,
            contextlib.closing(sqlite3.connect(made)) as new,
        ):
            new.execute("PRAGMA synchronous = FULL")
            old.backup(new)
            new.execute(f"PRAGMA user_version = {generation}")
            new.execute("PRAGMA journal_mode = DELETE")
        _check(made)
        _flush(made)
        made.replace(target)
        _flush(target.parent)
    finally:
        made.unlink(missing_ok=True)


def _reading(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


def _check(path: Path) -> None:
    with contextlib.closing(_reading(path)) as connection:
        check(connection)


def _set_aside(place: Place, name: str) -> Path | None:
    if not place.file.exists():
        return None
    aside = place.folder / f"{place.profile}-{name}.sqlite"
    while aside.exists():
        aside = aside.with_name(f"{aside.stem}-again.sqlite")
    try:
        _copy(place.file, aside)
        _take_in_log(place.file)
    except (StoreError, sqlite3.Error):  # damaged: then byte for byte
        aside.unlink(missing_ok=True)
        _copy_bytes(place.file, aside)
        _copy_wal(place.file, aside)
    for suffix in ("-wal", "-shm"):
        place.file.with_name(place.file.name + suffix).unlink(missing_ok=True)
    return aside


def _take_in_log(file: Path) -> None:
    """So that a file without power in the next moment lacks nothing when its log is gone."""
    address = f"{file.absolute().as_uri()}?mode=rw"
    with contextlib.closing(sqlite3.connect(address, uri=True, timeout=2.0)) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _copy_bytes(source: Path, target: Path) -> None:
    with (
        source.open("rb") as old,
        os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new,
    ):
        shutil.copyfileobj(old, new)
        new.flush()
        os.fsync(new.fileno())


def _copy_wal(source: Path, target: Path) -> None:
    log = source.with_name(f"{source.name}-wal")
    if log.exists():
        _copy_bytes(log, target.with_name(f"{target.name}-wal"))


def _flush(path: Path) -> None:
    """To the disk; a folder cannot be opened for that on Windows, and need not be."""
    with contextlib.suppress(PermissionError):
        handle = os.open(path, os.O_RDONLY)
        try:
            with contextlib.suppress(OSError):
                os.fsync(handle)
        finally:
            os.close(handle)


def _tidy(place: Place) -> None:
    """Let go of copies of days and months that are past."""
    there = copies(place)
    kept = set(there[:DAYS])
    months: dict[str, Path] = {}
    for copy in there:
        months.setdefault(copy.stem[-10:-3], copy)
    kept |= set(list(months.values())[:MONTHS])
    for copy in there:
        if copy not in kept:
            copy.unlink(missing_ok=True)
