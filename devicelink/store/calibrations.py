"""Each device's calibrations and rest checks, dated. Rows are only added.

The newest of a device that sets a slope counts; going back to an older one is a new entry that
names it. Guarded by tests/store/test_calibrations.py.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from enum import StrEnum, unique
from typing import Any, Final

from devicelink.store.unpack import has_table, moment, told_as_damage

TABLE: Final = """CREATE TABLE calibration (
    id INTEGER PRIMARY KEY, made_at TEXT NOT NULL, utc_offset_s INTEGER NOT NULL,
    device TEXT NOT NULL, label TEXT NOT NULL, kind TEXT NOT NULL, slope REAL NOT NULL,
    slope_error REAL, mass_kg REAL, true_n REAL, read_n REAL, empty_n REAL NOT NULL,
    noise_n REAL NOT NULL, drift_n_min REAL NOT NULL, drift_error_n_min REAL NOT NULL,
    source INTEGER REFERENCES calibration(id)
) STRICT"""

V3: Final = (
    TABLE,
    "CREATE INDEX calibration_device ON calibration(device)",
    *(
        f"CREATE TRIGGER calibration_no_{what.lower()} BEFORE {what} ON calibration "
        "BEGIN SELECT RAISE(ABORT, 'calibration is append-only'); END"
        for what in ("UPDATE", "DELETE")
    ),
    "ALTER TABLE session ADD COLUMN calibration INTEGER",
    "ALTER TABLE session ADD COLUMN calibration_slope REAL",
    "ALTER TABLE session ADD COLUMN device_trust TEXT",
)


@unique
class CalibrationKind(StrEnum):
    """How an entry came about."""

    TWO_POINT = "two_point"
    """Nothing on it, then a known mass."""
    BACK = "back"
    """An older one, or the device's own numbers, count again."""
    CHECK = "check"
    """At rest, with nothing on it: zero, noise and drift. The slope is the one that counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """One entry. `device` is what tells it from others; `source` the entry gone back to."""

    made_at: datetime
    device: str
    label: str
    kind: CalibrationKind
    slope: float = 1.0
    slope_error: float | None = None
    mass_kg: float | None = None
    true_n: float | None = None
    read_n: float | None = None
    empty_n: float = 0.0
    noise_n: float = 0.0
    drift_n_min: float = 0.0
    drift_error_n_min: float = 0.0
    source: int | None = None
    id: int | None = None
    """Its number in the file, None until it is kept."""


def device_key(driver: str, serial: str | None, address: str) -> str:
    """What a device is kept under: its serial number, or its address where it tells none."""
    return f"{driver} {serial or address}"


def calibration_values(one: Calibration) -> dict[str, object]:
    """The columns of an entry."""
    offset = one.made_at.utcoffset() or timedelta()
    values: dict[str, object] = {field.name: getattr(one, field.name) for field in fields(one)}
    return values | {
        "made_at": one.made_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "utc_offset_s": int(offset.total_seconds()),
        "kind": one.kind.value,
    }


def calibrations_of(connection: sqlite3.Connection, device: str | None) -> list[Calibration]:
    """A device's entries, or all, oldest first; none in a file of before there were any.

    Raises StoreError where one cannot be read: all force would be wrong without it.
    """
    if not has_table(connection, "calibration"):
        return []
    rows = connection.execute(
        "SELECT * FROM calibration WHERE ? IS NULL OR device = ? ORDER BY id", (device, device)
    )
    return [calibration_of(dict(row)) for row in rows]


def in_force(entries: Iterable[Calibration]) -> Calibration | None:
    """The one that counts: the newest that sets a slope. None where none does."""
    setting = [one for one in entries if one.kind is not CalibrationKind.CHECK]
    newest = setting[-1] if setting else None
    is_own = newest is not None and newest.kind is CalibrationKind.BACK and newest.source is None
    return None if is_own else newest


def calibration_of(row: Mapping[str, Any]) -> Calibration:
    """An entry of its columns. Raises StoreError where they are none."""
    with told_as_damage():
        made_at = moment(row["made_at"], row["utc_offset_s"])
        values = {name: value for name, value in row.items() if name != "utc_offset_s"}
        return Calibration(**{**values, "made_at": made_at, "kind": CalibrationKind(row["kind"])})
