"""Keeps a session while it happens: hands rows to one writer thread and never waits for the disk.

A commit comes within half a second, at once for what matters (`record.URGENT`). Where the disk
takes nothing, what came stays in memory and is tried again each second; past `limit_bytes` what
comes then is counted as lost, samples first, so that what is kept has no hidden hole. No failure of
the disk is ever raised into the session; `status()` tells. Guarded by tests/store/.
"""

import threading
from concurrent.futures import Future
from datetime import datetime
from typing import Final

from devicelink.errors import StoreError
from devicelink.store.calibrations import Calibration
from devicelink.store.entries import Entry
from devicelink.store.lock import Lock
from devicelink.store.outbox import Outbox
from devicelink.store.place import Place
from devicelink.store.record import (
    SESSION_FACTS,
    URGENT,
    Record,
    SampleBatch,
    SaveStatus,
    SessionMeta,
)
from devicelink.store.rows import (
    calibration_row,
    end_row,
    entry_row,
    facts_row,
    record_row,
    session_row,
    statement_row,
)
from devicelink.store.schema import in_words
from devicelink.store.sink import Sink
from devicelink.store.statements import Statement
from devicelink.store.writer import Connect, connect

INTERVAL_S: Final = 0.4
"""Longest wait before a commit, so that with the commit itself half a second is never passed."""
RETRY_S: Final = 1.0
LIMIT_BYTES: Final = 64 * 2**20
"""More than ten hours of 100 Hz that the disk would not take."""


