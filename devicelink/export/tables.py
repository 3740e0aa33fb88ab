"""What was kept as tables: rows of plain values in the order of the dictionary's columns.

CSV, Parquet and Excel write the same tables. None is what is not known; no number is rounded or
converted, SI stands beside the raw value. Rows S57, S58, S60. Guarded by
tests/export/test_tables.py.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import repeat
from typing import Final, TypeAlias

import msgspec
import numpy as np

from devicelink.care.journal_words import DECLINED
from devicelink.core.block import Floats
from devicelink.export.dictionary import (
    HOLDS,
    JOURNAL,
    RATINGS,
    SAMPLES,
    SESSIONS,
    STATEMENTS,
    Column,
)
from devicelink.store.derived import Hold, Rating
from devicelink.store.entries import Entry, standing
from devicelink.store.history import SessionData, SessionRow
from devicelink.store.record import SampleBatch
from devicelink.store.statements import Statement

Told: TypeAlias = Iterable[tuple[SessionRow, list[Hold], list[Rating]]]
"""What `History.told` gives."""
ROWS_AT_A_TIME: Final = 2048
_OF_ROW: Final = ("id", "ending", "duration_s", "samples", "records")


@dataclass(frozen=True, slots=True)
class Table:
    """A name, its columns, and its rows, each with a value for every column."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[object]]


def holds_table(told: Told) -> Table:
    """One row a hold."""
    rows = (_about(row, ratings) | asdict(hold) for row, holds, ratings in told for hold in holds)
    return _table("holds", HOLDS, rows)


def sessions_table(rows: Iterable[SessionRow]) -> Table:
    """One row a session, with its facts."""
    made = (
        _facts(row)
        | {
            name: getattr(row, name)
            for name in ("id", "ending", "duration_s", "samples", "records")
        }
        | {"ended_at": None if row.ended_at is None else row.ended_at.isoformat()}
        | {"plan": _json(row.meta.plan)}
        for row in rows
    )
    return _table("sessions", SESSIONS, made)


def ratings_table(told: Told) -> Table:
    """One row an answer."""
    rows = ({"session": row.id} | asdict(one) for row, _, ratings in told for one in ratings)
    return _table("ratings", RATINGS, rows)


def journal_table(entries: Iterable[Entry]) -> Table:
    """One row an entry, those corrected or taken back too."""
    kept = list(entries)
    counted = {entry.uid for entry in standing(kept)}
    return _table("journal", JOURNAL, (_entry(entry, entry.uid in counted) for entry in kept))


def statements_table(statements: Iterable[Statement]) -> Table:
    """One row an answer to the screening or a limit of the person's own."""
    rows = (
        {**_fields(one), "told_at": one.told_at.isoformat(), "topic": one.topic.value,
         "body": _json(one.body)}
        for one in statements
    )  # fmt: skip
    return _table("statements", STATEMENTS, rows)


def samples_table(sessions: Iterable[SessionData]) -> Table:
    """One row a sample. Its first two columns make it a recording that `replay` reads."""
    rows = (
        cells
        for session in sessions
        for batch in session.samples
        for start in range(0, len(batch), ROWS_AT_A_TIME)
        for cells in _sample_rows(session.row.id, batch, start)
    )
    return Table("samples", SAMPLES, rows)


def numbers(values: Floats) -> list[float | int | None]:
    """Whole numbers without a decimal point where all are whole; None for NaN."""
    known = values[~np.isnan(values)]
    whole = bool(np.all((np.abs(known) < 2**53) & (known == np.rint(known))))
    negative_zero = bool(np.any((known == 0) & np.signbit(known)))
    make = int if whole and not negative_zero else float
    return [None if np.isnan(value) else make(value) for value in values.tolist()]


def _table(name: str, columns: Sequence[Column], rows: Iterable[dict[str, object]]) -> Table:
    return Table(name, columns, ([row.get(c.name) for c in columns] for row in rows))


def _fields(value: object) -> dict[str, object]:
    return {name: getattr(value, name) for name in type(value).__slots__}  # type: ignore[attr-defined]


def _facts(row: SessionRow) -> dict[str, object]:
    return {**_fields(row.meta), "started_at": row.meta.started_at.isoformat()}


def _about(row: SessionRow, ratings: list[Rating]) -> dict[str, object]:
    own = {rating.question: rating for rating in ratings if rating.rep == 0}
    pain: dict[str, object] = {}
    for question in ("pain_before", "pain_after"):
        rating = own.get(question)
        pain[question] = rating.value if rating else None
        pain[f"{question}_state"] = rating.state if rating else None
    return {**_facts(row), "session": row.id, "ending": row.ending, **pain}


def _entry(entry: Entry, counts: bool) -> dict[str, object]:  # noqa: FBT001
    told = dict(entry.fields)
    declined = [name for name, value in told.items() if value == DECLINED and name != "text"]
    plain = {
        name: " ".join(map(str, value)) if isinstance(value, list) else value
        for name, value in told.items()
        if name not in declined
    }
    return plain | {
        **{name: getattr(entry, name) for name in ("uid", "late", "kind", "place", "session")},
        "recorded_at": entry.recorded_at.isoformat(),
        "about_at": entry.about_at.isoformat(),
        "supersedes": entry.supersedes,
        "counts": counts,
        "declined": " ".join(declined) or None,
        "body": _json(entry.fields),
    }


def _json(value: object) -> str:
    return msgspec.json.encode(value, order="deterministic").decode()


def _sample_rows(session: int, batch: SampleBatch, start: int) -> Iterator[Sequence[object]]:
    part = slice(start, start + ROWS_AT_A_TIME)
    columns: dict[str, Iterable[object]] = {
        "t_s": batch.t_s[part].tolist(),
        "force_n": _known(batch.force_n[part]),
        "raw": numbers(batch.raw[part]),
        "unit": repeat(batch.unit.value),
        "zero_n": repeat(batch.zero_n),
        "slope": repeat(batch.slope),
        "session": repeat(session),
    }
    if batch.device_us is not None:
        columns["device_us"] = batch.device_us[part].tolist()
    if batch.seq is not None:
        columns["seq"] = batch.seq[part].tolist()
    columns |= {channel.value: _known(values[part]) for channel, values in batch.channels}
    return zip(*(columns.get(column.name, repeat(None)) for column in SAMPLES), strict=False)


def _known(values: Floats) -> list[float | None]:
    return [None if value != value else value for value in values.tolist()]  # noqa: PLR0124
