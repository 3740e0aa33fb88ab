"""A disk in memory that can fail or lose power: what was not synced may be there, torn, or gone.

An apsw file layer keeps of each file what is durable and what was written since. At a chosen step
everything stops; then each unsynced write survives, is cut at a sector, or is lost, by chance. The
product's own writer runs on it, through a connection that looks like the standard library's.
"""

# ruff: noqa: N802, ARG002 - the methods are named, and called, by apsw

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

import apsw

SECTOR: Final = 512
SURVIVES, TORN = 0.45, 0.15
"""Chances of an unsynced write; what is left is lost."""


class PowerLostError(Exception):
    """The machine has stopped."""


@dataclass
class Stored:
    """One file: all that was written, what of it is durable, and the writes in between."""

    now: bytearray = field(default_factory=bytearray)
    durable: bytes = b""
    unsynced: list[tuple[int, bytes | None]] = field(default_factory=list)
    """Offset and bytes of a write, or the new length and None."""


def put(image: bytearray, offset: int, data: bytes | None) -> None:
    """Carry out one write on an image."""
    if data is None:
        del image[offset:]
        return
    if len(image) < offset:
        image.extend(bytes(offset - len(image)))
    image[offset : offset + len(data)] = data


class Disk:
    """All files, by name, and the step at which the power goes."""

    def __init__(self, stop_at: float = float("inf"), trouble: str = "") -> None:
        self.files: dict[str, Stored] = {}
        self.steps = 0
        self.stop_at = stop_at
        self.trouble = trouble
        """What a step from `stop_at` on raises instead of losing power: `full` or `io`."""
        self.fails_for = 1
        self.dead = False

    def goes_on(self) -> bool:
        """Before each change of a file or its safe-keeping; once dead, nothing has an effect."""
        self.steps += 1
        if self.dead or self.steps < self.stop_at:
            return not self.dead
        if not self.trouble:
            self.dead = True
            raise PowerLostError
        if self.steps < self.stop_at + self.fails_for:
            raise apsw.FullError if self.trouble == "full" else apsw.IOError
        return True

    def survived(self, rng: random.Random) -> dict[str, bytes]:
        """What is on the disk when the power is back."""
        images = {}
        for name, stored in self.files.items():
            image = bytearray(stored.durable)
            for offset, data in stored.unsynced:
                luck = rng.random()
                if luck < SURVIVES:
                    put(image, offset, data)
                elif luck < SURVIVES + TORN and data is not None and len(data) > SECTOR:
                    cut = SECTOR * rng.randrange(1, len(data) // SECTOR + 1)
                    put(image, offset, data[:cut])
            images[name] = bytes(image)
        return images


class File(apsw.VFSFile):
    """An open file on the disk."""

    def __init__(self, disk: Disk, name: str, *, passing: bool) -> None:
        self._disk, self._name, self._passing = disk, name, passing
        self._stored = disk.files.setdefault(name, Stored())
        self._level = 0

    def xRead(self, amount: int, offset: int) -> bytes:
        return bytes(self._stored.now[offset : offset + amount])

    def xWrite(self, data: Any, offset: int) -> None:
        if self._disk.goes_on():
            self._stored.unsynced.append((offset, bytes(data)))
            put(self._stored.now, offset, bytes(data))

    def xTruncate(self, size: int) -> None:
        if self._disk.goes_on():
            self._stored.unsynced.append((size, None))
            put(self._stored.now, size, None)

    def xSync(self, flags: int) -> None:
        if self._disk.goes_on():
            self._stored.durable = bytes(self._stored.now)
            self._stored.unsynced.clear()

    def xFileSize(self) -> int:
        return len(self._stored.now)

    def xClose(self) -> None:
        if self._passing and not self._disk.dead:
            self._disk.files.pop(self._name, None)

    def xLock(self, level: int) -> None:
        self._level = level

    def xUnlock(self, level: int) -> None:
        self._level = level

    def xCheckReservedLock(self) -> bool:
        return False

    def xFileControl(self, op: int, pointer: int) -> bool:
        return False

    def xSectorSize(self) -> int:
        return SECTOR

    def xDeviceCharacteristics(self) -> int:
        return 0


class Layer(apsw.VFS):
    """The file layer that SQLite is told to use: one a disk, so that none meddles with another."""

    _made = count()

    def __init__(self, disk: Disk) -> None:
        self.name = f"loses-power-{next(self._made)}"
        super().__init__(self.name, "")
        self.disk = disk
        self._passing = 0

    def xOpen(self, name: Any, flags: list[int]) -> File:
        if name is None:
            self._passing += 1
            return File(self.disk, f"passing-{self._passing}", passing=True)
        path = name if isinstance(name, str) else name.filename()
        flags[1] = flags[0]
        return File(self.disk, path.rpartition("/")[2], passing=False)

    def xDelete(self, name: str, sync_directory: bool) -> None:
        if self.disk.goes_on():
            self.disk.files.pop(name.rpartition("/")[2], None)

    def xAccess(self, name: str, flags: int) -> bool:
        return name.rpartition("/")[2] in self.disk.files

    def xFullPathname(self, name: str) -> str:
        return name if name.startswith("/") else f"/{name}"


class Row(tuple[Any, ...]):  # noqa: SLOT001 - no tuple of no fixed length may have slots
    """A row whose values are found by place and by name."""

    names: tuple[str, ...]

    def keys(self) -> tuple[str, ...]:
        """The columns."""
        return self.names

    def __getitem__(self, key: Any) -> Any:
        return super().__getitem__(self.names.index(key) if isinstance(key, str) else key)


class Connection:
    """Of the standard library's connection, what the writer uses."""

    row_factory: Any = None

    def __init__(self, disk: Disk, name: str = "x.sqlite") -> None:
        self._layer = Layer(disk)
        self._real = apsw.Connection(name, vfs=self._layer.name)
        self._names: tuple[str, ...] = ()
        self._real.exec_trace = self._describe
        self._real.row_trace = self._named
        for setting in ("locking_mode = exclusive", "wal_autocheckpoint = 30"):
            self._real.execute(f"PRAGMA {setting}").fetchall()

    def _describe(self, cursor: apsw.Cursor, _statement: str, _values: Any) -> bool:
        """While it can still be asked: a statement without rows has no columns once it is done."""
        self._names = tuple(column[0] for column in cursor.get_description())
        return True

    def _named(self, _cursor: apsw.Cursor, values: Any) -> Row:
        row = Row(values)
        row.names = self._names
        return row

    @property
    def in_transaction(self) -> bool:
        return self._real.in_transaction

    def rollback(self) -> None:
        if self._real.in_transaction:
            self._real.execute("ROLLBACK")

    def execute(self, statement: str, values: Any = ()) -> "Answer":
        return Answer(self._real.execute(statement, values), self._names)

    def close(self) -> None:
        self._real.close()


class Answer:
    """A cursor whose statement has been run."""

    def __init__(self, cursor: apsw.Cursor, names: tuple[str, ...]) -> None:
        self.lastrowid = cursor.connection.last_insert_rowid()
        self.rowcount = cursor.connection.changes()
        self.description = tuple((name,) for name in names) or None
        self._rows = cursor.fetchall()

    def fetchone(self) -> Any:
        return self._rows[0] if self._rows else None

    def fetchall(self) -> Any:
        return self._rows

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)
