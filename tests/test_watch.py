"""The page to watch on: no secret no page, only reading, nothing stale, nobody held up."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from importlib import resources

import pytest

from devicelink.core.events import Level
from devicelink.data import phrases
from devicelink.session.view import Alarm, Gauge, View
from devicelink.watch import BEHIND_MAX, Watch, told, watched
from tests.tui.fake_port import view as view_of

pytestmark = pytest.mark.usefixtures("no_leaks")


@asynccontextmanager
async def page(view: Callable[[], View | None]) -> AsyncIterator[tuple[int, str]]:
    async with watched(view, phrases()) as found:
        yield found


async def ask(port: int, path: str, method: str = "GET", raw: bytes | None = None) -> str:
    """The whole answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(raw or f"{method} {path} HTTP/1.1\r\nHost: here\r\n\r\n".encode())
    answer = await asyncio.wait_for(reader.read(), 5.0)
    writer.close()
    return answer.decode()


async def test_d27_no_secret_no_page() -> None:
    async with page(lambda: None) as (port, path):
        assert (await ask(port, path)).startswith("HTTP/1.1 200 OK")
        for wrong in ("/", "/events", "/x/events", path[:-1], path + "x", path[:-1] + "/events"):
            assert (await ask(port, wrong)).startswith("HTTP/1.1 401 "), wrong
        assert (await ask(port, path + "/else")).startswith("HTTP/1.1 404 ")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "HEAD", "OPTIONS", "get", ""])
async def test_d27_only_reading_is_served(method: str) -> None:
    async with page(lambda: None) as (port, path):
        assert (await ask(port, path, method)).startswith("HTTP/1.1 405 ")


@pytest.mark.parametrize(
    "raw", [b"\r\n\r\n", b"\x00\xff\r\n\r\n", b"G" * 20_000, b"GET / HTTP/1.1\n"]
)
async def test_bytes_that_are_no_request_end_the_connection(raw: bytes) -> None:
    async with page(lambda: None) as (port, path):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(raw)
        writer.write_eof()
        await asyncio.wait_for(reader.read(), 5.0)
        writer.close()
        assert (await ask(port, path)).startswith("HTTP/1.1 200 OK")


async def test_the_page_reaches_nothing_but_its_own_address() -> None:
    async with page(lambda: None) as (port, path):
        head, body = (await ask(port, path)).split("\r\n\r\n", 1)
    assert "://" not in body
    assert not re.search(r"(src|href|action)\s*=", body)
    assert "default-src 'none'" in head
    assert "unsafe" not in head
    assert "no-store" in head
    assert "{" not in re.sub(r"<(style|script)>.*?</\1>", "", body, flags=re.DOTALL)
    assert "_js}" not in body
    assert ".innerHTML" not in body


async def test_what_happens_is_told_as_it_happens_and_the_end_too() -> None:
    moments: list[View | None] = [view_of(force_n=23.4), None]

    def view() -> View | None:
        return moments[0]

    async with page(view) as (port, path):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET {path}/events HTTP/1.1\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        assert b"text/event-stream" in head
        first = json.loads((await reader.readuntil(b"\n\n")).removeprefix(b"data: "))
        assert first["force"] == "23 N"
        moments.pop(0)
        while first["force"] is not None:
            first = json.loads((await reader.readuntil(b"\n\n")).removeprefix(b"data: "))
        assert first["where"] == phrases().text("watch", "waiting")
    assert (await reader.read()).startswith(b"event: end")
    writer.close()


def test_no_number_that_is_not_live_or_not_to_be_seen() -> None:
    live = view_of(force_n=23.4)
    assert told(live, phrases())["force"] == "23 N"
    for hidden in (
        replace(live, gauge=Gauge.NO_SIGNAL, force_n=None),
        replace(live, gauge=Gauge.DIMMED),
        replace(live, gauge=Gauge.BY_HAND, force_n=None),
    ):
        assert told(hidden, phrases())["force"] is None


def test_an_alarm_is_not_to_be_missed() -> None:
    loud = replace(view_of(force_n=70.0), alarm=Alarm(Level.ALARM, "TOO HARD"))
    said = told(loud, phrases())
    assert (said["alarm"], said["level"]) == ("TOO HARD", "alarm")
    text = resources.files("devicelink.data").joinpath("watch.html").read_text("utf-8")
    assert "body.alarm {" in text


async def test_who_takes_nothing_is_let_go_and_never_waited_for() -> None:
    class Stuck:
        aborted = False
        transport: "Stuck"

        def get_write_buffer_size(self) -> int:
            return BEHIND_MAX + 1

        def abort(self) -> None:
            self.aborted = True

        def write(self, _data: bytes) -> None:
            raise AssertionError("nothing more for this one")

    watch, stuck = Watch(lambda: None, phrases(), "secret"), Stuck()
    stuck.transport = stuck
    watch._watching.add(stuck)  # type: ignore[arg-type]
    watch._tell(b"data: 1\n\n")
    assert stuck.aborted
    assert not watch._watching


async def test_it_looks_all_the_time_so_that_a_watcher_who_leaves_is_no_frozen_face() -> None:
    looks = 0

    def view() -> View | None:
        nonlocal looks
        looks += 1
        return None

    async with page(view):
        async with asyncio.timeout(5.0):
            while looks < 4:  # noqa: ASYNC110 - what is waited for has no event
                await asyncio.sleep(0.01)
