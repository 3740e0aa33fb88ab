"""Two probes on one radio, each with its own link: what befalls one is nothing to the other."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from devicelink.care.inputs import LinkChanged, LinkState
from devicelink.clock import Clock
from devicelink.core.block import Block, joined
from devicelink.core.timebase import Timebase
from devicelink.link.port import Radio
from devicelink.link.radio import bumble_radio
from devicelink.link.supervisor import Sinks, Supervisor, Wish
from firmware_protocol.messages import Message, Readings
from simulator.air import Air
from simulator.radio import Peripheral
from simulator.serve import Setup, make_device

pytestmark = pytest.mark.usefixtures("no_leaks")
SPEED = 4.0


@dataclass(slots=True)
class Linked:
    """One probe, its power, and all that came from it."""

    power: AsyncExitStack
    line: Timebase = field(default_factory=Timebase)
    blocks: list[Block] = field(default_factory=list)
    states: list[LinkState] = field(default_factory=list)

    def heard(self, at_s: float, message: Message) -> None:
        if isinstance(message, Readings):
            self.blocks.append(self.line.add(message, at_s))

    def changed(self, change: LinkChanged) -> None:
        self.states.append(change.state)

    @property
    def newest_s(self) -> float:
        return max((float(b.t_s[-1]) for b in self.blocks if len(b)), default=float("-inf"))


async def until(clock: Clock, so: Callable[[], bool]) -> None:
    begun_s = clock.now()
    while not so():
        assert clock.now() - begun_s < 60.0, "it never came"
        await clock.sleep(0.05)


@asynccontextmanager
async def two(clock: Clock) -> AsyncIterator[list[Linked]]:
    """Both live, on one radio."""
    async with AsyncExitStack() as leaving:
        air, both = Air(), []
        controller = air.controller("radio")
        radio = await leaving.enter_async_context(bumble_radio(controller, controller, clock.now))

        @asynccontextmanager
        async def shared() -> AsyncIterator[Radio]:
            yield radio

        for number in range(2):
            device = make_device(Setup(seed=number))
            address = f"F0:0D:CA:FE:01:{number:02X}"
            device.identity = replace(device.identity, address=address)
            on_air = air.controller(f"probe {number}")
            one = Linked(await leaving.enter_async_context(AsyncExitStack()))
            await one.power.enter_async_context(Peripheral(device, on_air, on_air, speed=SPEED))
            link = Supervisor(
                shared, Wish(device=address, rate_hz=100), clock,
                Sinks(message=one.heard, link=one.changed),
            )  # fmt: skip
            running = asyncio.create_task(link.run())
            leaving.push_async_callback(asyncio.wait, {running})
            leaving.push_async_callback(link.close)
            both.append(one)
        await until(clock, lambda: all(LinkState.LIVE in one.states for one in both))
        yield both


async def test_d10_when_one_dies_the_other_has_no_gap() -> None:
    clock = Clock(SPEED)
    async with two(clock) as (dies, lives):
        await until(clock, lambda: min(dies.newest_s, lives.newest_s) > 1.0)
        await dies.power.aclose()
        died_s = clock.now()
        await until(clock, lambda: LinkState.LOST in dies.states)
        await until(clock, lambda: lives.newest_s > died_s + 3.0)
    assert dies.newest_s < died_s + 0.5
    assert lives.states.count(LinkState.LIVE) == 1
    assert LinkState.LOST not in lives.states
    assert lives.line.lost == 0
    np.testing.assert_allclose(np.diff(joined(lives.blocks).t_s), 0.01, atol=1e-5)
