"""A recorded session again: the same inputs through the same engine, compared with what it said.

No I/O and no clock: records and samples come as values. Guarded by tests/session/test_replay.py.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast, get_args

import msgspec

from devicelink.care.daily import DayCount
from devicelink.care.inputs import DeviceNews, Intent, LinkChanged
from devicelink.care.plan import Plan
from devicelink.core.block import Block
from devicelink.core.events import OverForce, OverForceCleared
from devicelink.core.release import Mode
from devicelink.session.by_hand import engine_of
from devicelink.session.codec import decode, kind_of
from devicelink.session.engine import TICK_COLUMNS, TICKS, Heard
from devicelink.store.record import SESSION_FACTS, Record

INPUTS: Final = frozenset(
    kind_of(cls)
    for cls in (*get_args(Intent | DeviceNews), LinkChanged, OverForce, OverForceCleared)
)
"""Kinds of records that entered; all others but ticks were concluded."""


ASIDE: Final = frozenset({TICKS, SESSION_FACTS})


@dataclass(frozen=True, slots=True)
class Began:
    """What a session began with."""

    plan: Plan
    mode: Mode
    day: DayCount
    at_s: float
    pace: float = 1.0


@dataclass(frozen=True, slots=True)
class Difference:
    """The first place where a replay said something else than the recording."""

    at: int
    recorded: Record | None
    replayed: Record | None


def replay(began: Began, records: Iterable[Record], samples: Block) -> Iterator[Record]:
    """Every record of the session, made anew from its inputs and samples."""
    made: list[Record] = []
    engine = engine_of(began.plan, began.mode, made.append, began.pace)
    engine.begin(began.at_s, began.day)
    fed = 0

    def feed(up_to: int) -> None:
        nonlocal fed
        if up_to > fed:
            engine.block(samples.part(slice(fed, up_to)))
            fed = up_to

    for record in records:
        if record.kind == TICKS:
            for t_s, count, live, ahead_n in _ticks(record):
                feed(count)
                engine.tick(t_s, live=live, ahead_n=ahead_n)
        elif record.kind in INPUTS:
            feed(record.samples)
            engine.hear(record.t_s, cast("Heard", decode(record.kind, dict(record.body))))
        yield from made
        made.clear()
    feed(len(samples))
    engine.finish()
    yield from made


def _ticks(record: Record) -> Iterator[tuple[float, int, bool, float | None]]:
    columns = [cast("Sequence[Any]", record.body[name]) for name in TICK_COLUMNS]
    for t_s, count, live, ahead_n in zip(*columns, strict=True):
        yield t_s, int(count), bool(live), ahead_n


def _text(record: Record) -> tuple[float, str, bytes]:
    return record.t_s, record.kind, msgspec.json.encode(record.body, order="deterministic")


def first_difference(recorded: Sequence[Record], replayed: Sequence[Record]) -> Difference | None:
    """Where two runs part; ticks aside, which are inputs and only bundled differently."""
    ours = [r for r in recorded if r.kind not in ASIDE]
    again = [r for r in replayed if r.kind not in ASIDE]
    for at, (one, other) in enumerate(zip(ours, again, strict=False)):
        if _text(one) != _text(other):
            return Difference(at, one, other)
    if len(ours) != len(again):
        at = min(len(ours), len(again))
        return Difference(
            at, ours[at] if at < len(ours) else None, again[at] if at < len(again) else None
        )
    return None
