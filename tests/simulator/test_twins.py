"""Twins of others' devices, through the real client: what the hand did is what the driver reads.

Also: what each twin was written is harmless, whoever was connected to it.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import aclosing, asynccontextmanager
from itertools import pairwise

import numpy as np
import pytest

from devicelink.care.inputs import LinkState
from devicelink.drivers import DRIVERS, supported
from devicelink.drivers.base import DriverType
from devicelink.drivers.declared import DeviceCapabilities
from devicelink.link.port import Radio
from devicelink.link.radio import bumble_radio
from devicelink.link.supervisor import Wish
from firmware_protocol.dynamo import Command
from firmware_protocol.frames import Frame
from firmware_protocol.messages import CLOCK_WRAP_US, Battery, Message, Readings, Values
from firmware_protocol.profile import Direction
from simulator.faults import parse_fault
from simulator.gatt import Notify
from simulator.serve import Setup, make, make_twin, on_air
from simulator.twins import TWINS
from simulator.twins.base import Broadcaster, Taken, Twin
from simulator.twins.sensors import SigPressure
from tests.drivers.harm import FORBIDDEN, ONLY
from tests.link.session import Session, supervised

STEADY_N = 12.0
"""Within every device's range."""
KGF = 9.80665
STEP_N = {"teraforce": 45 / 3800 * KGF, "motherboard": 3 / 20_000 * KGF, "vald_dynamo": 0.2}
"""Steps of those whose drivers do not know theirs beforehand, or begin from one."""
RAMP = (np.array([0.0, 3600.0]), np.array([STEADY_N, STEADY_N]))
SECONDS = np.arange(0.0, 60.0, 0.02)
MOVING = (SECONDS, STEADY_N + 6.0 * np.sin(SECONDS))
NOTHING = DeviceCapabilities(kind=None, direction=Direction.BOTH)


def twin_kind(kind: str) -> DriverType:
    """The driver that reads this twin."""
    return next(one for one in DRIVERS if one.id == kind)


def setup(kind: str, *faults: str) -> Setup:
    return Setup(kind=kind, recording=RAMP, faults=tuple(map(parse_fault, faults)))


def test_every_driver_of_others_has_a_twin() -> None:
    assert set(TWINS) == {kind.id for kind in DRIVERS} - {"open_profile"}


@pytest.mark.parametrize("kind", TWINS)
def test_the_outcome_is_the_same_however_time_is_cut(kind: str) -> None:
    def said(step_us: int) -> list[object]:
        device = make_twin(Setup(kind=kind, seed=4))
        device.connected(0)
        device.start()
        return [
            (one.uuid, one.data)
            for at in range(0, 3_000_000 + step_us, step_us)
            for one in device.advance(min(at, 3_000_000))
            if isinstance(one, Notify)
        ]

    whole = said(3_000_000)
    assert said(10_000) == whole
    assert whole or issubclass(TWINS[kind], Broadcaster)


@asynccontextmanager
async def linked(twin: Twin, session: Session) -> AsyncIterator[None]:
    """The twin on the air, and the supervisor with its driver on the other side."""
    async with on_air(twin) as bench:

        @asynccontextmanager
        async def radio() -> AsyncIterator[Radio]:
            async with bumble_radio(bench.client, bench.client, session.clock.now) as opened:
                yield opened

        async with supervised(radio, session, Wish(silence_s=5.0)):
            yield


def measured(messages: list[tuple[float, Message]], kind: str) -> list[float]:
    """All forces in newtons; a pressure by the twin's own bladder."""
    forces: list[float] = []
    for _, one in messages:
        if isinstance(one, Readings):
            forces += one.force_n
        elif isinstance(one, Values) and kind == "sig_pressure":
            forces += [(pa - SigPressure.AIR_PA) / SigPressure.PA_PER_N for pa in one.raw]
    return forces


def watched(twin: Twin) -> list[float]:
    """What the hand did at each sample that the twin sends, as it is sent."""
    truth: list[float] = []
    packet = twin.packet

    def watching(samples: Sequence[Taken]) -> Iterable[Notify]:
        truth.extend(one.force_n for one in samples)
        return packet(samples)

    twin.packet = watching  # type: ignore[method-assign]
    return truth


