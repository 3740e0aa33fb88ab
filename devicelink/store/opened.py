"""A profile's file opened to be read: checked first, never changed, never waited for.

Guarded by tests/store/test_history.py.
"""

import contextlib
import sqlite3
from typing import Any, Self

from devicelink.errors import StoreError
from devicelink.store.backup import is_emptied
from devicelink.store.place import Place
from devicelink.store.schema import check, migrations, refusal, wrap
from devicelink.store.unpack import has_table, legible


class _Cursor(sqlite3.Cursor):
    """Tells SQLite's complaints as ours, for damage may come to light at any row."""

    def execute(self, statement: str, values: Any = ()) -> Self:
        try:
            return super().execute(statement, values)
        except sqlite3.Error as error:
            raise refusal(error) from error

    def __next__(self) -> Any:
        try:
            return super().__next__()
        except sqlite3.Error as error:
            raise refusal(error) from error

    def fetchone(self) -> Any:
        return next(self, None)

    def fetchall(self) -> list[Any]:
        return list(self)


class _Connection(sqlite3.Connection):
    def execute(self, statement: str, values: Any = ()) -> sqlite3.Cursor:
        return self.cursor(_Cursor).execute(statement, values)


def opened(place: Place) -> sqlite3.Connection:
    """Read-only; in a folder that cannot be written, a file without a log is read as it is.

    Raises StoreError for a file missing, emptied, damaged, newer or not ours.
    """
    if not place.file.exists():
        raise StoreError("data_none", folder=place.folder)
    if is_emptied(place):
        raise StoreError("data_damaged_with_backup", why=StoreError("data_no_database").why)
    address = f"{place.file.absolute().as_uri()}?mode=ro"
    try:
        return _checked(address)
    except StoreError:
        log = place.folder / f"{place.file.name}-wal"
        if log.exists() and log.stat().st_size:
            raise
        return _checked(f"{address}&immutable=1")


def _checked(address: str) -> sqlite3.Connection:
    connection = _connected(address)
    try:
        connection.row_factory, connection.text_factory = sqlite3.Row, legible
        check(connection)
        kept = has_table(connection, "session")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            connection.close()
        raise
    if kept:
        return connection
    connection.close()
    return _nothing()


def _connected(address: str) -> sqlite3.Connection:
    try:
        return sqlite3.connect(
            address, uri=True, isolation_level=None, timeout=2.0, factory=_Connection
        )
    except sqlite3.Error as error:
        raise refusal(error) from error


def _nothing() -> sqlite3.Connection:
    """What is read of a file that was made and never written to, as where power was lost then."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    migrations.apply(wrap(connection))
    return connection
