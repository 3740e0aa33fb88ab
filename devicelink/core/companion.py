"""What a device sends beside force, made fit for listening: depth, and stiffness by tremor.

Tremor is a free probe: force and acceleration of the tip between 6 and 14 Hz say how stiff the
tissue is, however the hand drifts. Keeps the last seconds of samples only, and looks at nothing
after the block it is asked for. Guarded by tests/core/test_companion.py.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from devicelink.core.block import Block, Floats, Integers
from devicelink.core.plateau import BLOCK_S
from firmware_protocol.messages import Channel

GRID_HZ: Final = 64.0
WINDOW: Final = 64
"""Points on the grid that one look at the tremor takes: 1 s."""
LEAST_SHARE: Final = 0.5
"""Of the samples of an even 30 Hz that a window must have."""
BAND_HZ: Final = (6.0, 14.0)
"""Tremor of hands (Sutton & Sykes 1967)."""
KEPT_US: Final = 4_000_000
"""Of samples that the core has already seen."""
GRAVITY_MM_S2: Final = 9806.65
_HZ: Final = np.fft.rfftfreq(WINDOW, 1.0 / GRID_HZ)
_INSIDE: Final = np.logical_and(BAND_HZ[0] <= _HZ, BAND_HZ[1] >= _HZ)
_SQUARED: Final = np.square(2.0 * np.pi * _HZ[_INSIDE])
_HANN: Final = np.hanning(WINDOW)


@dataclass(frozen=True, slots=True)
class Beside:
    """Of one block: mean depth in mm, and stiffness in N/mm by tremor; None where unknown."""

    depth_mm: float | None = None
    stiffness_n_mm: float | None = None


NOTHING: Final = Beside()


class Companion:
    """Fed every block of samples before the core looks at them; asked at the end of each 0.2 s."""

    def __init__(self) -> None:
        self._us = np.empty(0, dtype=np.int64)
        self._rows: Floats = np.empty((3, 0))
        self._last_us = -1

    def add(self, us: Integers, block: Block) -> None:
        """Samples with their inner times; those that the core leaves out are left out here too."""
        if not block.beside.channels:
            return
        unknown = np.full(len(block), np.nan)
        depth_mm = block.beside.channel(Channel.DISPLACEMENT)
        shaken_g = block.beside.channel(Channel.ACCELERATION)
        rows = np.stack((
            block.force_n,
            unknown if depth_mm is None else depth_mm,
            unknown if shaken_g is None else shaken_g,
        ))  # fmt: skip
        good = np.isfinite(block.force_n)
        us, rows = us[good], rows[:, good]
        before = np.maximum.accumulate(np.concatenate(([self._last_us], us)))[:-1]
        us, rows = us[us > before], rows[:, us > before]
        if len(us):
            self._last_us = int(us[-1])
            old = int(np.searchsorted(self._us, us[0] - KEPT_US))
            self._us = np.concatenate((self._us[old:], us))
            self._rows = np.concatenate((self._rows[:, old:], rows), axis=1)

    def until(self, end_us: int) -> Beside:
        """Of the block that ends there."""
        if not len(self._us):
            return NOTHING
        first, last = np.searchsorted(self._us, (end_us - round(BLOCK_S * 1e6), end_us))
        return Beside(_mean(self._rows[1, first:last]), self._stiffness(end_us, int(last)))

    def _stiffness(self, end_us: int, last: int) -> float | None:
        """By the second before `end_us`: how much force goes with how much movement of the tip."""
        span_us = round(WINDOW / GRID_HZ * 1e6)
        first = int(np.searchsorted(self._us, end_us - span_us))
        if last - first < LEAST_SHARE * 30.0 * WINDOW / GRID_HZ:
            return None
        shaken_g = self._rows[2, first:last]
        if not np.isfinite(shaken_g).all():
            return None
        grid = (np.arange(WINDOW) + 0.5) / GRID_HZ * 1e6
        since = (self._us[first:last] - (end_us - span_us)).astype(np.float64)
        columns = (self._rows[0, first:last], shaken_g)
        even = np.stack([np.interp(grid, since, column) for column in columns])
        waves = np.fft.rfft((even - even.mean(axis=1, keepdims=True)) * _HANN, axis=1)[:, _INSIDE]
        moved = waves[1] * GRAVITY_MM_S2
        power = float(np.square(np.abs(moved)).sum())
        joint = float(np.abs((waves[0] * _SQUARED * np.conj(moved)).sum()))
        return joint / power if power > 0.0 and joint > 0.0 else None


def _mean(values: Floats) -> float | None:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else None
