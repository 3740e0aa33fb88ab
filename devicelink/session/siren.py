"""When the alarm sounds: at once, twice a second while it stands, silenced for a minute at most.

A state machine without clock or sound; the watchman's thread drives it. Only what sounds can be
muted, pressing again makes it no longer, and a new excess sounds whatever was muted before. Being
muted never hides the alarm from the screen. Guarded by tests/session/test_siren.py.
"""

from math import inf
from typing import Final

from devicelink.care.coach_state import MUTE_S
from devicelink.core.events import Level, OverForce, OverForceCleared

EVERY_S: Final = 0.5
SILENCE_RINGS_S: Final = 5.0
"""How long a lost reading is rung for (proposal): by then the hand is off or the device is gone,
and nobody could end the noise of a device that never comes back."""


class Siren:
    """Sounds when the limit is passed until it is cleared, and for a while when nothing is read."""

    def __init__(self) -> None:
        self._over = False
        self._lost_s: float | None = None
        self._owes = False
        """A bell that nothing takes back any more, but for being muted."""
        self._next_s = -inf
        self._muted_until_s = -inf

    def heard(self, event: OverForce | OverForceCleared, rung_s: float | None = None) -> None:
        """Take note of what the guard decided; an alarm is due at once, unless rung already."""
        if isinstance(event, OverForceCleared):
            self._over = False
        elif event.level is Level.ALARM:
            if not self._over:
                self._muted_until_s = -inf
            self._over = True
            if rung_s is None:
                self._owes = True
            else:
                self._next_s = rung_s + EVERY_S

    def reading(self, now_s: float, *, lost: bool) -> None:
        """Whether the reading is gone under load; losing it is due at once."""
        if lost and self._lost_s is None:
            self._lost_s, self._owes = now_s, True
        elif not lost:
            self._lost_s = None

    def once(self) -> None:
        """One bell, for what is said once."""
        self._owes = True

    def mute(self, now_s: float) -> None:
        """Be silent for a minute, if there is anything to be silent about."""
        if self.sounds(now_s):
            self._muted_until_s = now_s + MUTE_S

    def is_muted(self, now_s: float) -> bool:
        """Whether it is to be silent now."""
        return now_s < self._muted_until_s

    def keeps_silent(self, now_s: float) -> bool:
        """Whether an alarm told now is the one that was muted."""
        return self._over and self.is_muted(now_s)

    def sounds(self, now_s: float) -> bool:
        """Whether the alarm stands and is not muted."""
        return self._stands(now_s) and not self.is_muted(now_s)

    def is_due(self, now_s: float) -> bool:
        """Whether to ring now. Ask again and again."""
        if self.is_muted(now_s):
            self._owes = False
            return False
        if not self._owes and not (self._stands(now_s) and now_s >= self._next_s):
            return False
        self._owes, self._next_s = False, now_s + EVERY_S
        return True

    def _stands(self, now_s: float) -> bool:
        lost = self._lost_s is not None and now_s - self._lost_s < SILENCE_RINGS_S
        return self._over or lost
