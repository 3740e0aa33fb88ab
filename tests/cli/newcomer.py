"""A person who never used the program, for tests: at the app's keys, or typing lines at a prompt.

Does only what the screen or the lines ask for; the simulated hand follows the coach as a reader of
the same sentences would. Used by tests/cli/test_new_user.py.
"""

import asyncio
import io
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Final

import pytest
from textual.pilot import Pilot

from devicelink.__main__ import main
from devicelink.care.outputs import PhaseChanged
from devicelink.cli.guided import Guide
from devicelink.demo.person import Person
from devicelink.link.port import Radio
from devicelink.link.radio import bumble_radio
from devicelink.link.supervisor import Wish
from devicelink.session.live import LiveSession
from devicelink.session.port import Happening
from devicelink.tui.app import DevicelinkApp
from simulator.serve import Setup, in_process
from tests.patient import PatientClock
from tests.tui.screens import on_screen

SPEED: Final = 13.0
LONGEST_S: Final = 90.0
Sitting = Callable[[DevicelinkApp, Pilot[None]], Awaitable[None]]
"""What the person does from the app's opening until it closes."""


class Presses(Person):
    """The hand alone: questions are the keyboard's."""

    async def _act(self, happening: Happening) -> None:
        if isinstance(happening, PhaseChanged):
            self._move(happening.phase)


def probe_in_range(monkeypatch: pytest.MonkeyPatch) -> None:
    """`devicelink session` finds a simulated probe, pressed as the coach asks, at `SPEED`."""
    clocks: list[PatientClock] = []
    sessions: list[LiveSession] = []
    made = Guide.session

    def noted(guide: Guide, *given: Any) -> LiveSession:
        sessions.append(made(guide, *given))
        return sessions[-1]

    @asynccontextmanager
    async def open_radio(
        _moniker: str | None, now: Callable[[], float], key_file: Path | None = None
    ) -> AsyncIterator[Radio]:
        clock = clocks[-1]
        setup = Setup(seed=3, routine=False)
        async with clock.led(), in_process(setup, now=clock.device_s, speed=SPEED) as bench:
            hand = bench.hand

            async def press(session: LiveSession) -> None:
                await asyncio.shield(session.opened)
                await Presses(session, hand, lambda: False, clock.sleep).live()

            acting = [asyncio.create_task(press(session)) for session in sessions[-1:]]
            try:
                async with bumble_radio(bench.client, bench.client, now, key_file) as radio:
                    yield radio
            finally:
                for task in acting:
                    task.cancel()

    def made_clock() -> PatientClock:
        clocks.append(PatientClock(SPEED))
        return clocks[-1]

    monkeypatch.setattr(Guide, "session", noted)
    monkeypatch.setattr("devicelink.cli.session.open_radio", open_radio)
    monkeypatch.setattr("devicelink.cli.session.Clock", made_clock)
    monkeypatch.setattr("devicelink.cli.session.Wish", partial(Wish, silence_s=SPEED))


def at_the_keys(monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], sitting: Sitting) -> None:
    """Each time the app opens, `sitting` is at its keys; `size` is the terminal's."""

    async def show(app: DevicelinkApp) -> None:
        async with asyncio.timeout(LONGEST_S), app.run_test(size=size) as pilot:
            await pilot.pause()
            await sitting(app, pilot)

    monkeypatch.setattr(DevicelinkApp, "show", show)


def seen(app: DevicelinkApp) -> str:
    """What stands on the screen, as one line of words: a sentence may be broken anywhere."""
    text = on_screen(app)
    assert max(map(len, text.splitlines()), default=0) <= app.size.width
    return " ".join(re.sub(r"[│╭╮╰╯─]", " ", text).split())


class Terminal:
    """A terminal without a screen; `replies` maps words of a question to the line typed at once."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, replies: Mapping[str, str]) -> None:
        self._replies = replies
        self._keyboard = _Keyboard()
        self._paper = _Paper(self._heard)
        self.asked: list[str] = []
        monkeypatch.setattr("sys.stdin", self._keyboard)
        monkeypatch.setattr("sys.stdout", self._paper)
        monkeypatch.setattr("sys.stderr", self._paper)

    def _heard(self, line: str) -> None:
        for words, reply in self._replies.items():
            if words in line:
                self.asked.append(words)
                self._keyboard.typed.put(reply + "\n")
                return

    def run(self, *arguments: str | Path) -> list[str]:
        """One command, which has to succeed; every line it said, on either stream."""
        begun = len(self._paper.getvalue())
        assert main([str(argument) for argument in arguments]) == 0, self._paper.getvalue()
        return self._paper.getvalue()[begun:].splitlines()

    def close(self) -> None:
        """Nobody types any more."""
        self._keyboard.typed.put("")


class _Keyboard(io.StringIO):
    """Lines as they are typed; it has no descriptor."""

    def __init__(self) -> None:
        super().__init__()
        self.typed: SimpleQueue[str] = SimpleQueue()

    def readline(self, _size: int | None = -1, /) -> str:  # type: ignore[override]
        return self.typed.get()

    def isatty(self) -> bool:
        return True


class _Paper(io.StringIO):
    """What was said, handed on by the line."""

    def __init__(self, heard: Callable[[str], None]) -> None:
        super().__init__()
        self._heard = heard

    def write(self, text: str, /) -> int:
        written = super().write(text)
        if "\n" in text:
            self._heard(self.getvalue().rstrip("\n").rpartition("\n")[2])
        return written

    def isatty(self) -> bool:
        return True
