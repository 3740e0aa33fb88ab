"""Past sessions, read-only: never changes the file, never waits for the writer.

A session without its end is told apart as interrupted, or as under way while a writer is at work.
Damaged samples are a stated hole, never an exception. A session that cannot be read stands in no
list and is noted in `left_out`. Guarded by tests/store/test_history.py and test_damaged_rows.py.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Final, Self, TypeVar

from devicelink.errors import StoreError
from devicelink.store.brief import Brief, briefs_of
from devicelink.store.calibrations import Calibration, calibrations_of
from devicelink.store.derived import KINDS, VERSION, Hold, Rating, holds, ratings
from devicelink.store.entries import Entry, entries_of
from devicelink.store.kept import KeptRow, has_room_for, is_kept, kept_rows, told_without
from devicelink.store.lock import is_held
from devicelink.store.opened import opened
from devicelink.store.place import Place
from devicelink.store.record import Record, SampleBatch, SessionMeta
from devicelink.store.rows import meta_of, records_of, utc_text
from devicelink.store.samples import decode_frames, holes, merged
from devicelink.store.statements import Statement, statements_of
from devicelink.store.tries import SITTING, Try, complete_of, last_of, places_of, tries_of
from devicelink.store.unpack import LeftOut, moment, unreadable

INTERRUPTED: Final = "interrupted"
UNDER_WAY: Final = "under way"

_T = TypeVar("_T", Hold, Rating)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which sessions: started at or after `since`, before `until`, on `point`, of that number. None
    means any."""

    since: datetime | None = None
    until: datetime | None = None
    point: str | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """One session in a list. `ending` is the end's reason, "interrupted" or "under way"."""

    id: int
    meta: SessionMeta
    ending: str
    ended_at: datetime | None
    duration_s: float
    samples: int
    records: int
    tries: int = field(default=0, compare=False)
    """Coached holds that were begun, measured or not: counted from the stream, so no fact more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionData:
    """A session with all that was kept of it.

    `holes` are runs (first, count) of samples that were fed to the pipeline and cannot be read.
    """

    row: SessionRow
    records: tuple[Record, ...]
    samples: tuple[SampleBatch, ...]
    holes: tuple[tuple[int, int], ...]
    holds: tuple[Hold, ...]
    ratings: tuple[Rating, ...]


_LIST: Final = """
SELECT s.*, e.ended_at, e.t_s AS end_s, e.reason AS end_reason, e.samples AS end_samples,
    e.records AS end_records,
    (SELECT max(t_s) FROM stream WHERE session = s.id) AS last_s,
    (SELECT count(*) FROM stream WHERE session = s.id AND kind = 'rep_ended') AS n_tries,
    (SELECT max(n) + 1 FROM stream WHERE session = s.id) AS n_records,
    (SELECT max(first + n) FROM sample_chunk WHERE session = s.id) AS n_live,
    (SELECT n FROM sample_blob WHERE session = s.id) AS n_blob
FROM session s LEFT JOIN session_end e ON e.session = s.id
WHERE s.started_at >= ? AND (? IS NULL OR s.started_at < ?)
    AND (? IS NULL OR s.point = ?) AND (? IS NULL OR s.id = ?)
