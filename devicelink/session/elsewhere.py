"""Something run in a thread and a loop of its own: no face, busy or frozen, can hold it up.

Made in the face's loop, which waits for `opened` and runs `run`; what is done over there is
`_live`, what is told from there comes through `_here`. Guarded by tests/session/test_apart.py.
"""

import asyncio
import gc
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Final

TURN_S: Final = 0.001
"""How long a busy thread keeps the interpreter from another: a fifth of Python's own measure."""
COLLECT: Final = (700, 10, 2)
"""When garbage is collected once all else is frozen, in Python's own terms, whose last figure is
10. Each picture of a screen leaves rings that only a whole collection finds; found late, they take
a megabyte more."""


class Elsewhere:
    """One run, once. A subclass says what is done in `_live`, and what ends here in `_ended`."""

    def __init__(self) -> None:
        self._face = asyncio.get_running_loop()
        self.opened: asyncio.Future[None] = self._face.create_future()
        """Done when there is something to show."""
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = threading.Lock()
        self._task: asyncio.Task[None] | None = None
        self._cancelled = False

    async def run(self) -> None:
        """All of it, over there. Raises what is raised there."""
        done: asyncio.Future[None] = self._face.create_future()
        turns_s = sys.getswitchinterval()
        collect = gc.get_threshold()
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
            gc.set_threshold(*collect)
            sys.setswitchinterval(turns_s)
            self._ended()
            if not self.opened.done():
                self.opened.cancel()

    async def _live(self) -> None:
        """What is done over there, from beginning to end."""
        raise TypeError(f"{type(self).__name__} does nothing over there")

    def _ended(self) -> None:
        """It is over, and this is the face's loop again."""

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
        await self._live()

    async def _open_with(self, opened: asyncio.Future[None]) -> bool:
        """Wait until it is open over there; says whether it is."""
        await asyncio.wait({opened})
        return not opened.cancelled() and opened.exception() is None

    def _opened_there(self) -> None:
        self._here(_succeed, self.opened)

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


def settle() -> None:
    """What there is by now lives to the end: garbage collections need not go through it again.

    They stop every thread, for up to 0.1 s where a whole screen is gone through. What is left is
    little, and is gone through more often.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT)


def _succeed(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def _fail(future: asyncio.Future[None], error: BaseException) -> None:
    if not future.done():
        future.set_exception(error)
