"""The level a contact is held at, from block means five times a second, and how it swings.

The reference is the median of the last 3 s, frozen while the force falls away, so that a slow
letting go does not drag it along. A force that swings like a pump is told from a hold by its turns.
Guarded by tests/core/test_plateau.py.
"""

from collections import deque
from statistics import median

BLOCK_S = 0.2
MEMORY = 15
"""Blocks in the reference: 3 s."""
FALLING, HALF = 0.70, 0.50
STEP_BLOCKS = 10
"""A fall that lasts this many blocks (2 s) is none: the reference thaws, or the hold is over."""
SWING = 0.25
"""A swing is a fall by this share of its top, and a rise back by as much; below half of it,
it counts twice. The last fall of a hold is none."""
OUTGROWN = 2.0
"""Swings below this part of the force now were fingers at rest, and are forgotten."""
CALM_PER_SWING_S, CALM_MAX_S = 2.0, 10.0


class Plateau:
    """Fed with block means above the baseline, in newtons; `level_n` is the reference."""

    __slots__ = ("_fallen", "_high", "_low", "_recent", "_rising", "_swing_n", "_swing_s",
                 "_swings", "level_n")  # fmt: skip

    def __init__(self) -> None:
        self._recent: deque[float] = deque(maxlen=MEMORY)
        self._fallen: list[float] = []
        self._high = self._low = 0.0
        self._rising = True
        self._swings = 0
        self._swing_s = self._swing_n = 0.0
        self.level_n = 0.0

    def add(self, end_s: float, force_n: float) -> None:
        """Take the mean of the block that ends at `end_s`."""
        self._turn(end_s, force_n)
        if self.level_n > 0.0 and force_n < FALLING * self.level_n:
            self._fallen.append(force_n)
            if len(self._fallen) < STEP_BLOCKS or self.lost:
                return
            self._recent.clear()
        self._recent.extend(self._fallen)
        self._fallen.clear()
        self._recent.append(force_n)
        self.level_n = median(self._recent)

    @property
    def lost(self) -> bool:
        """The force has stayed below half of the reference for 2 s."""
        fallen = self._fallen
        return len(fallen) >= STEP_BLOCKS and max(fallen[-STEP_BLOCKS:]) < HALF * self.level_n

    def calm(self, now_s: float) -> bool:
        """The force does not swing like a pump: each swing asks for two seconds more of calm."""
        wait = min(CALM_MAX_S, CALM_PER_SWING_S * self._swings)
        return self._swings == 0 or now_s - self._swing_s >= wait

    def _turn(self, end_s: float, force_n: float) -> None:
        if force_n > OUTGROWN * self._swing_n:
            self._swings = 0
        if self._rising:
            self._high = max(self._high, force_n)
            turned = force_n < (1.0 - SWING) * self._high
            self._swing_n = max(self._swing_n, self._high) if turned else self._swing_n
        else:
            self._low = min(self._low, force_n)
            turned = (1.0 - SWING) * force_n > self._low
        if not turned:
            return
        self._rising = not self._rising
        if self._rising:
            self._swings += 2 if self._low < HALF * self._swing_n else 1
            self._swing_s = end_s
        self._high = self._low = force_n
