"""`--watch`: the page to watch a session on, for the length of a command.

Guarded by tests/cli/test_watching.py.
"""

import contextlib
import importlib
import socket
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Final

from devicelink.cli.guided import Shown
from devicelink.cli.saying import tell
from devicelink.data import phrases
from devicelink.errors import UsageError
from devicelink.plaintext import clean
from devicelink.session.view import View
from devicelink.watch import HERE, Endpoint, new_secret, watched

NO_HOST: Final = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - asked for by name
ELSEWHERE: Final = ("192.0.2.1", 9)
"""An address of nobody (RFC 5737): which of ours would be used to reach it is only looked up."""


def endpoint_of(text: str) -> Endpoint:
    """`HOST:PORT`, `HOST` or `:PORT`. Raises UsageError."""
    host, colon, port = text.rpartition(":") if not text.endswith("]") else (text, "", "")
    if not colon:
        host, port = (text, "0")
    if not port.isdecimal() or int(port) > 65_535:
        raise UsageError("watch_no_endpoint", text=clean(text, 60))
    return Endpoint(host.strip("[]") or HERE.host, int(port))


class Page:
    """The page of one command: each of its sessions shows there, one after the other. `now` is
    the clock of them all."""

    def __init__(self, at: Endpoint, now: Callable[[], float]) -> None:
        self._at, self._now, self._secret, self._link = at, now, new_secret(), ""

    @contextlib.asynccontextmanager
    async def shows(self, session: Callable[[], Shown | None]) -> AsyncIterator[str]:
        """It is there inside the block; gives its link. The first time the link is told too.

        Raises UsageError where nobody can listen there.
        """

        def view() -> View | None:
            live = session()
            return live.view() if live is not None and _is_open(live) else None

        async with contextlib.AsyncExitStack() as leaving:
            watching = watched(view, self._now, phrases(), self._at, self._secret)
            try:
                port, path = await leaving.enter_async_context(watching)
            except OSError as error:
                why = clean(error.strerror or type(error).__name__, 80)
                where = f"{self._at.host}:{self._at.port}"
                raise UsageError("watch_not_here", where=where, reason=why) from error
            if not self._link:
                self._at = replace(self._at, port=port)
                self._link = self._tell(path)
            yield self._link

    def _tell(self, path: str) -> str:
        host = _own_address() if self._at.host in NO_HOST else self._at.host
        link = f"http://{f'[{host}]' if ':' in host else host}:{self._at.port}{path}"
        tell("watch", "at", link=link)
        if self._at.host != HERE.host:
            tell("watch", "open")
        _draw(link)
        return link


@contextlib.asynccontextmanager
async def shown_to_watchers(
    session: Callable[[], Shown | None], page: Page | None
) -> AsyncIterator[str]:
    """The page is there inside the block, if it was asked for; gives its link, or nothing."""
    if page is None:
        yield ""
        return
    async with page.shows(session) as link:
        yield link


def _is_open(live: Shown) -> bool:
    return live.opened.done() and not live.opened.cancelled() and live.opened.exception() is None


def _own_address() -> str:
    """Of this computer on its network, for a link to type elsewhere; nothing is sent."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as looking:
        looking.connect(ELSEWHERE)
        return str(looking.getsockname()[0])
    return HERE.host


def _draw(link: str) -> None:
    """The link for a camera, where the extra `watch` is installed and there is a terminal."""
    with contextlib.suppress(ImportError):
        segno = importlib.import_module("segno")
        if sys.stderr.isatty():
            segno.make(link).terminal(out=sys.stderr, compact=True)
