"""The data path: ordered blocks for the core, and the guard that waits for nobody."""

from math import isnan, nan

import pytest

from devicelink.core.events import Level, OverForce, OverForceCleared
from devicelink.session.intake import Intake, Taken
from firmware_protocol.messages import Asleep, Battery, Info, ReadingFlag, Readings, Unit

LIMIT_N = 40.0


def frame(seq: int, *force_n: float, backfill: bool = False) -> Readings:
    """Samples at 100 Hz in millinewtons, numbered from `seq`."""
    return Readings(
        raw=tuple(force * 1000.0 for force in force_n),
        unit=Unit.MILLINEWTON,
        device_us=tuple((seq + n) * 10_000 for n in range(len(force_n))),
        seq=seq,
        flags=ReadingFlag.BACKFILL if backfill else ReadingFlag.NONE,
    )


def take(intake: Intake, at_s: float, readings: Readings) -> Taken:
    taken = intake.take(at_s, readings, boot_id=7)
    assert taken is not None
    return taken


def pressing(intake: Intake, seconds: float, force_n: float = 20.0) -> int:
    """A steady press, frame by frame; gives the next number."""
    for seq in range(0, round(seconds * 100), 5):
        take(intake, (seq + 5) / 100, frame(seq, *[force_n] * 5))
    return round(seconds * 100)


def test_the_guard_is_ahead_of_a_hole() -> None:
    """The core waits for the samples that are missing; the alarm does not."""
    intake = Intake()
    intake.guard(LIMIT_N)
    seq = pressing(intake, 1.0)
    taken = take(intake, 1.2, frame(seq + 10, *[45.0] * 5))
    assert len(taken.block) == 0
    assert [alarm.level for alarm in taken.alarms if isinstance(alarm, OverForce)] == [Level.ALARM]
    assert intake.newest_n == pytest.approx(45.0)
    assert intake.timebase.missing() == ((seq, 10),)


def test_what_is_sent_again_comes_in_order_and_rings_no_second_time() -> None:
    intake = Intake()
    intake.guard(LIMIT_N)
    seq = pressing(intake, 1.0)
    take(intake, 1.2, frame(seq + 10, *[45.0] * 5))
    taken = take(intake, 1.3, frame(seq, *[45.0] * 10, backfill=True))
    assert len(taken.block) == 15
    assert list(taken.block.t_s) == sorted(taken.block.t_s)
    assert taken.alarms == ()
    assert intake.heard_s == pytest.approx(1.15, abs=1e-3)  # when it was taken, not when it came
    assert intake.timebase.lost == 0


def test_the_alarm_is_cleared_when_the_force_has_been_low() -> None:
    intake = Intake()
    intake.guard(LIMIT_N)
    seq = pressing(intake, 0.5, 45.0)
    alarms = [
        alarm
        for n in range(seq, seq + 150, 5)
        for alarm in take(intake, (n + 5) / 100, frame(n, *[5.0] * 5)).alarms
    ]
    assert [type(alarm) for alarm in alarms] == [OverForceCleared]


def test_without_a_limit_nothing_is_guarded() -> None:
    """Before the plan is made there is no limit, and still the samples are taken."""
    taken = take(Intake(), 0.05, frame(0, *[500.0] * 5))
    assert taken.alarms == ()
    assert len(taken.block) == 5


def test_a_force_that_is_not_known_is_no_number() -> None:
    intake = Intake()
    intake.guard(LIMIT_N)
    pressing(intake, 1.0)
    taken = take(intake, 1.05, frame(100, 20.0, 20.0, 20.0, 20.0, nan))
    assert isnan(taken.block.force_n[-1])
    assert intake.newest_n is None
    assert taken.alarms == ()


def test_what_was_held_up_on_the_air_is_as_old_as_it_is() -> None:
    """Frames go on arriving, each a second late: no number of them is live (A5)."""
    intake = Intake()
    seq = pressing(intake, 1.0)
    assert intake.is_live(1.4)
    for n in range(seq, seq + 300, 5):
        at_s = (n + 5) / 100 + 1.0
        take(intake, at_s, frame(n, *[20.0] * 5))
        assert not intake.is_live(at_s)
    take(intake, 4.05, frame(400, *[20.0] * 5))
    assert intake.is_live(4.05)


def test_faster_than_life_a_slow_machine_is_no_late_link() -> None:
    intake = Intake(pace=60.0)
    seq = pressing(intake, 1.0)
    take(intake, 100.0, frame(seq, *[20.0] * 5))
    assert intake.is_live(100.0)


def test_a_first_frame_that_came_late_makes_the_others_no_fresher_than_they_are() -> None:
    intake = Intake()
    take(intake, 0.85, frame(0, *[20.0] * 5))
    pressing(intake, 2.0)
    assert intake.heard_s == pytest.approx(2.0)
    assert not intake.is_live(2.6)


def test_a_slow_clock_is_not_taken_for_a_late_link() -> None:
    intake = Intake()
    for n in range(0, 3600 * 20, 20):  # one frame a second, 100 ppm slow, for an hour
        at_s = (n + 1) / 20 * (1 + 100e-6)
        readings = Readings(
            raw=(1.0,), unit=Unit.NEWTON, device_us=((n + 1) * 50_000 % 2**32,), seq=n // 20
        )
        take(intake, at_s, readings)
        assert intake.is_live(at_s + 0.45)


def test_the_rate_is_what_really_came() -> None:
    intake = Intake()
    pressing(intake, 1.5)
    assert intake.rate_hz is None  # too early to say
    pressing(intake, 10.0)
    assert intake.rate_hz == pytest.approx(100.0, rel=0.01)


def test_the_rate_after_a_pause_is_measured_anew() -> None:
    intake = Intake()
    pressing(intake, 6.0)
    for seq in range(6000, 6600, 5):
        take(intake, (seq + 5) / 100, frame(seq, *[20.0] * 5))
    assert intake.rate_hz == pytest.approx(100.0, rel=0.02)


def test_facts_about_the_device_are_kept() -> None:
    intake = Intake()
    assert intake.take(0.0, Battery(percent=81), None) is None
    assert intake.take(0.0, Battery(millivolts=3900), None) is None
    assert intake.take(0.0, Info("model", "P-100"), None) is None
    assert intake.take(0.0, Asleep(), None) is None
    assert (intake.battery_pct, intake.info) == (81, {"model": "P-100"})
    take(intake, 0.1, frame(0, 1.0))
    assert intake.unit is Unit.MILLINEWTON


def test_when_a_sample_came_is_told_as_of_the_quickest_way() -> None:
    """For how old a number is that the core, which waits for others, took from older samples."""
    intake = Intake()
    take(intake, 0.85, frame(0, *[20.0] * 5))
    pressing(intake, 2.0)
    newest_s = intake.newest_s
    assert intake.came_s(newest_s) == pytest.approx(2.0)
    assert intake.came_s(newest_s - 0.4) == pytest.approx(1.6)
    assert intake.came_s(newest_s + 5.0) == intake.heard_s