class Recorder:
    """The one writer of a profile's file. Safe to call from any thread; one session at a time."""

    def __init__(
        self,
        place: Place,
        *,
        connect: Connect = connect,
        interval_s: float = INTERVAL_S,
        retry_s: float = RETRY_S,
        limit_bytes: int = LIMIT_BYTES,
    ) -> None:
        """Open the file, making it where it is missing, and finish sessions that were cut off.

        Where the disk takes nothing now, but what was kept can be read, all that comes waits for
        it; `status()` tells. Raises StoreError where nothing can be: another writer, no place for
        a first file, one that is damaged, newer, or not ours.
        """
        self._interval_s, self._retry_s = interval_s, retry_s
        self._outbox: Final = Outbox(limit_bytes)
        self._wake: Final = threading.Condition()
        self._flushes: list[Future[bool]] = []
        self._ended: list[int] = []
        self._urgent = self._closing = False
        self._trouble = ""
        self._session: int | None = None
        self._records = self._samples = 0
        place.make_folder()
        self._lock: Final = Lock(place.lock)
        self._sink: Final = Sink(place, connect)
        ready: Future[int] = Future()
        self._thread: Final = threading.Thread(
            target=self._run, args=(ready,), name="devicelink-writer", daemon=True
        )
        self._thread.start()
        self._next = ready.result()

    def begin(self, meta: SessionMeta) -> int:
        """Start a session and say its number. Raises RuntimeError where one is under way."""
        with self._wake:
            if self._session is not None:
                raise RuntimeError("a session is under way already")
            row = session_row(self._next, meta)
            self._session, self._next = self._next, self._next + 1
            self._records = self._samples = 0
            self._outbox.add(row, must=True)
            self._hurry()
            return self._session

    def append(self, record: Record) -> None:
        """Keep one record. Raises ValueError or TypeError for one that could never be kept."""
        with self._wake:
            session = self._open_session()
            row = record_row(session, self._records, record)
            facts = facts_row(session, record.body) if record.kind == SESSION_FACTS else None
            self._records += 1
            self._outbox.add(row)
            if facts is not None:
                self._outbox.add(facts, must=True)
            if record.kind in URGENT:
                self._urgent = True
            self._wake.notify()

    def samples(self, batch: SampleBatch) -> None:
        """Keep the samples that the pipeline is fed with next."""
        with self._wake:
            session = self._open_session()
            self._outbox.add_samples(session, batch, self._samples)
            self._samples += len(batch)
            self._wake.notify()

    def end(self, t_s: float, reason: str, at: datetime) -> None:
        """The session's proper end, at session time `t_s` and wall time `at`."""
        with self._wake:
            session = self._open_session()
            counts = (self._samples, self._records)
            self._outbox.add(end_row(session, at, t_s, reason, counts), must=True)
            self._ended.append(session)
            self._session = None
            self._hurry()

    def state(self, said: Statement) -> None:
        """Keep what the person said of themselves; no session need be under way."""
        with self._wake:
            self._outbox.add(statement_row(said), must=True)
            self._hurry()

    def note(self, entry: Entry) -> None:
        """Keep a journal entry; no session need be under way."""
        with self._wake:
            self._outbox.add(entry_row(entry), must=True)
            self._hurry()

    def calibrate(self, one: Calibration) -> None:
        """Keep a device's calibration under the number it was given."""
        with self._wake:
            self._outbox.add(calibration_row(one), must=True)
            self._hurry()

    def flush(self) -> Future[bool]:
        """Try to commit now: True once all that came before is on the disk, False if it failed."""
        done: Future[bool] = Future()
        with self._wake:
            if self._closing:
                done.set_result(self._outbox.is_empty)
            else:
                self._flushes.append(done)
                self._hurry()
        return done

    def status(self) -> SaveStatus:
        """Whether what came is saved, and if not, why."""
        with self._wake:
            waiting, lost = self._outbox.waiting(), self._outbox.lost()
            # closed with nothing left to save: whatever the disk said, nothing is missing
            trouble = "" if self._closing and self._outbox.is_empty else self._trouble
            text = f"not saved: {trouble}" if trouble else "saved"
            if any(lost):
                text += f"; {lost[1]} samples and {lost[0]} records lost"
            return SaveStatus(
                saved=not trouble,
                text=text,
                unsaved_records=waiting[0],
                unsaved_samples=waiting[1],
                lost_records=lost[0],
                lost_samples=lost[1],
            )

    def close(self, timeout_s: float = 5.0) -> SaveStatus:
        """Commit what is left, finish what ended, let go of the file. Calling twice is no harm."""
        with self._wake:
            self._closing = True
            self._wake.notify()
        self._thread.join(timeout_s)
        return self.status()

    def _open_session(self) -> int:
        if self._session is None:
            raise RuntimeError("no session is under way")
        return self._session

    def _hurry(self) -> None:
        self._urgent = True
        self._wake.notify()

    def _run(self, ready: Future[int]) -> None:
        try:
            if self._opened(ready):
                self._write_on()
        finally:
            self._lock.release()

    def _opened(self, ready: Future[int]) -> bool:
        """Whether there is a record to go on with; `ready` hears of it in any case."""
        try:
            number, self._trouble = self._sink.open()
        except Exception as error:  # noqa: BLE001 (whoever waits for it must hear of it)
            ready.set_exception(error)
            return False
        ready.set_result(number)
        return True

    def _write_on(self) -> None:
        while self._wait():
            self._save()
        self._save()
        self._sink.drop()
        if not self._trouble:
            self._sink.back_up()

    def _wait(self) -> bool:
        """Sleep until there is something to do. False when it is time to go."""
        with self._wake:
            self._wake.wait_for(lambda: self._closing or self._urgent or not self._outbox.is_empty)
            patience_s = self._retry_s if self._trouble else self._interval_s
            self._wake.wait_for(lambda: self._closing or self._urgent, patience_s)
            self._urgent = False
            return not self._closing

    def _save(self) -> None:
        with self._wake:
            flushes, self._flushes = self._flushes, []
            ended, self._ended = self._ended, []
        trouble = self._try()
        with self._wake:
            self._trouble = trouble
            if trouble:
                self._ended = ended + self._ended
        for session in () if trouble else ended:
            self._sink.finish(session)
        for flush in flushes:
            flush.set_result(not trouble)

    def _try(self) -> str:
        """One transaction with all there is. Says what went wrong, nothing where all is well."""
        try:
            rows = self._outbox.take()
            if not rows:
                return self._trouble  # nothing was tried, so nothing is better
            self._sink.write(rows)
            self._outbox.done()
        except Exception as error:  # noqa: BLE001 (a dead writer would lose all that follows)
            self._sink.drop()
            return error.why if isinstance(error, StoreError) else in_words(error)
        return ""
