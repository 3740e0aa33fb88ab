"""Steps of the force that stay, up or down: a grip that moved; downwards, perhaps tissue that gave.

From force alone a change of grip and a quick give of the tissue have the same course, so a step
down is told as a step and not as either. Looked for in block means, five a second. Guarded by
tests/core/test_steps.py.
"""

from collections import deque
from dataclasses import dataclass
from statistics import median

BLOCKS, APART = 5, 3
"""A second before is set against a second after; between them lies the step (0.6 s)."""
SPAN = 2 * BLOCKS + APART
LEAST = 0.06
"""Share of the force before it: smaller ones are what hands do."""
RESTLESS = 6.0
"""... and so many times what the force does anyway over the same time."""
USUAL, USUAL_SHARE = 40, 0.01
"""From so many comparisons before; taken for this while there are too few to tell."""
LEVEL = 0.35
"""Before and after, the force moves by no more than this share of the step."""


@dataclass(frozen=True, slots=True)
class Found:
    """A step: when it began (the end of a block), and its share of the force before, signed."""

    t_s: float
    change: float


class StepWatch:
    """Fed the block means above the baseline of a hold; answers with a step once it is over."""

    __slots__ = ("_best", "_mean_n", "_t_s", "_usual")

    def __init__(self) -> None:
        self._t_s: deque[float] = deque(maxlen=SPAN)
        self._mean_n: deque[float] = deque(maxlen=SPAN)
        self._usual: deque[float] = deque(maxlen=USUAL)
        self.restart()

    def restart(self) -> None:
        """What came before cannot be compared with what comes; how restless it was is kept."""
        self._t_s.clear()
        self._mean_n.clear()
        self._best: Found | None = None

    def forget(self) -> None:
        """Another contact: nothing is known of the hand."""
        self.restart()
        self._usual.clear()

    def add(self, end_s: float, mean_n: float) -> Found | None:
        """Take the block that ends at `end_s`."""
        self._t_s.append(end_s)
        self._mean_n.append(mean_n)
        if len(self._mean_n) < SPAN:
            return None
        mean = list(self._mean_n)
        before, after = sum(mean[:BLOCKS]) / BLOCKS, sum(mean[-BLOCKS:]) / BLOCKS
        change = (after - before) / before if before > 0.0 else 0.0
        found = self._best
        if found is not None and abs(change) < abs(found.change):
            self.restart()
            return found
        if abs(change) >= self._least() and _is_step(mean):
            self._best = Found(self._t_s[BLOCKS - 1], change)
        elif found is None:
            self._usual.append(abs(change))
        return None

    def _least(self) -> float:
        known = len(self._usual) >= SPAN
        return max(LEAST, RESTLESS * (median(self._usual) if known else USUAL_SHARE))


def _is_step(mean: list[float]) -> bool:
    """Level, then most of it at once, then level."""
    whole = abs(mean[-BLOCKS] - mean[BLOCKS - 1])
    return (
        abs(mean[BLOCKS - 1] - mean[0]) <= LEVEL * whole
        and abs(mean[-1] - mean[-BLOCKS]) <= LEVEL * whole
    )
