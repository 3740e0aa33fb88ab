"""How the data file's tables came to be: a list of migrations that only grows.

Facts are append-only by trigger; `hold`, `rating` and `derived` are worked out from them and may be
remade. A file that is not sound and ours is never changed. Guarded by tests/store/test_schema.py.
"""

import contextlib
import sqlite3
from functools import cache
from typing import Final

from sqlite_utils import Database, Migrations

from devicelink.errors import StoreError
from devicelink.store.calibrations import V3
from devicelink.store.derived import V8
from devicelink.store.entries import V5
from devicelink.store.tables import V1, V2
from devicelink.store.tries import V4
from devicelink.store.unpack import told_as_damage
from devicelink.wording import text

DAMAGED: Final = frozenset({"data_damaged", "data_no_database"})
"""Entries of errors of which a copy is kept."""

APPLICATION_ID: Final = 0x646C6E6B
"""Marks the file as ours ("dlnk")."""

_LIST: Final = "_sqlite_migrations"

migrations: Final = Migrations("devicelink")


@migrations()
def m001_first(db: Database) -> None:
    """Sessions, their stream and samples, and the rows derived from them."""
    for statement in V1:
        db.execute(statement)


@migrations()
def m002_statements(db: Database) -> None:
    """What the person says of themselves: answers and limits of their own."""
    for statement in V2:
        db.execute(statement)


@migrations()
def m003_calibrations(db: Database) -> None:
    """Devices' calibrations, and which one a session used; how sure its device was known."""
    for statement in V3:
        db.execute(statement)


@migrations()
def m004_places(db: Database) -> None:
    """A place's sessions are found quickly; statements of more topics are kept from here on."""
    for statement in V4:
        db.execute(statement)


@migrations()
def m005_journal(db: Database) -> None:
    """The journal's entries."""
    for statement in V5:
        db.execute(statement)


@migrations()
def m008_courses(db: Database) -> None:
    """More of a hold's course: when it settled, steps, rubbing, tremor, alarms."""
    for statement in V8:
        db.execute(statement)


def wrap(connection: sqlite3.Connection) -> Database:
    """The connection with sqlite-utils' helpers and nobody's plug-ins."""
    return Database(connection, recursive_triggers=False, execute_plugins=False)


def check(connection: sqlite3.Connection) -> None:
    """Raise StoreError for a file that is damaged, not ours, or newer; change nothing."""
    db = wrap(connection)
    try:
        with told_as_damage():  # a complaint of SQLite's can hold what is no text
            tables = set(db.table_names()) - {_LIST}  # which is made before the first of them is
            applied = {migration.name for migration in migrations.applied(db)}
            found = [row[0] for row in connection.execute("PRAGMA quick_check(1)")]
    except sqlite3.DatabaseError as error:
        raise refusal(error) from error
    if found != ["ok"]:
        raise StoreError("data_damaged")
    if applied - {migration.name for migration in migrations.pending(Database(memory=True))}:
        raise StoreError("data_newer")
    if tables and not applied:
        raise StoreError("data_foreign")
    try:
        is_whole = _columns(connection) >= _columns_after(frozenset(applied))
    except sqlite3.OperationalError:  # of migrations none of which can be without another
        raise StoreError("data_damaged") from None
    if not is_whole:
        raise StoreError("data_damaged")


def _columns(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    found = connection.execute(
        "SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c"
        " WHERE t.type = 'table' AND t.name <> ?",
        (_LIST,),
    )
    return {(table, column) for table, column in found}


@cache
def _columns_after(applied: frozenset[str]) -> set[tuple[str, str]]:
    """Table and column of each after those migrations, which need not be the first of the list."""
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        db = wrap(connection)
        for migration in migrations.pending(db):
            if migration.name in applied:
                migration.fn(db)
        return _columns(connection)


def refusal(error: sqlite3.Error) -> StoreError:
    """What SQLite's complaint means for a person."""
    complaint = str(error).lower()
    if "malformed" in complaint:
        return StoreError("data_damaged")
    if "not a database" in complaint:
        return StoreError("data_no_database")
    return StoreError("data_unusable", error=in_words(error))


def in_words(error: Exception) -> str:
    """SQLite's complaint in a few plain words."""
    complaint = str(error).lower()
    for sign, entry in _SIGNS:
        if sign in complaint:
            return text("disk", entry)
    return str(error) or type(error).__name__


_SIGNS: Final = (
    ("full", "full"),
    ("readonly", "read_only"),
    ("read-only", "read_only"),
    ("locked", "locked"),
    ("unable to open", "closed"),
    ("i/o error", "fails"),
    ("not a database", "no_data"),
    ("malformed", "damaged"),
)
"""What stands in SQLite's complaint, and the entry of `[disk]` that says it."""
