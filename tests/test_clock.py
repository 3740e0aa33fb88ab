"""The one clock: monotonic, scaled together with its sleeps, and a wall time with its zone."""

import asyncio

import pytest

from devicelink.clock import Clock


def test_now_starts_near_zero_and_rises() -> None:
    """Seconds since it was made."""
    clock = Clock()
    first = clock.now()
    assert 0.0 <= first < 1.0
    assert clock.now() >= first


async def test_sleep_and_now_are_scaled_together() -> None:
    """A hundred times as fast: a second of session time is a hundredth on the wall."""
    clock, loop = Clock(speed=100.0), asyncio.get_running_loop()
    began_s, wall_s = clock.now(), loop.time()
    await clock.sleep(2.0)
    assert clock.now() - began_s >= 1.9
    assert loop.time() - wall_s < 1.0


@pytest.mark.parametrize("speed", [0.0, -1.0, float("nan")])
def test_a_world_does_not_stand_still_or_run_backwards(speed: float) -> None:
    """Such a speed is a bug of ours."""
    with pytest.raises(ValueError, match="speed"):
        Clock(speed)


def test_wall_time_has_its_zone() -> None:
    """A record without a zone could be read as another hour."""
    assert Clock.wall().tzinfo is not None
