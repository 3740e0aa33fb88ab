"""A session file holds all that a replay needs, to the bit, and comes out as it went in."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import pytest

from devicelink.errors import RecordingError
from devicelink.export.session_file import jsonl, read_sessions
from devicelink.store.history import History, SessionData
from devicelink.store.record import Record, SampleBatch
from firmware_protocol.messages import Channel, Unit
from tests.store.made import batch


def whole(history: History) -> list[SessionData]:
    return [history.session(row.id) for row in reversed(history.sessions())]


def test_reading_and_writing_again_gives_the_same_bytes(history: History, tmp_path: Path) -> None:
    first = b"".join(jsonl(whole(history)))
    file = tmp_path / "sessions.jsonl"
    file.write_bytes(first)
    assert b"".join(jsonl(read_sessions(file))) == first


def test_everything_is_there_to_the_bit(history: History, tmp_path: Path) -> None:
    file = tmp_path / "sessions.jsonl"
    file.write_bytes(b"".join(jsonl(whole(history))))
    for kept, read in zip(whole(history), read_sessions(file), strict=True):
        assert read.row == kept.row
        assert read.records == kept.records
        assert (read.holds, read.ratings, read.holes) == (kept.holds, kept.ratings, kept.holes)
        for one, other in zip(kept.samples, read.samples, strict=True):
            assert one.first == other.first
            for name in ("t_s", "raw", "device_us", "seq", "force_n"):
                assert getattr(one, name).tobytes() == getattr(other, name).tobytes(), name


def test_devices_of_every_kind_and_odd_numbers(history: History, tmp_path: Path) -> None:
    odd = [0.1, -0.0, np.nan, np.inf, -np.inf, 2.0**70]
    samples = (
        SampleBatch.of(np.arange(6) / 3, odd, Unit.POUND),
        SampleBatch.of(
            np.arange(6) / 3 + 9,
            np.arange(6),
            Unit.MILLINEWTON,
            device_us=np.arange(6) + 2**40,
            channels=((Channel.PRESSURE, odd), (Channel.DISPLACEMENT, odd)),
            first=10,
        ),
    )
    kept = replace(whole(history)[0], samples=samples, holes=((6, 4),))
    file = tmp_path / "odd.jsonl"
    file.write_bytes(b"".join(jsonl([kept])))
    (read,) = read_sessions(file)
    assert read.holes == ((6, 4),)
    for one, other in zip(samples, read.samples, strict=True):
        assert (one.raw.tobytes(), one.unit, one.seq) == (other.raw.tobytes(), other.unit, None)
        for (name, a), (kind, b) in zip(one.channels, other.channels, strict=True):
            assert (name, a.tobytes()) == (kind, b.tobytes())


def test_no_record_comes_before_the_samples_that_were_before_it(history: History) -> None:
    data = whole(history)[0]
    records = [Record(float(n), 600 * n, "go", {}) for n in range(8)]
    seen = 0
    for line in jsonl([replace(data, records=tuple(records))]):
        read = msgspec.json.decode(line)
        if read["type"] == "samples":
            seen += len(read["t_s"])
        elif read["type"] == "record":
            assert seen >= read["samples"]
    assert seen == 5000


def test_every_line_is_one_object_that_any_reader_can_read(history: History) -> None:
    for text in jsonl(whole(history)):
        assert text.endswith(b"\n")
        assert text.count(b"\n") == 1
        assert isinstance(msgspec.json.decode(text), dict)


BREAKS: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "is no line of a session file": lambda lines: [*lines[:3], b"{oops\n", *lines[3:]],
    "has the later format 2": lambda lines: [
        lines[0].replace(b'"format":1', b'"format":2'),
        *lines[1:],
    ],
    "breaks off inside session 1": lambda lines: lines[:3],
    "is out of place": lambda lines: lines[1:],
    "Line 1 of ": lambda lines: [b"t_s,force_n\n", *lines],
    "do not fit together": lambda lines: [line.replace(b'"raw":[', b'"raw":[1,') for line in lines],
}


@pytest.mark.parametrize("why", BREAKS)
def test_a_file_that_is_none_is_refused_in_words(
    history: History, tmp_path: Path, why: str
) -> None:
    lines = list(jsonl(whole(history)[:1]))
    file = tmp_path / "broken.jsonl"
    file.write_bytes(b"".join(BREAKS[why](lines)))
    with pytest.raises(RecordingError) as refusal:
        list(read_sessions(file))
    assert why in refusal.value.why
    assert refusal.value.what_to_do


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="Cannot read"):
        list(read_sessions(tmp_path / "none.jsonl"))


@pytest.mark.parametrize(
    "line", [b"", b"\xff\xfe", b"null", b"[]", b'{"type":"samples"}', b"9" * 400]
)
def test_any_line_gives_words_never_a_traceback(tmp_path: Path, line: bytes) -> None:
    file = tmp_path / "odd.jsonl"
    file.write_bytes(line + b"\n")
    with pytest.raises(RecordingError):
        list(read_sessions(file))


def test_a_record_of_a_known_kind_with_a_strange_body_is_kept_as_it_is(
    history: History, tmp_path: Path
) -> None:
    strange = [
        Record(0.0, 0, kind, {"t_s": "x", "hold": [], "rep": {}, "value": "?"})
        for kind in ("answered", "pain", "hold_ended", "release", "rep_ended", "phase_changed")
    ]
    file = tmp_path / "strange.jsonl"
    file.write_bytes(b"".join(jsonl([replace(whole(history)[0], records=tuple(strange))])))
    (read,) = read_sessions(file)
    assert list(read.records) == strange


def test_batches_are_those_of_the_recording(history: History) -> None:
    (samples, *rest) = whole(history)[0].samples
    assert rest == []
    assert samples.raw[:50].tobytes() == batch(0).raw.tobytes()
