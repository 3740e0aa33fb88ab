"""How the tries at a place ended, and how many sessions were complete: read from the stream.

Simulated sessions are nobody's. Guarded by tests/store/test_tries.py.
"""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from devicelink.care.outputs import RepEnd
from devicelink.store.unpack import LeftOut, moment, unpack

V4: Final = ("CREATE INDEX session_place ON session(point, side)",)
"""The tries of a place are looked up before each session at it."""

SITTING: Final = (
    "coalesce(CASE WHEN json_valid(s.plan) THEN json_extract(s.plan, '$.visit.id') END, s.id)"
)
"""What one session is called, whose records may be several: one for each of its points (S26)."""

_TRIES: Final = """SELECT s.id, s.started_at, r.body
FROM stream r JOIN session s ON s.id = r.session
WHERE r.kind = 'rep_ended' AND s.point = ? AND s.side = ? AND s.simulated = 0
ORDER BY s.started_at, s.id, r.n"""
_COMPLETE: Final = f"""SELECT count(DISTINCT {SITTING})
FROM session s JOIN session_end e ON e.session = s.id
WHERE e.reason = 'complete' AND s.simulated = 0 AND s.device_driver IS NOT NULL"""  # noqa: S608
_LAST: Final = """SELECT max(s.started_at) FROM session s WHERE s.point = ? AND s.side = ?
AND s.simulated = 0 AND EXISTS
(SELECT 1 FROM stream WHERE session = s.id AND kind = 'rep_ended')"""


@dataclass(frozen=True, slots=True)
class Try:
    """One coached hold that was begun: when its session started, and how it ended."""

    started_at: datetime
    end: RepEnd


def tries_of(connection: sqlite3.Connection, point: str, side: str, left_out: LeftOut) -> list[Try]:
    """All tries at a place that can be read, oldest first."""
    found = []
    for session, started_at, body in connection.execute(_TRIES, (point, side)):
        with left_out.session(session):
            found.append(Try(moment(started_at), RepEnd(unpack(body)["end"])))
    return found


def places_of(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Every point and side with a session."""
    return [
        (point, side)
        for point, side in connection.execute(
            "SELECT DISTINCT point, side FROM session"
            " WHERE simulated = 0 AND point IS NOT NULL AND side IN ('left', 'right')"
        )
    ]


def complete_of(connection: sqlite3.Connection) -> int:
    """How many sessions with a device were done to their end."""
    return int(connection.execute(_COMPLETE).fetchone()[0])


def last_of(connection: sqlite3.Connection, point: str, side: str) -> datetime | None:
    """When the last session with a hold at this place began."""
    found = connection.execute(_LAST, (point, side)).fetchone()[0]
    return None if found is None else moment(found)
