"""What is recorded is read again; the disk may do what it likes, the session never notices."""

import sqlite3
import threading
import time
from pathlib import Path

import pytest

from devicelink.store.derived import holds, ratings
from devicelink.store.history import History
from devicelink.store.outbox import Outbox
from devicelink.store.place import Place
from devicelink.store.record import Record
from devicelink.store.recorder import INTERVAL_S, Recorder
from devicelink.store.rows import record_row
from devicelink.store.writer import connect
from tests.store.made import STARTED, answered, batch, meta, record_session, told


class Disk:
    """Stands between us and the disk: `trouble` is raised by each commit, `stall` holds it up."""

    def __init__(self) -> None:
        self.trouble: sqlite3.OperationalError | None = None
        self.stall = threading.Event()
        self.stall.set()
        self.commits = 0

    def connect(self, path: Path) -> sqlite3.Connection:
        disk = self

        class Connection(sqlite3.Connection):
            def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
                if sql == "COMMIT":
                    disk.stall.wait(5)
                    if disk.trouble:
                        raise disk.trouble
                    disk.commits += 1
                return super().execute(sql, *values)  # type: ignore[arg-type]

        address = f"{path.absolute().as_uri()}?mode=rw"
        return sqlite3.connect(address, uri=True, isolation_level=None, factory=Connection)


def read(place: Place, number: int = 1) -> tuple[bytes, bytes, list[Record]]:
    with History(place) as history:
        data = history.session(number)
    assert data.holes == ()
    times = b"".join(part.t_s.tobytes() for part in data.samples)
    return times, b"".join(part.raw.tobytes() for part in data.samples), list(data.records)


def wanted(batches: int = 8) -> tuple[bytes, bytes, list[Record]]:
    parts = [batch(50 * i) for i in range(batches)]
    times, raw = (b"".join(getattr(p, name).tobytes() for p in parts) for name in ("t_s", "raw"))
    return times, raw, told()


def test_a_session_is_read_again_to_the_bit(place: Place) -> None:
    """S56, S57, S58: point, pressure and pain are there without anyone writing them down."""
    with_recorder = Recorder(place)
    number = record_session(with_recorder)
    assert read(place, number) == wanted()
    assert with_recorder.close().text == "saved"
    with History(place) as history:
        data = history.session(number)
    assert data.row.meta == meta()
    assert data.row.meta.point == "upper_trapezius"
    assert (data.row.ending, data.row.samples, data.row.records) == ("complete", 400, 10)


def test_a_finished_session_is_one_block_with_the_same_samples(place: Place) -> None:
    recorder = Recorder(place, interval_s=0.01)
    recorder.begin(meta())
    for i in range(8):
        recorder.samples(batch(50 * i))
        assert recorder.flush().result(5)
    for record in told():
        recorder.append(record)
    assert recorder.flush().result(5)
    live = read(place)
    with sqlite3.connect(place.file) as raw:
        assert raw.execute("SELECT count(*), sum(n) FROM sample_chunk").fetchone() == (8, 400)
    recorder.end(95.0, "complete", STARTED)
    recorder.close()
    with sqlite3.connect(place.file) as raw:
        assert raw.execute("SELECT count(*) FROM sample_chunk").fetchone() == (0,)
        assert raw.execute("SELECT n FROM sample_blob").fetchall() == [(400,)]
    assert read(place) == live == wanted()


def test_derived_rows_are_those_of_the_stream(place: Place) -> None:
    recorder = Recorder(place)
    record_session(recorder)
    recorder.close()
    numbered = list(enumerate(told()))
    with History(place) as history:
        ((_, kept_holds, kept_ratings),) = history.told(history.sessions())
    assert kept_holds == holds(meta(), numbered)
    assert kept_ratings == ratings(numbered, asked=True)


def test_nothing_waits_for_a_stalled_disk_and_nothing_is_lost(place: Place) -> None:
    disk = Disk()
    recorder = Recorder(place, connect=disk.connect, interval_s=0.01)
    recorder.begin(meta())
    assert recorder.flush().result(5)
    disk.stall.clear()
    longest_s = 0.0
    for i in range(200):
        start = time.perf_counter()
        recorder.samples(batch(50 * i))
        recorder.append(answered(float(i), "pain_now", "answered", 3))
        longest_s = max(longest_s, time.perf_counter() - start)
        if i == 100:
            time.sleep(0.1)
    disk.stall.set()
    assert recorder.flush().result(5)
    assert longest_s < 1.0, (
        f"the disk stood still until the end, and an append took {longest_s * 1000:.0f} ms"
    )
    assert read(place)[0] == wanted(200)[0]
    recorder.close()


def commit_s(disk: Disk) -> float:
    """How long until the next commit."""
    before, start = disk.commits, time.perf_counter()
    while disk.commits == before and time.perf_counter() - start < 5:
        time.sleep(0.001)
    return time.perf_counter() - start


