"""The last half minute of force, kept in one growing strip, for drawing.

Only for the eye: nothing is decided from it. A gap in time is a NaN sample, so that no line is
drawn across it. Guarded by tests/session/test_trace.py.
"""

from itertools import pairwise
from typing import Final

import numpy as np

from devicelink.core.block import Block, Floats

WINDOW_S: Final = 30.0
GAP_S: Final = 0.3
CARD_POINTS: Final = 400


class Trace:
    """Appends blocks, forgets what is older than `keep_s`, and cuts out stretches of time."""

    def __init__(self, keep_s: float = 120.0) -> None:
        self._keep_s = keep_s
        self._t_s = np.empty(4096)
        self._force_n = np.empty(4096)
        self._start = self._end = 0

    def add(self, block: Block) -> None:
        """Append samples; a pause before or within them becomes a NaN sample."""
        if not len(block):
            return
        t_s, force_n = block.t_s, block.force_n
        if self._end > self._start:
            t_s = np.concatenate(([self._t_s[self._end - 1]], t_s))
            force_n = np.concatenate(([self._force_n[self._end - 1]], force_n))
        holes = np.flatnonzero(np.diff(t_s) > GAP_S) + 1
        t_s = np.insert(t_s, holes, t_s[holes] - 1e-6)
        force_n = np.insert(force_n, holes, np.nan)
        if self._end > self._start:
            t_s, force_n = t_s[1:], force_n[1:]
        self._append(t_s, force_n)

    def _append(self, t_s: Floats, force_n: Floats) -> None:
        if self._end + len(t_s) > len(self._t_s):
            self._make_room(t_s)
        end = self._end + len(t_s)
        self._t_s[self._end : end] = t_s
        self._force_n[self._end : end] = force_n
        self._end = end

    def _make_room(self, t_s: Floats) -> None:
        oldest = t_s[-1] - self._keep_s
        first = self._start + int(
            np.searchsorted(self._t_s[self._start : self._end], oldest, side="left")
        )
        kept = self._end - first
        size = max(4096, 2 * (kept + len(t_s)))
        for name in ("_t_s", "_force_n"):
            strip = np.empty(size)
            strip[:kept] = getattr(self, name)[first : self._end]
            setattr(self, name, strip)
        self._start, self._end = 0, kept

    def cut(self, from_s: float, to_s: float) -> Block:
        """The samples between two times, both included."""
        times = self._t_s[self._start : self._end]
        low = self._start + int(np.searchsorted(times, from_s, side="left"))
        high = self._start + int(np.searchsorted(times, to_s, side="right"))
        return Block.of(self._t_s[low:high], self._force_n[low:high])


def thin(block: Block, points: int = CARD_POINTS) -> Block:
    """At most `points` samples: the lowest and the highest of each stretch, in their order."""
    if len(block) <= points:
        return block
    edges = np.linspace(0, len(block), points // 2 + 1).astype(int)
    keep: list[int] = []
    for low, high in pairwise(edges):
        part = block.force_n[low:high]
        if np.all(np.isnan(part)):
            keep.append(int(low))
            continue
        keep.extend(sorted({int(low + np.nanargmin(part)), int(low + np.nanargmax(part))}))
    return Block.of(block.t_s[keep], block.force_n[keep])
