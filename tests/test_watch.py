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
from devicelink.watch import timed, told, watched
from tests.tui.fake_port import view as view_of

pytestmark = pytest.mark.usefixtures("no_leaks")
NOW_S = 100.0


@asynccontextmanager
async def page(view: Callable[[], View | None]) -> AsyncIterator[tuple[int, str]]:
    async with watched(view, lambda: NOW_S, phrases()) as found:
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
        assert (first["sent_ms"], first["age_ms"]) == (100_000, 50)
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


def test_how_old_a_number_is_goes_with_it() -> None:
    """By its own time and not the view's: a view may be young and its number not."""
    shown = view_of(t_s=100.0, force_s=99.75)
    assert timed(shown, 100.25) == {"sent_ms": 100_250, "age_ms": 500}
    assert timed(replace(shown, force_s=100.5), 100.25)["age_ms"] == 0
    for without in (replace(shown, force_n=None, force_s=None), None):
        assert timed(without, 7.0) == {"sent_ms": 7000, "age_ms": None}


async def test_the_clock_of_the_numbers_is_told_to_who_has_the_secret() -> None:
    async with page(lambda: None) as (port, path):
        head, said = (await ask(port, path + "/now")).split("\r\n\r\n")
        assert (await ask(port, "/x/now")).startswith("HTTP/1.1 401 ")
    assert said == "100000"
    assert "no-store" in head


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
