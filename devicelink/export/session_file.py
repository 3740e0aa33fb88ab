"""Sessions and whatever else is kept as JSON Lines, and back, to the bit.

One object a line, told apart by `type`; a session's lines stand together, `session` first and `end`
behind its records and samples, then the `hold` and `rating` rows worked out from them. No record
comes before the samples that had been fed before it. What is kept beside sessions follows them as
`row` lines. Reading a file and writing it again gives the same bytes. Guarded by
tests/export/test_session_file.py.
"""

import math
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Final

import msgspec
import numpy as np

from devicelink.core.block import Floats
from devicelink.errors import RecordingError
from devicelink.export.line_forms import (
    FORMAT,
    AnyLine,
    EndLine,
    HoldLine,
    HoleLine,
    Line,
    Number,
    RatingLine,
    RecordLine,
    RowLine,
    SamplesLine,
    SessionLine,
)
from devicelink.export.tables import numbers
from devicelink.store.derived import holds, ratings
from devicelink.store.history import SessionData, SessionRow
from devicelink.store.kept import KeptRow
from devicelink.store.record import Record, SampleBatch
from devicelink.store.restore import Kept
from devicelink.store.samples import merged

_LINE_SAMPLES: Final = 512
_ENCODER: Final = msgspec.json.Encoder()
_DECODER: Final = msgspec.json.Decoder(AnyLine)


def jsonl(kept: Iterable[Kept]) -> Iterator[bytes]:
    """The lines of every session and row, each with its line end."""
    for one in kept:
        for line in _lines(one) if isinstance(one, SessionData) else (_row_line(one),):
            yield _ENCODER.encode(line) + b"\n"


def read_sessions(path: str | Path) -> Iterator[SessionData]:
    """Every session of a file, one after the other; raises as `read_kept` does."""
    return (one for one in read_kept(path) if isinstance(one, SessionData))


def read_kept(path: str | Path) -> Iterator[Kept]:
    """All that a file holds, one after the other.

    Raises RecordingError for a file that cannot be read, a line that is none of ours, a later
    format, or a session that breaks off without its `end` line.
    """
    try:
        with Path(path).open("rb") as file:
            yield from _kept(str(path), enumerate(file, start=1))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise RecordingError("cannot_read", path=path, reason=reason) from error


def _lines(session: SessionData) -> Iterator[Line | Mapping[str, object]]:
    row = session.row
    yield SessionLine(format=FORMAT, id=row.id, facts=row.meta)
    waiting = iter(_sample_lines(session.samples))
    following = next(waiting, None)
    for n, record in enumerate(session.records):
        while following and following.first < record.samples:
            yield following
            following = next(waiting, None)
        yield RecordLine(
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
        yield HoleLine(first=first, count=count)
    yield EndLine(
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


def _sample_lines(batches: Iterable[SampleBatch]) -> Iterator[SamplesLine]:
    for batch in batches:
        for start in range(0, len(batch), _LINE_SAMPLES):
            part = slice(start, start + _LINE_SAMPLES)
            yield SamplesLine(
                first=batch.first + start,
                unit=batch.unit,
                t_s=batch.t_s[part].tolist(),
                raw=_to_json(batch.raw[part]),
                zero_n=batch.zero_n,
                slope=batch.slope,
                device_us=None if batch.device_us is None else batch.device_us[part].tolist(),
                seq=None if batch.seq is None else batch.seq[part].tolist(),
                channels={channel: _to_json(values[part]) for channel, values in batch.channels},
            )


def _kept(path: str, lines: Iterator[tuple[int, bytes]]) -> Iterator[Kept]:
    start: SessionLine | None = None
    held: list[RecordLine | SamplesLine | HoleLine] = []
    number = 0
    for number, text in lines:
        line = _line(path, number, text)
        if isinstance(line, SessionLine) and start is None:
            start, held = line, []
        elif isinstance(line, RecordLine | SamplesLine | HoleLine) and start is not None:
            held.append(line)
        elif isinstance(line, EndLine) and start is not None:
            yield _session(path, number, start, held, line)
            start = None
        elif isinstance(line, RowLine) and start is None:
            yield _row(path, number, line)
        elif not isinstance(line, HoldLine | RatingLine):
            raise _odd(path, number, "is out of place")
    if start is not None:
        raise RecordingError("session_file_ends", path=path, id=start.id)
    if not number:
        raise RecordingError("session_file_empty", path=path)


def _line(path: str, number: int, text: bytes) -> AnyLine:
    try:
        line: AnyLine = _DECODER.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _odd(path, number, "is no line of a session file") from error
    if isinstance(line, SessionLine) and line.format != FORMAT:
        raise RecordingError("session_file_later", path=path, format=line.format)
    return line


def _session(
    path: str,
    number: int,
    start: SessionLine,
    held: list[RecordLine | SamplesLine | HoleLine],
    end: EndLine,
) -> SessionData:
    try:
        batches = [_batch(line) for line in held if isinstance(line, SamplesLine)]
    except (ValueError, OverflowError) as error:
        raise _odd(path, number, "ends a session whose samples do not fit together") from error
    records = [
        Record(line.t_s, line.samples, line.kind, line.body)
        for line in held
        if isinstance(line, RecordLine)
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
        tries=sum(record.kind == "rep_ended" for record in records),
    )
    return SessionData(
        row=row,
        records=tuple(records),
        samples=tuple(merged(batches, max(1, end.samples))),
        holes=tuple((line.first, line.count) for line in held if isinstance(line, HoleLine)),
        holds=tuple(holds(row.meta, numbered)),
        ratings=tuple(ratings(numbered, asked=row.meta.asked)),
    )


def _batch(line: SamplesLine) -> SampleBatch:
    return SampleBatch.of(
        line.t_s,
        _from_json(line.raw),
        line.unit,
        device_us=line.device_us,
        seq=line.seq,
        channels=tuple((name, _from_json(values)) for name, values in line.channels.items()),
        zero_n=line.zero_n,
        slope=line.slope,
        first=line.first,
    )


def _to_json(values: Floats) -> list[Number]:
    return [
        str(value) if isinstance(value, float) and math.isinf(value) else value
        for value in numbers(values)
    ]


def _from_json(values: list[Number]) -> Floats:
    """Raises ValueError for text that is no number."""
    return np.array([math.nan if value is None else float(value) for value in values])


def _row_line(row: KeptRow) -> RowLine:
    values = {
        name: {"base64": b64encode(value).decode()} if isinstance(value, bytes) else value
        for name, value in row.values.items()
    }
    return RowLine(table=row.table, values=values)


def _row(path: str, number: int, line: RowLine) -> KeptRow:
    names = (line.table, *line.values)
    if not line.values or not all(name.isidentifier() for name in names):
        raise _odd(path, number, "names no table and columns")
    try:
        values = {
            name: b64decode(str(value["base64"]), validate=True)
            if isinstance(value, Mapping)
            else value
            for name, value in line.values.items()
        }
    except (KeyError, ValueError) as error:
        raise _odd(path, number, "has a value that is none") from error
    if not all(map(_fits, values.values())):
        raise _odd(path, number, "has a value that is none")
    return KeptRow(line.table, values)


def _fits(value: object) -> bool:
    """Whether SQLite has room for it."""
    if isinstance(value, bool):
        return False
    if isinstance(value, int):
        return -(2**63) <= value < 2**63
    return value is None or isinstance(value, float | str | bytes)


def _odd(path: str, number: int, what: str) -> RecordingError:
    return RecordingError("session_file_line", number=number, path=path, what=what)
