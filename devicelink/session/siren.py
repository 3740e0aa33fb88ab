"""Sounds the alarm from the data path: it never waits for a face, a disk or a queue.

A bell byte goes straight to the terminal's error stream, where a face's drawing cannot hold it up.
It may be muted for a minute at most, and never hides the alarm from the screen. Guarded by
tests/session/test_siren.py.
"""

import os
import sys
from collections.abc import Callable
from typing import Final

from devicelink.care.coach_state import MUTE_S
from devicelink.core.events import Event, Level, OverForce, OverForceCleared

EVERY_S: Final = 0.5


def ring_terminal() -> None:
    """One bell on the terminal, if the error stream is one."""
    if sys.__stderr__ is not None and sys.__stderr__.isatty():
        os.write(sys.__stderr__.fileno(), b"\a")


class Siren:
    """Rings when the limit is passed and goes on, twice a second, until it is cleared."""

    def __init__(self, ring: Callable[[], None] = ring_terminal) -> None:
        self._ring = ring
        self._sounding = False
        self._next_s = 0.0
        self._muted_until_s = 0.0

    def heard(self, now_s: float, event: Event) -> None:
        """Take note of an over-force event in the very call that decided it."""
        if isinstance(event, OverForce) and event.level is Level.ALARM:
            self._sounding = True
            self._next_s = now_s
        elif isinstance(event, OverForceCleared):
            self._sounding = False
        self.tick(now_s)

    def lost_signal(self, now_s: float) -> None:
        """The reading is gone under load: one bell, because silence is not safety."""
        if now_s >= self._muted_until_s:
            self._ring()

    def tick(self, now_s: float) -> None:
        """Ring again when it is time to."""
        if self._sounding and now_s >= self._next_s and now_s >= self._muted_until_s:
            self._ring()
            self._next_s = now_s + EVERY_S

    def mute(self, now_s: float) -> None:
        """Be silent for a minute."""
        self._muted_until_s = now_s + MUTE_S
