"""What the person says during a hold, as the estimator weighs it: the key "easing", pain numbers.

It stands beside what the signal says: a term of its own, never part of the verdict. Guarded by
tests/core/test_release_report.py.
"""

from typing import Final

import numpy as np

from devicelink.core.block import Floats

KEY_NAMES: Final = (
    "key_age_s", "pressed", "keys", "key_after_give_s", "give_age_s", "log_odds", "recent_log_odds",
)  # fmt: skip
LONG_AGO_S: Final = 30.0
RECENT_S: Final = 8.1
LATE_S: Final = 4.0
"""People press half a second to 4 s after they feel it (docs/signal.md)."""


class Report:
    """Fed what the person says, and what the signal says at each look."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """A new hold."""
        self._keys_s: list[float] = []
        self._pains: list[int] = []
        self._looks: list[tuple[float, float]] = []

    def eased(self, t_s: float) -> None:
        """The person pressed the key."""
        self._keys_s.append(t_s)

    def hurts(self, level: int) -> None:
        """The person said a number of 0 to 10; the first and the last are kept."""
        self._pains = [*self._pains[:1], level]

    @property
    def pressed(self) -> bool:
        """Whether the key was."""
        return bool(self._keys_s)

    @property
    def fall(self) -> int | None:
        """By how much pain fell since the first number; None before the second."""
        return self._pains[0] - self._pains[-1] if len(self._pains) > 1 else None

    def features(self, t_s: float, since_s: float, log_odds: float) -> Floats:
        """Shape (len(KEY_NAMES),): of the key, where the likeliest give began at `since_s`."""
        self._looks = [look for look in self._looks if look[0] > t_s - RECENT_S]
        self._looks.append((t_s, log_odds))
        key_s = self._keys_s[-1] if self._keys_s else t_s - LONG_AGO_S
        before = [z for at_s, z in self._looks if at_s > key_s - LATE_S]
        return np.array([
            min(t_s - key_s, LONG_AGO_S), float(bool(self._keys_s)), min(len(self._keys_s), 3),
            min(max(key_s - since_s, -LONG_AGO_S), LONG_AGO_S) if self._keys_s else 0.0,
            t_s - since_s, log_odds, max(before, default=log_odds),
        ])  # fmt: skip
