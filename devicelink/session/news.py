"""All that happened in a session so far, and more as it comes, for any number of readers.

A reader that starts late misses nothing; a slow one holds nobody up. Guarded by
tests/session/test_news.py.
"""

import asyncio
from collections.abc import AsyncIterator

from devicelink.session.port import Happening


class News:
    """A growing list of happenings with their session times. For one event loop."""

    def __init__(self) -> None:
        self._told: list[tuple[float, Happening]] = []
        self._more = asyncio.Event()
        self._closed = False

    def add(self, t_s: float, happening: Happening) -> None:
        """Tell everybody."""
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
                yield self._told[at]
                at += 1
            if self._closed:
                return
            await self._more.wait()
