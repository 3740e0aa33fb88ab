"""One session on the air: link, engine, recorder and clock in one task group.

The radio's callback takes a frame in, guards the force and sounds the alarm; all else waits in one
queue for the engine. Whatever goes wrong with the link is told to the person; whatever goes wrong
with the program ends the session and is raised. Guarded by tests/session/test_live.py.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, TypeAlias

from devicelink.care.inputs import (
    DeviceNews,
    Go,
    Intent,
    LinkChanged,
    LinkState,
    Mute,
    Stop,
    StrangerRefused,
    ZeroBy,
    ZeroMoved,
)
from devicelink.care.outputs import Cue, SessionOver, Urgency
from devicelink.care.phrases import Phrases
from devicelink.clock import Clock
from devicelink.core.block import Block
from devicelink.core.events import OverForce, OverForceCleared
from devicelink.errors import LinkError
from devicelink.link.identity import Met
from devicelink.link.supervisor import OpenRadio, Sinks, Supervisor, Wish
from devicelink.session.engine import Engine
from devicelink.session.intake import Intake
from devicelink.session.loops import first_of, from_afar
from devicelink.session.news import News
from devicelink.session.port import Happening
from devicelink.session.prepared import Prepare, Prepared
from devicelink.session.project import Told, project
from devicelink.session.view import View
from devicelink.session.watchman import Watchman
from devicelink.store.record import SampleBatch
from firmware_protocol.messages import Button, Message

TICK_S: Final = 0.1
OPEN_S: Final = 30.0
"""Wall seconds to wait for the device before saying that it is not there."""
WAITING_MAX: Final = 20_000
"""Messages that may wait for the engine: minutes of signal. More, and the program is ill."""

Waiting: TypeAlias = Block | LinkChanged | DeviceNews | OverForce | OverForceCleared | Intent


@dataclass(frozen=True, slots=True)
class Running:
    """What there is from the moment the device is open."""

    engine: Engine
    ready: Prepared


class LiveSession:
    """A `SessionPort` on a real or simulated device. `run` it, wait for `opened`, show it."""

    def __init__(
        self,
        open_radio: OpenRadio,
        wish: Wish,
        clock: Clock,
        phrases: Phrases,
        prepare: Prepare,
        watchman: Watchman | None = None,
    ) -> None:
        self.phrases = phrases
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Done when the device is open and the coach has begun; raises what stood in the way."""
        self.ending: SessionOver | None = None
        self._clock, self._prepare = clock, prepare
        self.watchman = watchman or Watchman(clock)
        self.moved: Callable[[], None] = lambda: None
        """Called whenever there is something new to view."""
        self._intake = Intake(pace=max(1.0, clock.speed))
        sinks = Sinks(
            message=self._heard,
            link=self._link_changed,
            unavailable=self._no_longer_kept,
            stranger=lambda why: self._wait_for_engine(StrangerRefused(why)),
        )
        self._link = Supervisor(open_radio, wish, clock, sinks)
        self._waiting: asyncio.Queue[tuple[float, Waiting]] = asyncio.Queue(WAITING_MAX)
        self._news = News()
        self._told = Told(LinkChanged(state=LinkState.SEARCHING))
        self._over = asyncio.Event()
        self._running: Running | None = None
        self._zero_n = 0.0
        """Taken off by this program in the samples that the engine gets now."""

    @property
    def link(self) -> LinkChanged:
        """The newest of the link, also before the session has begun."""
        return self._told.link

    @property
    def met(self) -> Met:
        """The device, once one was chosen."""
        return self._link.met

    def view(self) -> View:
        """The present moment; only once `opened` is done."""
        now = self._now_running()
        return project(
            self._clock.now(), now.engine, self._intake, self._told, now.ready.context, self.phrases
        )

    def is_live(self, now_s: float) -> bool:
        """Whether the newest force may be shown as the present one; from any thread."""
        return self._intake.is_live(now_s) and not self.watchman.is_lost(now_s)

    def _now_running(self) -> Running:
        if self._running is None:
            raise RuntimeError("the session has not begun: wait for `opened`")
        return self._running

    def send(self, intent: Intent) -> None:
        """Hand over what the person did."""
        if isinstance(intent, Mute):
            self.watchman.mute()
        self._wait_for_engine(intent)

    def happenings(self) -> AsyncIterator[tuple[float, Happening]]:
        """Everything from the start on, ending when the session is over."""
        return self._news.read()

    async def run(self) -> None:
        """The whole session. Raises LinkError or PlanError before it has begun; a lost link later
        is told and waited for. Leaves nothing open."""
        loop = asyncio.get_running_loop()
        self.watchman.buzz = lambda on: from_afar(loop, self._link.request_buzz, on)
        self.watchman.start()
        try:
            async with asyncio.TaskGroup() as tasks:
                link = tasks.create_task(self._link.run())
                work = [
                    tasks.create_task(self._engine_loop()),
                    tasks.create_task(self._tick_loop()),
                ]
                give_up = tasks.create_task(self._give_up_waiting())
                await self._over.wait()
                for task in (*work, give_up):
                    task.cancel()
                await self._link.close()
                await link
        except* Exception as group:  # noqa: BLE001 - the group is unwrapped, nothing is kept back
            raise first_of(group) from None
        finally:
            self.watchman.stop()
            self._news.close()
            if not self.opened.done():
                self.opened.cancel()

    async def _give_up_waiting(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(OPEN_S):
                await asyncio.shield(self.opened)
            return
        detail = self._told.link.detail or "The device did not answer."
        raise LinkError(detail, "Switch it on, keep it near, and see: devicelink scan")

    def _heard(self, at_s: float, message: Message) -> None:
        """The radio's callback: decide and sound the alarm here, leave the rest to the engine."""
        driver = self._link.driver
        taken = self._intake.take(at_s, message, driver.boot_id if driver else None)
        if taken is not None:
            for alarm in taken.alarms:
                self.watchman.heard(alarm)
                self._wait_for_engine(alarm)
            self.watchman.note(at_s, self._intake.newest_n)
            self._pass_on(taken.block)
        elif isinstance(message, Button):
            self._wait_for_engine(Go())
        else:
            for news in self._intake.news(message):
                self._wait_for_engine(news)

    def _no_longer_kept(self, first_seq: int, count: int) -> None:
        self._pass_on(self._intake.timebase.give_up(first_seq, count, self._clock.now()))

    def _pass_on(self, block: Block) -> None:
        for what in self._intake.parts(block):
            self._wait_for_engine(what)

    def _link_changed(self, change: LinkChanged) -> None:
        self._told.link = change
        self._wait_for_engine(change)

    def _wait_for_engine(self, what: Waiting) -> None:
        self._waiting.put_nowait((self._clock.now(), what))

    async def _engine_loop(self) -> None:
        while not self._is_over():
            t_s, what = await self._waiting.get()
            if self._is_over():
                return  # it ended meanwhile, and takes nothing more
            if self._running is None and not self._begin(what):
                continue
            self._tell(self._process(t_s, what))
            if isinstance(what, Block):
                self.moved()

    def _begin(self, what: Waiting) -> bool:
        """Begin the session when the link is first live; what came before is only the link's."""
        driver = self._link.driver
        if not (isinstance(what, LinkChanged) and what.state is LinkState.LIVE and driver):
            if isinstance(what, Stop):
                self._over.set()
            return False
        ready = self._prepare(driver, self._intake)
        self._intake.guard(ready.plan.limit.limit_n)
        engine = Engine(ready.plan, ready.mode, ready.keep)
        self._running = Running(engine, ready)
        self._told.tip_area_mm2 = ready.plan.device.tip_area_mm2
        self._told.band = ready.plan.band
        self._tell(engine.begin(ready.began_s, ready.day))
        self.opened.set_result(None)
        return True

    def _process(self, t_s: float, what: Waiting) -> list[Happening]:
        now = self._now_running()
        if isinstance(what, Block):
            self._told.trace.add(what)
            batch = SampleBatch.of_block(
                what, self._intake.unit, self._zero_n, self._intake.timebase.slope
            )
            now.ready.samples(batch)
            return now.engine.block(what)
        if isinstance(what, ZeroMoved) and what.by is ZeroBy.SOFTWARE:
            self._zero_n += what.offset_n or 0.0
        return now.engine.hear(t_s, what)

    def _tell(self, happenings: list[Happening]) -> None:
        rep = self._now_running().engine.coach.rep
        now_s = self._clock.now()
        for happening in happenings:
            self._told.add(happening, rep, self.phrases)
            if isinstance(happening, Cue) and happening.urgency is Urgency.ALARM:
                self.watchman.once()
            self._news.add(now_s, happening)
            if isinstance(happening, SessionOver):
                self._end(happening)

    def _end(self, over: SessionOver) -> None:
        if self.ending is None:
            self.ending = over
            self._tell(self._now_running().engine.finish())
            self._now_running().ready.end(over)
            self._over.set()

    async def _tick_loop(self) -> None:
        await asyncio.shield(self.opened)
        engine = self._now_running().engine
        asked: tuple[tuple[int, int], ...] = ()
        while not self._is_over():
            await self._clock.sleep(TICK_S)
            if self._is_over():
                return
            now_s = self._clock.now()
            self._pass_on(self._intake.timebase.wait(now_s))
            self._see_to_the_device(now_s, engine)
            missing = self._intake.timebase.missing()
            if missing != asked:
                self._link.request_missing(missing)
                asked = missing
            live = self.is_live(now_s)
            ahead = self._intake.is_ahead_of(engine.newest_s)
            ahead_n = self._intake.newest_n if ahead else None
            self._tell(engine.tick(now_s, live=live, ahead_n=ahead_n))
            self.moved()

    def _is_over(self) -> bool:
        return self.ending is not None

    def _see_to_the_device(self, now_s: float, engine: Engine) -> None:
        """Its zero, where it is time to set it, and what it sends that cannot be read."""
        news: list[DeviceNews | None] = [self._intake.tally.judge(now_s)]
        if self._link.driver is not None and self._intake.zeroing.is_due(now_s, engine.coach):
            news.append(None if self._link.request_tare() else self._intake.set_zero())
        for one in news:
            if one is not None:
                self._wait_for_engine(one)
