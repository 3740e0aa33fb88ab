"""The thread that sounds the alarm: with no loop at all, past a terminal that fails."""

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from queue import SimpleQueue

import pytest

from devicelink.clock import Clock
from devicelink.core.events import Level, OverForce, OverForceCleared
from devicelink.session.watchman import Watchman, ring_terminal

ALARM = OverForce(
    level=Level.ALARM, t_s=1.0, force_n=41.0, predicted_n=45.0, limit_n=40.0, decided_s=1.0
)
PATIENCE_S = 5.0


class Rung:
    """Bells, each change of the buzzer's switch, and how often it was told that it is on."""

    def __init__(self) -> None:
        self.rang = threading.Semaphore(0)
        self.switched: list[bool] = []
        self.buzzed = threading.Semaphore(0)
        self.told_on = threading.Semaphore(0)

    def ring(self) -> None:
        self.rang.release()

    def buzz(self, on: bool) -> None:
        if on:
            self.told_on.release()
        if not self.switched or self.switched[-1] is not on:
            self.switched.append(on)
            self.buzzed.release()

    def wait(self) -> bool:
        return self.rang.acquire(timeout=PATIENCE_S)


@contextmanager
def watching(rung: Rung, clock: Clock | None = None) -> Iterator[Watchman]:
    watchman = Watchman(clock or Clock(), rung.ring, takes=lambda: False)
    watchman.buzz = rung.buzz
    watchman.start()
    try:
        yield watchman
    finally:
        watchman.stop()
        watchman._thread.join(PATIENCE_S)
        assert not watchman._thread.is_alive()


def test_an_alarm_rings_and_buzzes_and_goes_on_until_it_is_cleared() -> None:
    rung = Rung()
    with watching(rung, Clock(20.0)) as watchman:
        watchman.heard(ALARM)
        assert all(rung.wait() for _ in range(3))
        watchman.heard(OverForceCleared(t_s=1.0, decided_s=2.0))
        assert [rung.buzzed.acquire(timeout=PATIENCE_S) for _ in range(2)] == [True, True]
    assert rung.switched == [True, False]


def test_a_device_is_told_to_buzz_again_and_again_as_a_link_may_have_lost_it() -> None:
    rung = Rung()
    with watching(rung) as watchman:
        watchman.heard(ALARM)
        assert all(rung.told_on.acquire(timeout=PATIENCE_S) for _ in range(3))
    assert rung.switched == [True, False]


def test_a_reading_lost_under_load_rings_without_anybody_saying_so() -> None:
    rung, clock = Rung(), Clock()
    with watching(rung, clock) as watchman:
        watchman.note(clock.now(), 20.0)
        began_s = time.monotonic()
        assert rung.wait()
        assert time.monotonic() - began_s >= 0.25
        assert watchman.is_lost(clock.now())


def test_where_the_terminal_takes_it_at_once_the_very_call_rings() -> None:
    rung = Rung()
    watchman = Watchman(Clock(), rung.ring, takes=lambda: True)
    watchman.heard(ALARM)
    assert rung.rang.acquire(blocking=False)
    watchman.mute()
    watchman.start()
    watchman.stop()
    watchman._thread.join(PATIENCE_S)
    watchman.heard(ALARM)
    assert not rung.rang.acquire(blocking=False)


def test_muted_means_neither_bell_nor_buzzer() -> None:
    rung = Rung()
    with watching(rung) as watchman:
        watchman.heard(ALARM)
        assert rung.wait()
        watchman.mute()
        rung.rang.acquire(timeout=0.1)  # one may have been on its way
        assert not rung.rang.acquire(timeout=0.8)
        assert rung.switched[-1] is False


def test_a_terminal_or_a_device_that_fails_ends_no_watch() -> None:
    rung = Rung()

    def broken() -> None:
        rung.ring()
        raise OSError("the terminal is gone")

    with watching(rung, Clock(20.0)) as watchman:
        watchman._ring = broken

        def refuse(on: bool) -> None:
            raise RuntimeError(f"no device to switch {on}")

        watchman.buzz = refuse
        watchman.heard(ALARM)
        assert all(rung.wait() for _ in range(3))


def test_a_buzzing_device_is_told_to_stop_when_the_watch_ends() -> None:
    rung = Rung()
    with watching(rung) as watchman:
        watchman.heard(ALARM)
        assert rung.wait()
    assert rung.switched == [True, False]


def test_the_bell_is_one_byte_for_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[tuple[int, bytes]] = []

    class Terminal:
        def isatty(self) -> bool:
            return True

        def fileno(self) -> int:
            return 2

    monkeypatch.setattr(sys, "__stderr__", Terminal())
    monkeypatch.setattr(os, "write", lambda *told: written.append(told))
    ring_terminal()
    assert written == [(2, b"\a")]


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal's output is stopped elsewhere")
def test_a_terminal_that_is_stopped_silences_no_buzzer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-S, then a bell for a cue, then an alarm: the device buzzes, and stops in the end."""
    import termios  # noqa: PLC0415 - Windows has none

    reader, terminal = os.openpty()
    switched: SimpleQueue[bool] = SimpleQueue()
    with os.fdopen(terminal, "w") as stream, os.fdopen(reader):
        monkeypatch.setattr(sys, "__stderr__", stream)
        termios.tcflow(terminal, termios.TCOOFF)
        try:
            watchman = Watchman(Clock())
            watchman.buzz = switched.put
            watchman.start()
            watchman.once()
            watchman.heard(ALARM)
            assert switched.get(timeout=2.0) is True
            watchman.stop()
            assert switched.get(timeout=2.0) is False
        finally:
            termios.tcflow(terminal, termios.TCOON)
