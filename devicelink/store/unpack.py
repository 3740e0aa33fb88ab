"""What stands in a row, read: what cannot be read is a damaged file, not a crash.

Never repairs and never guesses. Guarded by tests/store/test_damaged_rows.py.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import partial
from typing import Any, Final

import msgspec

from devicelink.errors import DevicelinkError, StoreError

legible: Final = partial(str, encoding="utf-8", errors="replace")
"""How a connection makes text of its bytes: one that is none has marks in it, and stops nothing."""


@contextmanager
def told_as_damage() -> Iterator[None]:
    """Raise StoreError for what rows of the wrong kind lead to."""
    try:
        yield
    except (ValueError, TypeError, LookupError, OverflowError, RecursionError) as error:
        raise StoreError("data_damaged") from error


def has_table(connection: sqlite3.Connection, name: str) -> bool:
    """Whether the file has it: one that was not opened to write since may lack the newest."""
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (name,))
    return found.fetchone() is not None


def unpack(kept: str | bytes) -> dict[str, Any]:
    """What is kept as JSON. Raises StoreError where that is no object."""
    with told_as_damage():
        return msgspec.json.decode(kept, type=dict[str, Any])


def moment(kept: str, utc_offset_s: int = 0) -> datetime:
    """A time as it is kept, in the zone of that offset. Raises StoreError where it is none."""
    with told_as_damage():
        at = datetime.fromisoformat(kept)
        if at.tzinfo is None:
            raise ValueError(f"{kept} has no time zone")
        return at.astimezone(timezone(timedelta(seconds=utc_offset_s)))


@dataclass(slots=True)
class LeftOut:
    """Sessions and journal entries that stand in no answer, for they cannot be read."""

    sessions: set[int] = field(default_factory=set)
    entries: set[int] = field(default_factory=set)

    def check(self) -> None:
        """Raise StoreError where there is any."""
        if self.sessions and self.entries:
            raise StoreError(
                "record_unreadable", n=len(self.sessions), which=listed(self.sessions),
                entries=len(self.entries),
            )  # fmt: skip
        if self.sessions:
            raise unreadable(self.sessions)
        if self.entries:
            raise StoreError("entries_unreadable", n=len(self.entries))

    @property
    def notice(self) -> str:
        """The same in words, for a screen; "" where there is none."""
        try:
            self.check()
        except StoreError as error:
            return error.in_full
        return ""

    @contextmanager
    def session(self, number: int) -> Iterator[None]:
        """What is read within is of that session: where that fails, it is left out and noted."""
        with _noted(self.sessions, number):
            yield

    @contextmanager
    def entry(self, number: int) -> Iterator[None]:
        """The same for a journal entry."""
        with _noted(self.entries, number):
            yield


@contextmanager
def _noted(where: set[int], number: int) -> Iterator[None]:
    try:
        with told_as_damage():
            yield
    except DevicelinkError:
        where.add(number)


@contextmanager
def reading(session: int) -> Iterator[None]:
    """Raise StoreError, of that session, for what its records lead to where they are damaged."""
    try:
        with told_as_damage():
            yield
    except StoreError as error:
        raise unreadable({session}) from error


def unreadable(sessions: Iterable[int]) -> StoreError:
    """Which sessions cannot be read, as it is told."""
    numbers = set(sessions)
    return StoreError("sessions_unreadable", n=len(numbers), which=listed(numbers))


def listed(numbers: Iterable[int]) -> str:
    """As they are told: the first ten, and that there are more."""
    told = sorted(numbers)
    return ", ".join([*map(str, told[:10]), *(["..."] if len(told) > 10 else [])])