def found_in(forces: list[float], truth: list[float], within_n: float) -> int:
    """How many of the forces are, in order, the hand's: some may not have been sent."""
    found = at = 0
    for force_n in forces:
        rest = range(at, len(truth))
        here = next((i for i in rest if abs(truth[i] - force_n) <= within_n), None)
        if here is not None:
            found, at = found + 1, here + 1
    return found


@pytest.mark.parametrize("kind", TWINS)
async def test_the_driver_reads_what_the_hand_did(kind: str) -> None:
    """End to end over the emulated air, at the device's own rate: each force to half a step."""
    twin, session = make_twin(Setup(kind=kind, recording=MOVING)), Session(numbered=False)
    truth = watched(twin)
    async with linked(twin, session):
        await session.until_state(LinkState.LIVE, within_s=30.0)
        await session.until(lambda: len(measured(session.messages, kind)) >= 4, within_s=30.0)
    forces = measured(session.messages, kind)
    if kind == "vald_dynamo":  # its zero is the force at the start
        zero_n = truth[0] - forces[0]
        forces = [force_n + zero_n for force_n in forces]
    step_n = STEP_N.get(kind) or (twin_kind(kind).measures or NOTHING).resolution_n or 1e-3
    assert found_in(forces, truth, step_n / 2 + 1e-6) == len(forces) >= 4
    for data in twin.written:
        assert not data.startswith(FORBIDDEN.get(kind, ()))
        assert data in ONLY.get(kind, {data})


@pytest.mark.parametrize("kind", TWINS)
async def test_it_is_recognised_on_the_air(kind: str) -> None:
    async with (
        on_air(make_twin(setup(kind))) as bench,
        bumble_radio(bench.client, bench.client, time.monotonic) as radio,
        aclosing(radio.scan(3.0)) as heard,
    ):
        async for one in heard:
            if (found := supported(one)) is not None:
                assert found.id == kind
                return
    raise AssertionError("it was not recognised")


def test_a_progressor_sends_fifteen_and_leaves_one_out() -> None:
    """22.4 ms at the boundary of packets, 11.2 ms inside; its clock wraps."""
    twin = make_twin(setup("tindeq"))
    driver = next(kind for kind in DRIVERS if kind.id == "tindeq").make()
    twin.connected(0)
    twin.write("", b"\x65", 0)
    times: list[int] = []
    sizes = []
    for one in twin.advance(2_000_000):
        assert isinstance(one, Notify)
        sizes.append(len(one.data))
        for message in driver.decode(Frame(0.0, one.uuid, one.data)):
            assert isinstance(message, Readings)
            times += message.device_us or ()
    assert set(sizes) == {122}
    assert times[0] == 53_400
    gaps = [(late - early) % CLOCK_WRAP_US for early, late in pairwise(times)]
    assert gaps[:14] == [11_210] * 14
    assert gaps[14] == 22_420


async def test_a_dynamo_is_kept_awake_by_the_pulse_and_else_falls_silent() -> None:
    twin, session = make_twin(setup("vald_dynamo")), Session(numbered=False)
    async with linked(twin, session):
        await session.until_state(LinkState.LIVE, within_s=30.0)
        await session.until(lambda: bool(measured(session.messages, "vald_dynamo")), 8.0)
        await asyncio.sleep(2.6)
        assert twin.sending
    alone = make_twin(setup("vald_dynamo"))
    alone.connected(0)
    alone.write("", Command.START.value, 0)
    alone.advance(1_900_000)
    assert alone.sending
    alone.advance(2_500_000)
    assert not alone.sending


async def test_charge_comes_with_it() -> None:
    session = Session(numbered=False)
    async with linked(make_twin(setup("tindeq")), session):
        await session.until_state(LinkState.LIVE, within_s=30.0)
    assert Battery(millivolts=3900) in [message for _, message in session.messages]


@pytest.mark.parametrize("fault", ["drop_link=1", "disconnect=1"])
async def test_a_lost_link_is_found_again(fault: str) -> None:
    twin, session = make_twin(setup("entralpi", fault)), Session(numbered=False)
    async with linked(twin, session):
        await session.until_state(LinkState.LIVE, within_s=30.0)
        await session.until_state(LinkState.LOST, 5.0)
        await session.until_state(LinkState.LIVE, 5.0)


def test_any_kind_is_made() -> None:
    assert isinstance(make(Setup(kind="squegg")), Twin)
    assert not isinstance(make(Setup(kind="probe")), Twin)
