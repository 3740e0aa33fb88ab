"""The device as a GATT peripheral, end to end with a bare client in the same process."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from bumble import att, core, hci
from bumble.device import Advertisement

from firmware_protocol import profile, sig
from firmware_protocol.messages import FrameRejected, Press, ReadingFlag
from firmware_protocol.profile import Capabilities, Kind
from firmware_protocol.profile_control import Fetch, Fetching, Result, SetRate, Start, Started
from firmware_protocol.profile_event import BackfillEnded, ButtonPressed, parse_event
from simulator.air import Air
from simulator.faults import parse_fault
from simulator.radio import LinkNews, Peripheral
from simulator.serve import Bench, Setup, in_process, make_device
from tests.simulator.gatt_client import Client, client_on, connect, host_on, until
from tests.turns import left_after

STILL = Setup(routine=False)


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    async with in_process(STILL) as made:
        yield made


@pytest.fixture
async def client(bench: Bench) -> AsyncIterator[Client]:
    async with client_on(bench.client, bench.client) as made:
        yield made


async def test_it_advertises_name_and_service_in_one_pdu(bench: Bench) -> None:
    heard: asyncio.Future[Advertisement] = asyncio.get_running_loop().create_future()
    host = await host_on(bench.client, bench.client)
    host.on("advertisement", lambda one: None if heard.done() else heard.set_result(one))
    await host.start_scanning(active=False)
    async with asyncio.timeout(2.0):
        advertisement = await heard
    kinds = core.AdvertisingData.Type
    assert len(advertisement.data_bytes) <= 31
    assert advertisement.data.get(kinds.COMPLETE_LOCAL_NAME) == "DL-Probe"
    services = advertisement.data.get(kinds.COMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS)
    assert services == [core.UUID(profile.SERVICE)]
    assert not advertisement.address.is_public


async def test_everything_can_be_read(client: Client) -> None:
    await client.discover()
    values = client.values
    said = Capabilities.parse(await values[profile.CAPABILITIES].read_value())
    assert isinstance(said, Capabilities)
    assert said.kind is Kind.PROBE
    assert await values["2a24"].read_value() == b"P-100"
    assert await values["2a26"].read_value() == b"1.0.0"
    assert await values["2a19"].read_value() == bytes([87])
    assert await values["2a00"].read_value() == b"DL-Probe"
    assert await values["2a01"].read_value() == (0x1486).to_bytes(2, "little")
    force = sig.parse_force(await values["2c07"].read_value())
    assert not isinstance(force, FrameRejected)


async def test_control_needs_an_encrypted_link(client: Client, bench: Bench) -> None:
    await client.discover()
    await client.subscribe(profile.CONTROL, indications=True)
    control = client.values[profile.CONTROL]
    with pytest.raises(att.ATT_Error) as refused:
        await control.write_value(Start(1).serialize(), with_response=True)
    assert refused.value.error_code == att.ErrorCode.INSUFFICIENT_ENCRYPTION
    assert not bench.device.sending
    await client.connection.pair()
    assert (await client.ask(Start(1))).result is Result.OK
    assert bench.device.sending


async def test_pairing_can_be_refused() -> None:
    setup = Setup(routine=False, faults=(parse_fault("pair_refused"),))
    async with in_process(setup) as bench, client_on(bench.client, bench.client) as client:
        with pytest.raises(core.ProtocolError):
            await client.connection.pair()


async def test_samples_arrive_whole_and_true(client: Client, bench: Bench) -> None:
    await client.open()
    await client.ask(SetRate(1, 1000))
    reply = (await client.ask(Start(2))).value
    assert isinstance(reply, Started)
    bench.hand.press(20.0, 0.3)
    await until(lambda: len(client.batches()) > 20)
    kept = {sample.seq: sample.force_mn for sample in bench.device.ring}
    numbers = [b.seq + i for b in client.batches() for i in range(len(b.force_mn))]
    assert numbers == list(range(reply.next_seq, reply.next_seq + len(numbers)))
    for batch in client.batches():
        assert list(batch.force_mn) == [kept[batch.seq + i] for i in range(len(batch.force_mn))]
    newest_n = client.batches()[-1].force_mn[-1] / 1e3
    assert newest_n == pytest.approx(bench.true_force_n(), abs=3.0)
    assert newest_n > 10.0


async def test_anyone_may_have_the_plain_force(client: Client) -> None:
    await client.discover()
    await client.subscribe("2c07")
    await until(lambda: len(client.got["2c07"]) >= 3)


async def test_the_button_is_told(client: Client, bench: Bench) -> None:
    await client.open()
    bench.press_button(Press.LONG)
    await until(lambda: client.got[profile.EVENT])
    event = parse_event(client.got[profile.EVENT][0])
    assert isinstance(event, ButtonPressed)
    assert event.press is Press.LONG


async def test_a_lost_link_is_told_at_once_and_what_was_missed_is_fetched() -> None:
    news: list[LinkNews] = []
    setup = Setup(routine=False, faults=(parse_fault("drop_link=0.3"),))
    async with in_process(setup, report=news.append) as bench:
        host = await host_on(bench.client, bench.client)
        reasons: list[int] = []
        first = await connect(host)
        first.connection.on("disconnection", reasons.append)
        await first.open()
        await first.ask(Start(1))
        async with asyncio.timeout(3.0):
            await first.lost.wait()
        assert reasons == [hci.HCI_ErrorCode.CONNECTION_TIMEOUT_ERROR]
        last = first.batches()[-1].seq + len(first.batches()[-1].force_mn) - 1
        await asyncio.sleep(0.1)
        again = await connect(host)
        await again.open()
        started = (await again.ask(Start(1))).value
        assert isinstance(started, Started)
        missing = started.next_seq - last - 1
        fetched = await again.ask(Fetch(2, last + 1, missing))
        assert fetched.value == Fetching(last + 1, missing)
        await until(lambda: any(ended(data) for data in again.got[profile.EVENT]))
        kept = [b for b in again.batches() if b.flags & ReadingFlag.BACKFILL]
        assert [b.seq + i for b in kept for i in range(len(b.force_mn))] == list(
            range(last + 1, started.next_seq)
        )
        async with asyncio.timeout(3.0):
            await again.lost.wait()
    assert [one for one in news if one is not LinkNews.PAIRED] == [
        LinkNews.CONNECTED,
        LinkNews.DISCONNECTED,
    ] * 2


def ended(data: bytes) -> bool:
    return isinstance(parse_event(data), BackfillEnded)


async def test_a_bond_needs_no_second_pairing(client: Client) -> None:
    await client.open()
    await client.connection.disconnect()
    await asyncio.sleep(0.1)
    again = await connect(client.host)
    await again.discover()
    await again.connection.encrypt()
    await again.subscribe(profile.CONTROL, indications=True)
    assert (await again.ask(Start(1))).result is Result.OK


async def test_a_bond_can_outlive_the_device(tmp_path: Path) -> None:
    air = Air()
    hub, ours = air.controller("device"), air.controller("client")
    host = await host_on(ours, ours)
    for turn in range(2):
        device = make_device(STILL)
        async with Peripheral(device, hub, hub, key_file=tmp_path / "bonds.json"):
            client = await connect(host)
            await client.discover()
            await (client.connection.encrypt() if turn else client.connection.pair())
            await client.subscribe(profile.CONTROL, indications=True)
            assert (await client.ask(Start(1))).result is Result.OK
        await asyncio.sleep(0.05)


async def test_a_fast_world_is_fast_and_whole() -> None:
    async with (
        in_process(STILL, speed=60.0) as bench,
        client_on(bench.client, bench.client) as client,
    ):
        await client.open()
        await client.ask(Start(1))
        await until(lambda: len(client.got[profile.DATA]) >= 700)
        numbers = [b.seq + i for b in client.batches() for i in range(len(b.force_mn))]
        assert numbers == list(range(len(numbers)))


async def test_a_late_loop_catches_up_in_order() -> None:
    asleep_s = [0.0]
    async with (
        in_process(STILL, now=lambda: time.monotonic() + asleep_s[0]) as bench,
        client_on(bench.client, bench.client) as client,
    ):
        await client.open()
        await client.ask(Start(1))
        asleep_s[0] = 30.0
        await until(lambda: sum(len(b.force_mn) for b in client.batches()) >= 2990)
        numbers = [b.seq + i for b in client.batches() for i in range(len(b.force_mn))]
        assert numbers == list(range(len(numbers)))


async def test_nothing_is_left_running() -> None:
    before = asyncio.all_tasks()
    async with in_process(STILL) as bench:
        host = await host_on(bench.client, bench.client)
        client = await connect(host)
        await client.open()
        await client.ask(Start(1))
    await asyncio.sleep(0.1)
    assert client.lost.is_set()
    assert asyncio.all_tasks() - before == set()


async def test_a_start_that_is_cancelled_ends_whenever_that_is() -> None:
    """Bumble may lose a cancellation: whoever waited for the start would wait for ever."""
    wrong: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, said: wrong.append(said))
    on_air = asyncio.Event()

    async def be_on_air() -> None:
        async with in_process(STILL):
            on_air.set()
            await asyncio.Event().wait()

    turns = 0
    while not on_air.is_set():
        await left_after(turns, be_on_air())
        turns += 1
    assert turns > 20, "a start takes many commands"
    assert not wrong


async def test_an_end_that_is_cancelled_goes_no_further() -> None:
    """A link is ended first, and Bumble tells that as a cancellation of its own."""
    passed = 0

    async def be_on_air(leaving: asyncio.Event) -> None:
        nonlocal passed
        async with in_process(STILL) as bench:
            await connect(await host_on(bench.client, bench.client))
            leaving.set()
        passed += 1
        await asyncio.Event().wait()

    for turns in range(1, 16):
        leaving = asyncio.Event()
        device = asyncio.create_task(be_on_air(leaving))
        await leaving.wait()
        await left_after(turns, device)
    assert 0 < passed < 12, "some were cancelled in their end, some after it"


@pytest.mark.usefixtures("no_leaks")
async def test_a_start_that_nothing_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.radio._PATIENCE_S", 0.05)
    controller = Air().controller("device")
    monkeypatch.setattr(controller, "on_packet", lambda _packet: None)
    device = Peripheral(make_device(STILL), controller, controller)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await device.__aenter__()
