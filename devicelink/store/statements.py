"""What the person said of themselves outside a session: answers and limits of their own, dated.

Rows are only added: the newest of a topic, item and place counts, and the older ones stay. Guarded
by tests/store/test_statements.py.
"""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum, unique
from typing import Any, Final

import msgspec

from devicelink.store.unpack import has_table, moment, told_as_damage, unpack

TABLE: Final = """CREATE TABLE statement (
    told_at TEXT NOT NULL, utc_offset_s INTEGER NOT NULL,
    topic TEXT NOT NULL, item TEXT NOT NULL, place TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (told_at, topic, item, place)
) STRICT, WITHOUT ROWID"""


@unique
class Topic(StrEnum):
    """What a statement is about."""

    ANSWER = "answer"
    """To a question of the screening; `item` is its id."""
    LIMIT = "limit"
    """A limit of the person's own; `item` says whose."""
    POINT = "point"
    """What they found at a place: `item` is "record", the body their own words and numbers."""
    CLEARED = "cleared"
    """A professional has looked at a flagged place; stops before this count no more."""
    SHOWN = "shown"
    """Something was on the screen: `item` is "red_flags"."""
    ABOUT = "about"
    """Of the person: `item` is "pain_since", the body a month."""
    PROGRAMME = "programme"
    """A programme of their own; `item` is its id, the body its fields, empty where taken back."""
    EXERCISE = "exercise"
    """An exercise of their plan; `item` is its name, the body whether it is planned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement. `place` is "" for the whole person, else point and side."""

    told_at: datetime
    topic: Topic
    item: str
    place: str = ""
    body: Mapping[str, object] = field(default_factory=dict)


def statement_values(said: Statement) -> dict[str, object]:
    """The columns of a statement."""
    offset = said.told_at.utcoffset() or timedelta()
    return {
        "told_at": said.told_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "utc_offset_s": int(offset.total_seconds()),
        "topic": said.topic.value,
        "item": said.item,
        "place": said.place,
        "body": msgspec.json.encode(said.body, order="deterministic").decode(),
    }


def statements_of(connection: sqlite3.Connection) -> list[Statement]:
    """All statements, oldest first; none in a file of before there were any.

    Raises StoreError where one cannot be read: it may be a limit, which nobody may press without.
    """
    if not has_table(connection, "statement"):
        return []
    rows = connection.execute("SELECT * FROM statement ORDER BY told_at, topic, item, place")
    return [statement_of(dict(row)) for row in rows]


def statement_of(row: Mapping[str, Any]) -> Statement:
    """A statement of its columns. Raises StoreError where they are none."""
    with told_as_damage():
        return Statement(
            told_at=moment(row["told_at"], row["utc_offset_s"]),
            topic=Topic(row["topic"]),
            item=row["item"],
            place=row["place"],
            body=unpack(row["body"]),
        )
