"""One session on the air: link, engine, recorder and clock in one task group.

The radio's callback takes a frame in, guards the force and sounds the alarm; all else waits in one
queue for the engine. Whatever goes wrong with the link is told to the person; whatever goes wrong
with the program ends the session and is raised. Guarded by tests/session/test_live.py.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from devicelink.care.cues import Phrase
from devicelink.care.inputs import (
    DeviceNews,
    DriftedAtRest,
    Intent,
    LinkChanged,
    LinkState,
    Mute,
    Stop,
    ZeroBy,
    ZeroMoved,
)
from devicelink.care.outputs import Cue, Phase, SessionOver, Urgency
from devicelink.care.phrases import Phrases
from devicelink.clock import Clock
from devicelink.core.block import Block
from devicelink.link.supervisor import OpenRadio, Wish
from devicelink.session.engine import Engine
from devicelink.session.news import News
from devicelink.session.on_air import TICK_S, WAITING_MAX, FromAir, OnAir
from devicelink.session.port import Happening
from devicelink.session.prepared import Prepare, Prepared
from devicelink.session.project import Told, project
from devicelink.session.siren import Cause
from devicelink.session.view import View
from devicelink.session.watchman import Watchman
from devicelink.store.record import SampleBatch

Waiting: TypeAlias = FromAir | Intent
_SOUNDED: Final[dict[str, Cause]] = {
    Phrase.OVER_LIMIT: Cause.OVER, Phrase.OVER_LIMIT_AHEAD: Cause.OVER,
    Phrase.NO_SIGNAL: Cause.LOST,
}  # fmt: skip
"""What the watchman sounds for by itself: said again, it rings only where that is not muted."""


@dataclass(frozen=True, slots=True)
class Running:
    """What there is from the moment the device is open."""

    engine: Engine
    ready: Prepared


class LiveSession(OnAir):
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
        super().__init__(open_radio, wish, clock, watchman)
        self.phrases = phrases
        self.ending: SessionOver | None = None
        self._prepare = prepare
        self.moved: Callable[[], None] = lambda: None
        """Called whenever there is something new to view."""
        self._waiting: asyncio.Queue[tuple[float, Waiting]] = asyncio.Queue(WAITING_MAX)
        self._news = News()
        self._told = Told(self.link)
        self._running: Running | None = None
        self._zero_n = 0.0
        """Taken off by this program in the samples that the engine gets now."""

    def view(self) -> View:
        """The present moment; only once `opened` is done."""
        now, now_s = self._now_running(), self._clock.now()
        view = project(now_s, now.engine, self._intake, self._told, now.ready.context, self.phrases)
        if view.alarm is None:
            return view
        return replace(view, alarm=replace(view.alarm, muted_s=self.watchman.muted_s(now_s)))

    def _now_running(self) -> Running:
        if self._running is None:
            raise RuntimeError("the session has not begun: wait for `opened`")
        return self._running

    def send(self, intent: Intent) -> None:
        """Hand over what the person did."""
        if isinstance(intent, Mute):
            self.watchman.mute()
        self.take(intent)

    def take(self, intent: Intent) -> None:
        """The same, where what sounded is muted already: no order of it may come twice."""
        self._wait(intent)

    def happenings(self) -> AsyncIterator[tuple[float, Happening]]:
        """Everything from the start on, ending when the session is over."""
        return self._news.read()

    async def run(self) -> None:
        """The whole session. Raises LinkError or PlanError before it has begun; a lost link later
        is told and waited for. Leaves nothing open."""
        try:
            await self._run(self._engine_loop, self._tick_loop)
        finally:
            self._news.close()

    def _link_changed(self, change: LinkChanged) -> None:
        self._told.link = change
        super()._link_changed(change)

    def _wait(self, what: Waiting) -> None:
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
        self._intake.guard(ready.plan.limit.limit_n, ready.plan.device.full_scale_n)
        engine = Engine(ready.plan, ready.mode, ready.keep, self._clock.speed)
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
                self.watchman.once(_SOUNDED.get(happening.phrase))
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
        while not self._is_over():
            await self._clock.sleep(TICK_S)
            if self._is_over():
                return
            now_s = self._clock.now()
            self._catch_up(now_s)
            self._see_to_the_device(now_s, engine)
            ahead = self._intake.is_ahead_of(engine.newest_s)
            ahead_n = self._intake.believed_n if ahead else None
            live = self.is_live(now_s) and not (ahead and ahead_n is None)
            self._tell(engine.tick(now_s, live=live, ahead_n=ahead_n))
            self.moved()

    def _is_over(self) -> bool:
        return self.ending is not None

    def _see_to_the_device(self, now_s: float, engine: Engine) -> None:
        """Its zero, where it is time to set it, and what it sends that cannot be read."""
        news: list[DeviceNews | None] = [self._intake.tally.judge(now_s)]
        drifted_n = self._intake.rest.drifted_n()
        if engine.coach.phase is not Phase.REST:
            self._intake.rest.restart()
        elif drifted_n is not None:
            news.append(DriftedAtRest(drifted_n))
        if self._link.driver is not None and self._intake.zeroing.is_due(now_s, engine.coach):
            news.append(None if self._link.request_tare() else self._intake.set_zero())
        for one in news:
            if one is not None:
                self._wait(one)
