"""What the link hands over through the real stack, set against what the device took.

Used by checks/bluez/steps.py.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import pairwise
from typing import Final

from checks.bluez.stage import Stage, StepError, must
from devicelink.care.inputs import LinkChanged, LinkState
from devicelink.clock import Clock
from devicelink.link.radio import open_radio
from devicelink.link.supervisor import Sinks, Supervisor, Wish
from firmware_protocol.messages import Message, ReadingFlag, Readings

PATIENCE_S: Final = 40.0


class Listener:
    """One supervised link to the probe. `ages_s` is how old a batch's newest sample was here."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.clock = Clock()
        self.states: list[LinkState] = []
        self.at_s: list[float] = []
        self.got: dict[int, float] = {}
        self.ages_s: list[float] = []
        self.again = 0
        self.link: Supervisor | None = None
        self._news = asyncio.Event()

    def message(self, _at_s: float, message: Message) -> None:
        """From the supervisor."""
        if not isinstance(message, Readings) or message.seq is None or self.link is None:
            return
        self.got.update(enumerate(message.raw, message.seq))
        if message.flags & ReadingFlag.BACKFILL:
            self.again += len(message.raw)
        elif message.device_us:
            self.ages_s.append((self.stage.peripheral.time_us - message.device_us[-1]) / 1e6)
        if holes := self._holes():
            self.link.request_missing(holes)
        self._news.set()

    def _holes(self) -> list[tuple[int, int]]:
        """First number and size of each hole below the newest sample."""
        held = sorted(self.got)
        return [(one + 1, after - one - 1) for one, after in pairwise(held) if after > one + 1]

    def changed(self, change: LinkChanged) -> None:
        """From the supervisor."""
        self.states.append(change.state)
        self.at_s.append(self.clock.now())
        self._news.set()

    async def until(self, true: Callable[[], bool], what: str) -> None:
        """Waits for news until it holds. Raises StepError."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not true():
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            states = " ".join(self.states[-4:])
            raise StepError(f"{what}: not within {PATIENCE_S:.0f} s (link: {states})") from None

    async def until_live(self) -> None:
        """Waits for a link that is live."""
        await self.until(lambda: self.states[-1:] == [LinkState.LIVE], "live")

    def begin(self) -> int:
        """The number of the next sample; ages count from here."""
        self.ages_s.clear()
        return self.stage.probe.seq

    async def all_since(self, first: int) -> int:
        """Waits until every sample from `first` on is here, and says how many. Raises StepError."""
        last = self.stage.probe.seq
        wanted = range(first, last)

        def lost() -> list[int]:
            return [seq for seq in wanted if seq not in self.got]

        await self.until(lambda: not lost(), f"all of {len(wanted)} samples")
        taken = self.stage.taken
        wrong = [seq for seq in wanted if self.got[seq] != taken[seq].force_mn]
        must(not wrong, f"{len(wrong)} samples differ from what the device took")
        return len(wanted)


@asynccontextmanager
async def listening(stage: Stage, rate_hz: int) -> AsyncIterator[Listener]:
    """A live link through the system's Bluetooth, for the block."""
    heard = Listener(stage)
    sinks = Sinks(message=heard.message, link=heard.changed)
    wish = Wish(device=stage.probe.identity.name, rate_hz=rate_hz)
    link = Supervisor(lambda: open_radio(None, heard.clock.now), wish, heard.clock, sinks)
    heard.link = link
    running = asyncio.create_task(link.run())
    try:
        waiting = asyncio.create_task(heard.until_live())
        await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            waiting.cancel()
            await running
        await waiting
        yield heard
    finally:
        await link.close()
        await asyncio.gather(running, return_exceptions=True)
