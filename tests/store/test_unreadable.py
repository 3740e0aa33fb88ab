"""Damage in one session's rows: the others are told, that one is named, and nothing crashes."""

from contextlib import suppress
from datetime import UTC, datetime

import numpy as np
import pytest

from devicelink.errors import StoreError
from devicelink.export.session_file import jsonl
from devicelink.store.diary import diary
from devicelink.store.entries import Entry
from devicelink.store.history import History
from devicelink.store.place import Place
from devicelink.store.recorder import Recorder
from devicelink.store.restore import Kept, restore
from tests.store.made import meta, record_session
from tests.store.spoil import spoil

FLIPS = 400

DAMAGE = (
    ("session SET plan = '[1, 2]'", "id"),
    ("session SET plan = CAST(x'ff7b7d' AS TEXT)", "id"),
    ("session SET started_at = 'yesterday'", "id"),
    ("session SET started_at = CAST(x'ff32303236' AS TEXT)", "id"),
    ("session SET started_at = '2026-03-01T09:30:00'", "id"),
    ("session SET utc_offset_s = 999999999999", "id"),
    ("session_end SET ended_at = ''", "session"),
    ("stream SET body = '[1, 2]'", "session"),
    ("stream SET body = CAST(x'ff' AS TEXT)", "session"),
)


@pytest.fixture
def three(place: Place) -> Place:
    recorder = Recorder(place)
    for _ in range(3):
        recorder.begin(meta(simulated=False))
        recorder.end(1.0, "stopped", datetime.now(UTC))
        recorder.flush().result(5)
    recorder.close()
    recorder = Recorder(place)
    record_session(recorder)
    recorder.close()
    return place


def read_all(place: Place) -> History:
    """Ask for everything that any face asks for."""
    with History(place) as history:
        rows = history.sessions()
        list(history.told(rows))
        list(history.whole(rows))
        diary(history, simulated=True)
        history.done_on(datetime.now(UTC))
        for point, side in history.places():
            history.tries(point, side)
            with suppress(StoreError):
                history.last_at(point, side)
        history.complete()
        list(history.kept_rows())
        history.calibrations()
        history.statements()
    return history


@pytest.mark.parametrize(("damage", "key"), DAMAGE)
def test_the_others_are_told_and_the_damaged_one_is_named(
    place: Place, damage: str, key: str
) -> None:
    recorder = Recorder(place)
    for _ in range(3):
        record_session(recorder)
    recorder.close()
    spoil(place, f"UPDATE {damage} WHERE {key} = 2")
    history = read_all(place)
    assert history.left_out.sessions == {2}
    with History(place) as history:
        assert [data.row.id for data in history.whole(history.sessions())][-1] == 1
        assert {data.row.id for data in history.whole(history.sessions())} == {1, 3}
        with pytest.raises(StoreError) as told:
            history.check_whole()
        assert "(number 2)" in told.value.why
        with pytest.raises(StoreError):
            history.session(2)
    recorder = Recorder(place)
    assert record_session(recorder) == 4
    assert recorder.close().saved


@pytest.mark.parametrize("body", ["{}", '{"end": "no such end"}', '{"end": [1]}'])
def test_a_try_that_cannot_be_read_is_noted(place: Place, body: str) -> None:
    recorder = Recorder(place)
    for _ in range(2):
        record_session(recorder)
    recorder.close()
    spoil(place, "UPDATE session SET simulated = 0")
    spoil(place, "UPDATE stream SET body = ? WHERE session = 1 AND kind = 'rep_ended'", body)
    with History(place) as history:
        assert len(history.tries("upper_trapezius", "left")) == 1
        assert history.left_out.sessions == {1}


def test_a_journal_entry_that_cannot_be_read_leaves_the_others(place: Place) -> None:
    recorder = Recorder(place)
    now = datetime.now(UTC)
    for n in range(2):
        recorder.note(Entry(uid=f"{n}", recorded_at=now, about_at=now, kind="begin"))
    recorder.close()
    spoil(place, "UPDATE entry SET body = '[]' WHERE id = 1")
    with History(place) as history:
        assert [entry.uid for entry in history.entries()] == ["1"]
        with pytest.raises(StoreError) as told:
            history.check_whole()
    assert "1 journal entry cannot be read" in told.value.why


def test_a_full_export_of_a_damaged_record_can_be_imported(place: Place) -> None:
    recorder = Recorder(place)
    for _ in range(2):
        record_session(recorder)
    now = datetime.now(UTC)
    recorder.note(Entry(uid="a", recorded_at=now, about_at=now, kind="begin", session=1))
    recorder.close()
    spoil(place, "UPDATE session SET plan = '{' WHERE id = 1")
    with History(place) as history:
        kept: list[Kept] = [*history.whole(history.sessions()), *history.kept_rows()]
    assert list(jsonl(kept))
    other = Place(place.folder / "other", "other")
    assert restore(other, kept).sessions == 1


def test_flipped_bits_are_damage_or_a_value_and_never_a_crash(three: Place) -> None:
    """Anywhere in the file: what SQLite itself does not see reads as damage of one session."""
    good, chance = three.file.read_bytes(), np.random.default_rng(20261127)
    met = {"refused": 0, "left out": 0, "as a value": 0}
    for _ in range(FLIPS):
        spoilt = bytearray(good)
        for at in chance.integers(0, len(good), 3):
            spoilt[at] ^= 1 << int(chance.integers(8))
        three.file.write_bytes(spoilt)
        try:
            history = read_all(three)
        except StoreError:
            met["refused"] += 1
        else:
            met["left out" if history.left_out.sessions else "as a value"] += 1
    assert min(met.values()) > 0, met
