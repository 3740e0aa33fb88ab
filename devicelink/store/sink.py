"""The profile's file as a recorder writes into it: opened, looked after, opened again.

Belongs to the recorder's thread. Never makes a file in the place of one that was moved or removed.
Guarded by tests/store/test_recorder.py, test_full_disk.py and test_damaged_rows.py.
"""

import contextlib
import os
import sqlite3
from collections.abc import Iterable

from devicelink.errors import StoreError
from devicelink.store.backup import back_up_if_due, is_emptied, safe_kept
from devicelink.store.opened import opened
from devicelink.store.place import Place
from devicelink.store.rows import Row
from devicelink.store.schema import in_words, refusal
from devicelink.store.writer import Connect, Writer


class Sink:
    """Whatever fails here fails as an exception, and the next call opens the file anew."""

    def __init__(self, place: Place, connect: Connect) -> None:
        self._place, self._connect = place, connect
        self._writer: Writer | None = None
        self._file: os.stat_result | None = None
        """The file that was opened: under its name there may come to be none, or another."""
        self._finished = False

    def open(self) -> tuple[int, str]:
        """The number of the session to come, and what keeps the disk from taking anything.

        A record that is there and can only be read for now is one to go on with: what comes waits
        for the disk. Raises StoreError where that cannot be.
        """
        if is_emptied(self._place):
            raise safe_kept(StoreError("data_no_database"), self._place)
        try:
            with self._place.making():
                return self._open(), ""
        except (sqlite3.Error, StoreError) as error:
            cause = _disks(error)
            if cause is not None:
                return self._next_read_only(cause), in_words(cause)
            told = refusal(error) if isinstance(error, sqlite3.Error) else error
            raise self._kept(told) from error

    def write(self, rows: Iterable[Row]) -> None:
        """All of the rows, on the disk when this returns. Raises sqlite3.Error or StoreError."""
        self._look_at_file()
        try:
            self._writer = self._writer or self._opened()
        except StoreError as error:
            raise _disks(error) or error from error
        self._writer.write(rows)

    def finish(self, session: int) -> None:
        """What fails here is only put off: the next start finds the session and finishes it."""
        try:
            if self._writer:
                self._writer.finish(session)
                self._finished = True
        except Exception:  # noqa: BLE001 (a dead writer would lose all that follows)
            self.drop()

    def drop(self) -> None:
        """A fresh connection is the surest way back after an error."""
        if self._writer:
            with contextlib.suppress(sqlite3.Error):
                self._writer.close()
        self._writer = None

    def back_up(self) -> None:
        """After a session that was finished: the day's copy. A failure is none of the record's."""
        if self._finished:
            with contextlib.suppress(StoreError, OSError, sqlite3.Error):
                back_up_if_due(self._place)

    def _open(self) -> int:
        with contextlib.suppress(OSError):  # a test's file need not be there by that name
            self._file = self._place.file.stat()
        try:
            self._writer = self._opened()
            with contextlib.suppress(sqlite3.OperationalError):  # a full disk, say: next time, then
                self._writer.finish_left_behind()
            return self._writer.next_session()
        except BaseException:
            self.drop()
            raise

    def _opened(self) -> Writer:
        """The index of a log was made as writable as the file was then, and would stay so for ever.
        The lock is held: nobody else uses it."""
        file = self._place.file
        log, index = (file.with_name(f"{file.name}-{end}") for end in ("wal", "shm"))
        is_bare = not log.exists() or not log.stat().st_size
        if is_bare and index.exists() and os.access(file, os.W_OK) > os.access(index, os.W_OK):
            with contextlib.suppress(OSError):
                index.unlink()
        return Writer(file, self._connect)

    def _next_read_only(self, error: sqlite3.Error) -> int:
        """Out of the file as it is. Raises StoreError for the trouble where that fails too."""
        try:
            with contextlib.closing(opened(self._place)) as connection:
                (newest,) = connection.execute("SELECT max(id) FROM session").fetchone()
        except (sqlite3.Error, StoreError):
            raise refusal(error) from error
        return int(newest or 0) + 1

    def _kept(self, error: StoreError) -> StoreError:
        """The refusal, with a copy made of what is damaged; the refusal counts, not the copy."""
        with contextlib.suppress(OSError, sqlite3.Error):
            return safe_kept(error, self._place)
        return error

    def _look_at_file(self) -> None:
        """Raise where the file is moved or gone: nobody finds again what it is given now."""
        if self._file is None:
            return
        try:
            is_there = os.path.samestat(self._place.file.stat(), self._file)
        except OSError:
            is_there = False
        if not is_there:
            raise sqlite3.OperationalError("unable to open database file")


def _disks(error: Exception) -> sqlite3.OperationalError | None:
    """The disk's own complaint, where that is what the error comes from."""
    found: BaseException | None = error
    while found is not None and not isinstance(found, sqlite3.OperationalError):
        found = found.__cause__
    return found
