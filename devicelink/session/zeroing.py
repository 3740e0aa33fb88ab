"""When to set the zero, and whether what lies on the device allows it: before any pressing.

A device that can is asked to and judges for itself. For one that cannot, the mean of a still moment
(deviation at most 0.1 N) under 2 N is taken off by this program; never under load. Pure: time comes
in. Guarded by tests/session/test_zeroing.py.
"""

from collections import deque
from itertools import pairwise
from math import isfinite
from statistics import pstdev
from typing import Final

from devicelink.care.coach_state import CoachState
from devicelink.care.outputs import Phase
from devicelink.core.block import Block
from devicelink.core.calibration import still_n

EVERY_S: Final = 2.0
STILL_S, STILL_N, FREE_N = 0.5, 1.0, 2.0
"""Docs/protocol.md asks the same of a device: no range above 1 N over half a second, under 2 N."""
BEFORE: Final = frozenset({Phase.START, Phase.PAIN_BEFORE})


class Zeroing:
    """For one session. `rest_n` is asked with each new block of the newest samples."""

    def __init__(self) -> None:
        self._is_set = False
        self._next_s = float("-inf")
        self._lately: deque[tuple[float, float]] = deque()

    def moved(self) -> None:
        """The zero has been set, by whomever."""
        self._is_set = True

    def forget(self) -> None:
        """What was shown so far is not to be gone by."""
        self._lately.clear()

    def is_due(self, now_s: float, coach: CoachState) -> bool:
        """Whether to try now: until it is set or pressing begins, and where it was lost."""
        wanted = coach.zero_lost or (not self._is_set and coach.phase in BEFORE)
        if not wanted or now_s < self._next_s:
            return False
        self._next_s = now_s + EVERY_S
        return True

    def note(self, fresh: Block) -> None:
        """Take in the newest samples, as the device sends them."""
        self._lately.extend(zip(fresh.t_s.tolist(), fresh.force_n.tolist(), strict=True))
        while self._lately and self._lately[0][0] < self._lately[-1][0] - STILL_S:
            self._lately.popleft()

    def rest_n(self, zero_n: float) -> float | None:
        """What to take off beyond `zero_n`, which is already; None under load or in motion."""
        return self.judged(zero_n)[0]

    def judged(self, zero_n: float) -> tuple[float | None, str]:
        """The same, and else why not: `no signal`, `moving`, `load`."""
        forces = [force_n for _, force_n in self._lately]
        if len(forces) < 3 or self._lately[-1][0] - self._lately[0][0] < 0.8 * STILL_S:
            return None, "no signal"
        if not all(map(isfinite, forces)):
            return None, "no signal"
        if not _is_still(forces):
            return None, "moving"
        if any(abs(force_n + zero_n) > FREE_N for force_n in forces):
            return None, "load"
        return sum(forces) / len(forces), ""


def _is_still(forces: list[float]) -> bool:
    """By its range, and by its deviation, which a hand's tremor does not pass."""
    values = sorted(set(forces))
    step_n = min((b - a for a, b in pairwise(values)), default=0.0)
    return values[-1] - values[0] <= STILL_N and pstdev(forces) <= still_n(step_n) + 1e-9
