"""An air over loopback: several clients, and one that dies in the middle of it."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from bumble.transport import open_transport

from firmware_protocol.profile_control import Result, Start
from simulator.air import Air, AirError
from simulator.serve import Setup, serve
from tests.simulator.gatt_client import connect, host_on

DYING = """
import asyncio, os, sys
from bumble.transport import open_transport
from tests.simulator.gatt_client import connect, host_on
async def main():
    transport = await open_transport(sys.argv[1])
    client = await connect(await host_on(transport.source, transport.sink))
    print("connected", flush=True)
    sys.stdin.read()
asyncio.run(main())
"""


@pytest.mark.parametrize("kind", ["tcp", "unix"])
async def test_two_clients_join_and_one_is_killed(kind: str, root: Path, tmp_path: Path) -> None:
    said: list[str] = []
    ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    place = "tcp:127.0.0.1:0" if kind == "tcp" else f"unix:{tmp_path / 'air'}"
    task = asyncio.create_task(serve(Setup(), place, on_ready=ready.set_result, report=said.append))
    async with asyncio.timeout(15.0):
        moniker = await ready
        dying = await asyncio.create_subprocess_exec(
            sys.executable, "-c", DYING, moniker,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root,
        )  # fmt: skip
        assert dying.stdout is not None
        assert await dying.stdout.readline() == b"connected\n"
        async with await open_transport(moniker) as transport:
            host = await host_on(transport.source, transport.sink, 0xEE)
            dying.kill()
            await dying.wait()
            client = await connect(host)
            await client.open()
            assert (await client.ask(Start(1))).result is Result.OK
            await asyncio.sleep(0.3)
            assert client.batches()
            await client.connection.disconnect()
            await asyncio.sleep(0.2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert [line for line in said if "paired" not in line] == [
        "a client connected",
        "the client is gone",
        "a client connected",
        "streaming at 100 samples a second",
        "the client is gone",
        "streaming ended",
    ]


@pytest.mark.parametrize(
    "moniker",
    ["tcp:0.0.0.0:9601", "tcp:192.0.2.1:9601", "tcp:example.org:1", "tcp:127.0.0.1",
     "tcp:127.0.0.1:x", "tcp:127.0.0.1:70000", "unix:/no/such/folder/air"],
)  # fmt: skip
async def test_only_loopback_is_served_and_a_refusal_is_one_line(moniker: str) -> None:
    with pytest.raises(AirError) as refused:
        async with Air().serve(moniker):
            pass
    assert "\n" not in str(refused.value)


async def test_a_taken_port_is_one_line_too() -> None:
    async with Air().serve("tcp:127.0.0.1:0") as theirs:
        with pytest.raises(AirError, match="cannot be served"):
            async with Air().serve(theirs.replace("tcp-client", "tcp")):
                pass
