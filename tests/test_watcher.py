"""Who is slow gets fewer views, and these fresh: none waits, neither here nor on its way."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from devicelink.watcher import PASSED_MAX, Watcher, unconfirmed

pytestmark = pytest.mark.usefixtures("no_leaks")
SIZE = 600
"""Bytes of a view, about as many as one has."""
STEP = 300
"""Bytes that a reader of 3 kB/s takes from one view to the next."""


def view(number: int) -> bytes:
    return f"data: {number}".encode().ljust(SIZE - 2) + b"\n\n"


@asynccontextmanager
async def watching() -> AsyncIterator[tuple[Watcher, socket.socket]]:
    """A watcher, and its other end with the least that a system keeps for a reader."""
    came: asyncio.Queue[asyncio.StreamWriter] = asyncio.Queue()
    server = await asyncio.start_server(lambda _, writer: came.put_nowait(writer), "127.0.0.1", 0)
    with socket.socket() as reader:
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
        reader.setblocking(False)
        address = server.sockets[0].getsockname()
        await asyncio.get_running_loop().sock_connect(reader, address)
        writer = await came.get()
        yield Watcher(writer), reader
    writer.transport.abort()
    server.close()
    await asyncio.sleep(0)


def take(reader: socket.socket, most: int) -> bytes:
    try:
        return reader.recv(most)
    except BlockingIOError:
        return b""


async def settled(reader: socket.socket) -> None:
    """The turns that the loop needs to pass on what the system takes."""
    for _ in range(3):
        await asyncio.sleep(0)


async def test_a_slow_reader_gets_fewer_numbers_and_no_ever_older_ones() -> None:
    """Ten views a second and a reader of 3 kB/s, for a minute in the time of the views."""
    async with watching() as (watcher, reader):
        got, ages = b"", list[int]()
        for number in range(600):
            assert watcher.tell(view(number))
            await settled(reader)
            got += take(reader, STEP)
            while len(got) >= SIZE:
                ages.append(number - int(got[:SIZE].split()[1]))
                got = got[SIZE:]
    assert len(ages) > 60
    assert max(ages) <= 4, "in tenths of a second"


async def test_after_a_pause_a_reader_gets_the_newest_and_none_that_waited() -> None:
    async with watching() as (watcher, reader):
        for number in range(PASSED_MAX):
            assert watcher.tell(view(number))
            await settled(reader)
        got, number = b"", PASSED_MAX
        async with asyncio.timeout(10):
            while view(number)[:12] not in got:
                got += take(reader, 65_536)
                number += view(number)[:12] not in got
                assert watcher.tell(view(number))
                await asyncio.sleep(0.001)
    numbers = [int(part.split()[1]) for part in got.split(b"\n\n") if part.strip()]
    waited = [n for n in numbers if n < PASSED_MAX]
    assert len(waited) < 10
    assert numbers == sorted(numbers)


async def test_a_reader_that_keeps_up_gets_them_all() -> None:
    async with watching() as (watcher, reader):
        got = b""
        for number in range(50):
            async with asyncio.timeout(10):
                while unconfirmed(watcher._socket):  # noqa: ASYNC110 - a system has no event for it
                    await asyncio.sleep(0.001)
            assert watcher.tell(view(number))
            await settled(reader)
            got += take(reader, 65_536)
        async with asyncio.timeout(10):
            while len(got) < 50 * SIZE:
                got += take(reader, 65_536)
                await asyncio.sleep(0.001)
    assert got == b"".join(map(view, range(50)))


async def test_who_takes_nothing_is_let_go_and_never_waited_for() -> None:
    async with watching() as (watcher, _):
        told = 0
        while watcher.tell(view(told)):
            told += 1
            await asyncio.sleep(0)
        assert PASSED_MAX <= told < PASSED_MAX + 50
        watcher.let_go()


async def test_whoever_is_gone_is_no_error() -> None:
    async with watching() as (watcher, reader):
        reader.close()
        watcher.let_go()
        await asyncio.sleep(0)
        assert watcher.tell(view(1))
        watcher.end(b"over")


@pytest.mark.skipif(sys.platform not in {"linux", "darwin"}, reason="no system tells it there")
async def test_what_is_on_its_way_is_known() -> None:
    async with watching() as (watcher, reader):
        for number in range(100):
            watcher._writer.write(view(number))
        assert unconfirmed(watcher._socket) > 0
        async with asyncio.timeout(10):
            while unconfirmed(watcher._socket) or watcher._writer.transport.get_write_buffer_size():
                take(reader, 65_536)
                await asyncio.sleep(0.001)
