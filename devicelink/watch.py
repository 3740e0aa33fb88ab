"""A page to watch a session on, in any browser near: read-only, behind a link that holds a secret.

Without the secret there is no page. It only ever reads views, in the face's loop: whoever watches,
or is slow, holds nothing up and can change nothing. No address but its own is in the page. How old
a number is goes with it, and the page takes away what grows too old (data/watch.html). Guarded by
tests/test_watch.py and tests/test_watch_page.py; what a hundred watchers cost: `./run more watch`.
"""

import asyncio
import hmac
import json
import secrets
from base64 import b64encode
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from importlib import resources
from typing import Final

from devicelink.care.phrases import Phrases, clock
from devicelink.plaintext import clean
from devicelink.session.view import Gauge, View
from devicelink.watcher import Watcher

EVERY_S: Final = 0.1
ASK_S: Final = 5.0
ASK_MAX: Final = 8192
"""A browser has so long, and so many bytes, to say what it wants."""
WATCHERS_MAX: Final = 200
SHOWN: Final = ("who", "say", "why", "held", "link", "alarm", "level", "where")
IN_THE_PAGE: Final = ("title", "waiting", "note", "lost", "over")
SAFE: Final = (
    "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n"
    "X-Content-Type-Options: nosniff\r\nConnection: close"
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where to listen; port 0 is any that is free."""

    host: str
    port: int


HERE: Final = Endpoint("127.0.0.1", 0)


def told(view: View | None, phrases: Phrases) -> dict[str, str | None]:
    """What the page shows of a moment; `force` None wherever there is no live number to show."""
    if view is None:
        return dict.fromkeys(SHOWN, "") | {"where": phrases.text("watch", "waiting"), "force": None}
    shown = view.gauge is Gauge.SHOWN and view.force_n is not None
    listening = phrases.text("watch", "listening")
    return {
        "who": f"{view.who}: {view.point}, {view.side}",
        "say": view.sentence,
        "why": view.reason,
        "held": phrases.text("watch", "held", held=clock(view.held_s), goal=clock(view.goal_s)),
        "link": view.link.device,
        "alarm": view.alarm.text if view.alarm else "",
        "level": view.alarm.level.value if view.alarm else "",
        "where": listening if view.gauge is Gauge.DIMMED else view.where.value,
        "force": f"{view.force_n:.0f} N" if shown else None,
    }


def timed(view: View | None, now_s: float) -> dict[str, int | None]:
    """When this is sent, by the session's clock, and how old the number in it is by then."""
    came_s = None if view is None else view.force_s
    age_ms = None if came_s is None else round(max(0.0, now_s - came_s) * 1000)
    return {"sent_ms": round(now_s * 1000), "age_ms": age_ms}


def new_secret() -> str:
    """For the link of one command, whatever it shows one after the other."""
    return secrets.token_urlsafe(16)


class Watch:
    """The page and who watches it. For one event loop, that of the face.

    `now` is the clock of the views, as fast as the wall.
    """

    def __init__(
        self,
        view: Callable[[], View | None],
        now: Callable[[], float],
        phrases: Phrases,
        secret: str,
    ) -> None:
        self._view, self._now, self._phrases, self._secret = view, now, phrases, secret
        self._page, self._rules = _page(phrases)
        self._watching: set[Watcher] = set()

    @property
    def path(self) -> str:
        """Of the page, with its secret."""
        return f"/{self._secret}"

    async def pump(self) -> None:
        """Tell all watchers, ten times a second, until cancelled.

        It looks whether or not somebody watches: a face that looked and then does not is taken for
        a frozen one, and alarmed of.
        """
        while True:
            view = self._view()
            if self._watching:
                now = told(view, self._phrases) | timed(view, self._now())
                self._tell(f"data: {json.dumps(now)}\n\n".encode())
            await asyncio.sleep(EVERY_S)

    def _tell(self, data: bytes) -> None:
        for watcher in tuple(self._watching):
            if not watcher.tell(data):
                self._watching.discard(watcher)
                watcher.let_go()

    def end(self) -> None:
        """The session is over: say so, and let everybody go. A page asks again by itself: a further
        point of the same command shows there."""
        for watcher in self._watching:
            watcher.end(b"event: end\ndata:\n\n")
        self._watching.clear()

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request, whatever it is made of."""
        try:
            with suppress(OSError, TimeoutError, asyncio.IncompleteReadError,
                          asyncio.LimitOverrunError):  # fmt: skip
                async with asyncio.timeout(ASK_S):
                    head = await reader.readuntil(b"\r\n\r\n")
                await self._serve(head.split(b"\r\n", 1)[0], reader, writer)
        finally:
            writer.close()

    async def _serve(
        self, asked: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        method, _, rest = asked.partition(b" ")
        path = rest.partition(b" ")[0].partition(b"?")[0]
        secret, _, further = path.removeprefix(b"/").partition(b"/")
        if method != b"GET":
            writer.write(_answer("405 Method Not Allowed"))
        elif not hmac.compare_digest(secret, self._secret.encode()):
            writer.write(_answer("401 Unauthorized"))
        elif not further:
            writer.write(_answer("200 OK", "text/html; charset=utf-8", self._page, self._rules))
        elif further == b"now":
            writer.write(_answer("200 OK", body=f"{self._now() * 1000:.0f}".encode()))
        elif further != b"events":
            writer.write(_answer("404 Not Found"))
        elif len(self._watching) >= WATCHERS_MAX:
            writer.write(_answer("503 Service Unavailable"))
        else:
            await self._be_watched(reader, writer)
            return
        await writer.drain()

    async def _be_watched(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Until the watcher leaves or is let go."""
        writer.write(f"HTTP/1.1 200 OK\r\n{SAFE}\r\nContent-Type: text/event-stream\r\n\r\n"
                     .encode())  # fmt: skip
        watcher = Watcher(writer)
        self._watching.add(watcher)
        try:
            while await reader.read(1024):
                pass  # nobody has anything to say here
        finally:
            self._watching.discard(watcher)


def _answer(status: str, kind: str = "text/plain", body: bytes = b"", more: str = "") -> bytes:
    lines = (f"HTTP/1.1 {status}", SAFE, f"Content-Type: {kind}", f"Content-Length: {len(body)}")
    return ("\r\n".join(lines) + f"\r\n{more}\r\n").encode() + body


def _page(phrases: Phrases) -> tuple[bytes, str]:
    """The page, and the header that lets run in it what stands in it, and nothing else."""
    text = resources.files("devicelink.data").joinpath("watch.html").read_text("utf-8")
    for name in IN_THE_PAGE:
        said = phrases.text("watch", name)
        text = text.replace(f"{{{name}_js}}", json.dumps(said)).replace(f"{{{name}}}", said)

    def hashed(tag: str) -> str:
        inside = text.split(f"<{tag}>")[1].split(f"</{tag}>")[0]
        return f"'sha256-{b64encode(sha256(inside.encode()).digest()).decode()}'"

    rules = (
        f"default-src 'none'; connect-src 'self'; style-src {hashed('style')}; "
        f"script-src {hashed('script')}; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )
    return text.encode(), f"Content-Security-Policy: {rules}\r\n"


@asynccontextmanager
async def watched(
    view: Callable[[], View | None],
    now: Callable[[], float],
    phrases: Phrases,
    at: Endpoint = HERE,
    secret: str = "",
) -> AsyncIterator[tuple[int, str]]:
    """The page is there inside the block; gives its port and its path. Raises OSError where the
    address cannot be had."""
    watch = Watch(view, now, phrases, secret or new_secret())
    server = await asyncio.start_server(watch.answer, at.host, at.port, limit=ASK_MAX)
    pump = asyncio.create_task(watch.pump())
    try:
        yield server.sockets[0].getsockname()[1], clean(watch.path)
    finally:
        pump.cancel()
        await asyncio.wait({pump})
        server.close()
        watch.end()
        await asyncio.sleep(0)
