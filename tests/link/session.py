"""A session's end of the supervisor: collects all that it hands over, and waits for it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from bumble.link import LocalLink

from devicelink.care.inputs import LinkChanged, LinkState
from devicelink.clock import Clock
from devicelink.link.port import Radio
from devicelink.link.radio import bumble_radio
from devicelink.link.supervisor import Sinks, Supervisor, Wish
from firmware_protocol.messages import Message, ReadingFlag, Readings
from tests.link.peripheral import controller


class Session:
    """Counts samples as a time base would: each number once, and what is missing below the newest.

    With `numbered` a sample whose force is not its own number fails at once.
    """

    def __init__(self, numbered: bool = True) -> None:
        self.clock = Clock()
        self.changes: list[tuple[float, LinkChanged]] = []
        self.messages: list[tuple[float, Message]] = []
        self.samples: set[int] = set()
        self.repeated = 0
        self.unavailable: list[tuple[int, int]] = []
        self.supervisor: Supervisor | None = None
        self._numbered = numbered
        self._news = asyncio.Event()

    @property
    def states(self) -> list[LinkState]:
        return [change.state for _, change in self.changes]

    def missing(self) -> list[tuple[int, int]]:
        ranges: list[tuple[int, int]] = []
        if self.samples:
            expected = min(self.samples)
            for seq in sorted(self.samples):
                if seq > expected:
                    ranges.append((expected, seq - expected))
                expected = seq + 1
        return ranges

    def on_message(self, at_s: float, message: Message) -> None:
        self.messages.append((at_s, message))
        if isinstance(message, Readings) and message.seq is not None:
            numbers = range(message.seq, message.seq + len(message.raw))
            assert not self._numbered or message.raw == tuple(map(float, numbers))
            self.repeated += len(self.samples.intersection(numbers))
            self.samples.update(numbers)
            live = not message.flags & ReadingFlag.BACKFILL
            if live and self.supervisor is not None and (gap := self.missing()):
                self.supervisor.request_missing(gap)
        self._news.set()

    def on_link(self, change: LinkChanged) -> None:
        self.changes.append((self.clock.now(), change))
        self._news.set()

    def on_unavailable(self, first: int, count: int) -> None:
        self.unavailable.append((first, count))
        self._news.set()

    async def until(self, true: Callable[[], bool], within_s: float = 5.0) -> None:
        """Wait for news until it holds."""
        async with asyncio.timeout(within_s):
            while not true():
                self._news.clear()
                await self._news.wait()

    async def until_state(self, state: LinkState, within_s: float = 5.0) -> LinkChanged:
        await self.until(lambda: self.states[-1:] == [state], within_s)
        return self.changes[-1][1]


OpenRadio = Callable[[], AbstractAsyncContextManager[Radio]]


def radios_on(air: LocalLink, session: Session) -> OpenRadio:
    """A radio factory whose every radio has a controller of its own, as a replugged dongle has."""

    def factory() -> AbstractAsyncContextManager[Radio]:
        emulated = controller("radio", air)
        return bumble_radio(emulated, emulated, session.clock.now)

    return factory


@asynccontextmanager
async def supervised(
    factory: OpenRadio, session: Session, wish: Wish | None = None
) -> AsyncIterator[Supervisor]:
    """A supervisor that runs for the length of the block, and is closed at its end."""
    sinks = Sinks(
        message=session.on_message, link=session.on_link, unavailable=session.on_unavailable
    )
    session.supervisor = Supervisor(factory, wish or Wish(), session.clock, sinks)
    running = asyncio.create_task(session.supervisor.run())
    try:
        yield session.supervisor
        await session.supervisor.close()
        await running
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def ended(factory: OpenRadio, session: Session) -> None:
    """Wait for a supervisor that ends by itself, and raise what it raised."""
    sinks = Sinks(message=session.on_message, link=session.on_link)
    async with asyncio.timeout(5):
        await Supervisor(factory, Wish(), session.clock, sinks).run()
