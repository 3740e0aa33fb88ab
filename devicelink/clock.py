"""The one place that reads a clock; everything below it is handed the time.

`Clock.now()` is monotonic seconds from the session's start, those included that the machine slept:
what came meanwhile is a gap, not a moment. A simulated world may run faster than
the wall: then `now` and `sleep` are scaled together. Guarded by tests/test_clock.py.
"""

import asyncio
import sys
import time
from datetime import UTC, datetime


def steady_s() -> float:
    """Seconds that never go back nor jump with the wall clock, and go on while the machine sleeps.

    Linux stops its monotonic clock then, so its clock since boot is read; the others' goes on.
    """
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    elif sys.platform == "darwin":  # noqa: RET505 - the type checker follows this form only
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    else:
        return time.monotonic()


class Clock:
    """Seconds since it was made, `speed` times as fast as the wall."""

    def __init__(self, speed: float = 1.0) -> None:
        if not speed > 0:
            raise ValueError(f"speed must be above 0, not {speed}")
        self.speed = speed
        self._origin = steady_s()

    def now(self) -> float:
        """Seconds of session time."""
        return (steady_s() - self._origin) * self.speed

    async def sleep(self, seconds: float) -> None:
        """Sleep that many seconds of session time."""
        await asyncio.sleep(max(0.0, seconds) / self.speed)

    @staticmethod
    def wall() -> datetime:
        """Date and time of day, with its zone: to label a record, never to measure a duration."""
        return datetime.now(UTC)
