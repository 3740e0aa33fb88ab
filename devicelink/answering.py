"""Who answers where there is no screen: lines typed by a person, nobody, or another party.

A question that nobody can answer is declined at once, so that a session never waits for ever.
Guarded by tests/test_plain.py.
"""

import asyncio
import contextlib
import io
import os
import threading
import weakref
from collections.abc import Callable, Iterator
from enum import StrEnum, unique
from queue import SimpleQueue
from typing import Final, Protocol, TextIO

from devicelink.care.inputs import Decline, Intent
from devicelink.care.outputs import Asked
from devicelink.keys import typed_intent
from devicelink.session.port import Happening

Heard = Callable[[str | None], None]
"""Takes a line, or None once there are no more."""
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
        """Lines come from a thread: no event loop can wait for every kind of stdin."""
        loop = asyncio.get_running_loop()

        def heard(line: str | None) -> None:
            if line is None:
                loop.call_soon_threadsafe(self._gone)
            else:
                loop.call_soon_threadsafe(self._typed, line)

        typed(stdin).listen(heard)

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


class Typed:
    """Lines of one stream, read by one daemon thread for as long as the program lives.

    A thread that waits for a line cannot be called back, so there is one for all the sessions of a
    program. Who listened last hears them; what is typed while nobody does counts for nothing.
    """

    def __init__(self, stream: TextIO) -> None:
        self._heard: Heard | None = None
        self._ended = False
        self._lock: Final = threading.Lock()
        self._thread: Final = threading.Thread(
            target=self._read, args=(weakref.ref(stream),), name="answers", daemon=True
        )

    def listen(self, heard: Heard) -> None:
        """From here on lines go there, and None once no more come."""
        with self._lock:
            self._heard = heard
            if self._thread.ident is None:
                self._thread.start()
            ended = self._ended
        if ended:
            heard(None)

    def line(self) -> str | None:
        """Wait for one line; None where none comes any more."""
        waiting: SimpleQueue[str | None] = SimpleQueue()
        self.listen(waiting.put)
        return waiting.get()

    def _read(self, stream: weakref.ref[TextIO]) -> None:
        with contextlib.suppress(OSError, ValueError):
            if (open_ := stream()) is not None:
                for line in _lines(open_):
                    self._tell(line)
        with self._lock:
            self._ended = True
        self._tell(None)

    def _tell(self, line: str | None) -> None:
        with self._lock:
            heard = self._heard
        if heard is not None:
            with contextlib.suppress(RuntimeError):  # its loop is closed: the session is over
                heard(line)


_TYPED: Final[weakref.WeakKeyDictionary[TextIO, Typed]] = weakref.WeakKeyDictionary()


def typed(stream: TextIO) -> Typed:
    """The one reader of a stream."""
    return _TYPED.setdefault(stream, Typed(stream))


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
