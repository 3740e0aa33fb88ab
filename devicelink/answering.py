"""Who answers where there is no screen: lines typed by a person, nobody, or another party.

A question that nobody can answer is declined at once, so that a session never waits for ever.
Guarded by tests/test_plain.py.
"""

import asyncio
import contextlib
import io
import os
import threading
from collections.abc import Callable, Iterator
from enum import StrEnum, unique
from typing import Protocol, TextIO

from devicelink.care.inputs import Decline, Intent
from devicelink.care.outputs import Asked
from devicelink.keys import typed_intent
from devicelink.session.port import Happening

FLAG_KEYS = frozenset({"!", "f1"})
"""Typed to see when to stop and get help."""


@unique
class Answers(StrEnum):
    """Who answers the session's questions."""

    PERSON = "person"
    """Lines from `stdin`; once they end, nobody."""
    NOBODY = "nobody"
    SIMULATED = "simulated"
    """Someone else sends the intents: the simulated person."""


class Sends(Protocol):
    """What takes intents."""

    def send(self, intent: Intent) -> None:
        """Hand over what the person did."""


class Answering:
    """Sends what was typed as intents; declines questions when nobody is there."""

    def __init__(
        self,
        port: Sends,
        answers: Answers,
        stdin: TextIO | None,
        on_nonsense: Callable[[str], None] | None = None,
        on_flags: Callable[[], None] | None = None,
    ) -> None:
        self._port = port
        self._nobody = answers is Answers.NOBODY
        self._open = False
        self._on_nonsense, self._on_flags = on_nonsense, on_flags
        if answers is Answers.PERSON and stdin is not None:
            self._listen(stdin)
        elif answers is Answers.PERSON:
            self._nobody = True

    def saw(self, happening: Happening) -> None:
        """Take note of a happening: a question may have to be declined."""
        if isinstance(happening, Asked):
            self._open = True
            if self._nobody:
                self._port.send(Decline())

    def _listen(self, stdin: TextIO) -> None:
        """Read lines on a daemon thread: no event loop can wait for every kind of stdin."""
        loop = asyncio.get_running_loop()

        def read() -> None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: the session is over
                with contextlib.suppress(OSError, ValueError):
                    for line in _lines(stdin):
                        loop.call_soon_threadsafe(self._typed, line)
                loop.call_soon_threadsafe(self._gone)

        threading.Thread(target=read, name="answers", daemon=True).start()

    def _typed(self, line: str) -> None:
        if line.strip() in FLAG_KEYS and self._on_flags is not None:
            self._on_flags()
            return
        intent = typed_intent(line)
        if intent is not None:
            self._port.send(intent)
        elif self._on_nonsense is not None:
            self._on_nonsense(line)

    def _gone(self) -> None:
        self._nobody = True
        if self._open:
            self._port.send(Decline())


def _lines(stdin: TextIO) -> Iterator[str]:
    """Lines as they come. Reads the descriptor itself: a thread left waiting inside a buffered
    reader would abort the interpreter as it shuts down."""
    try:
        descriptor = stdin.fileno()
    except (io.UnsupportedOperation, AttributeError):
        yield from stdin
        return
    rest = b""
    while chunk := os.read(descriptor, 4096):
        *whole, rest = (rest + chunk).split(b"\n")
        yield from (line.decode("utf-8", "replace") for line in whole)
    if rest:
        yield rest.decode("utf-8", "replace")
