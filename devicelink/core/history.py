"""The recent signal, kept for looking back: onsets, ends and metrics are read off it.

Idle, it keeps a few seconds; in a contact it keeps the contact, thinned once that grows very long,
so memory is bounded. Guarded by tests/core/test_history.py.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from devicelink.core.block import Floats

Adder: TypeAlias = Callable[[float], None]
IDLE_S = 4.0
CAPACITY = 1 << 17
"""Samples kept of one contact: 22 minutes at 100 Hz; beyond, the older half is thinned by two."""


class History:
    """Times (seconds) and forces (newtons), spikes taken out and as read, oldest first."""

    __slots__ = ("_force_n", "_read_n", "_t_s")

    def __init__(self) -> None:
        self._t_s, self._force_n, self._read_n = array("d"), array("d"), array("d")

    @property
    def adders(self) -> tuple[Adder, Adder, Adder]:
        """How to append a time, its force without spikes and as read, always all three: for a loop
        that cannot afford a call."""
        return self._t_s.append, self._force_n.append, self._read_n.append

    def add(self, t_s: float, force_n: float, read_n: float | None = None) -> None:
        """Append one sample, later than all before."""
        self._t_s.append(t_s)
        self._force_n.append(force_n)
        self._read_n.append(force_n if read_n is None else read_n)

    def clear(self) -> None:
        """Forget all: what lies before a long gap says nothing of what comes after."""
        del self._t_s[:], self._force_n[:], self._read_n[:]

    def tidy(self, *, in_contact: bool) -> None:
        """Forget what nothing can need any more. Call often; it does little most of the time."""
        times = self._t_s
        if in_contact:
            if len(times) > CAPACITY:
                thinned = slice(1, CAPACITY // 2, 2)
                del times[thinned], self._force_n[thinned], self._read_n[thinned]
        elif times and times[-1] - times[0] > 2 * IDLE_S:
            old = bisect_left(times, times[-1] - IDLE_S)
            del times[:old], self._force_n[:old], self._read_n[:old]

    def between(self, start_s: float, end_s: float) -> tuple[Floats, Floats]:
        """Copies of times and forces with start <= t <= end, each of shape (n,), n may be 0."""
        span = self._span(start_s, end_s)
        return np.array(self._t_s[span]), np.array(self._force_n[span])

    def read_between(self, start_s: float, end_s: float) -> tuple[Floats, Floats]:
        """As `between`, with the forces as they were read."""
        span = self._span(start_s, end_s)
        return np.array(self._t_s[span]), np.array(self._read_n[span])

    def _span(self, start_s: float, end_s: float) -> slice:
        last = bisect_left(self._t_s, np.nextafter(end_s, np.inf))
        return slice(bisect_left(self._t_s, start_s), last)
