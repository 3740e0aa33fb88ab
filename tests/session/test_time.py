"""A machine that slept, a wall clock that jumps, summer time: no interval is ever negative."""

import sys
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import time_machine

from devicelink.core.events import Gap, HoldEnded
from devicelink.core.pipeline import Pipeline, PipelineConfig
from devicelink.session.intake import Intake
from devicelink.store.history import History
from devicelink.store.place import Place
from devicelink.store.recorder import Recorder
from firmware_protocol.messages import Readings, Unit
from tests.store.made import meta, record_session

SLEPT_S = 600


def frame(first: int, force_n: float) -> Readings:
    """Five samples at a hundred a second, numbered and timed by the device's own clock."""
    seqs = range(first, first + 5)
    return Readings(
        raw=tuple(force_n * 1000 + seq * 7 % 40 for seq in seqs),
        unit=Unit.MILLINEWTON,
        device_us=tuple(seq * 10_000 for seq in seqs),
        seq=first,
    )


@pytest.mark.parametrize("numbered_on", [True, False])
def test_ten_minutes_asleep_are_a_gap_and_no_time_in_the_hold(numbered_on: bool) -> None:
    """The device went on measuring, or was out of reach; either way nobody knows those minutes."""
    intake, pipeline = Intake(), Pipeline(PipelineConfig())
    events = []
    slept = SLEPT_S * 100 if numbered_on else 0
    for n in range(400):
        later = SLEPT_S if n >= 200 else 0
        first = 5 * n + (slept if n >= 200 else 0)
        force_n = 0.0 if n < 20 else 20.0
        taken = intake.take(1.0 + 0.05 * n + later, frame(first, force_n), 1)
        assert taken is not None
        events += pipeline.feed(taken.block)
        events += pipeline.feed(intake.timebase.wait(1.0 + 0.05 * n + later))
    events += pipeline.feed(intake.timebase.finish())
    events += pipeline.finish()
    if not numbered_on:  # a clock that stood still with the machine: the device's is believed
        assert [event for event in events if isinstance(event, HoldEnded)]
        return
    (gap,) = [event for event in events if isinstance(event, Gap)]
    assert gap.t1_s - gap.t0_s == pytest.approx(SLEPT_S, abs=0.1)
    holds = [event for event in events if isinstance(event, HoldEnded)]
    assert sum(hold.end_s - hold.onset_s for hold in holds) < 25.0
    assert all(hold.end_s > hold.onset_s for hold in holds)


@pytest.mark.skipif(sys.platform == "win32", reason="has no time zones of its own")
@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
def test_a_session_over_the_end_of_summer_time_lasts_as_long_as_it_did(
    tmp_path: Path, zone: str
) -> None:
    place = Place(tmp_path)
    night = ends_of_summer(zone)
    recorder = Recorder(place)
    with time_machine.travel(night, tick=False):
        number = recorder.begin(meta(started_at=datetime.now(ZoneInfo(zone))))
    recorder.end(300.0, "complete", night + timedelta(seconds=300))
    recorder.close()
    with History(place) as history:
        row = history.session(number).row
    assert row.duration_s == 300.0
    assert row.ended_at is not None
    assert (row.ended_at - row.meta.started_at).total_seconds() == 300.0


def ends_of_summer(zone: str) -> datetime:
    """Two minutes before the clocks go back in 2026."""
    at = datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC"))
    hours = [at + timedelta(hours=n) for n in range(24 * 365)]
    offsets = [hour.astimezone(ZoneInfo(zone)).utcoffset() or timedelta() for hour in hours]
    back = next(n for n in range(1, len(hours)) if offsets[n] < offsets[n - 1])
    return hours[back] - timedelta(minutes=2)


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_wall_clock_that_jumps_in_a_session_changes_no_duration(
    tmp_path: Path, hours: int
) -> None:
    place = Place(tmp_path)
    recorder = Recorder(place)
    number = record_session(recorder, ends=False)
    recorder.end(95.0, "complete", meta().started_at + timedelta(hours=hours))
    recorder.close()
    with History(place) as history:
        data = history.session(number)
    assert data.row.duration_s == 95.0
    assert all(hold.end_s > hold.onset_s for hold in data.holds)
    times = np.concatenate([part.t_s for part in data.samples])
    assert np.all(np.diff(times) > 0)
