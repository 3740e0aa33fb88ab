"""Every session in brief: where, when, whether something was held, and its two pain numbers.

In a few queries whatever their number, for what looks at all of them. Guarded by
tests/store/test_diary.py.
"""

import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from devicelink.store.derived import KINDS, VERSION, ratings
from devicelink.store.rows import records_of
from devicelink.store.tries import SITTING
from devicelink.store.unpack import LeftOut, moment

_SESSIONS: Final = f"""SELECT id, started_at, utc_offset_s, point, side, {SITTING} AS sitting,
    CASE WHEN json_valid(s.plan) THEN json_extract(s.plan, '$.asked') END IS NOT 0 AS asked,
    EXISTS (SELECT 1 FROM stream WHERE session = s.id AND kind = 'rep_ended') AS held,
    EXISTS (SELECT 1 FROM derived WHERE session = s.id AND version = ?) AS is_derived
FROM session s WHERE simulated = 0 OR ? ORDER BY started_at, id"""  # noqa: S608
_RATINGS: Final = """SELECT session, question, t_s, value FROM rating
WHERE rep = 0 AND question IN ('pain_before', 'pain_after') ORDER BY session, n"""

_Told: TypeAlias = tuple[str, float, int | None]
"""Question, seconds of the session, answer."""


@dataclass(frozen=True, slots=True)
class PainNumber:
    """`question` is pain_before or pain_after; `value` None where there was no answer."""

    question: str
    at: datetime
    value: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """One session's record at one point. `held`: at least one coached hold was ended in it.

    Those of one session over several points share their `sitting`.
    """

    id: int
    sitting: str
    started_at: datetime
    point: str | None
    side: str | None
    held: bool
    pains: tuple[PainNumber, ...]


def briefs_of(connection: sqlite3.Connection, left_out: LeftOut, *, simulated: bool) -> list[Brief]:
    """All sessions that can be read, by time; simulated ones only where asked for."""
    kept: dict[int, list[_Told]] = defaultdict(list)
    for session, question, t_s, value in connection.execute(_RATINGS):
        kept[session].append((question, t_s, value))
    found = []
    for row in connection.execute(_SESSIONS, (VERSION, simulated)).fetchall():
        with left_out.session(row["id"]):
            pains = kept[row["id"]] if row["is_derived"] else _again(connection, row)
            found.append(_brief(row, pains))
    return found


def _brief(row: sqlite3.Row, told: list[_Told]) -> Brief:
    started_at = moment(row["started_at"], row["utc_offset_s"])
    return Brief(
        id=row["id"],
        sitting=str(row["sitting"]),
        started_at=started_at,
        point=row["point"],
        side=row["side"],
        held=bool(row["held"]),
        pains=tuple(
            PainNumber(question, started_at + timedelta(seconds=t_s), value)
            for question, t_s, value in told
        ),
    )


def _again(connection: sqlite3.Connection, row: sqlite3.Row) -> list[_Told]:
    """Out of the stream, for a session that is under way or was kept by an older rule."""
    return [
        (one.question, one.t_s, one.value)
        for one in ratings(records_of(connection, row["id"], KINDS), asked=bool(row["asked"]))
        if one.rep == 0 and one.question in {"pain_before", "pain_after"}
    ]
