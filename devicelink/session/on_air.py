"""A device on the air, for whatever is done with it: link, guard, alarm and the wait for it.

The radio's callback takes a frame in, guards the force and sounds the alarm; all else is only put
in a queue there. The watchman rings on a thread of its own. Guarded by tests/session/test_live.py,
test_algometer.py and tests/cli/test_record.py.
"""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, Final, TypeAlias

from devicelink.care.inputs import DeviceNews, Go, LinkChanged, LinkState, StrangerRefused
from devicelink.clock import Clock
from devicelink.core.block import Block
from devicelink.core.events import OverForce, OverForceCleared
from devicelink.link.identity import Met
from devicelink.link.registry import only_broadcasts
from devicelink.link.supervisor import OpenRadio, Sinks, Supervisor, Wish
from devicelink.link.trouble import nothing_came
from devicelink.session.intake import Intake
from devicelink.session.loops import first_of, from_afar
from devicelink.session.watchman import Watchman
from firmware_protocol.messages import Button, Message

OPEN_S: Final = 30.0
"""Wall seconds to wait for the device before saying that it is not there."""
TICK_S: Final = 0.1
HOLD_S: Final = 60.0
"""How long a hole is kept open for a link that is away; a minute is what our own devices keep."""
WAITING_MAX: Final = 20_000
"""What may wait to be worked on: minutes of signal. More, and the program is ill."""

FromAir: TypeAlias = Block | LinkChanged | DeviceNews | OverForce | OverForceCleared | Go
Work: TypeAlias = Callable[[], Coroutine[Any, Any, None]]


class OnAir(ABC):
    """One device, from `run` until `_over` is set. A subclass fulfils `opened` when its work with
    the device has begun."""

    def __init__(
        self, open_radio: OpenRadio, wish: Wish, clock: Clock, watchman: Watchman | None = None
    ) -> None:
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Done when the device is open and work has begun; raises what stood in the way."""
        self.watchman = watchman or Watchman(clock)
        self.link = LinkChanged(state=LinkState.SEARCHING)
        """The newest of the link."""
        self._clock = clock
        self._intake = Intake(pace=max(1.0, clock.speed))
        self._over = asyncio.Event()
        self._asked: tuple[tuple[int, int], ...] = ()
        self._linked_s = float("-inf")
        sinks = Sinks(
            message=self._heard,
            link=self._link_changed,
            unavailable=self._no_longer_kept,
            stranger=lambda why: self._wait(StrangerRefused(why)),
        )
        self._link = Supervisor(open_radio, wish, clock, sinks)

    @abstractmethod
    def _wait(self, what: FromAir) -> None:
        """Queue it, and do no more: called in the radio's callback."""

    @property
    def met(self) -> Met:
        """The device, once one was chosen."""
        return self._link.met

    def is_live(self, now_s: float) -> bool:
        """Whether the newest force may be shown as the present one; from any thread."""
        return self._intake.is_live(now_s) and not self.watchman.is_lost(now_s)

    def is_young(self, came_s: float, now_s: float) -> bool:
        """Whether a force that came then may be shown as the present one; from any thread."""
        return self._intake.is_young(came_s, now_s)

    async def _run(self, *work: Work) -> None:
        """Link and work until it is over. Raises LinkError where no device came, and what the work
        raised; a link lost later is told and waited for. Leaves nothing open."""
        loop = asyncio.get_running_loop()
        self.watchman.buzz = lambda on: from_afar(loop, self._link.request_buzz, on)
        self.watchman.start()
        try:
            async with asyncio.TaskGroup() as tasks:
                link = tasks.create_task(self._link.run())
                begun = [tasks.create_task(one()) for one in (*work, self._give_up_waiting)]
                await self._over.wait()
                for task in begun:
                    task.cancel()
                await self._link.close()
                await link
        except ExceptionGroup as group:  # not except*, out of which Python 3.11.2 raises a group
            raise first_of(group) from None
        finally:
            self.watchman.stop()
            if not self.opened.done():
                self.opened.cancel()

    async def _give_up_waiting(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(OPEN_S):
                await asyncio.shield(self.opened)
            return
        raise nothing_came(self.link.detail)

    def _catch_up(self, now_s: float) -> None:
        """For every `TICK_S`: gives up waiting for old samples, asks for missing ones.

        Without a link nobody can send them: for so long they are waited for all the same.
        """
        if self.link.state is LinkState.LIVE:
            self._linked_s = now_s
        elif now_s - self._linked_s < HOLD_S * max(1.0, self._clock.speed):
            self._intake.timebase.hold(now_s)
        self._pass_on(self._intake.timebase.wait(now_s))
        missing = self._intake.timebase.missing()
        if missing != self._asked:
            self._link.request_missing(missing)
            self._asked = missing

    def _heard(self, at_s: float, message: Message) -> None:
        """The radio's callback: decide and sound the alarm here, leave the rest to others."""
        driver = self._link.driver
        taken = self._intake.take(at_s, message, driver.boot_id if driver else None)
        if taken is not None:
            for alarm in taken.alarms:
                self.watchman.heard(alarm)
                self._wait(alarm)
            if taken.is_new:
                self.watchman.note(at_s, self._intake.newest_n)
            self._pass_on(taken.block)
        elif isinstance(message, Button):
            self._wait(Go())
        else:
            for news in self._intake.news(message):
                self._wait(news)

    def _no_longer_kept(self, first_seq: int, count: int) -> None:
        self._pass_on(self._intake.timebase.give_up(first_seq, count, self._clock.now()))

    def _pass_on(self, block: Block) -> None:
        for what in self._intake.parts(block):
            self._wait(what)

    def _link_changed(self, change: LinkChanged) -> None:
        self.link = change
        if change.state is LinkState.LIVE:
            self._intake.linked_anew()
            if self._link.driver and only_broadcasts(self._link.driver.id):
                self.watchman.broadcasts()
        self._wait(change)
