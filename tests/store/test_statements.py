"""What a person says of themselves is dated, kept for good, and found again."""

import sqlite3
from datetime import datetime, timedelta, timezone

import pytest

from devicelink.store.history import History
from devicelink.store.place import Place
from devicelink.store.recorder import Recorder
from devicelink.store.schema import migrations, wrap
from devicelink.store.statements import Statement, Topic
from tests.store.made import made, record_session

AT = datetime(2026, 3, 1, 7, 30, 0, 125, tzinfo=timezone(timedelta(hours=2)))


def said(minute: int, **body: object) -> Statement:
    return Statement(
        told_at=AT + timedelta(minutes=minute), topic=Topic.ANSWER, item="skin", place="ut left",
        body=body,
    )  # fmt: skip


def test_all_that_was_said_is_kept_in_order(place: Place) -> None:
    told = [said(0, reply="yes"), said(5, reply="declined"), said(9, reply="no")]
    recorder = Recorder(place)
    recorder.state(told[2])
    assert recorder.flush().result(5)
    recorder.state(told[0])
    record_session(recorder)
    recorder.state(told[1])
    recorder.close()
    with History(place) as history:
        found = history.statements()
    assert found == told
    assert [one.told_at.utcoffset() for one in found] == [timedelta(hours=2)] * 3


def test_it_cannot_be_changed(place: Place) -> None:
    recorder = Recorder(place)
    recorder.state(said(0, reply="yes"))
    recorder.close()
    connection = sqlite3.connect(place.file, isolation_level=None)
    for statement in ("UPDATE statement SET body = '{}'", "DELETE FROM statement"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(statement)
    connection.close()


def test_a_file_of_before_has_none_and_takes_them_later(place: Place) -> None:
    made(place)
    connection = sqlite3.connect(place.file, isolation_level=None)
    migrations.apply(wrap(connection), stop_before="m002_statements")
    connection.close()
    with History(place) as history:
        assert history.statements() == []
    recorder = Recorder(place)
    recorder.state(said(0, reply="no"))
    recorder.close()
    with History(place) as history:
        assert history.statements() == [said(0, reply="no")]
