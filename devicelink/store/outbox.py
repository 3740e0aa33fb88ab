"""What waits for the disk: rows and samples, in bounded memory.

Rows once taken never change, so that a try that failed can be made again as it was. Only the
writer's thread takes; any thread adds. Guarded by tests/store/test_recorder.py.
"""

import threading
from dataclasses import replace
from itertools import groupby
from operator import itemgetter

from devicelink.store.record import SampleBatch
from devicelink.store.rows import Row, chunk_row
from devicelink.store.samples import merged

_CHUNK_SAMPLES = 2**16


class Outbox:
    """Past `limit_bytes` samples are refused and counted, past an eighth more records too."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit = limit_bytes
        self._lock = threading.Lock()
        self._rows: list[Row] = []
        self._batches: list[tuple[int, SampleBatch]] = []
        self._taken: list[Row] = []
        self._bytes = self._taken_bytes = 0
        self._waiting_samples = self._taken_samples = 0
        self._lost_records = self._lost_samples = 0

    def add(self, row: Row, *, must: bool = False) -> None:
        """One row. `must` is for the few without which nothing else has a meaning."""
        with self._lock:
            if not must and self._held() > self._limit + self._limit // 8:
                self._lost_records += 1
                return
            self._rows.append(row)
            self._bytes += _size(row)

    def add_samples(self, session: int, batch: SampleBatch, first: int) -> None:
        """Samples that are the session's `first` and following."""
        with self._lock:
            if len(batch) and self._held() > self._limit:
                self._lost_samples += len(batch)
                return
            self._batches.append((session, replace(batch, first=first)))
            self._bytes += _memory(batch)
            self._waiting_samples += len(batch)

    def take(self) -> list[Row]:
        """All that waits, as rows; it goes on waiting until `done()`."""
        with self._lock:
            rows, self._rows = self._rows, []
            batches, self._batches = self._batches, []
            before, self._bytes = self._bytes, 0
            count, self._waiting_samples = self._waiting_samples, 0
            self._taken_bytes += before
            self._taken_samples += count
        for session, group in groupby(batches, key=itemgetter(0)):
            parts = merged((batch for _, batch in group), _CHUNK_SAMPLES)
            rows += [chunk_row(session, part) for part in parts]
        with self._lock:
            self._taken += rows
            self._taken_bytes += sum(map(_size, rows)) - before
        return self._taken

    def done(self) -> None:
        """What was taken is on the disk."""
        with self._lock:
            self._taken = []
            self._taken_bytes = self._taken_samples = 0

    @property
    def is_empty(self) -> bool:
        """Nothing waits."""
        with self._lock:
            return not (self._rows or self._batches or self._taken)

    def waiting(self) -> tuple[int, int]:
        """How many rows other than samples, and how many samples, are not on the disk yet."""
        with self._lock:
            taken = sum("sample_chunk" not in statement for statement, _ in self._taken)
            return len(self._rows) + taken, self._waiting_samples + self._taken_samples

    def lost(self) -> tuple[int, int]:
        """How many records and samples were given up."""
        with self._lock:
            return self._lost_records, self._lost_samples

    def _held(self) -> int:
        return self._bytes + self._taken_bytes


def _size(row: Row) -> int:
    return 200 + sum(len(value) for value in row[1] if isinstance(value, str | bytes))


def _memory(batch: SampleBatch) -> int:
    columns = 2 + (batch.device_us is not None) + (batch.seq is not None) + len(batch.channels)
    return 200 + 8 * columns * len(batch)
