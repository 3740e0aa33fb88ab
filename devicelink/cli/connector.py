"""Searches and opens devices for the connect screen. Guarded by tests/cli/test_connector.py."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace

from devicelink.care.inputs import Stop
from devicelink.cli.guided import Guide
from devicelink.link.registry import supported
from devicelink.link.supervisor import OpenRadio, Wish
from devicelink.session.apart import Apart
from devicelink.session.by_hand import HandSession
from devicelink.tui.connect import Found
from firmware_protocol.frames import Advertisement

SEARCH_S = 15.0
BY_HAND = "by hand"


class SessionConnector:
    """One search after another, then one session. `finish` it when the screen is gone."""

    def __init__(self, guide: Guide, radio: OpenRadio, wish: Wish) -> None:
        self._guide, self._radio, self._wish = guide, radio, wish
        self._task: asyncio.Task[None] | None = None
        self.session: Apart | None = None

    @property
    def wanted(self) -> tuple[str, ...]:
        """Names or addresses to open as soon as one is seen: what was asked for, or one's own."""
        if self._wish.device is not None:
            return (self._wish.device,)
        return tuple(one.address for one in self._wish.mine)

    async def search(self) -> AsyncIterator[tuple[Found, ...]]:
        """All that was heard so far, supported ones first, each time something new is."""
        heard: dict[str, Found] = {}
        async with self._radio() as radio, aclosing(radio.scan(SEARCH_S)) as advertisements:
            async for one in advertisements:
                heard[one.address] = found_of(one)
                yield tuple(sorted(heard.values(), key=_rank))

    async def open(self, found: Found) -> Apart:
        """Connect, and begin a session. Raises DevicelinkError."""
        session = self._guide.apart(self._radio, replace(self._wish, device=found.address))
        task = asyncio.create_task(session.run(), name="session")
        try:
            await asyncio.wait({task, session.opened}, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            task.cancel()
            await asyncio.wait({task})
            raise
        if task.done():
            await task
        self._task, self.session = task, session
        return session

    async def finish(self) -> None:
        """Stop the session, if one is under way, and wait until all is put away."""
        if self.session is not None and self._task is not None:
            self.session.send(Stop())
            await self._task


class HandConnector:
    """Begins a session without a device, for the connect screen: there is nothing to search."""

    wanted: tuple[str, ...] = (BY_HAND,)

    def __init__(self, guide: Guide) -> None:
        self._guide = guide
        self._task: asyncio.Task[None] | None = None
        self.session: HandSession | None = None

    async def search(self) -> AsyncIterator[tuple[Found, ...]]:
        """The one there is."""
        yield (Found(address=BY_HAND, name=BY_HAND, rssi_dbm=None, supported=True, detail=""),)

    async def open(self, found: Found) -> HandSession:
        """Begin. Raises PlanError."""
        del found
        self.session = self._guide.by_hand()
        self._task = asyncio.create_task(self.session.run(), name="session")
        await self.session.opened
        return self.session

    async def finish(self) -> None:
        """Stop the session, if one is under way, and wait until all is put away."""
        if self.session is not None and self._task is not None:
            self.session.send(Stop())
            await self._task


def found_of(advertisement: Advertisement) -> Found:
    """An advertisement as the list shows it."""
    kind = supported(advertisement)
    return Found(
        address=advertisement.address,
        name=advertisement.name,
        rssi_dbm=advertisement.rssi_dbm,
        supported=kind is not None,
        detail=kind.label if kind is not None else "no kind of device known here",
    )


def _rank(found: Found) -> tuple[bool, int]:
    return not found.supported, -(found.rssi_dbm or -127)
