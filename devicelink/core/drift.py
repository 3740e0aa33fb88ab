"""A device's clock against ours: follows its drift by bending the line of time, never breaking it.

The quickest frames of each stretch say how far the two clocks have come apart; the line is then
slewed, slower than any ear or eye could tell. It rises always, and a time once given stays: what is
sent again later finds the very place it had. Guarded by tests/core/test_device_time.py.
"""

from bisect import bisect_right
from math import inf

STRETCH_US = 20_000_000
FRAMES = 20
"""A stretch is judged by its quickest frame: of fewer than these, none may have been quick."""
SETTLE_S = 60.0
"""What was found apart is made good within this; at 50 ppm it leaves 3 ms."""
SLEW = 500e-6
"""The steepest bend: quartz in a toy is off by 100 ppm, an RC oscillator's trim by 300."""
KNOTS_MAX = 1024
"""Bends remembered: five hours, longer than any device keeps samples."""


class Drift:
    """From unwrapped microseconds of one life to seconds of session time."""

    def __init__(self, first_us: int, first_s: float) -> None:
        self._knots_us = [first_us]
        self._knots: list[tuple[float, float]] = [(first_s, 0.0)]
        self._usual_s: float | None = None
        """Lag of the quickest frames when the line began."""
        self._least_s = inf
        self._frames = 0

    def at(self, us: int) -> float:
        """The session time of that tick."""
        index = max(0, bisect_right(self._knots_us, us) - 1)
        from_s, bend = self._knots[index]
        since_s = (us - self._knots_us[index]) * 1e-6
        return from_s + since_s + bend * min(max(since_s, 0.0), SETTLE_S)

    def heard(self, newest_us: int, at_s: float) -> None:
        """A frame whose last tick is the newest of all arrived: perhaps a stretch is over."""
        now_s = self.at(newest_us)
        self._least_s = min(self._least_s, at_s - now_s)
        self._frames += 1
        if self._frames < FRAMES or newest_us - self._knots_us[-1] < STRETCH_US:
            return
        if self._usual_s is None:
            self._usual_s = self._least_s
        apart_s = self._least_s - self._usual_s
        self._knots_us.append(newest_us)
        self._knots.append((now_s, min(SLEW, max(-SLEW, apart_s / SETTLE_S))))
        del self._knots_us[:-KNOTS_MAX], self._knots[:-KNOTS_MAX]
        self._least_s, self._frames = inf, 0
