"""The recorder used rightly and wrongly: facts learnt late, values that cannot be kept, order."""

import sqlite3
from dataclasses import replace

import numpy as np
import pytest

from devicelink.errors import StoreError
from devicelink.store.history import History
from devicelink.store.place import Place
from devicelink.store.record import SESSION_FACTS, Record, SampleBatch
from devicelink.store.recorder import Recorder
from firmware_protocol.messages import Unit
from tests.store.made import STARTED, batch, meta, record_session


def test_facts_learnt_after_the_start_are_the_sessions(place: Place) -> None:
    recorder = Recorder(place)
    number = recorder.begin(replace(meta(), tip_area_mm2=None, plan={}))
    facts: dict[str, object] = {"tip_area_mm2": 120.0, "boot_id": 77, "plan": {"reps": 3}}
    recorder.append(Record(1.0, 0, SESSION_FACTS, facts))
    recorder.close()
    with History(place) as history:
        data = history.session(number)
    assert data.row.meta == replace(meta(), tip_area_mm2=120.0, boot_id=77, plan={"reps": 3})
    assert [record.body for record in data.records] == [facts], "the stream keeps when, too"


@pytest.mark.parametrize(
    "record",
    [
        Record(float("nan"), 0, "go", {}),
        Record(0.0, 2**70, "go", {}),
        Record(0.0, 0, SESSION_FACTS, {"started_at": "now"}),
        Record(0.0, 0, SESSION_FACTS, {"tip; DROP TABLE stream": 1}),
        Record(0.0, 0, SESSION_FACTS, {"boot_id": [1]}),
        Record(0.0, 0, "go", {"what": object()}),
    ],
)
def test_what_could_never_be_kept_is_refused_where_it_comes_from(
    place: Place, record: Record
) -> None:
    recorder = Recorder(place)
    recorder.begin(meta())
    with pytest.raises((ValueError, TypeError)):
        recorder.append(record)
    recorder.append(Record(0.0, 0, "go", {}))
    assert recorder.flush().result(5)
    recorder.close()
    with History(place) as history:
        assert [record.kind for record in history.session(1).records] == ["go"]


def test_sessions_come_one_after_the_other(place: Place) -> None:
    recorder = Recorder(place)
    with pytest.raises(RuntimeError, match="no session"):
        recorder.samples(batch(0))
    assert record_session(recorder) == 1
    assert recorder.begin(meta()) == 2
    with pytest.raises(RuntimeError, match="under way"):
        recorder.begin(meta())
    recorder.samples(SampleBatch.of([], [], Unit.NEWTON))
    recorder.samples(batch(0))
    recorder.end(1.0, "stopped", STARTED)
    recorder.close()
    again = Recorder(place)
    assert again.begin(meta()) == 3
    again.close()
    with History(place) as history:
        assert [(row.id, row.samples) for row in history.sessions()] == [(3, 0), (2, 50), (1, 400)]


def test_a_start_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        replace(meta(), started_at=STARTED.replace(tzinfo=None))


def test_one_writer_only(place: Place) -> None:
    recorder = Recorder(place)
    with pytest.raises(StoreError) as refusal:
        Recorder(place)
    assert "Another devicelink" in refusal.value.why
    assert "--data" in refusal.value.what_to_do
    recorder.close()
    Recorder(place).close()


def test_a_file_that_went_away_is_not_made_anew_in_silence(place: Place) -> None:
    recorder = Recorder(place, interval_s=0.01, retry_s=0.01)
    recorder.begin(meta())
    assert recorder.flush().result(5)
    recorder._sink.drop()
    for file in place.folder.glob("*.sqlite*"):
        file.unlink()
    recorder.samples(batch(0))
    assert recorder.flush().result(5) is False
    assert recorder.status().text == "not saved: the file cannot be opened"
    recorder.close()


def test_samples_keep_their_own_line_of_time_and_every_bit(place: Place) -> None:
    """A device without clock, count or whole numbers: 32-bit floats in kilograms, some missing."""
    rng = np.random.default_rng(3)
    t_s = np.cumsum(rng.uniform(0.011, 0.014, 900)) + 1e-9 / 3
    raw = rng.normal(2, 1, 900).astype(np.float32).astype(np.float64)
    raw[::13] = np.nan
    recorder = Recorder(place, interval_s=0.001)
    recorder.begin(replace(meta(), raw_unit="kg"))
    for part in np.split(np.arange(900), [1, 8, 300, 301, 777]):
        recorder.samples(SampleBatch.of(t_s[part], raw[part], Unit.KILOGRAM))
    recorder.end(20.0, "complete", STARTED)
    recorder.close()
    with History(place) as history:
        (kept,) = history.session(1).samples
    assert kept.t_s.tobytes() == t_s.tobytes()
    assert kept.raw.tobytes() == raw.tobytes()
    assert kept.force_n.tobytes() == (raw * 9.80665).tobytes()
    with sqlite3.connect(place.file) as raw_file:
        (size,) = raw_file.execute("SELECT length(frames) FROM sample_blob").fetchone()
    assert size < 900 * 12
