"""Sample batches to compact bytes and back, to the bit.

A frame is a fixed head, a CRC-32 over head and payload, and a zlib payload: every column as
differences of 64-bit integers, bytes of equal weight side by side. Frames stand one after the
other; a damaged one is left out and the search goes on behind it. Codec number 1 is in the magic.
It never rounds: a float column is kept as integers or 32-bit floats only where that gives every
bit again. Guarded by tests/store/test_samples.py.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec
import numpy as np

from devicelink.core.block import Floats, Integers
from devicelink.store.record import SampleBatch
from firmware_protocol.messages import Channel, Unit

MAGIC: Final = b"DLS1"
FRAME_SAMPLES: Final = 4096
"""Samples in a frame of a finished session: one damaged byte costs no more (41 s at 100 Hz)."""

_HEAD: Final = struct.Struct("<4sIQIddI")
_NO_NUMBER: Final = np.iinfo(np.int64).min


class _Layout(msgspec.Struct, frozen=True):
    """How the columns of a frame are written, at the start of its payload."""

    unit: Unit
    clock: bool
    counted: bool
    codes: str
    """One letter for `raw` and each channel: i whole numbers, f 32-bit floats, d 64-bit floats."""
    channels: tuple[Channel, ...] = ()
    zero_n: float = 0.0
    slope: float = 1.0


def encode_frame(batch: SampleBatch) -> bytes:
    """One frame with the whole batch, which must not be empty."""
    floats = [batch.raw, *(values for _, values in batch.channels)]
    coded = [_code_floats(values) for values in floats]
    layout = _Layout(
        unit=batch.unit,
        clock=batch.device_us is not None,
        counted=batch.seq is not None,
        codes="".join(code for code, _ in coded),
        channels=tuple(channel for channel, _ in batch.channels),
        zero_n=batch.zero_n,
        slope=batch.slope,
    )
    t0_s, t1_s = float(batch.t_s[0]), float(batch.t_s[-1])
    guess = _guess(t0_s, t1_s, len(batch), batch.device_us)
    clocks = [column for column in (batch.device_us, batch.seq) if column is not None]
    columns = [*clocks, _bits(batch.t_s) - _bits(guess), *(column for _, column in coded)]
    described = msgspec.json.encode(layout)
    body = struct.pack("<H", len(described)) + described + b"".join(map(_pack, columns))
    payload = zlib.compress(body, 6)
    head = _HEAD.pack(MAGIC, len(payload), batch.first, len(batch), t0_s, t1_s, 0)[:-4]
    return head + struct.pack("<I", zlib.crc32(head + payload)) + payload


def decode_frames(data: bytes) -> Iterator[SampleBatch]:
    """Every sound frame in `data`, in order; damage shows as samples that are not covered."""
    at = data.find(MAGIC)
    while at >= 0:
        size = _sound_size(data, at)
        if size:
            yield _decode(data[at : at + size])
        at = data.find(MAGIC, at + (size or 1))


def holes(parts: Iterable[SampleBatch], total: int) -> tuple[tuple[int, int], ...]:
    """Runs (first, count) of the samples 0..total that no part covers."""
    found, at = [], 0
    for part in sorted(parts, key=lambda part: part.first):
        if part.first > at:
            found.append((at, part.first - at))
        at = max(at, part.first + len(part))
    if total > at:
        found.append((at, total - at))
    return tuple(found)


def merged(batches: Iterable[SampleBatch], limit: int) -> Iterator[SampleBatch]:
    """The same samples in batches of `limit` each; shorter where a run of one kind ends."""
    run: list[SampleBatch] = []
    length = 0
    for batch in batches:
        at = 0
        while at < len(batch):
            if run and (length == limit or not _follows(run[-1], batch, at)):
                yield _joined(run)
                run, length = [], 0
            run.append(_part(batch, at, at + limit - length))
            length += len(run[-1])
            at += len(run[-1])
    if run:
        yield _joined(run)


def _part(batch: SampleBatch, start: int, end: int) -> SampleBatch:
    if start == 0 and end >= len(batch):
        return batch
    part = slice(start, end)
    return SampleBatch.of(
        batch.t_s[part],
        batch.raw[part],
        batch.unit,
        device_us=None if batch.device_us is None else batch.device_us[part],
        seq=None if batch.seq is None else batch.seq[part],
        channels=tuple((channel, values[part]) for channel, values in batch.channels),
        zero_n=batch.zero_n,
        slope=batch.slope,
        first=batch.first + start,
    )


def _sound_size(data: bytes, at: int) -> int:
    """Bytes of the frame that starts there; 0 where it is not whole and sound."""
    if at + _HEAD.size > len(data):
        return 0
    _, length, _, _, _, _, crc = _HEAD.unpack_from(data, at)
    size = int(_HEAD.size + length)
    head, payload = data[at : at + _HEAD.size - 4], data[at + _HEAD.size : at + size]
    return size if len(payload) == length and zlib.crc32(head + payload) == crc else 0


def _decode(frame: bytes) -> SampleBatch:
    _, _, first, n, t0_s, t1_s, _ = _HEAD.unpack_from(frame)
    body = zlib.decompress(frame[_HEAD.size :])
    start = 2 + struct.unpack_from("<H", body)[0]
    layout = msgspec.json.decode(body[2:start], type=_Layout)
    columns = iter([_unpack(body[at : at + 8 * n]) for at in range(start, len(body), 8 * n)])
    device_us = next(columns) if layout.clock else None
    seq = next(columns) if layout.counted else None
    t_bits = next(columns) + _bits(_guess(t0_s, t1_s, n, device_us))
    floats = [_decode_floats(code, next(columns)) for code in layout.codes]
    return SampleBatch.of(
        t_bits.view(np.float64),
        floats[0],
        layout.unit,
        device_us=device_us,
        seq=seq,
        channels=tuple(zip(layout.channels, floats[1:], strict=True)),
        zero_n=layout.zero_n,
        slope=layout.slope,
        first=first,
    )


def _guess(t0_s: float, t1_s: float, n: int, device_us: Integers | None) -> Floats:
    """The time line as the device's clock has it, or evenly spaced; only the rest is kept."""
    steps = np.arange(n) if device_us is None else device_us - device_us[0]
    step_s = (t1_s - t0_s) / max(1, n - 1) if device_us is None else 1e-6
    return t0_s + steps.astype(np.float64) * step_s


