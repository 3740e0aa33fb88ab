"""Slips: a sudden fall of the force that stops before it is a letting go.

Triggered by a fall of 8 % of the reference within 150 ms (docs/signal.md: it finds every slip of
10 %), decided when the fall stalls: until then a slip and a letting go are the same.
Guarded by tests/core/test_slips.py.
"""

from collections import deque
from dataclasses import dataclass

WINDOW_S = 0.15
DROP = 0.08
STALL = 0.25
"""The fall has stalled once it is slower than this share of its steepest."""
STALLED_S = 0.05
"""... for this long."""
KEPT = 0.45
"""Share of the reference that must be left: less is a letting go until it comes back."""
BELOW = 0.95
"""A fall that ends above this share of the reference was a bump ending."""
LONGEST_S = 0.22
"""A slip is over within this and two samples, the window included: slower is an unloading."""
FORGET_S = 2.0
REST_S = 0.5
"""After a slip, the next is looked for only then."""


@dataclass(frozen=True, slots=True)
class Fall:
    """A slip under way or found: its trigger's time, the force before and after, above zero."""

    from_s: float
    before_n: float
    after_n: float


class SlipWatch:
    """Fed the fast path above the baseline while in contact; answers with a fall that stalled."""

    __slots__ = ("_before_n", "_forces", "_from_s", "_last", "_quiet_s", "_stalled_s", "_steepest",
                 "_times", "_until_s")  # fmt: skip

    def __init__(self) -> None:
        self._times: deque[float] = deque()
        self._forces: deque[float] = deque()
        self.restart(0.0)

    def restart(self, quiet_until_s: float) -> None:
        """Forget all, and look for nothing before `quiet_until_s`."""
        self._times.clear()
        self._forces.clear()
        self._quiet_s = quiet_until_s
        self._steepest = self._from_s = self._before_n = self._last = 0.0
        self._stalled_s = self._until_s = 0.0

    def step(self, now_s: float, force_n: float, step_s: float, level_n: float) -> Fall | None:
        """Take one sample; `level_n` is the reference it is judged against."""
        times, forces = self._times, self._forces
        times.append(now_s)
        forces.append(force_n)
        while now_s - times[0] > WINDOW_S and now_s - times[1] >= WINDOW_S:
            times.popleft()
            forces.popleft()
        fall, self._last = self._last - force_n, force_n
        if self._steepest > 0.0:
            return self._falling(now_s, force_n, fall / step_s, level_n)
        if forces[0] - force_n > DROP * level_n and now_s >= self._quiet_s:
            self._from_s, self._before_n = times[0], forces[0]
            self._until_s = times[0] + LONGEST_S + 2.0 * step_s
            self._steepest = fall / step_s
            self._stalled_s = now_s
        return None

    def _falling(self, now_s: float, force_n: float, speed: float, level_n: float) -> Fall | None:
        if now_s - self._from_s > FORGET_S or force_n > BELOW * self._before_n:
            self._steepest = 0.0
            return None
        if speed > STALL * self._steepest:
            self._steepest = max(self._steepest, speed)
            self._stalled_s = now_s
            if now_s > self._until_s:
                self._steepest = 0.0
            return None
        if now_s - self._stalled_s < STALLED_S or force_n < KEPT * level_n:
            return None
        found = Fall(self._from_s, self._before_n, force_n) if force_n < BELOW * level_n else None
        self.restart(now_s + REST_S)
        return found
