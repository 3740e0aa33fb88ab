"""A session in a thread and a loop of its own: no face, busy or frozen, can hold it up.

The face, in its own loop, has a `SessionPort` here: views are made over there and read as they are,
happenings are handed over, intents handed back. A view that has grown old is shown as no signal,
so a session that hangs shows no number either. Guarded by tests/session/test_apart.py.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from typing import Final, TypeAlias

from devicelink.care.inputs import Intent, LinkChanged, LinkState, Mute
from devicelink.care.outputs import SessionOver
from devicelink.care.phrases import Phrases
from devicelink.clock import Clock
from devicelink.session.elsewhere import Elsewhere, settle
from devicelink.session.live import LiveSession
from devicelink.session.news import News
from devicelink.session.port import Happening
from devicelink.session.view import Gauge, View, Where

World: TypeAlias = Callable[[], AbstractAsyncContextManager[LiveSession]]
"""Makes the session, and all that it needs in its own loop, in that loop."""
OLD_S: Final = 0.3
"""Views are made ten times a second at least: one this old is of a session that hangs."""
SETTLED_LOOKS: Final = 40
"""By then, two seconds on, the screen has all its parts."""
LOOKS_S: Final = 1.0
"""Views are made for a face that looked within this time."""


class Apart(Elsewhere):
    """Made in the face's loop. `run` it, wait for `opened`, show it, as a `LiveSession`."""

    def __init__(self, world: World, clock: Clock, phrases: Phrases) -> None:
        super().__init__()
        self.phrases = phrases
        self.ending: SessionOver | None = None
        self._world, self._clock = world, clock
        self._stale_s = OLD_S * max(1.0, clock.speed)
        self._news = News()
        self._session: LiveSession | None = None
        self._early: list[Intent] = []
        self._view: View | None = None
        self._looked_s = float("-inf")
        self._looks = 0

    @property
    def link(self) -> LinkChanged:
        """The newest of the link, also before the session has begun."""
        return (
            LinkChanged(state=LinkState.SEARCHING) if self._session is None else self._session.link
        )

    def view(self) -> View:
        """The present moment; only once `opened` is done."""
        if self._view is None or self._session is None:
            raise RuntimeError("the session has not begun: wait for `opened`")
        self._looks += 1
        if self._looks == SETTLED_LOOKS:
            settle()
        self._looked_s = now_s = self._clock.now()
        self._session.watchman.looked(now_s)
        view = self._view
        if view.over or view.force_s is None or self._is_young(view.t_s, view.force_s, now_s):
            return view
        return replace(
            view, t_s=now_s, gauge=Gauge.NO_SIGNAL, where=Where.UNKNOWN, force_n=None,
            force_s=None, pressure_kpa=None, steadiness_pct=None,
        )  # fmt: skip

    def _is_young(self, made_s: float, came_s: float, now_s: float) -> bool:
        """Whether a view that was made then may still be shown, with a number that came then."""
        session = self._session
        return (
            now_s - made_s <= self._stale_s
            and session is not None
            and session.is_live(now_s)
            and session.is_young(came_s, now_s)
        )

    def send(self, intent: Intent) -> None:
        """Hand over what the person did; what is done before there is a session waits for it."""
        with self._lock:
            if self._session is None or self._loop is None:
                self._early.append(intent)
                return
        if isinstance(intent, Mute):
            self._session.watchman.mute()
        self._there(self._session.take, intent)

    def happenings(self) -> AsyncIterator[tuple[float, Happening]]:
        """Everything from the start on, ending when the session is over."""
        return self._news.read()

    def _ended(self) -> None:
        self._news.close()

    async def _live(self) -> None:
        async with self._world() as live, asyncio.TaskGroup() as tasks:
            live.moved = self._show
            with self._lock:
                self._session, early = live, self._early
            for intent in early:
                live.send(intent)
            tasks.create_task(self._tell(live))
            tasks.create_task(self._begin(live))
            await live.run()

    async def _begin(self, live: LiveSession) -> None:
        if not await self._open_with(live.opened):
            return
        settle()
        self._view = live.view()
        self._opened_there()

    def _show(self) -> None:
        """Called over there whenever there is something new."""
        live, view = self._session, self._view
        if live is None or view is None:
            return
        looks = self._clock.now() - self._looked_s < LOOKS_S * max(1.0, self._clock.speed)
        if looks or live.ending is not None:
            self._view = live.view()

    async def _tell(self, live: LiveSession) -> None:
        async for t_s, happening in live.happenings():
            if isinstance(happening, SessionOver):
                self.ending = happening
                self._view = live.view()
            self._here(self._news.add, t_s, happening)
