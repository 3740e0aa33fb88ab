"""Sessions as JSON Lines, and back: all that a replay needs, to the bit.

One object a line, told apart by `type`; a session's lines stand together, `session` first and `end`
behind its records and samples, then the `hold` and `rating` rows worked out from them. No record
comes before the samples that had been fed before it. Reading a file and writing it again gives the
same bytes. Guarded by tests/export/test_session_file.py.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Final, TypeAlias

import msgspec
import numpy as np

from devicelink.core.block import Floats
from devicelink.errors import RecordingError
from devicelink.export.tables import numbers
from devicelink.store.derived import holds, ratings
from devicelink.store.history import SessionData, SessionRow
from devicelink.store.record import Record, SampleBatch, SessionMeta
from devicelink.store.samples import merged
from firmware_protocol.messages import Channel, Unit

FORMAT: Final = 1
_LINE_SAMPLES: Final = 512
_Number: TypeAlias = int | float | str | None
"""A sample in JSON: null for NaN, "inf" and "-inf" as text."""


class _Line(msgspec.Struct, frozen=True, tag_field="type", kw_only=True):
    """What every line has: its type."""


class _Session(_Line, frozen=True, tag="session", kw_only=True):
    format: int
    id: int
    facts: SessionMeta


class _Record(_Line, frozen=True, tag="record", kw_only=True):
    n: int
    t_s: float
    samples: int
    kind: str
    body: dict[str, object]


class _Samples(_Line, frozen=True, tag="samples", kw_only=True):
    first: int
    unit: Unit
    t_s: list[float]
    raw: list[_Number]
    zero_n: float = 0.0
    device_us: list[int] | None
    seq: list[int] | None
    channels: dict[Channel, list[_Number]]


class _Hole(_Line, frozen=True, tag="hole", kw_only=True):
    first: int
    count: int


class _End(_Line, frozen=True, tag="end", kw_only=True):
    ending: str
    ended_at: datetime | None
    t_s: float
    samples: int
    records: int


class _Hold(_Line, frozen=True, tag="hold"):
    """Worked out again from the records, so not read."""


class _Rating(_Line, frozen=True, tag="rating"):
    """Worked out again from the records, so not read."""


_AnyLine: TypeAlias = _Session | _Record | _Samples | _Hole | _End | _Hold | _Rating
_ENCODER: Final = msgspec.json.Encoder()
_DECODER: Final = msgspec.json.Decoder(_AnyLine)


def jsonl(sessions: Iterable[SessionData]) -> Iterator[bytes]:
    """The lines of every session, each with its line end."""
    for session in sessions:
        for line in _lines(session):
            yield _ENCODER.encode(line) + b"\n"


def read_sessions(path: str | Path) -> Iterator[SessionData]:
    """Every session of a file, one after the other.

    Raises RecordingError for a file that cannot be read, a line that is none of ours, a later
    format, or a session that breaks off without its `end` line.
    """
    try:
        with Path(path).open("rb") as file:
            yield from _sessions(str(path), enumerate(file, start=1))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise RecordingError(f"Cannot read {path}: {reason}.", "Check the file's name.") from error


def _lines(session: SessionData) -> Iterator[_Line | Mapping[str, object]]:
    row = session.row
    yield _Session(format=FORMAT, id=row.id, facts=row.meta)
    waiting = iter(_sample_lines(session.samples))
    following = next(waiting, None)
    for n, record in enumerate(session.records):
        while following and following.first < record.samples:
            yield following
            following = next(waiting, None)
        yield _Record(
            n=n,
            t_s=record.t_s,
            samples=record.samples,
            kind=record.kind,
            body=dict(record.body),
        )
    if following:
        yield following
    yield from waiting
    for first, count in session.holes:
        yield _Hole(first=first, count=count)
    yield _End(
        ending=row.ending,
        ended_at=row.ended_at,
        t_s=row.duration_s,
        samples=row.samples,
        records=row.records,
    )
    for hold in session.holds:
        yield {"type": "hold", **asdict(hold)}
    for rating in session.ratings:
        yield {"type": "rating", **asdict(rating)}


def _sample_lines(batches: Iterable[SampleBatch]) -> Iterator[_Samples]:
    for batch in batches:
        for start in range(0, len(batch), _LINE_SAMPLES):
            part = slice(start, start + _LINE_SAMPLES)
            yield _Samples(
                first=batch.first + start,
                unit=batch.unit,
                t_s=batch.t_s[part].tolist(),
                raw=_to_json(batch.raw[part]),
                zero_n=batch.zero_n,
                device_us=None if batch.device_us is None else batch.device_us[part].tolist(),
                seq=None if batch.seq is None else batch.seq[part].tolist(),
                channels={channel: _to_json(values[part]) for channel, values in batch.channels},
            )


def _sessions(path: str, lines: Iterator[tuple[int, bytes]]) -> Iterator[SessionData]:
    start: _Session | None = None
    held: list[_Record | _Samples | _Hole] = []
    for number, text in lines:
        line = _line(path, number, text)
        if isinstance(line, _Session) and start is None:
            start, held = line, []
        elif isinstance(line, _Record | _Samples | _Hole) and start is not None:
            held.append(line)
        elif isinstance(line, _End) and start is not None:
            yield _session(path, number, start, held, line)
            start = None
        elif not isinstance(line, _Hold | _Rating):
            raise _odd(path, number, "is out of place")
    if start is not None:
        raise RecordingError(
            f"{path} breaks off inside session {start.id}.", "Export the session again."
        )


def _line(path: str, number: int, text: bytes) -> _AnyLine:
    try:
        line: _AnyLine = _DECODER.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _odd(path, number, "is no line of a session file") from error
    if isinstance(line, _Session) and line.format != FORMAT:
        raise RecordingError(f"{path} has the later format {line.format}.", "Update devicelink.")
    return line


def _session(
    path: str, number: int, start: _Session, held: list[_Record | _Samples | _Hole], end: _End
) -> SessionData:
    try:
        batches = [_batch(line) for line in held if isinstance(line, _Samples)]
    except (ValueError, OverflowError) as error:
        raise _odd(path, number, "ends a session whose samples do not fit together") from error
    records = [
        Record(line.t_s, line.samples, line.kind, line.body)
        for line in held
        if isinstance(line, _Record)
    ]
    numbered = list(enumerate(records))
    row = SessionRow(
        id=start.id,
        meta=start.facts,
        ending=end.ending,
        ended_at=end.ended_at,
        duration_s=end.t_s,
        samples=end.samples,
        records=end.records,
    )
    return SessionData(
        row=row,
        records=tuple(records),
        samples=tuple(merged(batches, max(1, end.samples))),
        holes=tuple((line.first, line.count) for line in held if isinstance(line, _Hole)),
        holds=tuple(holds(row.meta, numbered)),
        ratings=tuple(ratings(numbered)),
    )


def _batch(line: _Samples) -> SampleBatch:
    return SampleBatch.of(
        line.t_s,
        _from_json(line.raw),
        line.unit,
        device_us=line.device_us,
        seq=line.seq,
        channels=tuple((name, _from_json(values)) for name, values in line.channels.items()),
        zero_n=line.zero_n,
        first=line.first,
    )


def _to_json(values: Floats) -> list[_Number]:
    return [
        str(value) if isinstance(value, float) and math.isinf(value) else value
        for value in numbers(values)
    ]


def _from_json(values: list[_Number]) -> Floats:
    """Raises ValueError for text that is no number."""
    return np.array([math.nan if value is None else float(value) for value in values])


def _odd(path: str, number: int, what: str) -> RecordingError:
    return RecordingError(
        f"Line {number} of {path} {what}.",
        "Give a file made by devicelink export --format jsonl.",
    )
