"""Rubbing or grinding: a force that swings to and fro with one beat (S39).

Judged once a second over the last four, from means of a tenth of a second. Guarded by
tests/core/test_rubbing.py.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from devicelink.core.block import Floats

PER_S, SEEN_S = 10, 4
BANDS_HZ = np.arange(0.5, 3.01, 0.25)
"""Beats looked for, S39's 0.3-3 Hz without what breathing and a slow sag do."""
SWING = 0.06
"""From trough to crest, as a share of the force: less is a hand's own wander."""
BEAT = 0.8
"""Share of the swinging that must be of one beat."""
EVERY = PER_S


@dataclass(frozen=True, slots=True)
class Rub:
    """The last seconds' beat and its mean swing from trough to crest, as a share of the force."""

    hz: float
    swing: float


class RubWatch:
    """Fed tenths of a second of force above the baseline in a hold; answers once a second."""

    __slots__ = ("_since", "_tenths_n")

    def __init__(self) -> None:
        self._tenths_n: deque[float] = deque(maxlen=PER_S * SEEN_S)
        self.restart()

    def restart(self) -> None:
        """What came before is not to be joined with what comes."""
        self._tenths_n.clear()
        self._since = 0

    def add(self, tenths_n: Iterable[float]) -> tuple[bool, Rub | None]:
        """Take the two tenths of a block, of which a lone one stands for both: was it judged?"""
        parts = list(tenths_n)
        self._tenths_n.extend(parts if len(parts) > 1 else parts * 2)
        self._since += 2
        if self._since < EVERY or len(self._tenths_n) < PER_S * SEEN_S:
            return False, None
        self._since = 0
        return True, rub(np.array(self._tenths_n))


def rub(force_n: Floats) -> Rub | None:
    """Of `SEEN_S` seconds of tenths, shape (n,); None where no one beat swings enough."""
    mean = float(force_n.mean())
    if mean <= 0.0:
        return None
    wander = force_n / mean - 1.0
    wander = (wander - _LINE * (wander @ _LINE)) * _WINDOW
    power = np.square(np.abs(_BEATS @ wander))
    at = int(power.argmax())
    swing = 4.0 * float(np.sqrt(power[at])) / float(_WINDOW.sum())
    near = float(power[max(0, at - 1) : at + 2].sum())
    if swing < SWING or near < BEAT * _everything(wander):
        return None
    return Rub(float(BANDS_HZ[at]), swing)


def _everything(wander: Floats) -> float:
    """The power of all that varies, on the scale of the beats' own."""
    return float(wander @ wander) * len(wander) / 2.0


_AGE_S: Floats = (np.arange(PER_S * SEEN_S) + 0.5) / PER_S - SEEN_S / 2
_LINE: Floats = _AGE_S / np.sqrt(_AGE_S @ _AGE_S)
_WINDOW: Floats = np.hanning(PER_S * SEEN_S + 2)[1:-1]
_BEATS = np.exp(-2j * np.pi * BANDS_HZ[:, None] * _AGE_S)
