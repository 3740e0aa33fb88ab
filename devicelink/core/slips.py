"""Slips: a sudden fall of the force, told from a letting go by how it begins and by its stopping.

A fall of 9 % of the force within 150 ms (docs/signal.md: nearly every slip of 10 % is one), or
more where the hand is restless. One that began at once is a slip; one that gathers speed may be a
letting go, and is a slip only if it stops. Guarded by tests/core/test_slips.py.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from devicelink.core.block import Floats
from devicelink.core.falls import SPAN_S, course, sudden_n, unrest_n

DROP, LOOKED_AT = 0.09, 0.03
RESTLESS, RESTLESS_STALLED = 2.5, 4.0
"""A fall must be so many times what the force does anyway, over the same time ..."""
REST_SEEN_S = 2.0
"""... in so many seconds before."""
ABRUPT, ABRUPT_S = 0.62, 0.15
"""A fall that fits an abrupt beginning by so much better, at most so long ago, is a slip."""
STILL = 0.004
"""Share of the force: whoever is stiller than this is no hand but a rig, which lets go evenly from
the first moment on. There only the end of a fall tells."""
SEEN_S, LOOK_S = 0.4, 0.01
"""What its beginning is judged by, and how often."""
ABRUPT_KEPT, KEPT = 0.55, 0.40
"""Share of the force before that must be left: half way down a letting go no longer gathers speed,
and what falls further may be one until it comes back ..."""
KEPT_OF_LEVEL = 0.30
"""... or ends the contact."""
STALL = 0.25
"""The fall has stalled once it is slower than this share of its steepest."""
STALLED_S = 0.05
"""... for this long."""
FALL_SEEN_S, SUDDEN = 0.35, 0.78
"""What is looked at of a fall that has stalled, and how much of it must have come at once."""
BACK, BELOW, USUAL_S = 0.95, 0.97, 1.0
"""Nothing fell if the force is above this share of what it was; a fall that ends above this share
of the median of so many seconds before was a bump ending."""
LONGEST_S = 0.22
"""A slip is over within this and two samples, the window included: slower is an unloading."""
FORGET_S = 2.0
REST_S = 0.5
"""After a slip, the next is looked for only then."""
Newest: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Fall:
    """A slip: when it began, the force before and now, above zero."""

    from_s: float
    before_n: float
    after_n: float


class SlipWatch:
    """Fed the fast path above the baseline while in contact; answers with a fall that is a slip.

    `between` looks back at the unfiltered force: (from, to) in seconds to times and newtons.
    """

    __slots__ = ("_before_n", "_between", "_forces", "_from_s", "_last", "_looked_s",
                 "_quiet_s", "_speed", "_stalled_s", "_steepest", "_times", "_unrest_n", "_until_s",
                 "_usual_n")  # fmt: skip

    def __init__(self, between: Callable[[float, float], tuple[Floats, Floats]]) -> None:
        self._between = between
        self._times: deque[float] = deque()
        self._forces: deque[float] = deque()
        self.restart(0.0)

    def restart(self, quiet_until_s: float) -> None:
        """Forget all, and look for nothing before `quiet_until_s`."""
        self._times.clear()
        self._forces.clear()
        self._quiet_s = quiet_until_s
        self._steepest = self._from_s = self._before_n = self._last = self._speed = (
            self._unrest_n
        ) = self._usual_n = 0.0
        self._stalled_s = self._until_s = self._looked_s = 0.0

    def step(
        self, now_s: float, force_n: float, step_s: float, level_n: float, newest: Newest
    ) -> Fall | None:
        """Take one sample; `level_n` is the reference it is judged against.

        `newest`: time and force of the newest sample, which the fast path does not know yet.
        """
        times, forces = self._times, self._forces
        times.append(now_s)
        forces.append(force_n)
        while now_s - times[0] > SPAN_S and now_s - times[1] >= SPAN_S:
            times.popleft()
            forces.popleft()
        self._speed, self._last = (self._last - force_n) / step_s, force_n
        if self._steepest > 0.0:
            return self._falling(now_s, force_n, step_s, level_n, newest)
        if forces[0] - force_n > LOOKED_AT * forces[0] and now_s >= self._quiet_s:
            self._from_s, self._before_n = times[0], forces[0]
            self._until_s = times[0] + LONGEST_S + 2.0 * step_s
            self._steepest = self._speed
            self._stalled_s = now_s
            self._look_back()
            return self._abrupt(newest)
        return None

    def _falling(
        self, now_s: float, force_n: float, step_s: float, level_n: float, newest: Newest
    ) -> Fall | None:
        if now_s - self._from_s > FORGET_S or force_n > BACK * self._before_n:
            self._steepest = 0.0
            return None
        if self._speed > STALL * self._steepest:
            self._steepest = max(self._steepest, self._speed)
            self._stalled_s = now_s
            if now_s > self._until_s:
                self._steepest = 0.0
                return None
            return self._abrupt(newest)
        kept_n = max(KEPT * self._before_n, KEPT_OF_LEVEL * level_n)
        if now_s - self._stalled_s < STALLED_S or force_n < kept_n:
            return None
        if not self._was_sudden(now_s, force_n, step_s):
            self._steepest = 0.0
            return None
        found = Fall(self._from_s, self._before_n, force_n)
        self.restart(now_s + REST_S)
        return found

    def _look_back(self) -> None:
        """How restless the hand was before the fall, and what force was usual."""
        t_s, force_n = self._between(self._from_s - REST_SEEN_S, self._from_s)
        self._unrest_n = unrest_n(t_s, force_n)
        lately = force_n[t_s >= self._from_s - USUAL_S]
        rest_n = float(lately[-1]) - self._before_n if len(lately) else 0.0
        self._usual_n = float(np.median(lately)) - rest_n if len(lately) else self._before_n

    def _was_sudden(self, now_s: float, force_n: float, step_s: float) -> bool:
        """The fall that has stalled was a slip's: far, and most of it at once."""
        if force_n > BELOW * self._usual_n:
            return False
        seen_s = FALL_SEEN_S + 2.0 * step_s
        fallen_n, whole_n = sudden_n(*self._between(now_s - seen_s, now_s))
        least_n = max(DROP * self._usual_n, RESTLESS_STALLED * self._unrest_n)
        return fallen_n > least_n and fallen_n > SUDDEN * whole_n

    def _abrupt(self, newest: Newest) -> Fall | None:
        """The fall under way, if its beginning says that something slid."""
        now_s, force_n = newest
        if now_s - self._looked_s < LOOK_S or self._unrest_n < STILL * self._usual_n:
            return None
        if self._last < ABRUPT_KEPT * self._before_n:
            return None
        self._looked_s = now_s
        t_s, forces_n = self._between(now_s - SEEN_S, now_s)
        began = course(np.append(t_s, now_s), np.append(forces_n, force_n))
        if began is None or began.abruptness > ABRUPT or began.age_s > ABRUPT_S:
            return None
        if began.fallen_n < max(DROP * self._usual_n, RESTLESS * self._unrest_n):
            return None
        if began.fallen_n > (1.0 - ABRUPT_KEPT) * self._before_n:
            return None
        found = Fall(now_s - began.age_s, self._before_n, self._before_n - began.fallen_n)
        self.restart(now_s + REST_S)
        return found
