"""What was put in, read the way every command reads it, before it counts.

What no command could read would stand in the way of all the rest. Changes nothing. Guarded by
tests/store/test_read_back.py.
"""

from collections.abc import Callable, Collection
from typing import Final

from devicelink.errors import StoreError
from devicelink.store.diary import diary
from devicelink.store.history import History
from devicelink.store.unpack import told_as_damage

_TABLES: Final[dict[str, Callable[[History], object]]] = {
    "statement": History.statements,
    "calibration": History.calibrations,
    "entry": History.entries,
}
"""What is kept beside the sessions, and who reads it."""


class ReadBack:
    """Compares what cannot be read after a change with what could not be before it."""

    def __init__(self, history: History) -> None:
        """Raises StoreError where the profile itself is damaged: nothing is added to that."""
        self._history = history
        with told_as_damage():
            for read in _TABLES.values():
                read(history)
            self._read_sessions(())
        self._sessions = frozenset(history.left_out.sessions)
        self._entries = frozenset(history.left_out.entries)

    def check(self, new: Collection[int]) -> None:
        """Read everything again, the `new` sessions whole. Raises StoreError where that fails."""
        for table, read in _TABLES.items():
            try:
                read(self._history)
            except StoreError as error:
                raise StoreError("import_row", table=table) from error
        if self._history.left_out.entries - self._entries:
            raise StoreError("import_row", table="entry")
        self._read_sessions(new)
        odd = self._history.left_out.sessions - self._sessions
        if odd:
            raise StoreError("import_session", id=min(odd))

    def _read_sessions(self, whole: Collection[int]) -> None:
        history = self._history
        rows = history.sessions()
        for _ in history.told(rows):
            pass
        for _ in history.whole(row for row in rows if row.id in whole):
            pass
        for place in history.places():
            history.tries(*place)
        history.complete()
        diary(history, simulated=True)
