"""When the alarm sounds: at once, twice a second while it stands, silenced for a minute at most.

A state machine without clock or sound; the watchman's thread drives it. A mute silences what sounds
when it is pressed and nothing else: another excess, another loss, a limit still passed when a lost
reading is back, all sound. Pressing again makes it no longer. Being muted never hides the alarm
from the screen. Guarded by tests/session/test_siren.py.
"""

from enum import Enum, unique
from math import inf
from typing import Final

from devicelink.care.coach_state import MUTE_S
from devicelink.core.events import Level, OverForce, OverForceCleared

EVERY_S: Final = 0.5
SILENCE_RINGS_S: Final = 5.0
"""How long a lost reading is rung for (proposal): by then the hand is off or the device is gone,
and nobody could end the noise of a device that never comes back."""


@unique
class Cause(Enum):
    """What the alarm sounds for."""

    OVER = "the limit is passed"
    LOST = "nothing is read under load"


class Siren:
    """Sounds when the limit is passed until it is cleared, and for a while when nothing is read."""

    def __init__(self) -> None:
        self._over = False
        self._lost_s: float | None = None
        self._owes = False
        """A bell that nothing takes back any more."""
        self._next_s = -inf
        self._muted_until_s = dict.fromkeys(Cause, -inf)

    def heard(
        self, event: OverForce | OverForceCleared, now_s: float, *, rung: bool = False
    ) -> None:
        """Take note of what the guard decided; an alarm is due at once, unless `rung` already."""
        if isinstance(event, OverForceCleared):
            self._over = False
        elif event.level is Level.ALARM:
            if not self._over:
                self._sound_again(Cause.OVER)
            self._over = True
            if rung:
                self._next_s = now_s + EVERY_S
            elif not self._is_muted(Cause.OVER, now_s):
                self._owes = True

    def reading(self, now_s: float, *, lost: bool) -> None:
        """Whether the reading is gone under load; losing it is due at once."""
        if lost and self._lost_s is None:
            self._lost_s, self._owes = now_s, True
            self._sound_again(Cause.LOST)
        elif not lost and self._lost_s is not None:
            self._lost_s = None
            self._sound_again(Cause.OVER)  # for what is read now, nobody has muted it

    def once(self, now_s: float, cause: Cause | None = None) -> None:
        """One bell, for what is said once; none for a `cause` that is muted or just rang."""
        rang = cause in self._standing(now_s) and now_s < self._next_s
        if cause is None or not (rang or self._is_muted(cause, now_s)):
            self._owes = True

    def mute(self, now_s: float) -> None:
        """Be silent for a minute about what sounds now."""
        for cause in self._standing(now_s):
            if not self._is_muted(cause, now_s):
                self._muted_until_s[cause] = now_s + MUTE_S

    def muted_s(self, now_s: float) -> float:
        """For how long what stands now keeps silent yet, 0 where anything of it sounds."""
        return min((self._left_s(cause, now_s) for cause in self._standing(now_s)), default=0.0)

    def keeps_silent(self, now_s: float) -> bool:
        """Whether an excess told now is the one that was muted."""
        return self._over and self._is_muted(Cause.OVER, now_s)

    def sounds(self, now_s: float) -> bool:
        """Whether the alarm stands and is not muted."""
        return any(not self._is_muted(cause, now_s) for cause in self._standing(now_s))

    def is_due(self, now_s: float) -> bool:
        """Whether to ring now. Ask again and again."""
        if not self._owes and not (self.sounds(now_s) and now_s >= self._next_s):
            return False
        self._owes, self._next_s = False, now_s + EVERY_S
        return True

    def _standing(self, now_s: float) -> list[Cause]:
        standing = [Cause.OVER] if self._over else []
        if self._lost_s is not None and now_s - self._lost_s < SILENCE_RINGS_S:
            standing.append(Cause.LOST)
        return standing

    def _is_muted(self, cause: Cause, now_s: float) -> bool:
        return self._left_s(cause, now_s) > 0.0

    def _left_s(self, cause: Cause, now_s: float) -> float:
        return max(0.0, self._muted_until_s[cause] - now_s)

    def _sound_again(self, cause: Cause) -> None:
        self._muted_until_s[cause] = -inf