ORDER BY s.started_at DESC, s.id DESC LIMIT ?
"""


class History:
    """A read-only connection to a profile's file; a context manager. For one thread."""

    def __init__(self, place: Place, connection: sqlite3.Connection | None = None) -> None:
        """Open and check, or look through a `connection` that is open. Raises StoreError for a
        file missing, damaged, newer or not ours."""
        self._place, self._connection = place, connection or opened(place)
        self.left_out: Final = LeftOut()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def check_whole(self) -> None:
        """Raise StoreError where something had to be left out of what was asked for so far."""
        self.left_out.check()

    def sessions(self, chosen: Chosen = Chosen(), limit: int = -1) -> list[SessionRow]:
        """Those that can be read, newest first; `limit` -1 for all."""
        return self._listed(chosen, limit)

    def session(self, number: int) -> SessionData:
        """Everything kept of a session. Raises StoreError where there is none of that number, or
        it cannot be read."""
        found = self.find(number)
        if found is None:
            raise StoreError("session_unknown", number=number)
        return found

    def find(self, number: int) -> SessionData | None:
        """Everything kept of a session; None where there is none of that number.

        Raises StoreError where it cannot be read.
        """
        found = self._listed(Chosen(number=number), 1)
        with self.left_out.session(number):
            if found:
                return self._whole(found[0])
        if number in self.left_out.sessions:
            raise unreadable({number})
        return None

    def whole(self, rows: Iterable[SessionRow]) -> Iterator[SessionData]:
        """Everything kept of each session that can be read."""
        for row in rows:
            try:
                data = self.session(row.id)
            except StoreError:  # it is noted by now
                continue
            yield data

    def told(
        self, rows: Iterable[SessionRow]
    ) -> Iterator[tuple[SessionRow, list[Hold], list[Rating]]]:
        """Each session that can be read with its holds and ratings, its samples unread."""
        for row in rows:
            derived: tuple[list[Hold], list[Rating]] | None = None
            with self.left_out.session(row.id):
                derived = self._derived(row)
            if derived is not None:
                yield row, *derived

    def done_on(self, day: datetime, *, simulated: bool = False, but: str | None = None) -> int:
        """Sessions with a coached hold on the calendar day of `day`, in its own zone (S27); one
        over several points counts once, the one called `but` not at all."""
        start = day.replace(hour=0, minute=0, second=0, microsecond=0)
        end = (start + timedelta(days=1)).replace(tzinfo=start.tzinfo)
        (count,) = self._connection.execute(
            f"SELECT count(DISTINCT {SITTING}) FROM session s"  # noqa: S608
            " WHERE started_at >= ? AND started_at < ? AND simulated = ?"
            f" AND {SITTING} IS NOT ?"
            " AND EXISTS (SELECT 1 FROM stream WHERE session = s.id AND kind = 'rep_ended')",
            (utc_text(start), utc_text(end), int(simulated), but),
        ).fetchone()
        return int(count)

    def tries(self, point: str, side: str) -> list[Try]:
        """How every coached hold at a place ended, oldest first, as far as it can be read."""
        return tries_of(self._connection, point, side, self.left_out)

    def places(self) -> list[tuple[str, str]]:
        """Every point and side that was ever coached."""
        return places_of(self._connection)

    def complete(self) -> int:
        """How many sessions with a device were done to their end."""
        return complete_of(self._connection)

    def last_at(self, point: str, side: str) -> datetime | None:
        """When the last session with a hold at a place began."""
        return last_of(self._connection, point, side)

    def statements(self) -> list[Statement]:
        """What the person said of themselves, oldest first."""
        return statements_of(self._connection)

    def briefs(self, *, simulated: bool = False) -> list[Brief]:
        """Every session that can be read in brief, oldest first."""
        return briefs_of(self._connection, self.left_out, simulated=simulated)

    def entries(self) -> list[Entry]:
        """The journal as far as it can be read, superseded entries too, in the order kept."""
        return entries_of(self._connection, self.left_out)

    def kept_rows(self) -> Iterator[KeptRow]:
        """All that is kept beside the sessions, but journal entries that cannot be read; what
        names something that was left out names nothing."""
        self.entries()
        yield from told_without(kept_rows(self._connection), self.left_out)

    def has_room_for(self, row: KeptRow) -> bool:
        """Whether there is a table for it."""
        return has_room_for(self._connection, row)

    def is_kept(self, row: KeptRow) -> bool:
        """Whether the very row is there."""
        return is_kept(self._connection, row)

    def calibrations(self, device: str | None = None) -> list[Calibration]:
        """A device's calibrations and checks, or everybody's, oldest first."""
        return calibrations_of(self._connection, device)

    def _listed(self, chosen: Chosen, limit: int) -> list[SessionRow]:
        since = utc_text(chosen.since) if chosen.since else ""
        until = utc_text(chosen.until) if chosen.until else None
        point, number = chosen.point, chosen.number
        values = (since, until, until, point, point, number, number, limit)
        found = self._connection.execute(_LIST, values).fetchall()
        (newest,) = self._connection.execute("SELECT max(id) FROM session").fetchone()
        writing = any(row["ended_at"] is None for row in found) and is_held(self._place.lock)
        rows = []
        for row in found:
            with self.left_out.session(row["id"]):
                rows.append(_session_row(row, under_way=writing and row["id"] == newest))
        return rows

    def _whole(self, row: SessionRow) -> SessionData:
        records = records_of(self._connection, row.id)
        parts = self._samples(row.id)
        return SessionData(
            row=row,
            records=tuple(record for _, record in records),
            samples=tuple(merged(parts, max(1, row.samples))),
            holes=holes(parts, row.samples),
            holds=tuple(holds(row.meta, records)),
            ratings=tuple(ratings(records, asked=row.meta.asked)),
        )

    def _derived(self, row: SessionRow) -> tuple[list[Hold], list[Rating]]:
        if self._has_derived(row.id):
            return self._rows_of(Hold, row.id, "hold"), self._rows_of(Rating, row.id, "n")
        records = records_of(self._connection, row.id, KINDS)
        return holds(row.meta, records), ratings(records, asked=row.meta.asked)

    def _samples(self, session: int) -> list[SampleBatch]:
        blobs = self._connection.execute(
            "SELECT frames FROM sample_blob WHERE session = ?", (session,)
        ).fetchall()
        chunks = self._connection.execute(
            "SELECT frame FROM sample_chunk WHERE session = ? ORDER BY first", (session,)
        )
        return [part for (data,) in [*blobs, *chunks] for part in decode_frames(data)]

    def _has_derived(self, session: int) -> bool:
        found = self._connection.execute(
            "SELECT 1 FROM derived WHERE session = ? AND version = ?", (session, VERSION)
        )
        return found.fetchone() is not None

    def _rows_of(self, cls: type[_T], session: int, order: str) -> list[_T]:
        names = [field.name for field in fields(cls)]
        table = cls.__name__.lower()
        found = self._connection.execute(
            f"SELECT {', '.join(names)} FROM {table} WHERE session = ? ORDER BY {order}",  # noqa: S608
            (session,),
        )
        return [cls(**dict(zip(names, row, strict=True))) for row in found]


def _session_row(row: sqlite3.Row, *, under_way: bool) -> SessionRow:
    ended = row["ended_at"] is not None
    samples = row["end_samples"] if ended else max(row["n_live"] or 0, row["n_blob"] or 0)
    return SessionRow(
        id=row["id"],
        meta=meta_of(row),
        ending=row["end_reason"] if ended else UNDER_WAY if under_way else INTERRUPTED,
        ended_at=moment(row["ended_at"]) if ended else None,
        duration_s=(row["end_s"] if ended else row["last_s"]) or 0.0,
        samples=samples,
        records=row["end_records"] if ended else row["n_records"] or 0,
        tries=row["n_tries"],
    )
