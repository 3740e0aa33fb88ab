"""Puts exported sessions and rows into a profile's file again: all of them, or none.

All of it is read back before it counts, so that nothing stays that no command could read.

What is there already, to the last value, is left alone, so that importing twice is no harm; what
would take the place of something else is refused. Guarded by tests/store/test_restore.py and
test_read_back.py.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from devicelink.errors import StoreError
from devicelink.store.backup import is_emptied, safe_kept
from devicelink.store.history import INTERRUPTED, UNDER_WAY, History, SessionData
from devicelink.store.kept import KeptRow, insertion
from devicelink.store.lock import Lock
from devicelink.store.place import Place
from devicelink.store.read_back import ReadBack
from devicelink.store.record import SampleBatch
from devicelink.store.rows import Row, end_row, record_row, session_row
from devicelink.store.samples import FRAME_SAMPLES, encode_frame, merged
from devicelink.store.schema import in_words, refusal
from devicelink.store.writer import Writer

Kept: TypeAlias = SessionData | KeptRow
_OF_KEYS: Final = frozenset(
    f"SQLITE_CONSTRAINT_{name}" for name in ("UNIQUE", "PRIMARYKEY", "ROWID", "FOREIGNKEY")
)
"""Complaints about a key that is taken, or that nothing has."""


@dataclass(slots=True)
class Restored:
    """How many sessions and other rows were put in, and how many were there already."""

    sessions: int = 0
    rows: int = 0
    known: int = 0


def restore(place: Place, kept: Iterable[Kept]) -> Restored:
    """Put them into the profile, making its file where it is missing.

    Raises StoreError where something else has the same number or key, where one of them cannot be
    read again, where the file cannot be written, and whatever `kept` raises; then nothing has been
    put in, and no file is left that was not there.
    """
    place.make_folder()
    lock = Lock(place.lock)
    try:
        if is_emptied(place):
            raise safe_kept(StoreError("data_no_database"), place)
        with place.making():
            return _restore(place, kept)
    finally:
        lock.release()


def _restore(place: Place, kept: Iterable[Kept]) -> Restored:
    done = Restored()
    try:
        writer = Writer(place.file)
        try:
            writer.write(_rows(writer.history(place), kept, done))
            writer.finish_left_behind()
        finally:
            writer.close()
    except sqlite3.IntegrityError as error:
        if error.sqlite_errorname in _OF_KEYS:
            raise StoreError("import_other_key") from error
        raise StoreError("import_value", error=in_words(error)) from error
    except (ValueError, TypeError, OverflowError) as error:
        raise StoreError("import_value", error=error) from error
    except sqlite3.Error as error:
        raise refusal(error) from error
    return done


def _rows(history: History, kept: Iterable[Kept], done: Restored) -> Iterator[Row]:
    """The rows, each put in before the next is asked for; the last thing is to read them back."""
    yield "PRAGMA defer_foreign_keys = ON", ()
    read_back, new = ReadBack(history), set[int]()
    for one in kept:
        if isinstance(one, SessionData):
            rows, is_new = list(_session_rows(one)), _is_new(history, one)
            done.sessions += is_new
            new |= {one.row.id} if is_new else set()
        else:
            if not history.has_room_for(one):
                raise StoreError("import_no_table", table=one.table)
            rows, is_new = [insertion(one)], not history.is_kept(one)
            done.rows += is_new
        done.known += not is_new
        yield from rows if is_new else ()
    read_back.check(new)


def _is_new(history: History, session: SessionData) -> bool:
    there = history.find(session.row.id)
    if there is None:
        return True
    if _told(there) != _told(session):
        raise StoreError("import_other_session", id=session.row.id)
    return False


def _told(session: SessionData) -> tuple[object, ...]:
    row = session.row
    ending = INTERRUPTED if row.ended_at is None else row.ending
    return replace(row, ending=ending), session.records, session.holes


def _session_rows(session: SessionData) -> Iterator[Row]:
    row = session.row
    yield session_row(row.id, row.meta)
    for n, record in enumerate(session.records):
        yield record_row(row.id, n, record)
    yield from _sample_rows(session)
    if row.ended_at is not None and row.ending not in {INTERRUPTED, UNDER_WAY}:
        counts = (row.samples, row.records)
        yield end_row(row.id, row.ended_at, row.duration_s, row.ending, counts)


def _sample_rows(session: SessionData) -> Iterator[Row]:
    """One block where it is whole, else the runs between the holes, each with the hole after it."""
    number, parts = session.row.id, list(merged(session.samples, FRAME_SAMPLES))
    if parts and not session.holes:
        frames = b"".join(map(encode_frame, parts))
        times = float(parts[0].t_s[0]), float(parts[-1].t_s[-1])
        count = sum(map(len, parts))
        yield "INSERT INTO sample_blob VALUES (?, ?, ?, ?, ?)", (number, count, *times, frames)
        return
    runs: list[SampleBatch | None] = [*parts]
    starts = [part.first for part in parts]
    if session.holes and session.holes[0][0] == 0:
        runs, starts = [None, *runs], [0, *starts]
    ends = [*starts, session.row.samples][1:]
    for run, first, end in zip(runs, starts, ends, strict=True):
        t0_s, t1_s = (0.0, 0.0) if run is None else (float(run.t_s[0]), float(run.t_s[-1]))
        frame = b"" if run is None else encode_frame(run)
        yield (
            "INSERT INTO sample_chunk VALUES (?, ?, ?, ?, ?, ?)",
            (number, first, end - first, t0_s, t1_s, frame),
        )
