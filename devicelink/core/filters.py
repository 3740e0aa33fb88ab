"""Smoothing that carries its state and takes the time step: median of three, low pass, one-euro.

Nothing here assumes a sample rate. Only the displayed number may come from `one_euro`: its lag
depends on the signal, so no event may ever be timed with it. Guarded by tests/core/test_filters.py.
"""

from math import pi, sqrt, tan

from devicelink.core.block import Floats

CUTOFF_HZ = 10.0
"""The fast path: above tremor, below sensor noise (docs/signal.md)."""
PASS_THROUGH = 0.35
"""Cut-off times step from which on a 10 Hz low pass has nothing left to take away."""


class Conditioner:
    """Median of three, then a second-order Butterworth low pass.

    A median needs one sample of the future, so `step` answers for the sample before: `read` (as it
    came), `median` and `fast` are newtons at that sample's time. The low pass is a state-variable
    filter, which keeps its gain and stays stable when the step changes from sample to sample.
    """

    __slots__ = ("_a1", "_a2", "_a3", "_first", "_last", "_second", "_step_us", "fast", "median",
                 "read")  # fmt: skip

    def __init__(self) -> None:
        self._a1 = self._a2 = self._a3 = 0.0
        self._step_us = 0
        self.restart(0.0)

    def restart(self, force_n: float) -> None:
        """Begin anew at this sample: nothing is carried across a gap."""
        self.read = self._last = self._second = force_n
        self.median = self.fast = force_n
        self._first = 0.0

    def step(self, step_us: int, force_n: float) -> None:
        """Take one finite sample, `step_us` microseconds (> 0) after the one before."""
        low, mid = self.read, self._last
        self.read, self._last = mid, force_n
        if low > mid:
            low, mid = mid, low
        self.median = median = low if force_n < low else min(force_n, mid)
        if step_us != self._step_us:
            self._tune(step_us)
        if self._a1 == 0.0:
            self.fast = self._second = median
            self._first = 0.0
            return
        first, second = self._first, self._second
        rest = median - second
        band = self._a1 * first + self._a2 * rest
        self.fast = fast = second + self._a2 * first + self._a3 * rest
        self._first = 2.0 * band - first
        self._second = 2.0 * fast - second

    def _tune(self, step_us: int) -> None:
        self._step_us = step_us
        turns = CUTOFF_HZ * step_us * 1e-6
        if turns >= PASS_THROUGH:
            self._a1 = 0.0  # stands for: nothing to take away at this step
            return
        gain = tan(pi * turns)
        self._a1 = 1.0 / (1.0 + gain * (gain + sqrt(2.0)))
        self._a2 = gain * self._a1
        self._a3 = gain * self._a2


def one_euro(t_s: Floats, force_n: Floats, cutoff_hz: float = 1.0, beta: float = 0.3) -> float:
    """The newest value, smoothed for the eye: still when force is still, quick when it moves.

    Both of shape (n,), n >= 1; `beta` is in Hz of cut-off per N/s. One second of samples is enough:
    what lies further back has no weight left.
    """
    times, forces = t_s.tolist(), force_n.tolist()
    value, slope, before, then = forces[0], 0.0, forces[0], times[0]
    for now, force in zip(times[1:], forces[1:], strict=True):
        step = max(now - then, 1e-6)
        slope += ((force - before) / step - slope) * _share(step, 1.0)
        value += (force - value) * _share(step, cutoff_hz + beta * abs(slope))
        before, then = force, now
    return float(value)


def _share(step_s: float, cutoff_hz: float) -> float:
    turn = 2.0 * pi * cutoff_hz * step_s
    return turn / (1.0 + turn)
