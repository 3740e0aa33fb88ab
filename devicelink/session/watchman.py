"""A thread of its own that sounds the alarm: it waits for no face, no disk and no event loop.

The radio's callback rings at once where that cannot hold it up, leaves what the guard decided in a
queue and goes on; the thread rings on, and has the device buzz. Left alone it looks forty times a
second whether readings still come and the face still draws. Nothing that fails in here ends it.
Guarded by tests/session/test_watchman.py.
"""

import os
import select
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Final, TypeAlias

from devicelink.clock import Clock
from devicelink.core.events import Level, OverForce, OverForceCleared
from devicelink.session.siren import Cause, Siren
from devicelink.session.vigil import Vigil

LOOK_S: Final = 0.025
BEL: Final = b"\a"
BUZZ_AGAIN_S: Final = 1.0
"""A device that buzzes is told so again: what it was told before may be lost with the link."""

Order: TypeAlias = Callable[[Siren, float], None]


def ring_terminal() -> None:
    """One bell on the terminal: by the error stream, or else by the terminal's own name.

    None where its output is stopped: to wait there would silence the device's buzzer too.
    """
    if sys.__stderr__ is not None and sys.__stderr__.isatty():
        if sys.platform == "win32" or terminal_takes():
            os.write(sys.__stderr__.fileno(), BEL)
    elif sys.platform != "win32":
        terminal = os.open("/dev/tty", os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
        try:
            os.write(terminal, BEL)
        finally:
            os.close(terminal)


def terminal_takes() -> bool:
    """Whether a bell on the terminal would go out at once: not where its output is stopped."""
    if sys.platform == "win32" or sys.__stderr__ is None or not sys.__stderr__.isatty():
        return False
    return bool(select.select([], [sys.__stderr__.fileno()], [], 0.0)[1])


class Watchman:
    """For one session, from `start` to `stop`. All of it may be called from any thread."""

    def __init__(
        self,
        clock: Clock,
        ring: Callable[[], None] = ring_terminal,
        takes: Callable[[], bool] = terminal_takes,
    ) -> None:
        self.buzz: Callable[[bool], None] = lambda _on: None
        """Switches the device's own buzzer, where it has one."""
        self._clock, self._ring, self._takes = clock, ring, takes
        self._siren = Siren()
        self._vigil = Vigil(max(1.0, clock.speed))
        self._orders: SimpleQueue[Order | None] = SimpleQueue()
        self._buzzing, self._buzz_again_s = False, float("inf")
        self._thread = threading.Thread(target=self._run, name="devicelink-alarm", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """End it; a buzzing device is told to stop. Calling twice is no harm."""
        self._orders.put(None)

    def heard(self, event: OverForce | OverForceCleared) -> None:
        """What the guard decided, in the very call that decided it: rings if that takes no time."""
        rung = False
        if isinstance(event, OverForce) and event.level is Level.ALARM:
            with suppress(Exception):
                if self._takes() and not self._siren.keeps_silent(self._clock.now()):
                    self._ring()
                    rung = True
        self._orders.put(lambda siren, now_s: siren.heard(event, now_s, rung=rung))

    def note(self, at_s: float, force_n: float | None) -> None:
        """A frame came; its newest sample, None where that is no number."""
        self._vigil.note(at_s, force_n)

    def looked(self, at_s: float) -> None:
        """A face looked."""
        self._vigil.looked(at_s)

    def broadcasts(self) -> None:
        """The device only broadcasts: some frames are missed as a matter of course."""
        self._vigil.broadcasts()

    def once(self, cause: Cause | None = None) -> None:
        """One bell; none for a `cause` that is muted."""
        self._orders.put(lambda siren, now_s: siren.once(now_s, cause))

    def mute(self) -> None:
        """No sound for a minute of what sounds now."""
        self._orders.put(lambda siren, now_s: siren.mute(now_s))

    def muted_s(self, now_s: float) -> float:
        """For how long what stands keeps silent yet; 0 where it sounds, or nothing stands."""
        return self._siren.muted_s(now_s)

    def is_lost(self, now_s: float) -> bool:
        """Whether the reading is gone under load."""
        return self._vigil.is_lost(now_s)

    def _run(self) -> None:
        while True:
            with suppress(Empty):
                order = self._orders.get(timeout=LOOK_S)
                if order is None:
                    break
                order(self._siren, self._clock.now())
            self._look()
        self._switch(self._clock.now(), on=False)

    def _look(self) -> None:
        now_s = self._clock.now()
        silent = self._vigil.is_lost(now_s) or self._vigil.is_unseen(now_s)
        self._siren.reading(now_s, lost=silent)
        is_due = self._siren.is_due(now_s)
        self._switch(now_s, on=self._siren.sounds(now_s))
        if is_due:
            with suppress(Exception):  # a terminal that is gone must not silence the device
                self._ring()

    def _switch(self, now_s: float, *, on: bool) -> None:
        if on is self._buzzing and not (on and now_s >= self._buzz_again_s):
            return
        self._buzzing = on
        self._buzz_again_s = now_s + BUZZ_AGAIN_S * max(1.0, self._clock.speed)
        with suppress(Exception):
            self.buzz(on)
