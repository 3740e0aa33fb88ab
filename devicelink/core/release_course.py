"""The course of one signal of a hold at 5 Hz, kept for looking back: 90 s and no more.

A value is a logarithm: of force, or of stiffness by depth or by tremor; beside each stand the
fastest fall and rise within 100 ms. Guarded by tests/core/test_release_listener.py.
"""

from collections import deque

import numpy as np

from devicelink.core.block import Floats
from devicelink.core.release_bank import EARLIEST, LONGEST, Look, look
from devicelink.core.release_features import NEVER, features, likeliest, likeliest_rise


class Course:
    """Values at even blocks since listening began; `age` blocks have been kept in this hold."""

    __slots__ = ("_earlier", "_lately", "_rows", "_slip", "_start", "age", "count", "ever")

    def __init__(self) -> None:
        self._rows = np.empty((3, 2 * LONGEST))
        self._lately: deque[tuple[int, float, float]] = deque()
        """Looks at gives that may be the one looked at: age, ratios of the likeliest fall, rise."""
        self.begin()

    def begin(self) -> None:
        """A new hold."""
        self.age = 0
        """Blocks kept since the hold began, whatever was forgotten between."""
        self.ever = (0.0, 0.0)
        """The fastest fall and rise of the hold."""
        self._lately.clear()
        self._earlier = (0.0, 0.0)
        self.anew()

    def anew(self) -> None:
        """What was says nothing of what follows."""
        self._start = self.count = 0
        self._slip = -NEVER

    def slipped(self) -> None:
        """The force fell at once, in the block under way."""
        self._slip = self.age

    @property
    def recent(self) -> Floats:
        """Values, falls, rises: a view of shape (3, count), oldest first."""
        return self._rows[:, self._start : self._start + self.count]

    def keep(self, value: float, fall: float = 0.0, rise: float = 0.0, missing: int = 0) -> None:
        """One more block; the `missing` before it get a straight line."""
        last = float(self._rows[0, self._start + self.count - 1]) if self.count else value
        for nth in range(1, missing + 1):
            self._put(last + (value - last) * nth / (missing + 1), 0.0, 0.0)
        self._put(value, fall, rise)
        self.ever = (min(self.ever[0], fall), max(self.ever[1], rise))

    def _put(self, value: float, fall: float, rise: float) -> None:
        if self._start + self.count == self._rows.shape[1]:
            self._rows[:, :LONGEST] = self._rows[:, LONGEST:]
            self._start, self.count = 0, LONGEST
        self._rows[:, self._start + self.count] = value, fall, rise
        self.count += 1
        self.age += 1
        if self.count > LONGEST:
            self._start, self.count = self._start + 1, LONGEST

    def seen(self) -> tuple[Look, int, Floats]:
        """What the bank sees now, the likeliest give, and its features."""
        recent = self.recent
        found = look(recent[0], self.age - self.count)
        best, rise = likeliest(found), likeliest_rise(found)
        ratios = float(found.ratio[best]), -float(found.ratio[rise])
        ever, ages = self.ever + self._habit(ratios), (self.age, self.age - self._slip)
        return found, best, features(found, (best, rise), recent, ever, ages)

    def _habit(self, ratios: tuple[float, float]) -> tuple[float, float]:
        """What stood out most, down and up, of all that began before what is looked at now: a hand
        that often moves like a give has not given."""
        while self._lately and self.age - self._lately[0][0] > EARLIEST:
            _, fall, rise = self._lately.popleft()
            self._earlier = (max(self._earlier[0], fall), max(self._earlier[1], rise))
        self._lately.append((self.age, *ratios))
        return self._earlier
