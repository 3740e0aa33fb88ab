"""The guard on force: sees an overload coming and says so, sample by sample.

It looks a quarter of a second ahead along the present slope, since an alarm at the limit comes too
late for a jab (docs/signal.md). Stands on its own: the live path feeds it the newest samples at
once, before any reordering. It never goes quiet by itself while the force is high, nor for want of
samples. Guarded by tests/core/test_overforce.py.
"""

from math import isfinite

from devicelink.core.block import GAP_S, Block
from devicelink.core.events import Level, OverForce, OverForceCleared

AHEAD_S = 0.25
WARN_SHARE = 0.80
CLEAR_SHARE = {Level.ALARM: 0.70, Level.WARN: 0.775}
"""Below this share of the limit a level ends. A warning ends above the top of every target band
(75 %), so that a hand in its band is never kept waiting by one."""
CLEAR_S = 1.0
SPAN_S = 0.025
"""A slope is taken over at least this long and must show twice in a row: one bad sample is none."""
SURE_S = 0.04
"""A slope over this long counts at once: slow devices have no time for a second look."""


class Guard:
    """Watches one limit in newtons. Times may be on any line, as long as it is one line."""

    __slots__ = ("_calm_s", "_knot_n", "_knot_s", "_last_s", "_level", "_slope", "limit_n")

    def __init__(self, limit_n: float) -> None:
        self._level: Level | None = None
        self._calm_s: float | None = None
        self._last_s = self._knot_s = float("-inf")
        self._knot_n = self._slope = 0.0
        self.limit_n = 0.0
        self.aim(limit_n)

    def aim(self, limit_n: float) -> None:
        """Watch another limit from now on. Raises ValueError unless above 0 and finite."""
        if not (isfinite(limit_n) and limit_n > 0.0):
            raise ValueError(f"a limit of {limit_n} N is none")
        self.limit_n = limit_n

    @property
    def level(self) -> Level | None:
        """The alarm that stands, if any."""
        return self._level

    def feed(self, block: Block) -> tuple[OverForce | OverForceCleared, ...]:
        """Take samples, one by one."""
        decided = map(self.step, block.t_s.tolist(), block.force_n.tolist())
        return tuple(one for one in decided if one is not None)

    def step(self, now_s: float, force_n: float) -> OverForce | OverForceCleared | None:
        """Take one sample; one that is not a number says nothing."""
        if not isfinite(force_n):
            return None
        if abs(now_s - self._last_s) > GAP_S:
            self._calm_s = None
            self._knot_s, self._knot_n, self._slope = now_s, force_n, 0.0
            self._last_s = now_s
        self._last_s = max(self._last_s, now_s)
        slope = 0.0 if now_s - self._knot_s < SPAN_S else self._rising(now_s, force_n)
        limit = self.limit_n
        predicted = force_n + AHEAD_S * slope
        if force_n < CLEAR_SHARE[self._level or Level.WARN] * limit and predicted <= limit:
            return self._below(now_s)
        self._calm_s = None
        if force_n > limit or predicted > limit:
            level = Level.ALARM
        elif force_n >= WARN_SHARE * limit:
            level = Level.WARN
        else:
            return None
        if self._level is level or self._level is Level.ALARM:
            return None
        self._level = level
        return OverForce(level=level, t_s=now_s, force_n=force_n, predicted_n=predicted,
                         limit_n=limit, decided_s=now_s)  # fmt: skip

    def _rising(self, now_s: float, force_n: float) -> float:
        """The slope in N/s that can be relied on, 0 where the force does not rise."""
        span = now_s - self._knot_s
        slope = (force_n - self._knot_n) / span
        sure = slope if span >= SURE_S else min(slope, self._slope)
        self._knot_s, self._knot_n, self._slope = now_s, force_n, slope
        return max(0.0, sure)

    def _below(self, now_s: float) -> OverForceCleared | None:
        if self._level is None:
            return None
        if self._calm_s is None:
            self._calm_s = now_s
        if now_s - self._calm_s < CLEAR_S:
            return None
        since, self._level = self._calm_s, None
        return OverForceCleared(t_s=since, decided_s=now_s)
