"""The supervisor over bleak and an emulated air: open, lose, find again, fetch, close."""

import asyncio
import random
import statistics
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from bumble.controller import Controller
from bumble.link import LocalLink

from devicelink.care.inputs import LinkState
from devicelink.link.port import PairingError, Radio, RadioError
from devicelink.link.supervisor import Wish
from devicelink.link.trouble import no_adapter
from firmware_protocol.messages import Asleep, Info, Readings
from tests.link.peripheral import ADDRESS, Peripheral, RefusingDelegate, controller
from tests.link.session import Session, ended, radios_on, supervised

pytestmark = pytest.mark.usefixtures("no_leaks")


async def test_it_bonds_opens_and_streams_in_order(air: LocalLink, device: Peripheral) -> None:
    session = Session()
    async with supervised(radios_on(air, session), session) as supervisor:
        await session.until(lambda: len(session.samples) > 40)
        assert session.states == [LinkState.SEARCHING, LinkState.CONNECTING, LinkState.LIVE]
        assert session.missing() == []
        assert supervisor.driver is not None
        assert supervisor.driver.boot_id == device.boot_id
        told = supervisor.driver.capabilities
        assert told is not None
        assert told.full_scale_n == 250
        assert any(isinstance(message, Info) for _, message in session.messages)
        arrivals = [at for at, message in session.messages if isinstance(message, Readings)]
        assert arrivals == sorted(arrivals)
    assert session.states[-1] is LinkState.CLOSED
    assert device.links == []
    assert not device.streaming


async def test_a_lost_link_is_found_again_and_no_sample_is_lost(
    air: LocalLink, device: Peripheral
) -> None:
    session = Session()
    found_s: list[float] = []
    async with supervised(radios_on(air, session), session):
        await session.until(lambda: len(session.samples) > 20)
        for _ in range(3):
            device.drop()
            lost = await session.until_state(LinkState.LOST)
            assert lost.attempt == 1
            lost_s = session.changes[-1][0]
            await session.until_state(LinkState.LIVE)
            found_s.append(session.changes[-1][0] - lost_s)
            newest = device.seq
            await session.until(lambda n=newest: max(session.samples) > n + 8)  # type: ignore[misc]
            await session.until(lambda: not session.missing())
            await asyncio.sleep(1.05)
    assert statistics.median(found_s) < 1
    assert session.missing() == []
    assert session.repeated == 0
    assert session.unavailable == []


async def test_the_loss_is_reported_in_the_loop_turn_it_is_known(
    air: LocalLink, device: Peripheral
) -> None:
    session = Session()
    async with supervised(radios_on(air, session), session):
        await session.until_state(LinkState.LIVE)
        device.drop()
        for _ in range(6):  # the emulated air itself takes a few turns
            await asyncio.sleep(0)
        assert session.states[-1] is LinkState.LOST


async def test_samples_no_longer_kept_are_reported_and_the_rest_is_fetched(
    air: LocalLink, device: Peripheral
) -> None:
    session = Session()
    async with supervised(radios_on(air, session), session):
        await session.until(lambda: len(session.samples) > 20)
        device.muted = True
        await asyncio.sleep(0.3)
        device.kept_from, device.busy, device.muted = device.seq - 20, 1, False
        await session.until(lambda: bool(session.unavailable))
        first, count = session.unavailable[0]
        await session.until(lambda: session.missing() == session.unavailable)
    assert session.states.count(LinkState.LOST) == 0
    assert first + count <= device.kept_from
    assert session.repeated == 0


async def test_a_device_that_goes_silent_while_connected_is_lost_and_tried_again(
    air: LocalLink, device: Peripheral
) -> None:
    session = Session()
    async with supervised(radios_on(air, session), session):
        await session.until(lambda: len(session.samples) > 20)
        device.muted = True
        began_s = session.clock.now()
        lost = await session.until_state(LinkState.LOST)
        assert 0.9 < session.clock.now() - began_s < 1.6
        assert "silent" in lost.detail
        device.muted = False
        await session.until_state(LinkState.LIVE)


