"""Journal entries are kept for good; an edit stands beside its original (S58)."""

import sqlite3
from datetime import datetime, timedelta, timezone

import pytest

from devicelink.care.journal import Note, Withdrawn, kind_of, to_fields
from devicelink.store.entries import Entry, standing
from devicelink.store.history import History
from devicelink.store.place import Place
from devicelink.store.recorder import Recorder
from devicelink.store.schema import migrations, wrap
from devicelink.store.writer import Writer
from tests.store.made import made, record_session

AT = datetime(2026, 3, 1, 7, 30, 0, 125, tzinfo=timezone(timedelta(hours=2)))


def entry(uid: str, pain: int = 5, *, after_s: float = 0, **more: object) -> Entry:
    body = Note(pain=pain)
    facts: dict[str, object] = {
        "uid": uid, "recorded_at": AT + timedelta(seconds=after_s), "about_at": AT,
        "kind": kind_of(body), "place": "ut left", "fields": to_fields(body),
    }  # fmt: skip
    return Entry(**(facts | more))  # type: ignore[arg-type]


def kept(place: Place, *entries: Entry) -> list[Entry]:
    recorder = Recorder(place)
    for one in entries:
        recorder.note(one)
    assert recorder.close().saved
    with History(place) as history:
        return history.entries()


def test_entries_come_back_as_they_were(place: Place) -> None:
    told = [entry("a"), entry("b", 3), entry("a", 9)]
    found = kept(place, *told)
    assert [one.id for one in found] == [1, 2], "the same entry twice is one"
    assert found[0].body == Note(pain=5)
    assert found[0].about_at.utcoffset() == timedelta(hours=2)
    assert found[0].about_at == AT


def test_an_entry_may_belong_to_a_session(place: Place) -> None:
    recorder = Recorder(place)
    record_session(recorder)
    recorder.note(entry("a", session=1))
    assert recorder.close().saved
    with History(place) as history:
        assert history.entries()[0].session == 1


def test_s58_an_edit_keeps_the_original(place: Place) -> None:
    gone = Withdrawn()
    found = kept(
        place, entry("a", 5), entry("b", 3, supersedes="a"), entry("c", 4),
        entry("d", supersedes="c", kind=kind_of(gone), fields=to_fields(gone)),
    )  # fmt: skip
    assert len(found) == 4
    assert [(one.uid, one.body) for one in standing(found)] == [("b", Note(pain=3))]


@pytest.mark.parametrize(
    ("after_s", "late"), [(0, False), (600, False), (601, True), (90000, True)]
)
def test_late_entries_are_marked(after_s: float, late: bool) -> None:
    assert entry("a", after_s=after_s).late is late


def test_they_cannot_be_changed(place: Place) -> None:
    kept(place, entry("a"))
    connection = sqlite3.connect(place.file, isolation_level=None)
    for statement in ("UPDATE entry SET body = '{}'", "DELETE FROM entry"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(statement)
    connection.close()


def test_a_file_of_before_has_none_and_takes_them_later(place: Place) -> None:
    made(place)
    connection = sqlite3.connect(place.file, isolation_level=None)
    migrations.apply(wrap(connection), stop_before="m005_journal")
    connection.close()
    with History(place) as history:
        assert history.entries() == []
    Writer(place.file).close()
    assert len(kept(place, entry("a"))) == 1