def _bits(values: Floats) -> Integers:
    return np.ascontiguousarray(values).view(np.int64)


def _code_floats(values: Floats) -> tuple[str, Integers]:
    """The shortest of the codes that gives every bit again."""
    with np.errstate(invalid="ignore", over="ignore"):
        whole = np.where(np.isnan(values), 0.0, values)
        fits = bool(np.all(np.abs(whole) < 2**53))
        number = np.where(np.isnan(values), _NO_NUMBER, np.where(fits, whole, 0).astype(np.int64))
        single = values.astype(np.float32).view(np.int32).astype(np.int64)
    for code, column in (("i", number), ("f", single)):
        if np.array_equal(_bits(_decode_floats(code, column)), _bits(values)):
            return code, column
    return "d", _bits(values)


def _decode_floats(code: str, column: Integers) -> Floats:
    if code == "i":
        return np.where(column == _NO_NUMBER, np.nan, column.astype(np.float64))
    if code == "f":
        return column.astype(np.int32).view(np.float32).astype(np.float64)
    return column.view(np.float64)


def _pack(column: Integers) -> bytes:
    step = np.diff(column, prepend=np.int64(0))
    zigzag = (step << 1) ^ (step >> 63)
    return zigzag.astype("<i8").view(np.uint8).reshape(-1, 8).T.tobytes()


def _unpack(data: bytes) -> Integers:
    shuffled = np.frombuffer(data, np.uint8).reshape(8, -1)
    zigzag = np.ascontiguousarray(shuffled.T).view("<i8").ravel().astype(np.int64)
    step = ((zigzag >> 1) & np.int64(2**63 - 1)) ^ -(zigzag & 1)
    return np.cumsum(step, dtype=np.int64)


def _follows(before: SampleBatch, after: SampleBatch, at: int) -> bool:
    def shape(batch: SampleBatch) -> tuple[object, ...]:
        kinds = tuple(channel for channel, _ in batch.channels)
        of = (batch.unit, batch.zero_n, batch.slope)
        return *of, batch.device_us is None, batch.seq is None, kinds

    return after.first + at == before.first + len(before) and shape(before) == shape(after)


def _joined(run: list[SampleBatch]) -> SampleBatch:
    first = run[0]
    if len(run) == 1:
        return first
    return SampleBatch.of(
        np.concatenate([batch.t_s for batch in run]),
        np.concatenate([batch.raw for batch in run]),
        first.unit,
        device_us=_all([batch.device_us for batch in run]),
        seq=_all([batch.seq for batch in run]),
        channels=tuple(
            (channel, np.concatenate([batch.channels[i][1] for batch in run]))
            for i, (channel, _) in enumerate(first.channels)
        ),
        zero_n=first.zero_n,
        slope=first.slope,
        first=first.first,
    )


def _all(columns: list[Integers | None]) -> Integers | None:
    known = [column for column in columns if column is not None]
    return np.concatenate(known) if known else None
