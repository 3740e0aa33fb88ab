"""A test with the device in a thread and a loop of its own, as a session has it.

The face, in its own loop, has the same test here: views are made over there and read as they are,
what is told is handed over, keys are handed back. Guarded by tests/session/test_algometer.py.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from typing import Final, TypeAlias

from devicelink.care.algometry_terms import Heard
from devicelink.care.inputs import LinkChanged, LinkState, Mute
from devicelink.clock import Clock
from devicelink.session.algometer import Algometer, AlgometerView, Said
from devicelink.session.elsewhere import Elsewhere, settle

TestWorld: TypeAlias = Callable[[], AbstractAsyncContextManager[Algometer]]
"""Makes the test, and all that it needs in its own loop, in that loop."""
SHOW_S: Final = 0.1
OLD_S: Final = 0.5
"""Views are made ten times a second: one this old is of a test that hangs."""


class AlgometerApart(Elsewhere):
    """Made in the face's loop. `run` it, wait for `opened`, show it, as an `Algometer`."""

    def __init__(self, world: TestWorld, clock: Clock) -> None:
        super().__init__()
        self._world, self._clock = world, clock
        self._told: asyncio.Queue[tuple[float, Said] | None] = asyncio.Queue()
        self._test: Algometer | None = None
        self._early: list[Heard] = []
        self._view: AlgometerView | None = None

    @property
    def link(self) -> LinkChanged:
        """The newest of the link, also before the test has begun."""
        test = self._test
        return LinkChanged(state=LinkState.SEARCHING) if test is None else test.link

    def view(self) -> AlgometerView:
        """The present moment; only once `opened` is done. One that is old shows no number."""
        view, test = self._view, self._test
        if view is None or test is None:
            raise RuntimeError("the test has not begun: wait for `opened`")
        now_s = self._clock.now()
        test.watchman.looked(now_s)
        young = now_s - view.t_s <= OLD_S * max(1.0, self._clock.speed) and test.is_live(now_s)
        return view if young or view.over else replace(view, t_s=now_s, force_n=None)

    def send(self, intent: Heard) -> None:
        """Hand over what the person did; what is done before there is a test waits for it."""
        with self._lock:
            if self._test is None or self._loop is None:
                self._early.append(intent)
                return
        if isinstance(intent, Mute):
            self._test.watchman.mute()
        self._there(self._test.take, intent)

    async def told(self) -> AsyncIterator[tuple[float, Said]]:
        """What there is to tell, until the test is over. For one reader."""
        while (one := await self._told.get()) is not None:
            yield one

    def _ended(self) -> None:
        self._told.put_nowait(None)

    async def _live(self) -> None:
        async with self._world() as test, asyncio.TaskGroup() as tasks:
            with self._lock:
                self._test, early = test, self._early
            for intent in early:
                test.send(intent)
            telling = tasks.create_task(self._tell(test))
            showing = tasks.create_task(self._show(test))
            await test.run()
            await telling
            showing.cancel()

    async def _show(self, test: Algometer) -> None:
        if not await self._open_with(test.opened):
            return
        settle()
        self._view = test.view()
        self._opened_there()
        while True:
            await asyncio.sleep(SHOW_S)
            self._view = test.view()

    async def _tell(self, test: Algometer) -> None:
        async for one in test.told():
            if test.ending is not None:
                self._view = test.view()
            self._here(self._told.put_nowait, one)
