"""All that a profile's file holds beside its sessions, as plain rows: for a full export, and back.

Tables are found in the file itself, so that none of them can be forgotten. Derived tables are left
out: they are worked out again. Guarded by tests/store/test_restore.py.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from devicelink.store.unpack import LeftOut

OF_SESSIONS: Final = frozenset(
    {"session", "session_end", "stream", "sample_chunk", "sample_blob", "hold", "rating", "derived"}
)
"""Told as sessions, or worked out from them."""


@dataclass(frozen=True, slots=True)
class KeptRow:
    """One row: its table and its values by column, as SQLite has them (bytes for a blob)."""

    table: str
    values: Mapping[str, object]


def kept_rows(connection: sqlite3.Connection) -> Iterator[KeptRow]:
    """Every row of every table that is no session's, in the order of making and keys."""
    for table in _tables(connection):
        keys = [row["name"] for row in _columns(connection, table) if row["pk"]]
        order = ", ".join(keys) or "rowid"
        for row in connection.execute(f"SELECT * FROM {table} ORDER BY {order}"):  # noqa: S608
            yield KeptRow(table, dict(row))


def told_without(rows: Iterable[KeptRow], left_out: LeftOut) -> Iterator[KeptRow]:
    """The rows, in their order, without those that cannot be read and without their names."""
    gone: set[object] = set()
    for row in rows:
        values = dict(row.values)
        if row.table == "entry" and values["id"] in left_out.entries:
            gone.add(values["uid"])
            continue
        if values.get("session") in left_out.sessions:
            values["session"] = None
        if values.get("supersedes") in gone:
            values["supersedes"] = None
        yield KeptRow(row.table, values)


def has_room_for(connection: sqlite3.Connection, row: KeptRow) -> bool:
    """Whether there is such a table with such columns."""
    names = {column["name"] for column in _columns(connection, row.table)}
    return row.table in _tables(connection) and names >= row.values.keys()


def is_kept(connection: sqlite3.Connection, row: KeptRow) -> bool:
    """Whether the very row is there."""
    same = " AND ".join(f"{name} IS ?" for name in row.values)
    found = connection.execute(
        f"SELECT 1 FROM {row.table} WHERE {same} LIMIT 1",  # noqa: S608
        tuple(row.values.values()),
    )
    return found.fetchone() is not None


def insertion(row: KeptRow) -> tuple[str, tuple[object, ...]]:
    """The statement that puts it in, and its values; another row of the same key is an error."""
    names, places = ", ".join(row.values), ", ".join("?" * len(row.values))
    statement = f"INSERT INTO {row.table} ({names}) VALUES ({places})"  # noqa: S608
    return statement, tuple(row.values.values())


def _tables(connection: sqlite3.Connection) -> list[str]:
    found = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'"
        " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid"
    )
    return [row["name"] for row in found if row["name"] not in OF_SESSIONS]


def _columns(connection: sqlite3.Connection, table: str) -> list[sqlite3.Row]:
    return connection.execute("SELECT * FROM pragma_table_info(?)", (table,)).fetchall()
