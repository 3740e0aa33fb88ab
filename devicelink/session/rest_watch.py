"""What the device reads between two holds, with the hand off: whether its zero has drifted.

Five seconds in which nothing moved are one look. Pure: time comes in. Guarded by
tests/session/test_rest_watch.py.
"""

from math import inf, isfinite
from typing import Final

from devicelink.core.block import Block

LOOK_S, STILL_N = 5.0, 1.0
DRIFT_N: Final = 0.5
"""Less says nothing: a load cell of 200 N creeps by a tenth of a per cent of its range after a
press, and a probe's own weight is as much."""
MOST_N: Final = 5.0
"""More is somebody pressing on, or a reading that is told of elsewhere."""


class RestWatch:
    """For one device; `note` with the newest samples, `drifted_n` at each tick."""

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """It is no time of rest: nothing seen so far counts."""
        self._since_s, self._last_s = inf, -inf
        self._low_n, self._high_n = inf, -inf
        self._sum_n, self._count = 0.0, 0

    def note(self, fresh: Block) -> None:
        """Take in the newest samples."""
        for t_s, force_n in zip(fresh.t_s.tolist(), fresh.force_n.tolist(), strict=True):
            if not isfinite(force_n):
                self.restart()
                continue
            low_n, high_n = min(self._low_n, force_n), max(self._high_n, force_n)
            if high_n - low_n > STILL_N or t_s - self._last_s > 1.0:
                self.restart()
                low_n = high_n = force_n
            self._low_n, self._high_n = low_n, high_n
            self._since_s, self._last_s = min(self._since_s, t_s), t_s
            self._sum_n, self._count = self._sum_n + force_n, self._count + 1

    def drifted_n(self) -> float | None:
        """What it read over five still seconds, once for each, where that is not near nothing."""
        if self._last_s - self._since_s < LOOK_S:
            return None
        mean_n = self._sum_n / self._count
        self.restart()
        return mean_n if DRIFT_N <= abs(mean_n) <= MOST_N else None
