"""A session under way in its task: waited for, stopped, settled.

Guarded by tests/cli/test_guided.py.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Final, Protocol

from devicelink.care.inputs import Intent, LinkChanged, LinkState, Stop
from devicelink.cli.saying import say, tell
from devicelink.cli.signals import when_told_to_end
from devicelink.cli.terminal import put

_WAITING: Final = {
    LinkState.SEARCHING: "searching",
    LinkState.CONNECTING: "connecting",
}


class Runs(Protocol):
    """A session of whatever kind, as a command sees it."""

    opened: asyncio.Future[None]

    @property
    def link(self) -> LinkChanged:
        """The newest of the link."""

    def send(self, intent: Intent) -> None:
        """Hand over what the person did."""

    async def run(self) -> None:
        """The whole session."""


async def _until_open(session: Runs, task: asyncio.Task[None]) -> None:
    """Wait, and say on stderr what for."""
    said = ""
    while not (task.done() or session.opened.done()):
        link = session.link
        entry = _WAITING.get(link.state)
        words = f"{say('scanned', entry)} {link.detail}".strip() if entry else ""
        if words and words != said:
            put(words, err=True)
            said = words
        waited = {task, session.opened}
        await asyncio.wait(waited, timeout=0.2, return_when=asyncio.FIRST_COMPLETED)


@contextlib.asynccontextmanager
async def running(session: Runs) -> AsyncIterator[bool]:
    """The session under way inside the block; stopped and settled after it.

    Gives whether there is one: it may have been stopped before a device was open.
    """
    task = asyncio.create_task(session.run(), name="session")
    try:
        await _until_open(session, task)
        is_open = session.opened.done() and not session.opened.cancelled()
        if not is_open:
            await task
            tell("past", "nothing")
        yield is_open
    finally:
        session.send(Stop())
        await task


def stop_on_signals(session: Runs) -> None:
    """Ctrl-C, or a terminal that is closed, ends the session as the stop key does."""
    when_told_to_end(session.send, Stop())
