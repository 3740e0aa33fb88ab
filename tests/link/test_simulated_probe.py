"""The whole way to the simulated device: bond, stream, lost links, memory, a killed air."""

import asyncio
import socket
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, ExitStack, contextmanager
from pathlib import Path

import pytest

from devicelink.care.inputs import LinkState
from devicelink.link.port import Radio
from devicelink.link.radio import bumble_radio, open_radio
from devicelink.link.supervisor import Wish
from firmware_protocol.messages import Asleep, Battery
from simulator.faults import Fault
from simulator.serve import Bench, Setup, in_process
from tests.link.session import Session, supervised

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.usefixtures("no_leaks")


def radio_of(bench: Bench, session: Session) -> AbstractAsyncContextManager[Radio]:
    controller = bench.new_client()
    return bumble_radio(controller, controller, session.clock.now)


async def test_dropped_links_lose_no_sample_and_bring_none_twice() -> None:
    """The memory of the device fills every hole that a lost link leaves."""
    session = Session(numbered=False)
    async with in_process(Setup(faults=(Fault("drop_link", 0.7),))) as bench:
        factory = lambda: radio_of(bench, session)  # noqa: E731
        async with supervised(factory, session, Wish(device="dl-probe", rate_hz=200)):
            for count in range(1, 4):
                await session.until(lambda n=count: session.states.count(LinkState.LOST) == n)  # type: ignore[misc]
                await session.until_state(LinkState.LIVE)
            newest = max(session.samples)
            await session.until(lambda: max(session.samples) > newest + 20)
            await session.until(lambda: not session.missing())
    assert session.repeated == 0
    assert session.unavailable == []
    assert len(session.samples) == max(session.samples) - min(session.samples) + 1
    assert any(isinstance(message, Battery) for _, message in session.messages)
    times = [(at, change.state) for at, change in session.changes]
    lost = [at for at, state in times if state is LinkState.LOST]
    again = [min(t for t, state in times if state is LinkState.LIVE and t > at) for at in lost[:3]]
    found_s = [live - at for live, at in zip(again, lost, strict=False)]
    assert statistics.median(found_s) < 1


async def test_a_device_that_falls_asleep_says_so() -> None:
    session = Session(numbered=False)
    async with (
        in_process(Setup(faults=(Fault("sleep", 0.3),))) as bench,
        supervised(lambda: radio_of(bench, session), session),
    ):
        await session.until_state(LinkState.LIVE)
        lost = await session.until_state(LinkState.LOST)
    assert lost.device_off
    assert any(isinstance(message, Asleep) for _, message in session.messages)


@contextmanager
def served(port: int) -> Iterator["subprocess.Popen[str]"]:
    code = (
        "import asyncio, simulator.serve as s;"
        f"asyncio.run(s.serve(s.Setup(), 'tcp:127.0.0.1:{port}',"
        " on_ready=lambda m: print(m, flush=True)))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as air:
        assert air.stdout is not None
        try:
            assert air.stdout.readline().startswith("tcp-client:")
            yield air
        finally:
            air.kill()


async def test_a_killed_air_is_noticed_at_once_and_joined_again_when_it_is_back() -> None:
    """kill -9 of the simulator: the next HCI command would hang for ever."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    session = Session(numbered=False)

    def factory() -> AbstractAsyncContextManager[Radio]:
        return open_radio(f"tcp-client:127.0.0.1:{port}", session.clock.now)

    with ExitStack() as airs:
        air = airs.enter_context(served(port))
        async with supervised(factory, session):
            await session.until_state(LinkState.LIVE, within_s=20)
            killed_s = session.clock.now()
            air.kill()
            lost = await session.until_state(LinkState.LOST)
            assert session.changes[-1][0] - killed_s < 0.5
            assert "radio has gone away" in lost.detail
            await session.until(lambda: "Nothing serves an air" in session.changes[-1][1].detail)
            await asyncio.to_thread(airs.enter_context, served(port))
            await session.until_state(LinkState.LIVE, within_s=20)
    assert session.states[-1] is LinkState.CLOSED
