"""A session in a thread and a loop of its own: no face, busy or frozen, can hold it up.

The face, in its own loop, has a `SessionPort` here: views are made over there and read as they are,
happenings are handed over, intents handed back. A view that has grown old is shown as no signal,
so a session that hangs shows no number either. Guarded by tests/session/test_apart.py.
"""

import asyncio
import gc
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import replace
from typing import Final, TypeAlias

from devicelink.care.inputs import Intent, LinkChanged, LinkState, Mute
from devicelink.care.outputs import SessionOver
from devicelink.care.phrases import Phrases
from devicelink.clock import Clock
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
TURN_S: Final = 0.001
"""How long a busy thread keeps the interpreter from another: a fifth of Python's own measure."""
LOOKS_S: Final = 1.0
"""Views are made for a face that looked within this time."""


class Apart:
    """Made in the face's loop. `run` it, wait for `opened`, show it, as a `LiveSession`."""

    def __init__(self, world: World, clock: Clock, phrases: Phrases) -> None:
        self.phrases = phrases
        self._face = asyncio.get_running_loop()
        self.opened: asyncio.Future[None] = self._face.create_future()
        """Done when the device is open and the coach has begun."""
        self.ending: SessionOver | None = None
        self._world, self._clock = world, clock
        self._stale_s = OLD_S * max(1.0, clock.speed)
        self._news = News()
        self._live: LiveSession | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._early: list[Intent] = []
        self._lock = threading.Lock()
        self._view: View | None = None
        self._looked_s = float("-inf")
        self._looks = 0
        self._task: asyncio.Task[None] | None = None
        self._cancelled = False

    @property
    def link(self) -> LinkChanged:
        """The newest of the link, also before the session has begun."""
        return LinkChanged(state=LinkState.SEARCHING) if self._live is None else self._live.link

    def view(self) -> View:
        """The present moment; only once `opened` is done."""
        if self._view is None or self._live is None:
            raise RuntimeError("the session has not begun: wait for `opened`")
        self._looks += 1
        if self._looks == SETTLED_LOOKS:
            _settle()
        self._looked_s = now_s = self._clock.now()
        self._live.watchman.looked(now_s)
        view = self._view
        young = now_s - view.t_s <= self._stale_s and self._live.is_live(now_s)
        if view.over or view.force_n is None or young:
            return view
        return replace(
            view, t_s=now_s, gauge=Gauge.NO_SIGNAL, where=Where.UNKNOWN, force_n=None,
            pressure_kpa=None, steadiness_pct=None,
        )  # fmt: skip

    def send(self, intent: Intent) -> None:
        """Hand over what the person did; what is done before there is a session waits for it."""
        with self._lock:
            if self._live is None or self._loop is None:
                self._early.append(intent)
                return
        if isinstance(intent, Mute):
            self._live.watchman.mute()
        self._there(self._live.send, intent)

    def happenings(self) -> AsyncIterator[tuple[float, Happening]]:
        """Everything from the start on, ending when the session is over."""
        return self._news.read()

    async def run(self) -> None:
        """The whole session, over there. Raises what `LiveSession.run` raises."""
        done: asyncio.Future[None] = self._face.create_future()
        turns_s = sys.getswitchinterval()
        sys.setswitchinterval(TURN_S)
        thread = threading.Thread(target=self._run, args=(done,), name="devicelink-session")
        thread.start()
        try:
            await asyncio.shield(done)
        except asyncio.CancelledError:
            self._cancel()
            await asyncio.wait({done})
            done.exception()  # it is cancelled here, whatever it came to over there
            raise
        finally:
            thread.join()
            gc.unfreeze()
            sys.setswitchinterval(turns_s)
            self._news.close()
            if not self.opened.done():
                self.opened.cancel()

    def _run(self, done: asyncio.Future[None]) -> None:
        try:
            asyncio.run(self._main())
        except BaseExceptionGroup as group:
            self._here(_fail, done, group.exceptions[0])
        except BaseException as error:  # noqa: BLE001 - handed over whole
            self._here(_fail, done, error)
        else:
            self._here(_succeed, done)

    async def _main(self) -> None:
        with self._lock:
            self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
            if self._cancelled:
                return
        async with self._world() as live, asyncio.TaskGroup() as tasks:
            live.moved = self._show
            with self._lock:
                self._live, early = live, self._early
            for intent in early:
                live.send(intent)
            tasks.create_task(self._tell(live))
            tasks.create_task(self._begin(live))
            await live.run()

    async def _begin(self, live: LiveSession) -> None:
        await asyncio.wait({live.opened})
        if live.opened.cancelled() or live.opened.exception() is not None:
            return
        _settle()
        self._view = live.view()
        self._here(_succeed, self.opened)

    def _show(self) -> None:
        """Called over there whenever there is something new."""
        live, view = self._live, self._view
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

    def _cancel(self) -> None:
        with self._lock:
            self._cancelled, task = True, self._task
        if task is not None:
            self._there(task.cancel)

    def _there(self, call: Callable[..., object], *arguments: object) -> None:
        with suppress(RuntimeError):  # its loop has ended: nothing to tell any more
            if self._loop is not None:
                self._loop.call_soon_threadsafe(call, *arguments)

    def _here(self, call: Callable[..., object], *arguments: object) -> None:
        with suppress(RuntimeError):  # the face has gone
            self._face.call_soon_threadsafe(call, *arguments)


def _settle() -> None:
    """What there is by now lives to the end: garbage collections need not go through it again.

    They stop every thread, for up to 0.1 s where a whole screen is gone through.
    """
    gc.collect()
    gc.freeze()


def _succeed(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def _fail(future: asyncio.Future[None], error: BaseException) -> None:
    if not future.done():
        future.set_exception(error)
