"""What no command could read is not taken in: all of it is refused, the profile stays as it was."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from devicelink.errors import StoreError
from devicelink.store.calibrations import Calibration, CalibrationKind
from devicelink.store.entries import Entry
from devicelink.store.history import History, SessionData
from devicelink.store.kept import KeptRow
from devicelink.store.place import Place
from devicelink.store.record import Record
from devicelink.store.recorder import Recorder
from devicelink.store.restore import Kept, restore
from devicelink.store.statements import Statement, Topic
from tests.store.made import STARTED, answered, batch, meta, record_session, rep_ended
from tests.store.spoil import spoil


@pytest.fixture
def good(tmp_path: Path) -> list[Kept]:
    """An export with a row of each table."""
    place = Place.of(tmp_path / "theirs")
    recorder = Recorder(place)
    recorder.begin(meta(simulated=False))
    recorder.samples(batch(0))
    for record in (answered(0.5, "pain_before", "answered", 6), rep_ended(51.0, 1)):
        recorder.append(record)
    recorder.end(95.0, "complete", STARTED)
    recorder.state(Statement(told_at=STARTED, topic=Topic.ANSWER, item="unwell"))
    recorder.note(Entry(uid="a", recorded_at=STARTED, about_at=STARTED, kind="note",
                        place="ut left", fields={"pain": 4}))  # fmt: skip
    recorder.calibrate(Calibration(made_at=STARTED, device="probe 1", label="DL-Probe",
                                   kind=CalibrationKind.CHECK))  # fmt: skip
    assert recorder.close().saved
    return everything(place)


def everything(place: Place) -> list[Kept]:
    with History(place) as history:
        return [*history.whole(history.sessions()), *history.kept_rows()]


def rows(place: Place) -> list[object]:
    """All that can be compared of a profile."""
    return [one.row if isinstance(one, SessionData) else one for one in everything(place)]


def with_values(kept: list[Kept], table: str, values: Mapping[str, object]) -> list[Kept]:
    return [
        replace(one, values={**one.values, **values})
        if isinstance(one, KeptRow) and one.table == table
        else one
        for one in kept
    ]


def with_records(kept: list[Kept], change: Callable[[Record], Record]) -> list[Kept]:
    return [
        replace(one, records=tuple(map(change, one.records)))
        if isinstance(one, SessionData)
        else one
        for one in kept
    ]


def bad_end(record: Record) -> Record:
    is_end = record.kind == "rep_ended"
    return replace(record, body={**record.body, "end": "tired"}) if is_end else record


def late(record: Record) -> Record:
    return replace(record, t_s=1e300) if record.kind == "answered" else record


BAD_ROWS = [
    ("statement", {"told_at": "yesterday"}), ("statement", {"told_at": "2026-03-01T09:30:00"}),
    ("statement", {"topic": "mood"}), ("statement", {"body": "["}), ("statement", {"body": "1"}),
    ("statement", {"body": '{"a":' * 2000 + "1" + "}" * 2000}),
    ("statement", {"utc_offset_s": 10**9}), ("entry", {"about_at": "then"}),
    ("entry", {"recorded_at": ""}), ("entry", {"kind": "song"}), ("entry", {"body": "{}"}),
    ("entry", {"body": '{"pain":11}'}), ("entry", {"utc_offset_s": -(10**9)}),
    ("calibration", {"made_at": "now"}), ("calibration", {"kind": "guess"}),
]  # fmt: skip


@pytest.mark.parametrize(("table", "values"), BAD_ROWS, ids=lambda one: str(one)[:40])
@pytest.mark.parametrize("there", [False, True])
def test_a_row_that_cannot_be_read_refuses_the_whole_import(
    good: list[Kept], place: Place, table: str, values: dict[str, object], there: bool
) -> None:
    if there:
        Recorder(place).close()
        restore(place, good[:1])
    with pytest.raises(StoreError) as refusal:
        restore(place, with_values(good, table, values))
    assert table in refusal.value.why
    assert refusal.value.what_to_do.startswith("Nothing was put in.")
    assert rows(place) == [good[0].row] if there else not place.file.exists()  # type: ignore[union-attr]


@pytest.mark.parametrize("change", [bad_end, late])
def test_a_session_that_cannot_be_read_refuses_the_whole_import(
    good: list[Kept], place: Place, change: Callable[[Record], Record]
) -> None:
    with pytest.raises(StoreError, match="number 1"):
        restore(place, with_records(good, change))
    assert not place.file.exists()


def test_two_sessions_of_one_number_are_not_made_one(good: list[Kept], place: Place) -> None:
    first = good[0]
    assert isinstance(first, SessionData)
    other = replace(first, row=replace(first.row, duration_s=1.0))
    with pytest.raises(StoreError, match="another session 1"):
        restore(place, [first, other])
    assert not place.file.exists()


def test_what_was_damaged_before_refuses_nothing(good: list[Kept], place: Place) -> None:
    recorder = Recorder(place)
    record_session(recorder)
    recorder.close()
    spoil(place, "UPDATE session SET plan = '['")
    theirs = good[0]
    assert isinstance(theirs, SessionData)
    renumbered = replace(theirs, row=replace(theirs.row, id=2))
    assert restore(place, [renumbered, *good[1:]]).rows == 3
    with History(place) as history:
        assert [row.id for row in history.sessions()] == [2]
        assert history.left_out.sessions == {1}


def test_nothing_is_added_to_limits_that_cannot_be_read(good: list[Kept], place: Place) -> None:
    restore(place, good[1:])
    spoil(place, "UPDATE statement SET topic = 'mood'")
    with pytest.raises(StoreError) as refusal:
        restore(place, good[:1])
    assert refusal.value.entry == "data_damaged"
