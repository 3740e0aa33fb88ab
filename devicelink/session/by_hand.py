"""A session on the clock alone: no device, no force; the coach hears when it is being pressed.

It is taken as pressed while a hold is under way; the person's key *go on* says that they let go,
and again that they press on. No number is shown and none is kept. Guarded by
tests/session/test_by_hand.py.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Final

from devicelink.care.coach_state import CoachState
from devicelink.care.coach_table import HOLDING
from devicelink.care.inputs import Go, Intent, LinkChanged, LinkState, Sensed
from devicelink.care.outputs import Phase, SessionOver
from devicelink.care.phrases import Phrases
from devicelink.care.plan import Plan
from devicelink.clock import Clock
from devicelink.core.release import Mode
from devicelink.session.engine import Engine, Heard
from devicelink.session.intake import Intake
from devicelink.session.news import News
from devicelink.session.port import Happening
from devicelink.session.prepared import Prepared
from devicelink.session.project import Told, project
from devicelink.session.view import Gauge, View, Where
from devicelink.store.record import Record

TICK_S: Final = 0.1
FIND_S: Final = 10.0
"""Left alone to find the place, before it is asked about."""
EASE_OFF_S: Final = 5.0
"""Taken for letting go slowly."""


class HandEngine(Engine):
    """The engine, told by clock and keys what a device would have sensed."""

    def __init__(
        self, plan: Plan, mode: Mode, keep: Callable[[Record], None], pace: float = 1.0
    ) -> None:
        super().__init__(plan, mode, keep, pace)
        self._let_go = False
        self._attempt_s = self._ticked_s = float("-inf")
        self._zone_s = self._contact_s = 0.0

    @property
    def pressing(self) -> bool:
        """Whether it counts as pressed now."""
        coach = self.coach
        if coach.phase in HOLDING:
            return not self._let_go
        since_s = self._now_s - coach.entered_s
        if coach.phase is Phase.LOCATE:
            return since_s >= FIND_S
        return coach.phase is Phase.EASE_OFF and since_s < EASE_OFF_S

    def hear(self, t_s: float, what: Heard) -> list[Happening]:
        """A key; while a hold is under way *go on* means let go, and pressed again."""
        if isinstance(what, Go) and self.coach.phase in HOLDING and self.coach.question is None:
            self._let_go = not self._let_go
        return super().hear(t_s, what)

    def _sensed(self, ahead_n: float | None) -> Sensed:
        del ahead_n
        coach: CoachState = self.coach
        if coach.attempt.began_s != self._attempt_s:
            self._attempt_s, self._let_go = coach.attempt.began_s, False
        if coach.phase in HOLDING and coach.watch.woke_s == coach.watch.tick_s:
            self._let_go = True  # beside a machine that slept nobody was told to press on
        passed_s = max(self._now_s - max(self._ticked_s, coach.attempt.began_s), 0.0)
        self._ticked_s = self._now_s
        pressing, holding = self.pressing, coach.phase in HOLDING
        self._contact_s = self._contact_s + passed_s if pressing else 0.0
        self._zone_s = self._zone_s + (passed_s if holding else 0.0) if pressing else 0.0
        return Sensed(
            force_n=0.0, slope_n_s=0.0, in_contact=pressing, in_zone=pressing and holding,
            in_zone_s=self._zone_s, contact_s=self._contact_s,
        )  # fmt: skip


def engine_of(plan: Plan, mode: Mode, keep: Callable[[Record], None], pace: float = 1.0) -> Engine:
    """The engine that a plan needs."""
    return (Engine if plan.sensor else HandEngine)(plan, mode, keep, pace)


class HandSession:
    """A `SessionPort` without a device. `run` it, wait for `opened`, show it."""

    def __init__(self, ready: Prepared, clock: Clock, phrases: Phrases) -> None:
        self.phrases = phrases
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Done when the coach has begun."""
        self.ending: SessionOver | None = None
        self._ready, self._clock = ready, clock
        self._engine = HandEngine(ready.plan, ready.mode, ready.keep, clock.speed)
        self._news = News()
        self._idle = Intake()
        self._told = Told(LinkChanged(state=LinkState.LIVE))

    @property
    def link(self) -> LinkChanged:
        """Nothing to wait for."""
        return self._told.link

    def view(self) -> View:
        """The present moment, with no number in it that nobody measured."""
        view = project(
            self._clock.now(), self._engine, self._idle, self._told, self._ready.context,
            self.phrases,
        )  # fmt: skip
        where = Where.IN if self._engine.pressing else Where.NO_CONTACT
        return replace(view, gauge=Gauge.BY_HAND, where=where)

    def send(self, intent: Intent) -> None:
        """Take what the person did."""
        if self.ending is None and self.opened.done():
            self._tell(self._engine.hear(self._clock.now(), intent))

    def happenings(self) -> AsyncIterator[tuple[float, Happening]]:
        """Everything from the start on, ending when the session is over."""
        return self._news.read()

    async def run(self) -> None:
        """The whole session."""
        try:
            self._tell(self._engine.begin(self._ready.began_s, self._ready.day))
            self.opened.set_result(None)
            while self.ending is None:
                await self._clock.sleep(TICK_S)
                if self.ending is None:
                    self._tell(self._engine.tick(self._clock.now(), live=True))
        finally:
            self._news.close()

    def _tell(self, happenings: list[Happening]) -> None:
        now_s = self._clock.now()
        for happening in happenings:
            self._told.add(happening, self._engine.coach.rep, self.phrases)
            self._news.add(now_s, happening)
            if isinstance(happening, SessionOver) and self.ending is None:
                self.ending = happening
                self._engine.finish()
                self._ready.end(happening)
