"""The ways in: what a setup makes, and how a place that is none is refused."""

import asyncio
import contextlib

import numpy as np
import pytest

from simulator.air import Air, AirError
from simulator.handling import HandMode
from simulator.models import BALL
from simulator.serve import Setup, in_process, make_device, serve


def test_a_setup_makes_its_device() -> None:
    device = make_device(Setup(kind="ball", mode=HandMode.DEADLOAD, seed=3, rate_hz=210))
    assert device.model is BALL
    assert device.sampler.rate_hz == 200
    assert make_device(Setup(seed=3)).boot_id == make_device(Setup(seed=3)).boot_id
    assert make_device(Setup(seed=3)).boot_id != make_device(Setup(seed=4)).boot_id
    assert make_device(Setup(boot_id=77)).boot_id == 77


async def test_a_recording_has_no_hand() -> None:
    recording = (np.array([0.0, 1.0]), np.array([3.0, 3.0]))
    async with in_process(Setup(recording=recording)) as bench:
        with pytest.raises(ValueError, match="recording"):
            _ = bench.hand


@pytest.mark.parametrize(
    "moniker", ["nonsense", "tcp-client:127.0.0.1:1", "serial:/dev/none", "usb:99"]
)
async def test_a_controller_that_is_not_there_is_one_line(moniker: str) -> None:
    with pytest.raises(AirError) as refused:
        await serve(Setup(), moniker)
    assert "\n" not in str(refused.value)
    assert moniker in str(refused.value)


async def test_a_controller_that_goes_away_is_told() -> None:
    async with contextlib.AsyncExitStack() as closing:
        theirs = await closing.enter_async_context(Air().serve("tcp:127.0.0.1:0"))
        ready = asyncio.Event()
        serving = asyncio.create_task(serve(Setup(), theirs, on_ready=lambda _: ready.set()))
        async with asyncio.timeout(10.0):
            await ready.wait()
            await closing.aclose()
            with pytest.raises(AirError, match="is gone"):
                await serving
