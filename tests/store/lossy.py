"""The product's writer on the disk that loses power: sessions written, and what must be left."""

import random
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

import apsw
from sqlite_utils import Database

from devicelink.store.place import Place
from devicelink.store.record import SampleBatch
from devicelink.store.rows import Row, chunk_row, end_row, record_row, session_row
from devicelink.store.samples import decode_frames
from devicelink.store.schema import migrations, wrap
from devicelink.store.writer import _SETTINGS, Writer
from tests.store.made import STARTED, answered, batch, made, meta
from tests.store.power import Connection, Disk, PowerLostError, Stored

SESSIONS, CHUNKS = 2, 12
BATCHES: Final = [batch(50 * n) for n in range(CHUNKS)]


class Powered(Writer):
    """The writer on that disk, past its opening; `weakened` settings are the control."""

    def __init__(self, disk: Disk, weakened: tuple[str, ...] = ()) -> None:
        connection: Any = Connection(disk)
        self._connection = connection  # type: ignore[misc]
        for setting in (*_SETTINGS, *weakened):
            self._connection.execute(setting)


def empty_file(folder: Path) -> bytes:
    """A data file with nothing in it, as the product makes it."""
    place = Place(folder)
    made(place)
    Writer(place.file).close()
    return place.file.read_bytes()


def disk_with(image: bytes, stop_at: float = float("inf"), trouble: str = "") -> Disk:
    disk = Disk(stop_at, trouble)
    disk.files["x.sqlite"] = Stored(bytearray(image), image)
    return disk


@dataclass
class Acknowledged:
    """What the writer said is on the disk."""

    chunks: dict[int, int] = field(default_factory=dict)
    """How many of each session."""
    ended: set[int] = field(default_factory=set)


@cache
def rows_of(session: int, n: int) -> list[Row]:
    """One commit: samples and a record."""
    part: SampleBatch = BATCHES[n]
    record = answered(float(n), "pain_now", "answered", n % 11)
    return [chunk_row(session, part), record_row(session, n, record)]


def work_of(said: Acknowledged) -> list[tuple[Callable[[Writer], None], Callable[[], None]]]:
    """What is written, step by step, and what is acknowledged once it is: sessions, compacted."""
    work: list[tuple[Callable[[Writer], None], Callable[[], None]]] = []

    def add(rows: list[Row], then: Callable[[], None]) -> None:
        work.append((lambda writer: writer.write(rows), then))

    for session in range(1, SESSIONS + 1):
        add([session_row(session, meta())], partial(said.chunks.__setitem__, session, 0))
        for n in range(CHUNKS):
            add(rows_of(session, n), partial(said.chunks.__setitem__, session, n + 1))
        counts = (50 * CHUNKS, CHUNKS)
        add([end_row(session, STARTED, 95.0, "complete", counts)], partial(said.ended.add, session))
        work.append((partial(_finish, session), lambda: None))
    return work


def _finish(session: int, writer: Writer) -> None:
    writer.finish(session)


def write_on(disk: Disk, said: Acknowledged, weakened: tuple[str, ...] = ()) -> None:
    """All the work, until the power goes."""
    with suppress(PowerLostError, apsw.Error):
        writer = Powered(disk, weakened)
        try:
            for act, acknowledge in work_of(said):
                act(writer)
                acknowledge()
        finally:
            writer.close()


def write_stubbornly(disk: Disk, said: Acknowledged) -> int:
    """All the work as the recorder does it: after a failure a new connection, and again.

    Answers how often it failed.
    """
    failures, writer = 0, None
    for act, acknowledge in work_of(said):
        while True:
            try:
                writer = writer or Powered(disk)
                act(writer)
                break
            except apsw.Error:
                failures += 1
                if writer is not None:
                    with suppress(apsw.Error):
                        writer.close()
                writer = None
                assert failures < 50, "it never comes back"
        acknowledge()
    if writer is not None:
        with suppress(apsw.Error):
            writer.close()
    return failures


@dataclass(frozen=True, slots=True)
class Outcome:
    """One loss of power."""

    acknowledged: int
    lost: int
    corrupt: str


