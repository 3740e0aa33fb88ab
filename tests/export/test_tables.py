"""CSV: read again to the same values, units in the names, no cell that a spreadsheet would run."""

import csv
import io
import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from devicelink.export.csv_file import as_csv
from devicelink.export.dictionary import HOLDS, SAMPLES
from devicelink.export.tables import Told, holds_table, samples_table
from devicelink.recordings import read_recording
from devicelink.store.history import History, SessionData
from devicelink.store.record import SampleBatch
from firmware_protocol.messages import Channel, Unit


def holds_csv(told: Told) -> Iterator[bytes]:
    return as_csv(holds_table(told))


def samples_csv(sessions: Iterable[SessionData]) -> Iterator[bytes]:
    return as_csv(samples_table(sessions))


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_holds_are_read_again_to_the_same_values(history: History) -> None:
    """S56, S57, S58, S60: which point, how strong, pain before and after, for a clinician."""
    told = list(history.told(history.sessions()))
    rows = rows_of(b"".join(holds_csv(told)))
    wanted = [(row, hold) for row, holds, _ in told for hold in holds]
    assert len(rows) == len(wanted) == 4
    for text, (row, hold) in zip(rows, wanted, strict=True):
        assert (text["point"], text["side"]) == ("upper_trapezius", "left")
        assert (text["ending"], int(text["session"])) == (row.ending, row.id)
        assert (text["pain_before"], text["pain_after"]) == ("6", "0")
        for name in ("mean_n", "median_n", "peak_n", "in_zone_pct", "impulse_ns", "tip_area_mm2"):
            assert float(text[name]) == getattr(hold, name), name
    assert {text["pain_now_state"] for text in rows} == {"", "declined"}
    assert {text["pain_now"] for text in rows} == {""}


def test_samples_are_read_again_to_the_same_values(history: History) -> None:
    data = history.session(1)
    (part,) = data.samples
    assert part.device_us is not None
    rows = rows_of(b"".join(samples_csv([data])))
    assert [float(row["t_s"]) for row in rows] == part.t_s.tolist()
    assert [int(row["device_us"]) for row in rows] == part.device_us.tolist()
    for name, column in (("force_n", part.force_n), ("raw", part.raw)):
        read = [float(row[name]) if row[name] else math.nan for row in rows]
        assert np.array_equal(read, column, equal_nan=True)
    assert {row["unit"] for row in rows} == {"mN"}
    assert any(row["force_n"] == "" for row in rows), "what is not known is an empty cell"


def test_replay_reads_exported_samples(history: History, tmp_path: Path) -> None:
    data = history.session(1)
    file = tmp_path / "samples.csv"
    file.write_bytes(b"".join(samples_csv([data])))
    assert file.read_bytes().startswith(b"t_s,force_n,")
    read = read_recording(str(file))
    assert read.left_out == 0
    assert read.block.t_s.tobytes() == data.samples[0].t_s.tobytes()
    assert np.array_equal(read.block.force_n, data.samples[0].force_n, equal_nan=True)


def test_further_channels_have_columns_of_their_own(history: History) -> None:
    part = SampleBatch.of(
        [0.0, 0.1], [1.5, 2.5], Unit.KILOGRAM, channels=((Channel.DISPLACEMENT, [0.25, 0.5]),)
    )
    rows = rows_of(b"".join(samples_csv([replace(history.session(1), samples=(part,))])))
    assert [row["displacement_mm"] for row in rows] == ["0.25", "0.5"]
    assert [row["raw"] for row in rows] == ["1.5", "2.5"]
    assert {row["seq"] + row["device_us"] + row["pressure_pa"] for row in rows} == {""}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1"])
def test_text_that_a_spreadsheet_would_run_is_made_harmless(history: History, text: str) -> None:
    ((row, holds, ratings), *_) = history.told(history.sessions())
    meta = replace(row.meta, device_label=text, point='a,"b"\nc')
    (first, *_) = rows_of(b"".join(holds_csv([(replace(row, meta=meta), holds, ratings)])))
    assert first["device_label"] == f"'{text}"
    assert first["point"] == 'a,"b"\nc'


def test_a_negative_number_stays_a_number(history: History) -> None:
    part = SampleBatch.of([-0.5, 0.0], [-20.0, -21.0], Unit.MILLINEWTON)
    rows = rows_of(b"".join(samples_csv([replace(history.session(1), samples=(part,))])))
    assert [(row["t_s"], row["raw"]) for row in rows] == [("-0.5", "-20"), ("0.0", "-21")]


def test_without_sessions_there_is_a_header() -> None:
    assert b"".join(holds_csv([])).decode() == ",".join(c.name for c in HOLDS) + "\n"
    assert b"".join(samples_csv([])).decode() == ",".join(c.name for c in SAMPLES) + "\n"
