"""All that happened in a session so far, and more as it comes, for any number of readers.

A reader that starts late misses nothing but old evidence, which comes several times a second and is
followed by a verdict; a slow one holds nobody up. Guarded by tests/session/test_news.py.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from typing import Final

from devicelink.core.events import ReleaseEvidence
from devicelink.session.port import Happening

EVIDENCE_KEPT: Final = 1000


class News:
    """A growing list of happenings with their session times. For one event loop."""

    def __init__(self) -> None:
        self._told: list[tuple[float, Happening] | None] = []
        self._evidence: deque[int] = deque()
        self._more = asyncio.Event()
        self._closed = False

    def add(self, t_s: float, happening: Happening) -> None:
        """Tell everybody."""
        if isinstance(happening, ReleaseEvidence):
            self._evidence.append(len(self._told))
            if len(self._evidence) > EVIDENCE_KEPT:
                self._told[self._evidence.popleft()] = None
        self._told.append((t_s, happening))
        self._wake()

    def close(self) -> None:
        """Nothing more comes."""
        self._closed = True
        self._wake()

    def _wake(self) -> None:
        self._more.set()
        self._more = asyncio.Event()

    async def read(self) -> AsyncIterator[tuple[float, Happening]]:
        """From the first happening on, until closed."""
        at = 0
        while True:
            while at < len(self._told):
                told, at = self._told[at], at + 1
                if told is not None:
                    yield told
            if self._closed:
                return
            await self._more.wait()
