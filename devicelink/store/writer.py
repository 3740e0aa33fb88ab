"""The one connection that writes: WAL, every commit on the disk before it counts.

Belongs to the recorder's thread. Raises sqlite3.Error for whatever the disk does; who calls decides
what that means. Guarded by tests/store/test_recorder.py and test_kill.py.
"""

import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, TypeAlias

from devicelink.store.derived import KINDS, VERSION, holds, ratings
from devicelink.store.history import History
from devicelink.store.place import Place
from devicelink.store.rows import Row, derived_rows, meta_of, records_of
from devicelink.store.samples import FRAME_SAMPLES, decode_frames, encode_frame, merged
from devicelink.store.schema import APPLICATION_ID, check, migrations, wrap
from devicelink.store.unpack import legible

Connect: TypeAlias = Callable[[Path], sqlite3.Connection]

_SETTINGS: Final = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA fullfsync = ON",
    "PRAGMA checkpoint_fullfsync = ON",
    "PRAGMA mmap_size = 0",
    "PRAGMA cache_size = -512",  # KiB: it writes on and on and seldom reads what it wrote
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
)


def connect(path: Path) -> sqlite3.Connection:
    """A connection that writes and never creates a file."""
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=2.0
    )


class Writer:
    """Commits rows, and turns what a session left behind into its final form."""

    def __init__(self, path: Path, connect: Connect = connect) -> None:
        """Open, check and migrate. Raises StoreError for a file that is not to be touched."""
        self._connection: Final = connect(path)
        try:
            self._connection.row_factory = sqlite3.Row
            self._connection.text_factory = legible
            check(self._connection)
            for setting in _SETTINGS:
                self._connection.execute(setting)
            if migrations.pending(wrap(self._connection)):
                self._connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                migrations.apply(wrap(self._connection))
        except BaseException:
            self._connection.close()
            raise

    def write(self, rows: Iterable[Row]) -> None:
        """All of the rows, or none of them; on the disk when this returns."""
        with self._transaction():
            for statement, values in rows:
                self._connection.execute(statement, values)

    def history(self, place: Place) -> History:
        """What is there, with what is being written; not to be closed."""
        return History(place, self._connection)

    def next_session(self) -> int:
        """The number of the session to come."""
        return int(
            self._connection.execute("SELECT ifnull(max(id), 0) + 1 FROM session").fetchone()[0]
        )

    def finish(self, session: int) -> None:
        """One compressed block in place of the live ones, and the derived rows, in one transaction.

        Live blocks that are damaged stay as they are: they are all there is.
        """
        row = self._connection.execute("SELECT * FROM session WHERE id = ?", (session,)).fetchone()
        if row is None:
            return
        meta, records = meta_of(row), records_of(self._connection, session, KINDS)
        derived = derived_rows(
            session, [*holds(meta, records), *ratings(records, asked=meta.asked)]
        )
        with self._transaction():
            self._compact(session)
            for table in ("hold", "rating", "derived"):
                self._connection.execute(f"DELETE FROM {table} WHERE session = ?", (session,))  # noqa: S608
            for statement, values in derived:
                self._connection.execute(statement, values)
            self._connection.execute("INSERT INTO derived VALUES (?, ?)", (session, VERSION))

    def finish_left_behind(self) -> None:
        """Finish every session that was cut off, or that an older rule derived its rows from.

        One that cannot be read stays as it is: it must not keep the next from being kept.
        """
        found = self._connection.execute(
            "SELECT id FROM session WHERE id NOT IN (SELECT session FROM derived WHERE version = ?)"
            " OR id IN (SELECT session FROM sample_chunk) ORDER BY id",
            (VERSION,),
        ).fetchall()
        for row in found:
            try:
                self.finish(row[0])
            except sqlite3.Error:
                raise
            except Exception:  # noqa: BLE001, S112 (whatever a damaged row leads to)
                continue

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _compact(self, session: int) -> None:
        chunks = self._connection.execute(
            "SELECT frame, n FROM sample_chunk WHERE session = ? ORDER BY first", (session,)
        ).fetchall()
        parts = [part for frame, _ in chunks for part in decode_frames(frame)]
        total = sum(map(len, parts))
        if not parts or total != sum(n for _, n in chunks):
            return
        frames = b"".join(encode_frame(part) for part in merged(parts, FRAME_SAMPLES))
        times = float(parts[0].t_s[0]), float(parts[-1].t_s[-1])
        self._connection.execute(
            "INSERT INTO sample_blob VALUES (?, ?, ?, ?, ?)", (session, total, *times, frames)
        )
        self._connection.execute("DELETE FROM sample_chunk WHERE session = ?", (session,))

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")
            raise