async def test_a_device_that_says_good_night_is_off_and_found_when_it_wakes(
    air: LocalLink, device: Peripheral
) -> None:
    session = Session()
    async with supervised(radios_on(air, session), session):
        await session.until_state(LinkState.LIVE)
        await device.fall_asleep()
        lost = await session.until_state(LinkState.LOST)
        assert lost.device_off
        assert any(isinstance(message, Asleep) for _, message in session.messages)
        await session.until_state(LinkState.LIVE)


async def test_an_unplugged_radio_is_opened_anew(air: LocalLink, device: Peripheral) -> None:
    session = Session()
    opened: list[Controller] = []

    @asynccontextmanager
    async def factory() -> AsyncIterator[Radio]:
        before = set(air.controllers)
        async with radios_on(air, session)() as radio:
            opened.extend(set(air.controllers) - before)
            yield radio

    async with supervised(factory, session):
        await session.until_state(LinkState.LIVE)
        opened[0].terminated.set_result(None)
        device.drop()
        lost = await session.until_state(LinkState.LOST)
        assert lost.detail
        await session.until_state(LinkState.LIVE)
        assert len(opened) == 2


@pytest.mark.parametrize("wanted", ["dl-PROBE", ADDRESS.lower(), None])
async def test_a_device_is_chosen_by_name_or_address_in_any_case(
    air: LocalLink, device: Peripheral, wanted: str | None
) -> None:
    nameless = Peripheral(controller("nameless", air), name=b"", address="F0:0D:CA:FE:00:02")
    if wanted is not None:
        await nameless.start()
    session = Session()
    async with supervised(radios_on(air, session), session, Wish(device=wanted)):
        await session.until_state(LinkState.LIVE)
        assert len(device.links) == 1
        assert nameless.links == []
    if wanted is not None:
        await nameless.stop()


async def test_a_refused_pairing_is_raised_and_not_tried_for_ever(
    air: LocalLink, device: Peripheral
) -> None:
    device.delegate = RefusingDelegate()
    session = Session()
    with pytest.raises(PairingError, match="refused to pair"):
        await ended(radios_on(air, session), session)
    assert device.links == []


async def test_without_a_radio_it_says_so_at_once(device: Peripheral) -> None:
    @asynccontextmanager
    async def factory() -> AsyncIterator[Radio]:
        raise no_adapter()
        yield  # type: ignore[unreachable]

    session = Session()
    with pytest.raises(RadioError, match="no Bluetooth adapter"):
        await ended(factory, session)


async def test_a_bug_of_the_session_is_not_swallowed(air: LocalLink, device: Peripheral) -> None:
    session = Session()
    session.samples = None  # type: ignore[assignment]
    with pytest.raises(AttributeError):
        await ended(radios_on(air, session), session)
    assert device.links == []


async def test_thirty_disconnects_at_any_stage_leave_no_task_and_no_link(
    air: LocalLink, device: Peripheral
) -> None:
    chance = random.Random(20)
    session = Session()
    async with supervised(radios_on(air, session), session):
        for _ in range(30):
            await asyncio.sleep(chance.uniform(0, 0.06))
            device.drop()
        await session.until_state(LinkState.LIVE, within_s=30)
        newest = device.seq
        await session.until(lambda: bool(session.samples) and max(session.samples) > newest)
        await session.until(lambda: not session.missing())
        assert len(device.links) == 1
    assert session.repeated == 0
    assert device.links == []


@pytest.mark.parametrize("cancelled", [False, True])
@pytest.mark.parametrize("after_s", [0, 0.01, 0.03, 0.05, 0.08, 0.12, 0.3])
async def test_cancelled_or_closed_at_any_stage_it_lets_go(
    air: LocalLink, device: Peripheral, after_s: float, cancelled: bool
) -> None:
    session = Session()
    with suppress(ZeroDivisionError):
        async with supervised(radios_on(air, session), session) as supervisor:
            await asyncio.sleep(after_s)
            if cancelled:
                raise ZeroDivisionError
            await asyncio.gather(supervisor.close(), supervisor.close())
    await asyncio.sleep(0.05)
    assert device.links == []
