"""Calibrations are kept as they were made; the newest that sets a slope counts."""

import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from devicelink.store.calibrations import Calibration, CalibrationKind, device_key, in_force
from devicelink.store.history import History
from devicelink.store.place import Place
from devicelink.store.recorder import Recorder

MADE = Calibration(
    made_at=datetime(2026, 11, 26, 3, 0, tzinfo=timezone(timedelta(hours=1))),
    device=device_key("open_profile", "SIM00007", "F0:00"), label="DL-Probe",
    kind=CalibrationKind.TWO_POINT, slope=0.952, slope_error=0.001, mass_kg=2.0,
    true_n=19.6133, read_n=20.602, empty_n=0.12, noise_n=0.03, drift_n_min=0.1,
    drift_error_n_min=0.05, id=1,
)  # fmt: skip
CHECK = replace(MADE, kind=CalibrationKind.CHECK, id=2)
AGAIN = replace(MADE, slope=0.96, id=3)
BACK = replace(MADE, kind=CalibrationKind.BACK, source=1, id=4)
NONE = replace(MADE, kind=CalibrationKind.BACK, slope=1.0, source=None, id=5)


def kept(place: Place, *entries: Calibration) -> list[Calibration]:
    recorder = Recorder(place)
    for one in entries:
        recorder.calibrate(one)
    recorder.close()
    with History(place) as history:
        return history.calibrations(MADE.device)


def test_they_come_back_as_they_were_made(place: Place) -> None:
    other = replace(MADE, device="tindeq x", id=6)
    assert kept(place, MADE, CHECK, AGAIN, BACK, NONE, other) == [MADE, CHECK, AGAIN, BACK, NONE]


def test_which_one_counts() -> None:
    assert in_force([]) is None
    assert in_force([CHECK]) is None
    assert in_force([MADE, CHECK]) is MADE
    assert in_force([MADE, AGAIN, CHECK]) is AGAIN
    assert in_force([MADE, AGAIN, BACK]) is BACK
    assert in_force([MADE, NONE]) is None


@pytest.mark.parametrize(
    "statement", ["UPDATE calibration SET slope = 2", "DELETE FROM calibration"]
)
def test_none_is_ever_changed(place: Place, statement: str) -> None:
    kept(place, MADE)
    with (
        sqlite3.connect(place.file) as raw,
        pytest.raises(sqlite3.IntegrityError, match="append-only"),
    ):
        raw.execute(statement)


def test_a_device_without_a_serial_number_goes_by_its_address() -> None:
    assert device_key("squegg", None, "F0:0D") == "squegg F0:0D"
