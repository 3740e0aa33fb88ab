"""Asks for missing samples again: one fetch at a time, in pieces, until all came or are not kept.

What the device says is no longer kept is reported, so that the gap can be marked. What was lost on
the way again is asked for again by whoever keeps count. Guarded by tests/link/test_supervisor.py.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Final, TypeAlias

from devicelink.errors import LinkError
from devicelink.link.conversation import Conversation
from devicelink.link.port import Now
from firmware_protocol.messages import DeviceFault, Message, ReadingFlag, Readings

PIECE: Final = 4096
"""Samples asked for at once: a few seconds of air, so that a newer wish need not wait long."""
RANGES: Final = 256
POLL_S: Final = 0.02
PATIENCE_S: Final = 1.0
"""A fetch of which nothing comes for this long is over."""
BUSY_WAIT_S: Final = 0.5
_WRAP: Final = 2**32

Range: TypeAlias = tuple[int, int]
"""Number of the first sample, and how many; numbers wrap at 2^32."""


def without(ranges: Iterable[Range], first: int, count: int) -> tuple[Range, ...]:
    """The ranges with these samples taken out."""
    rest: list[Range] = []
    for start, size in ranges:
        offset = (first - start + _WRAP // 2) % _WRAP - _WRAP // 2
        low, high = max(0, offset), min(size, offset + count)
        if low >= high:
            rest.append((start, size))
            continue
        rest += [(start, low)] if low else []
        rest += [((start + high) % _WRAP, size - high)] if high < size else []
    return tuple(rest)


class Backfill:
    """The samples wanted, over all connections of a session."""

    def __init__(
        self,
        now: Now,
        sleep: Callable[[float], Awaitable[None]],
        unavailable: Callable[[int, int], None],
    ) -> None:
        self._now = now
        self._sleep = sleep
        self._unavailable = unavailable
        self._wanted: tuple[Range, ...] = ()
        self._came_s = 0.0
        self._asked = asyncio.Event()

    def want(self, ranges: Iterable[Range]) -> None:
        """From now on these are wanted, and no others."""
        self._wanted = tuple(ranges)[:RANGES]
        if self._wanted:
            self._asked.set()

    def heard(self, at_s: float, message: Message) -> None:
        """Take note of samples that came out of the device's memory."""
        if isinstance(message, Readings) and message.flags & ReadingFlag.BACKFILL:
            self._came_s = at_s
            if message.seq is not None:
                self._wanted = without(self._wanted, message.seq, len(message.raw))

    async def serve(self, talk: Conversation) -> None:
        """Fetch whatever is wanted over this link, until cancelled or the link is gone."""
        while talk.is_open:
            await self._asked.wait()
            if not self._wanted:
                self._asked.clear()
                continue
            first, size = self._wanted[0]
            try:
                await self._fetch(talk, first, min(size, PIECE))
            except LinkError:
                self._wanted = without(self._wanted, first, size)

    async def _fetch(self, talk: Conversation, first: int, count: int) -> None:
        request = talk.driver.fetch(first, count)
        if request is None:
            self._give_up(first, count)
            return
        refused = _refusal(await talk.ask(request))
        if refused is None:
            await self._follow(first, count)
        elif "busy" in refused.detail:
            await self._sleep(BUSY_WAIT_S)
        else:
            self._give_up(first, count)

    async def _follow(self, first: int, count: int) -> None:
        """Wait while samples of this fetch come. Those that never do are no longer asked for."""
        before = self._wanted
        self._came_s = self._now()
        while self._wants(first, count):
            if self._now() - self._came_s > PATIENCE_S:
                if self._wanted == before:
                    self._wanted = without(self._wanted, first, count)
                return
            await self._sleep(POLL_S)

    def _wants(self, first: int, count: int) -> bool:
        return without(self._wanted, first, count) != self._wanted

    def _give_up(self, first: int, count: int) -> None:
        self._wanted = without(self._wanted, first, count)
        self._unavailable(first, count)


def _refusal(reply: tuple[Message, ...]) -> DeviceFault | None:
    faults = (one for one in reply if isinstance(one, DeviceFault))
    return next((fault for fault in faults if fault.code == "refused"), None)