def judge(images: dict[str, bytes], folder: Path, said: Acknowledged) -> Outcome:
    """Opens what is left with the standard library's SQLite and counts."""
    acknowledged = sum(said.chunks.values())
    for name, image in images.items():
        (folder / name).write_bytes(image)
    try:
        with sqlite3.connect(folder / "x.sqlite") as raw:
            lost, corrupt = _count(raw, said)
        raw.close()
    except sqlite3.DatabaseError as error:
        lost, corrupt = acknowledged, str(error)
    for path in folder.iterdir():
        path.unlink()
    return Outcome(acknowledged, lost, corrupt)


def _count(raw: sqlite3.Connection, said: Acknowledged) -> tuple[int, str]:
    (sound,) = raw.execute("PRAGMA integrity_check").fetchone()
    if sound != "ok":
        return 0, str(sound)
    lost = 0
    for session, chunks in said.chunks.items():
        live = raw.execute(
            "SELECT frame FROM sample_chunk WHERE session = ? ORDER BY first", (session,)
        ).fetchall()
        whole = raw.execute(
            "SELECT frames FROM sample_blob WHERE session = ?", (session,)
        ).fetchall()
        if live and whole:
            return 0, f"session {session} has live blocks and a finished one"
        parts = [part for (frame,) in (*live, *whole) for part in decode_frames(frame)]
        kept = b"".join(part.raw.tobytes() for part in parts)
        if not kept.startswith(b"".join(one.raw.tobytes() for one in BATCHES[:chunks])):
            lost += 1
        (records,) = raw.execute(
            "SELECT count(*) FROM stream WHERE session = ?", (session,)
        ).fetchone()
        ended = raw.execute("SELECT 1 FROM session_end WHERE session = ?", (session,)).fetchone()
        lost += max(0, chunks - records) + (session in said.ended and ended is None)
    return lost, ""


def lose_power(image: bytes, folder: Path, seed: int, weakened: tuple[str, ...] = ()) -> Outcome:
    """One run: power lost at a random step of a run as long as this disk's."""
    rng = random.Random(seed)
    disk = disk_with(image, rng.randrange(1, steps_of(image, weakened)))
    said = Acknowledged()
    write_on(disk, said, weakened)
    return judge(disk.survived(rng), folder, said)


_steps: dict[tuple[str, ...], int] = {}


def steps_of(image: bytes, weakened: tuple[str, ...] = ()) -> int:
    """How many steps a run takes to which nothing happens."""
    if weakened not in _steps:
        disk = disk_with(image)
        write_on(disk, Acknowledged(), weakened)
        _steps[weakened] = disk.steps
    return _steps[weakened]


def schemas(folder: Path) -> list[tuple[bytes, frozenset[str]]]:
    """The file and what it consists of, with no migration applied, with the first, ... with all."""
    names = [migration.name for migration in migrations.pending(Database(memory=True))]
    made: list[tuple[bytes, frozenset[str]]] = []
    for stop in (*names, None):
        path = folder / f"{stop}.sqlite"
        raw = sqlite3.connect(path, isolation_level=None)
        raw.execute("PRAGMA journal_mode = WAL")
        migrations.apply(wrap(raw), stop_before=stop)
        parts = parts_of(raw)
        raw.close()
        made.append((path.read_bytes(), parts))
    return made


def parts_of(raw: sqlite3.Connection) -> frozenset[str]:
    """Tables, triggers and indexes, and the names of the migrations applied."""
    sql = {str(row[0]) for row in raw.execute("SELECT sql FROM sqlite_master WHERE sql NOT NULL")}
    return frozenset(sql | {migration.name for migration in migrations.applied(wrap(raw))})


def migrate_on(disk: Disk) -> None:
    """The product opens the file, until the power goes."""
    connect: Any = lambda _path: Connection(disk)  # noqa: E731
    with suppress(PowerLostError, apsw.Error):
        Writer(Path("x.sqlite"), connect).close()


def left_by_migrating(image: bytes, folder: Path, step: int) -> frozenset[str]:
    """What the file consists of after losing power at this step."""
    disk = disk_with(image, step)
    migrate_on(disk)
    for name, left in disk.survived(random.Random(step)).items():
        (folder / name).write_bytes(left)
    raw = sqlite3.connect(folder / "x.sqlite")
    assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    parts = parts_of(raw)
    raw.close()
    return parts


def steps_to_migrate(image: bytes) -> int:
    """How many steps it takes where nothing happens."""
    disk = disk_with(image)
    migrate_on(disk)
    return disk.steps
