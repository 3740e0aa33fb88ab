"""Runs exported sessions again and holds them against their record.

Guarded by tests/cli/test_replay.py.
"""

from collections.abc import Iterator
from typing import get_args

import msgspec

from devicelink.care.daily import day_count
from devicelink.care.plan import Plan
from devicelink.cli.saying import tell
from devicelink.core.block import Block, joined
from devicelink.core.events import Event
from devicelink.core.release import Mode
from devicelink.data import release_model
from devicelink.errors import RecordingError
from devicelink.export.session_file import read_sessions
from devicelink.session.algometry_replay import is_test, replay_test, setup_of, told_in
from devicelink.session.codec import decode, kind_of
from devicelink.session.replay import Began, first_difference, replay
from devicelink.store.history import SessionData

EVENTS = frozenset(kind_of(cls) for cls in get_args(Event))


def events_again(path: str) -> Iterator[Event]:
    """The core's events of every session in a file, made anew.

    Says on stderr that all is the same; raises RecordingError at the first difference, and for a
    session that does not say how it began.
    """
    sessions = 0
    for session in read_sessions(path):
        sessions += 1
        if is_test(session.row.meta.programme):
            _test_again(path, session)
            continue
        began = _began(path, session)
        records = list(replay(began, session.records, _samples(path, session)))
        for record in records:
            if record.kind in EVENTS:
                yield decode(record.kind, dict(record.body))  # type: ignore[misc]
        difference = first_difference(session.records, records)
        if difference is not None:
            raise _differs(path, session, difference.at)
        tell("again", "session", id=session.row.id, n=len(records))
    if not sessions:
        raise RecordingError("replay_no_session", path=path)


def _differs(path: str, session: SessionData, at: int) -> RecordingError:
    """With the reason where it is known: another model judged the releases then."""
    theirs, ours = session.row.meta.plan.get("model"), release_model().name
    number = session.row.id
    if theirs in {None, ours}:
        return RecordingError("replay_differs", id=number, path=path, at=at)
    return RecordingError(
        "replay_other_model", id=number, path=path, at=at, theirs=theirs, ours=ours
    )


def _test_again(path: str, session: SessionData) -> None:
    """A test with the device has no events of the core: its own are held against the record."""
    made = replay_test(setup_of(session.row.meta.plan), session.records, _samples(path, session))
    if made != told_in(session.records):
        raise RecordingError("replay_test_differs", id=session.row.id, path=path)
    tell("again", "test", id=session.row.id, n=len(made))


def _began(path: str, session: SessionData) -> Began:
    facts = session.row.meta.plan
    try:
        plan = msgspec.convert(facts["plan"], type=Plan)
        day = msgspec.convert(facts["day"], type=int)
        at_s = msgspec.convert(facts["began_s"], type=float)
        mode = Mode(session.row.meta.mode or "")
    except (KeyError, ValueError, msgspec.ValidationError) as error:
        raise RecordingError("replay_no_start", id=session.row.id, path=path) from error
    before = day_count(["today"] * (day - 1), "today", plan.programme.per_day)
    return Began(plan, mode, before, at_s, session.row.meta.speed)


def _samples(path: str, session: SessionData) -> Block:
    if session.holes:
        raise RecordingError("replay_samples_missing", id=session.row.id, path=path)
    return joined(batch.block() for batch in session.samples)
