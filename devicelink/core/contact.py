"""Touched or not: a small machine with hysteresis, a dwell and a baseline that is not led astray.

It learns what zero looks like only from samples that look like zero, slowly upwards and quickly
down, so that a slow press is never taken for drift, and what a sensor still shows after letting go
never for a press. It decides; edges.py dates. Guarded by tests/core/test_contact.py.
"""

from enum import Enum, unique

from devicelink.core.plateau import Plateau

TOUCH_N = 0.5
"""Least force above the baseline that is a touch."""
TOUCH_SIGMAS = 6.0
TOUCH_SHARE = 0.02
"""... or this share of the strongest hold so far, on devices of a large range."""
DWELL_S, DWELL_SAMPLES = 0.1, 3
"""A touch must last this long before it counts (docs/signal.md)."""
END_SHARE, END_DWELL_S = 0.30, 0.25
"""Letting go is sure once the force stays below this share of its plateau this long."""
RESIDUAL_N = 3.0
"""What a sensor may still show when nothing touches it."""
RISE_N_S = 0.05
"""The baseline follows upward drift no faster than this."""
FALL_S, CALM_S = 0.2, 2.0
"""Time constants: of the baseline downwards, and of the noise estimate."""
NOISE_MAX_N = 0.5


@unique
class Change(Enum):
    """What a sample changed."""

    TOUCHED = 1
    LEFT = 2


class Contact:
    """Fed every sample of the fast path; `step` says what it changed, mostly nothing.

    `base_n` is zero as of now. Of the contact under way, or of the last one: `since_s` is when its
    touch was first seen, `rest_n` the zero it began from, `plateau` its level. `touch_n` above zero
    is a touch; it never falls below `least_n`, which only grows with the holds seen.
    """

    __slots__ = ("_count", "_leave_s", "_lost", "_mean_n", "_noise_n", "_off_n", "base_n",
                 "least_n", "plateau", "rest_n", "since_s", "touch_n", "touched")  # fmt: skip

    def __init__(self) -> None:
        self.base_n = self.rest_n = 0.0
        self.plateau = Plateau()
        self.since_s = 0.0
        self.touch_n = TOUCH_N
        self.touched = self._lost = False
        self._mean_n = self._noise_n = self._off_n = 0.0
        self.least_n = TOUCH_N
        self._count = 0
        self._leave_s: float | None = None

    def begin(self, force_n: float) -> None:
        """The very first sample: zero, unless it is more than a sensor keeps."""
        self.base_n = self._mean_n = min(force_n, RESIDUAL_N)

    def step(self, now_s: float, force_n: float, step_s: float) -> Change | None:
        """Take one sample, `step_s` after the one before."""
        if self.touched:
            if force_n >= self._off_n and not self._lost:
                self._leave_s = None
                return None
            return self._maybe_left(now_s, force_n)
        above = force_n - self.base_n
        if above > self.touch_n:
            return self._maybe_touched(now_s)
        self._count = 0
        if above < 0.0:
            self.base_n += above * min(1.0, step_s / FALL_S)
        else:
            self.base_n += min(above, RISE_N_S * step_s)
        share = min(1.0, step_s / CALM_S)
        off_n = force_n - self._mean_n
        self._mean_n += off_n * share
        self._noise_n += (abs(off_n) - self._noise_n) * share
        return None

    def across(self, now_s: float, force_n: float) -> Change | None:
        """Take the first sample after a short gap, in contact: low on both sides of it is let go.

        Some devices send a value a second once nobody presses: all they send is such samples.
        """
        if force_n >= self._off_n and not self._lost:
            self._leave_s = None
            return None
        return self._maybe_left(now_s, force_n)

    def block(self, end_s: float, mean_n: float) -> None:
        """Take the mean of the block of samples that ended at `end_s`."""
        if self.touched:
            self.plateau.add(end_s, mean_n - self.base_n)
            self._lost = self.plateau.lost
            self._off_n = self.base_n + max(0.5 * self.touch_n, END_SHARE * self.plateau.level_n)
        else:
            noise = TOUCH_SIGMAS * min(self._noise_n, NOISE_MAX_N)
            self.touch_n = max(noise, self.least_n)

    def learn(self, hold_n: float) -> None:
        """A hold of this level was seen: touches are judged against it from now on."""
        self.least_n = max(self.least_n, TOUCH_SHARE * hold_n)

    def leave(self, force_n: float) -> None:
        """Contact is over at this force, which is the new zero if it can be what a sensor keeps."""
        self.touched = False
        self._count = 0
        if force_n - self.base_n <= max(RESIDUAL_N, END_SHARE * self.plateau.level_n):
            self.base_n = self._mean_n = force_n

    def lose(self) -> None:
        """The signal was lost for too long to say that contact went on."""
        self.touched = False
        self._count = 0

    @property
    def leaving(self) -> bool:
        """The force is below what ends the contact, though not yet for long enough."""
        return self._leave_s is not None

    def _maybe_touched(self, now_s: float) -> Change | None:
        if self._count == 0:
            self.since_s = now_s
        self._count += 1
        if self._count < DWELL_SAMPLES or now_s - self.since_s < DWELL_S:
            return None
        self.touched = True
        self.rest_n = self.base_n
        self.plateau = Plateau()
        self._lost = False
        self._leave_s = None
        self._off_n = self.base_n + 0.5 * self.touch_n
        return Change.TOUCHED

    def _maybe_left(self, now_s: float, force_n: float) -> Change | None:
        if self._leave_s is None:
            self._leave_s = now_s
        if now_s - self._leave_s < END_DWELL_S:
            return None
        self.leave(force_n)
        return Change.LEFT
