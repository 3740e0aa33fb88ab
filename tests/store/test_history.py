"""Past sessions: newest first, cut-off ones told apart, damage stated, nothing ever changed."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from devicelink.errors import StoreError
from devicelink.store.history import INTERRUPTED, UNDER_WAY, Chosen, History
from devicelink.store.place import Place
from devicelink.store.record import Record
from devicelink.store.recorder import Recorder
from devicelink.store.samples import encode_frame
from tests.store.made import STARTED, batch, made, meta, record_session, rep_ended, told


def test_newest_first_with_cut_off_ones_and_what_they_had(place: Place) -> None:
    recorder = Recorder(place)
    record_session(recorder)
    record_session(recorder, ends=False)
    with History(place) as history:
        assert [row.ending for row in history.sessions()] == [UNDER_WAY, "complete"]
    recorder.close()
    with History(place) as history:
        cut, whole = history.sessions()
        ((_, holds, ratings),) = history.told([cut])
        data = history.session(cut.id)
        assert history.sessions(limit=1) == [cut]
    assert (cut.ending, cut.ended_at, whole.ending) == (INTERRUPTED, None, "complete")
    assert (cut.samples, cut.records, cut.duration_s) == (400, 10, 90.0)
    assert list(data.records) == told()
    assert (holds, ratings) == (list(data.holds), list(data.ratings))
    assert [hold.rep for hold in holds] == [None, 1]


def damage(place: Place, session: int, change: Callable[[bytes], bytes]) -> None:
    """What a bad disk does behind our back: past the triggers."""
    with sqlite3.connect(place.file) as raw:
        (frames,) = raw.execute(
            "SELECT frames FROM sample_blob WHERE session = ?", (session,)
        ).fetchone()
        raw.execute("DROP TRIGGER sample_blob_no_update")
        raw.execute("UPDATE sample_blob SET frames = ?", (change(frames),))


@pytest.mark.parametrize(
    ("change", "holes"),
    [
        (lambda data: data[:200] + b"\xff\x00" + data[202:], ((0, 4096),)),
        (lambda data: data[:-1], ((4096, 904),)),
        (lambda data: data[:0], ((0, 5000),)),
        (lambda data: data + b"DLS1 and more", ()),
    ],
)
def test_damaged_samples_are_a_stated_hole_never_an_exception(
    place: Place, change: Callable[[bytes], bytes], holes: tuple[tuple[int, int], ...]
) -> None:
    recorder = Recorder(place)
    number = record_session(recorder, batches=100)
    recorder.close()
    damage(place, number, change)
    with History(place) as history:
        data = history.session(number)
    assert data.holes == holes
    assert sum(map(len, data.samples)) + sum(count for _, count in holes) == 5000
    assert list(data.records) == told()
    Recorder(place).close()


def test_a_damaged_live_block_is_kept_as_it_is(place: Place) -> None:
    """It is all there is of those samples: the next start must not compact it away."""
    recorder = Recorder(place)
    number = recorder.begin(meta())
    recorder.samples(batch(0))
    assert recorder.flush().result(5)
    recorder.close()
    broken = bytearray(encode_frame(batch(50)))
    broken[-1] ^= 1
    with sqlite3.connect(place.file) as raw:
        chunk = "INSERT INTO sample_chunk VALUES (?, 50, 50, 0, 0, ?)"
        raw.execute(chunk, (number, bytes(broken)))
    Recorder(place).close()
    with sqlite3.connect(place.file) as raw:
        assert raw.execute("SELECT count(*) FROM sample_chunk").fetchone() == (2,)
    with History(place) as history:
        assert history.session(number).holes == ((50, 50),)


def test_the_days_sessions_are_counted_in_the_persons_own_zone(place: Place) -> None:
    """S27: five or six a day. One without a coached hold is none."""
    zone = ZoneInfo("Pacific/Auckland")
    recorder = Recorder(place)

    def session(started_at: datetime, *records: Record, simulated: bool = False) -> None:
        recorder.begin(replace(meta(), started_at=started_at, simulated=simulated))
        for record in records:
            recorder.append(record)
        recorder.end(1.0, "complete", started_at)

    midnight = datetime(2026, 3, 2, tzinfo=zone)
    session(midnight - timedelta(seconds=1), rep_ended(1.0, 1))
    session(midnight, rep_ended(1.0, 1))
    session((midnight + timedelta(hours=23)).astimezone(UTC), rep_ended(1.0, 1), rep_ended(2.0, 2))
    session(midnight + timedelta(hours=5))
    session(midnight + timedelta(hours=6), rep_ended(1.0, 1), simulated=True)
    session(midnight + timedelta(days=1), rep_ended(1.0, 1))
    recorder.close()
    with History(place) as history:
        assert history.done_on(midnight + timedelta(hours=9)) == 2
        assert history.done_on(midnight + timedelta(hours=9), simulated=True) == 1
        assert history.done_on(midnight - timedelta(days=3)) == 0


def test_sessions_are_chosen_by_time_and_point(place: Place) -> None:
    recorder = Recorder(place)
    for day, point in ((1, "masseter"), (2, "masseter"), (3, "piriformis")):
        recorder.begin(replace(meta(), started_at=STARTED + timedelta(days=day), point=point))
        recorder.end(1.0, "complete", STARTED)
    recorder.close()

    def found(chosen: Chosen) -> list[int]:
        with History(place) as history:
            return [row.id for row in history.sessions(chosen)]

    second, third = STARTED + timedelta(days=2), STARTED + timedelta(days=3)
    assert found(Chosen()) == [3, 2, 1]
    assert found(Chosen(since=second)) == [3, 2]
    assert found(Chosen(since=second, until=third)) == [2], "until is not in it"
    assert found(Chosen(point="masseter")) == [2, 1]
    ahead = timezone(timedelta(hours=13))
    assert found(Chosen(since=second.astimezone(ahead))) == [3, 2]


def test_a_session_is_shown_in_the_zone_it_was_held_in(place: Place) -> None:
    started_at = STARTED.astimezone(timezone(timedelta(hours=-3, minutes=-30)))
    recorder = Recorder(place)
    recorder.begin(replace(meta(), started_at=started_at))
    recorder.close()
    with History(place) as history:
        assert history.sessions()[0].meta.started_at.isoformat() == "2026-03-01T06:00:00-03:30"


def test_there_may_be_nothing_yet(place: Place) -> None:
    with pytest.raises(StoreError) as missing:
        History(place)
    assert "no data" in missing.value.why
    assert not place.folder.exists(), "looking makes nothing"
    Recorder(place).close()
    with History(place) as history:
        assert history.sessions() == []
        with pytest.raises(StoreError, match="no session 4"):
            history.session(4)


def test_looking_cannot_write(place: Place) -> None:
    recorder = Recorder(place)
    record_session(recorder)
    recorder.close()
    with History(place) as history, pytest.raises(StoreError, match="read-only"):
        history._connection.execute("DELETE FROM hold")


def test_a_file_that_was_made_and_never_written_to_reads_as_empty(place: Place) -> None:
    """Killed, or without power, between the making of the file and its first table."""
    made(place)
    with History(place) as history:
        assert history.sessions() == []
        assert history.statements() == []
        assert history.places() == []
    assert place.file.read_bytes() == b""
