"""All that happened in a session so far, and more as it comes, for any number of readers.

A reader that starts late misses only what is long past: most of it evidence, which comes several
times a second and is followed by a verdict. A slow one holds nobody up; memory is bounded. Guarded
by tests/session/test_news.py.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from typing import Final

from devicelink.core.events import ReleaseEvidence
from devicelink.session.port import Happening

EVIDENCE_KEPT: Final = 200
KEPT: Final = 300
"""Of all else: a session of three holds tells of about ninety."""


class News:
    """Happenings with their session times, in order. For one event loop."""

    def __init__(self) -> None:
        self._told: deque[tuple[float, Happening] | None] = deque()
        self._first = 0
        """The number of the oldest that is kept, of all that were ever told."""
        self._evidence: deque[int] = deque()
        self._others: deque[int] = deque()
        self._more = asyncio.Event()
        self._closed = False

    def add(self, t_s: float, happening: Happening) -> None:
        """Tell everybody."""
        is_evidence = isinstance(happening, ReleaseEvidence)
        numbers, kept = (self._evidence, EVIDENCE_KEPT) if is_evidence else (self._others, KEPT)
        numbers.append(self._end)
        self._told.append((t_s, happening))
        if len(numbers) > kept:
            self._told[numbers.popleft() - self._first] = None
        while self._told[0] is None:
            self._told.popleft()
            self._first += 1
        self._wake()

    @property
    def _end(self) -> int:
        return self._first + len(self._told)

    def close(self) -> None:
        """Nothing more comes."""
        self._closed = True
        self._wake()

    def _wake(self) -> None:
        self._more.set()
        self._more = asyncio.Event()

    async def read(self) -> AsyncIterator[tuple[float, Happening]]:
        """From the first happening that is kept, until closed."""
        at = 0
        while True:
            while (at := max(at, self._first)) < self._end:
                told, at = self._told[at - self._first], at + 1
                if told is not None:
                    yield told
            if self._closed:
                return
            await self._more.wait()
