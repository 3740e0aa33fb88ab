"""Holds and samples as CSV: one header line, units in the column names, SI beside the raw value.

A number is written so that reading it gives the same number again; what is not known is an empty
cell. Text that a spreadsheet would take for a formula gets an apostrophe before it. Rows S57, S58,
S60. Guarded by tests/export/test_tables.py.
"""

import csv
import io
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import repeat

import numpy as np

from devicelink.core.block import Floats
from devicelink.export.dictionary import HOLDS, SAMPLES
from devicelink.store.derived import Hold, Rating
from devicelink.store.history import SessionData, SessionRow
from devicelink.store.record import SampleBatch

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ROWS_AT_A_TIME = 2048


def holds_csv(told: Iterable[tuple[SessionRow, list[Hold], list[Rating]]]) -> Iterator[bytes]:
    """One row a hold, from `History.told`."""
    yield _lines([[column.name for column in HOLDS]])
    for row, holds, ratings in told:
        about = _about(row, ratings)
        cells = (about | asdict(hold) for hold in holds)
        yield _lines([_cell(values[column.name]) for column in HOLDS] for values in cells)


def samples_csv(sessions: Iterable[SessionData]) -> Iterator[bytes]:
    """One row a sample. Its first two columns make it a recording that `replay` reads."""
    yield _lines([[column.name for column in SAMPLES]])
    for session in sessions:
        for batch in session.samples:
            for start in range(0, len(batch), _ROWS_AT_A_TIME):
                yield _lines(_sample_rows(session.row.id, batch, start))


def _about(row: SessionRow, ratings: list[Rating]) -> dict[str, object]:
    own = {rating.question: rating for rating in ratings if rating.rep == 0}
    facts = {name: getattr(row.meta, name) for name in row.meta.__slots__}
    pain: dict[str, object] = {}
    for question in ("pain_before", "pain_after"):
        rating = own.get(question)
        pain[question] = rating.value if rating else None
        pain[f"{question}_state"] = rating.state if rating else None
    started_at = row.meta.started_at.isoformat()
    return {**facts, "session": row.id, "ending": row.ending, "started_at": started_at, **pain}


def _sample_rows(session: int, batch: SampleBatch, start: int) -> Iterator[Sequence[object]]:
    part = slice(start, start + _ROWS_AT_A_TIME)
    columns: dict[str, Iterable[object]] = {
        "t_s": batch.t_s[part].tolist(),
        "force_n": batch.force_n[part].tolist(),
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
    columns |= {channel.value: values[part].tolist() for channel, values in batch.channels}
    ordered = [columns.get(column.name, repeat(None)) for column in SAMPLES]
    return (list(map(_cell, cells)) for cells in zip(*ordered, strict=False))


def numbers(values: Floats) -> list[float | int | None]:
    """Whole numbers without a decimal point where all are whole; None for NaN."""
    known = values[~np.isnan(values)]
    whole = bool(np.all((np.abs(known) < 2**53) & (known == np.rint(known))))
    negative_zero = bool(np.any((known == 0) & np.signbit(known)))
    make = int if whole and not negative_zero else float
    return [None if math.isnan(value) else make(value) for value in values.tolist()]


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, float):
        return "" if math.isnan(value) else repr(value)
    if isinstance(value, str):
        text = value.replace("\r\n", "\n").replace("\r", "\n")
        return f"'{text}" if value.startswith(_FORMULA) else text
    return "" if value is None else value


def _lines(rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
