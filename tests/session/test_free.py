"""A free recording: rows of time and force from whatever a device sends."""

import math

import pytest

from devicelink.core.events import Level, OverForce
from devicelink.session.free import FreeRecording, Row
from firmware_protocol.messages import Battery, Readings, Unit, Values


def test_forces_with_the_devices_own_times_from_the_first_sample_on() -> None:
    recording = FreeRecording()
    first = Readings(raw=(1.0, 2.0), unit=Unit.KILOGRAM, device_us=(53_400, 64_610))
    second = Readings(raw=(3.0, math.nan), unit=Unit.KILOGRAM, device_us=(87_030, 98_240))
    rows = recording.take(10.0, first) + recording.take(10.1, second)
    assert [row.t_s for row in rows] == pytest.approx([0.0, 0.01121, 0.03363, 0.04484])
    assert [row.force_n for row in rows[:3]] == pytest.approx([9.80665, 19.6133, 29.41995])
    assert [row.raw for row in rows[:3]] == pytest.approx([1.0, 2.0, 3.0])
    assert rows[3][1:] == (None, None, "kg")


def test_what_is_no_force_keeps_its_number_and_unit() -> None:
    recording = FreeRecording()
    rows = recording.take(5.0, Values(raw=(101_325.0,), unit="Pa"))
    assert rows == [Row(0.0, None, 101_325.0, "Pa")]


def test_all_else_is_no_row() -> None:
    assert FreeRecording().take(0.0, Battery(percent=50)) == []


def test_a_hand_that_presses_too_hard_is_guarded() -> None:
    recording = FreeRecording()
    recording.guard(50.0)
    rising = tuple(n * 4.0 for n in range(20))
    at = tuple(n * 12_500 for n in range(20))
    recording.take(1.0, Readings(raw=rising, unit=Unit.NEWTON, device_us=at))
    levels = [one.level for one in recording.alarms if isinstance(one, OverForce)]
    assert levels[-1] is Level.ALARM
    assert recording.newest_n == 76.0
    recording.take(1.3, Battery(percent=50))
    assert recording.alarms == ()
    assert recording.newest_n == 76.0  # still pressed, as far as anybody knows
