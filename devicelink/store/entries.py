"""The journal: dated entries, each about a place or the whole person. Rows are only added.

An entry that `supersedes` another counts in its place; the older one stays readable. `about_at` is
when it was, `recorded_at` when it was written down. Guarded by tests/store/test_entries.py.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

from devicelink.care.journal import Body, of_fields
from devicelink.care.journal_words import LATE_S
from devicelink.store.unpack import LeftOut, has_table, moment, unpack

TABLE: Final = """CREATE TABLE entry (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
    recorded_at TEXT NOT NULL, about_at TEXT NOT NULL, utc_offset_s INTEGER NOT NULL,
    kind TEXT NOT NULL, place TEXT NOT NULL, session INTEGER REFERENCES session(id),
    supersedes TEXT REFERENCES entry(uid), body TEXT NOT NULL
) STRICT"""

V5: Final = (
    TABLE,
    "CREATE INDEX entry_about ON entry(about_at)",
    *(
        f"CREATE TRIGGER entry_no_{what.lower()} BEFORE {what} ON entry "
        "BEGIN SELECT RAISE(ABORT, 'entry is append-only'); END"
        for what in ("UPDATE", "DELETE")
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry. `place` is "" for the whole person, else point and side ("ut left").

    `uid` is its name for good, in whatever file; `id` its number in this one, None until it is
    kept. `fields` are those of its kind in `care.journal`.
    """

    uid: str
    recorded_at: datetime
    about_at: datetime
    kind: str
    place: str = ""
    session: int | None = None
    supersedes: str | None = None
    fields: Mapping[str, object] = field(default_factory=dict)
    id: int | None = None

    @property
    def body(self) -> Body:
        """What it says. Raises UsageError for one that cannot be read."""
        return of_fields(self.kind, self.fields)

    @property
    def late(self) -> bool:
        """Whether it was written down later than it should have been."""
        return (self.recorded_at - self.about_at).total_seconds() > LATE_S


def entry_values(entry: Entry) -> dict[str, object]:
    """The columns of an entry."""
    offset = entry.about_at.utcoffset() or timedelta()
    return {
        "id": entry.id,
        "uid": entry.uid,
        "recorded_at": entry.recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "about_at": entry.about_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "utc_offset_s": int(offset.total_seconds()),
        "kind": entry.kind,
        "place": entry.place,
        "session": entry.session,
        "supersedes": entry.supersedes,
        "body": msgspec.json.encode(entry.fields).decode(),
    }


def entries_of(connection: sqlite3.Connection, left_out: LeftOut) -> list[Entry]:
    """All entries that can be read, superseded ones too, in the order kept; none in a file of
    before there were any. One that says what no entry of its kind can is none that can be read."""
    if not has_table(connection, "entry"):
        return []
    rows = connection.execute("SELECT * FROM entry ORDER BY id").fetchall()
    found = []
    for row in rows:
        with left_out.entry(row["id"]):
            entry = _entry(row)
            of_fields(entry.kind, entry.fields)
            found.append(entry)
    return found


def standing(entries: Iterable[Entry]) -> list[Entry]:
    """Those that count now, by when they were: neither superseded nor withdrawn."""
    kept = list(entries)
    gone = {entry.supersedes for entry in kept}
    counted = [e for e in kept if e.uid not in gone and e.kind != "withdrawn"]
    return sorted(counted, key=lambda entry: (entry.about_at, entry.recorded_at))


def _entry(row: sqlite3.Row) -> Entry:
    offset_s = row["utc_offset_s"]
    return Entry(
        uid=row["uid"],
        recorded_at=moment(row["recorded_at"], offset_s),
        about_at=moment(row["about_at"], offset_s),
        kind=row["kind"],
        place=row["place"],
        session=row["session"],
        supersedes=row["supersedes"],
        fields=unpack(row["body"]),
        id=row["id"],
    )
