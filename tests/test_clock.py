"""The one clock: from zero, never back, and as much faster than the wall as was asked."""

import sys
import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from devicelink.clock import Clock


def test_it_starts_at_zero_and_never_goes_back() -> None:
    clock = Clock()
    seen = [clock.now() for _ in range(100)]
    assert 0.0 <= seen[0] < 0.5
    assert seen == sorted(seen)


def test_now_is_scaled(monkeypatch: pytest.MonkeyPatch) -> None:
    wall_s = 1000.0
    monkeypatch.setattr("devicelink.clock.steady_s", lambda: wall_s)
    fast, real = Clock(20.0), Clock()
    wall_s = 1003.0
    assert fast.now() == pytest.approx(60.0)
    assert real.now() == pytest.approx(3.0)


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_time_that_the_machine_sleeps_counts(
    monkeypatch: pytest.MonkeyPatch, platform: str
) -> None:
    """Of each system the clock is read that goes on: in Linux CLOCK_MONOTONIC stands still."""
    goes_on = {"linux": 7, "darwin": 6}
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(time, "CLOCK_BOOTTIME", 7, raising=False)
    monkeypatch.setattr(time, "CLOCK_MONOTONIC", 6, raising=False)
    slept_s = 0.0

    def gettime(which: int) -> float:
        return 1000.0 + (slept_s if which == goes_on[platform] else 0.0)

    monkeypatch.setattr(time, "clock_gettime", gettime, raising=False)
    clock = Clock()
    assert clock.now() == 0.0
    slept_s = 600.0
    assert clock.now() == 600.0


@pytest.mark.parametrize("hours", [-1, 1, 24 * 365])
def test_the_wall_clock_may_jump_and_durations_do_not(hours: int) -> None:
    clock = Clock()
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=hours)):
        assert 0.0 <= clock.now() < 5.0
        assert abs(Clock.wall() - datetime.now(UTC)) < timedelta(seconds=5)
    assert 0.0 <= clock.now() < 10.0


async def test_sleep_is_scaled_together_with_now() -> None:
    clock = Clock(50.0)
    began_s, wall_s = clock.now(), time.monotonic()
    await clock.sleep(5.0)
    assert clock.now() - began_s >= 4.9
    assert 0.09 <= time.monotonic() - wall_s < 2.0
    await clock.sleep(-1.0)


@pytest.mark.parametrize("speed", [0.0, -1.0, float("nan")])
def test_a_speed_that_is_none_is_refused(speed: float) -> None:
    with pytest.raises(ValueError, match="speed"):
        Clock(speed)


def test_the_wall_knows_its_zone() -> None:
    assert Clock.wall().utcoffset() == timedelta(0)
