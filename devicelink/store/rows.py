"""Values to rows and back: the one place that knows which field goes to which column.

Guarded by tests/store/test_recorder.py.
"""

import math
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import astuple, fields
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeAlias

import msgspec

from devicelink.store.calibrations import Calibration, calibration_values
from devicelink.store.derived import Hold, Rating
from devicelink.store.entries import Entry, entry_values
from devicelink.store.record import Record, SampleBatch, SessionMeta
from devicelink.store.samples import encode_frame
from devicelink.store.statements import Statement, statement_values
from devicelink.store.unpack import moment, unpack

Row: TypeAlias = tuple[str, tuple[object, ...]]
"""A statement and its values."""

_FACTS: Final = tuple(f.name for f in fields(SessionMeta) if f.name not in {"started_at", "plan"})
_JSON: Final = msgspec.json.Encoder(order="deterministic")


def session_row(session: int, meta: SessionMeta) -> Row:
    """A new session."""
    offset = meta.started_at.utcoffset() or timedelta()
    facts = {name: getattr(meta, name) for name in _FACTS}
    return _insert(
        "session",
        {
            "id": session,
            "started_at": utc_text(meta.started_at),
            "utc_offset_s": int(offset.total_seconds()),
            **facts,
            "plan": _JSON.encode(meta.plan).decode(),
        },
    )


def facts_row(session: int, body: Mapping[str, object]) -> Row:
    """What became known of a session later. Raises ValueError for a field that is none."""
    strange = set(body) - set(_FACTS) - {"plan"}
    if strange or not body:
        raise ValueError(f"not facts of a session: {sorted(strange)}")
    values = {**body, "plan": _JSON.encode(body["plan"]).decode()} if "plan" in body else body
    setting = ", ".join(f"{name} = ?" for name in values)
    cells = tuple(_cell(value) for value in values.values())
    return f"UPDATE session SET {setting} WHERE id = ?", (*cells, session)  # noqa: S608


def record_row(session: int, n: int, record: Record) -> Row:
    """One record. Raises ValueError for a time that is none, TypeError for a body not JSON."""
    if not math.isfinite(record.t_s):
        raise ValueError(f"a record's time must be finite, not {record.t_s}")
    body = _JSON.encode(record.body).decode()
    values = {"session": session, "n": n, "t_s": float(record.t_s), "samples": record.samples}
    return _insert("stream", {**values, "kind": record.kind, "body": body})


def chunk_row(session: int, batch: SampleBatch) -> Row:
    """The samples of one commit."""
    times = {"t0_s": float(batch.t_s[0]), "t1_s": float(batch.t_s[-1])}
    values = {"session": session, "first": batch.first, "n": len(batch), **times}
    return _insert("sample_chunk", {**values, "frame": encode_frame(batch)})


def end_row(session: int, at: datetime, t_s: float, reason: str, counts: tuple[int, int]) -> Row:
    """A session's proper end, with how many samples and records it has."""
    values = {"session": session, "ended_at": utc_text(at), "t_s": float(t_s), "reason": reason}
    return _insert("session_end", {**values, "samples": counts[0], "records": counts[1]})


def derived_rows(session: int, rows: Iterable[Hold | Rating]) -> list[Row]:
    """Hold and rating rows."""
    made = []
    for row in rows:
        names = [field.name for field in fields(row)]
        values = dict(zip(names, astuple(row), strict=True))
        table = "hold" if isinstance(row, Hold) else "rating"
        made.append(_insert(table, {"session": session, **values}))
    return made


def statement_row(said: Statement) -> Row:
    """What the person said of themselves."""
    return _insert("statement", statement_values(said))


def entry_row(entry: Entry) -> Row:
    """A journal entry."""
    return _insert("entry", entry_values(entry))


def calibration_row(one: Calibration) -> Row:
    """A device's calibration, with the number it was given."""
    return _insert("calibration", calibration_values(one))


def meta_of(row: sqlite3.Row) -> SessionMeta:
    """A session's facts as they are known by now, in the time zone it was held in.

    Raises StoreError where they cannot be read.
    """
    had = set(row.keys())  # a file that was not opened to write since may lack the newest
    facts: dict[str, Any] = {name: row[name] if name in had else None for name in _FACTS}
    facts["simulated"] = bool(facts["simulated"])
    started_at = moment(row["started_at"], row["utc_offset_s"])
    return SessionMeta(started_at=started_at, plan=unpack(row["plan"]), **facts)


def records_of(
    connection: sqlite3.Connection, session: int, kinds: tuple[str, ...] = ()
) -> list[tuple[int, Record]]:
    """A session's records with their numbers, all or those of some kinds.

    Raises StoreError where one cannot be read.
    """
    only = f" AND kind IN ({', '.join('?' * len(kinds))})" if kinds else ""
    found = connection.execute(
        f"SELECT n, t_s, samples, kind, body FROM stream WHERE session = ?{only} ORDER BY n",  # noqa: S608
        (session, *kinds),
    )
    return [(n, Record(t_s, samples, kind, unpack(body))) for n, t_s, samples, kind, body in found]


def utc_text(at: datetime) -> str:
    """Always of one width, so that text order is time order."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _insert(table: str, values: Mapping[str, object]) -> Row:
    """The same row again is no error: a commit whose answer was lost is tried anew."""
    names, places = ", ".join(values), ", ".join("?" * len(values))
    statement = f"INSERT INTO {table} ({names}) VALUES ({places}) ON CONFLICT DO NOTHING"  # noqa: S608
    return statement, tuple(_cell(value) for value in values.values())


def _cell(value: object) -> object:
    """Raises ValueError for what SQLite would choke on later, when nobody can be told."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise ValueError(f"{value} does not fit into 64 bits")
    if value is None or isinstance(value, int | float | str | bytes):
        return value
    raise ValueError(f"{value!r} is no value of a column")