def test_what_matters_is_saved_at_once_and_the_rest_within_half_a_second(place: Place) -> None:
    disk = Disk()
    recorder = Recorder(place, connect=disk.connect, interval_s=60.0)
    recorder.begin(meta())
    assert recorder.flush().result(5)
    recorder.append(answered(1.0, "pain_before", "answered", 6))
    assert commit_s(disk) < 2, "a rating does not wait for the interval"
    recorder.close()
    recorder = Recorder(place, connect=disk.connect)
    recorder.begin(meta())
    assert recorder.flush().result(5)
    recorder.samples(batch(0))
    assert 0.3 < commit_s(disk) < 2, "samples are gathered first"
    recorder.close()
    assert INTERVAL_S < 0.5


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("database or disk is full", "not saved: disk full"),
        ("attempt to write a readonly database", "not saved: the file is read-only"),
        ("disk I/O error", "not saved: the disk reports an error"),
    ],
)
def test_the_session_goes_on_without_a_disk_and_is_saved_when_it_is_back(
    place: Place, message: str, words: str
) -> None:
    disk = Disk()
    recorder = Recorder(place, connect=disk.connect, interval_s=0.01, retry_s=0.02)
    recorder.begin(meta())
    assert recorder.flush().result(5)
    disk.trouble = sqlite3.OperationalError(message)
    for i in range(8):
        recorder.samples(batch(50 * i))
    for record in told():
        recorder.append(record)
    assert recorder.flush().result(5) is False
    status = recorder.status()
    assert (status.saved, status.text) == (False, words)
    assert (status.unsaved_records, status.unsaved_samples) == (10, 400)
    recorder.end(95.0, "complete", STARTED)
    disk.trouble = None
    assert recorder.flush().result(5)
    assert recorder.status().text == "saved"
    assert read(place) == wanted()
    recorder.close()


def test_a_really_full_file_is_saved_once_there_is_room(place: Place) -> None:
    """SQLite's own refusal, by a quota of pages, instead of ours."""
    pages = [40]

    def small(path: Path) -> sqlite3.Connection:
        made = connect(path)
        made.execute(f"PRAGMA max_page_count = {pages[0]}")
        return made

    recorder = Recorder(place, connect=small, interval_s=0.01, retry_s=0.02)
    recorder.begin(meta())
    for i in range(100):
        recorder.samples(batch(500 * i, 500))
    assert recorder.flush().result(5) is False
    assert recorder.status().text == "not saved: disk full"
    pages[0] = 100_000
    assert recorder.flush().result(5)
    recorder.end(95.0, "complete", STARTED)
    assert recorder.close().saved
    with History(place) as history:
        assert history.session(1).row.samples == 50_000
        assert history.session(1).holes == ()


def test_closing_on_a_full_disk_says_what_is_missing(place: Place) -> None:
    disk = Disk()
    recorder = Recorder(place, connect=disk.connect)
    recorder.begin(meta())
    assert recorder.flush().result(5)
    disk.trouble = sqlite3.OperationalError("database or disk is full")
    recorder.samples(batch(0))
    status = recorder.close()
    assert (status.saved, status.unsaved_samples) == (False, 50)
    assert recorder.flush().result(1) is False
    assert recorder.close() == status


def test_memory_is_bounded_and_what_is_given_up_is_counted_and_a_stated_hole(place: Place) -> None:
    disk = Disk()
    recorder = Recorder(place, connect=disk.connect, interval_s=0.01, limit_bytes=20_000)
    recorder.begin(meta())
    assert recorder.flush().result(5)
    disk.trouble = sqlite3.OperationalError("database or disk is full")
    for i in range(100):
        recorder.samples(batch(500 * i, 500))
    assert recorder.flush().result(5) is False
    lost = recorder.status().lost_samples
    assert 0 < lost < 50_000
    assert f"{lost} samples" in recorder.status().text
    disk.trouble = None
    assert recorder.flush().result(5)
    recorder.samples(batch(50_000, 500))
    recorder.end(600.0, "complete", STARTED)
    recorder.close()
    with History(place) as history:
        data = history.session(1)
    assert sum(map(len, data.samples)) == 50_500 - lost
    assert sum(count for _, count in data.holes) == lost
    assert data.samples[-1].first == 50_000


def test_records_have_room_beyond_the_samples() -> None:
    outbox = Outbox(1000)
    while not outbox.lost()[1]:
        outbox.add_samples(1, batch(0, 5), 0)
    outbox.add(record_row(1, 0, Record(0.0, 0, "go", {})))
    assert outbox.lost()[0] == 0
    for n in range(1, 9):
        outbox.add(record_row(1, n, Record(0.0, 0, "go", {})))
    assert outbox.lost()[0] > 0


def test_a_commit_whose_answer_was_lost_is_made_again_without_doubles(place: Place) -> None:
    class Forgetful(sqlite3.Connection):
        forgets = False

        def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
            done = super().execute(sql, *values)  # type: ignore[arg-type]
            if sql == "COMMIT" and Forgetful.forgets:
                Forgetful.forgets = False
                raise sqlite3.OperationalError("disk I/O error")
            return done

    def forgetful(path: Path) -> sqlite3.Connection:
        address = f"{path.absolute().as_uri()}?mode=rw"
        return sqlite3.connect(address, uri=True, isolation_level=None, factory=Forgetful)

    recorder = Recorder(place, connect=forgetful, interval_s=0.01, retry_s=0.01)
    recorder.begin(meta())
    assert recorder.flush().result(5)
    Forgetful.forgets = True
    recorder.samples(batch(0))
    recorder.append(told()[0])
    recorder.flush().result(5)
    assert recorder.flush().result(5)
    times, _, records = read(place)
    assert (times, records) == (batch(0).t_s.tobytes(), told()[:1])
    recorder.close()
