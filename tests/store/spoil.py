"""A data file spoilt behind the program's back, and behind its triggers'."""

import sqlite3
from contextlib import closing

from devicelink.store.place import Place


def spoil(place: Place, statement: str, *values: object) -> None:
    """Do this to the file."""
    with closing(sqlite3.connect(place.file)) as connection:
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in found.fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement, values)
        connection.commit()
