"""What was exported goes into a profile again to the same values: all of it, or nothing."""

import shutil
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from devicelink.errors import StoreError
from devicelink.store.calibrations import Calibration, CalibrationKind
from devicelink.store.entries import Entry
from devicelink.store.history import History, SessionData
from devicelink.store.kept import OF_SESSIONS, KeptRow
from devicelink.store.place import Place
from devicelink.store.record import SampleBatch
from devicelink.store.recorder import Recorder
from devicelink.store.restore import Kept, Restored, restore
from devicelink.store.statements import Statement, Topic
from tests.store.made import STARTED, record_session


@pytest.fixture
def filled(place: Place) -> Place:
    """A whole session, one that was cut off, two answers, an entry corrected, a calibration."""
    recorder = Recorder(place)
    record_session(recorder, batches=100)
    record_session(recorder, ends=False)
    for item in ("fever", "wound"):
        recorder.state(Statement(told_at=STARTED, topic=Topic.ANSWER, item=item))
    for uid, replaced in (("a", None), ("b", "a")):
        recorder.note(Entry(uid=uid, recorded_at=STARTED, about_at=STARTED, kind="note",
                            place="ut left", session=1, supersedes=replaced,
                            fields={"pain": 4}))  # fmt: skip
    recorder.calibrate(Calibration(made_at=STARTED, device="probe 1", label="DL-Probe",
                                   kind=CalibrationKind.CHECK))  # fmt: skip
    recorder.close()
    return place


def everything(place: Place) -> list[Kept]:
    with History(place) as history:
        rows = reversed(history.sessions())
        return [*(history.session(row.id) for row in rows), *history.kept_rows()]


def told(kept: Iterable[Kept]) -> list[object]:
    """Everything as values that can be compared."""
    return [
        (one.row, one.records, one.holes, one.holds, one.ratings, samples_of(one))
        if isinstance(one, SessionData)
        else one
        for one in kept
    ]


def samples_of(session: SessionData) -> list[bytes]:
    return [part.t_s.tobytes() + part.raw.tobytes() for part in session.samples]


def test_everything_comes_back_to_the_same_values(filled: Place, tmp_path: Path) -> None:
    """S60: the raw log can be handed on and read again."""
    other = Place.of(tmp_path / "other")
    assert restore(other, everything(filled)) == Restored(sessions=2, rows=5, known=0)
    assert told(everything(other)) == told(everything(filled))


def test_a_second_time_is_no_harm(filled: Place) -> None:
    before = told(everything(filled))
    assert restore(filled, everything(filled)) == Restored(sessions=0, rows=0, known=7)
    assert told(everything(filled)) == before


@pytest.mark.parametrize("holes", [((0, 40),), ((40, 60),), ((360, 40),), ((0, 400),)])
@pytest.mark.parametrize("number", [0, 1])
def test_holes_stay_where_they_were(
    filled: Place, tmp_path: Path, holes: tuple[tuple[int, int], ...], number: int
) -> None:
    """In a session that ended as in one that was cut off."""
    data = everything(filled)[number]
    assert isinstance(data, SessionData)
    first, count = holes[0]
    whole = data.samples[0]
    parts = [part for part in (cut(whole, 0, first), cut(whole, first + count, 400)) if len(part)]
    row = replace(data.row, samples=400)
    other = Place.of(tmp_path / "other")
    restore(other, [replace(data, row=row, samples=tuple(parts), holes=holes)])
    (read,) = everything(other)
    assert isinstance(read, SessionData)
    assert (read.holes, read.row.samples) == (holes, 400)
    assert samples_of(read) == [p.t_s.tobytes() + p.raw.tobytes() for p in parts]


def cut(batch: SampleBatch, start: int, end: int) -> SampleBatch:
    part = slice(start, end)
    return SampleBatch.of(batch.t_s[part], batch.raw[part], batch.unit, first=batch.first + start)


def test_another_session_of_the_same_number_is_refused_and_nothing_is_put_in(
    filled: Place, tmp_path: Path
) -> None:
    other = Place.of(tmp_path / "other")
    kept = everything(filled)
    restore(other, kept[1:2])
    before = told(everything(other))
    cut_off = kept[1]
    assert isinstance(cut_off, SessionData)
    changed = replace(cut_off, row=replace(cut_off.row, duration_s=1.0))
    with pytest.raises(StoreError, match="another session 2"):
        restore(other, [kept[0], changed])
    assert told(everything(other)) == before


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (KeptRow("stream", {"session": 1}), "no place"),
        (KeptRow("nowhere", {"a": 1}), "no place"),
        (KeptRow("statement", {"nothing": 1}), "no place"),
        (KeptRow("statement", {"told_at": None}), "cannot be kept"),
    ],
)
def test_a_row_that_does_not_fit_is_refused_in_words(
    filled: Place, tmp_path: Path, row: KeptRow, why: str
) -> None:
    other = Place.of(tmp_path / "other")
    with pytest.raises(StoreError, match=why) as refusal:
        restore(other, [*everything(filled), row])
    assert refusal.value.what_to_do
    assert not other.file.exists()


def test_what_is_refused_leaves_another_profile_alone(filled: Place) -> None:
    """A profile may be called as another one's file is."""
    beside = Place.of(filled.folder, f"{filled.profile[0]}.sqlite")
    new = Place.of(filled.folder, filled.profile[0])
    shutil.copy(filled.file, beside.file)
    with pytest.raises(StoreError):
        restore(new, [KeptRow("nothing", {"id": 1})])
    assert not new.file.exists()
    assert beside.file.exists()


def test_while_another_records_nothing_is_put_in(filled: Place) -> None:
    recorder = Recorder(filled)
    try:
        with pytest.raises(StoreError, match="Another devicelink"):
            restore(filled, [])
    finally:
        recorder.close()


def test_every_table_is_a_sessions_or_among_the_rows(filled: Place) -> None:
    """A table that a later migration adds is exported without being named anywhere."""
    with sqlite3.connect(filled.file) as raw:
        raw.execute("CREATE TABLE later (id INTEGER PRIMARY KEY, picture BLOB, share REAL)")
        raw.execute("INSERT INTO later VALUES (7, x'00ff', 0.1)")
        found = {
            name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type='table'")
        }
    assert found > OF_SESSIONS
    assert KeptRow("later", {"id": 7, "picture": b"\x00\xff", "share": 0.1}) in everything(filled)
