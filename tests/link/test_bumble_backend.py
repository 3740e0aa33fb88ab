"""The Bumble backend under unmodified BleakScanner and BleakClient: the contract, and its edges."""

import asyncio
import inspect
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from bleak import BleakClient, BleakScanner
from bleak.backends.client import BaseBleakClient
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import BaseBleakScanner
from bleak.exc import BleakDeviceNotFoundError, BleakError, BleakGATTProtocolError
from bumble.device import Device
from bumble.gatt_client import CharacteristicProxy
from bumble.host import Host
from bumble.keys import MemoryKeyStore
from bumble.link import LocalLink

from devicelink.errors import LinkError
from devicelink.link.bleak_errors import KeyMissingError
from devicelink.link.bumble_backend import backend_types
from devicelink.link.bumble_host import BumbleHost, KeyFile
from firmware_protocol import profile
from firmware_protocol.profile_control import ControlReply, Start
from tests.link.peripheral import (
    ADDRESS,
    CAPABILITIES,
    NAME,
    PLAIN,
    Peripheral,
    RefusingDelegate,
    controller,
)


class Central:
    """What a program has: the two classes, and shorthand for them."""

    def __init__(self, host: BumbleHost) -> None:
        self.host = host
        self.scanner, self.client_type = backend_types(host)

    async def client(self, losses: list[str] | None = None) -> BleakClient:
        device = await BleakScanner.find_device_by_name(NAME, 3, backend=self.scanner)
        assert device is not None

        def lost(client: BleakClient) -> None:
            if losses is not None:
                losses.append(client.address)

        return BleakClient(device, lost, timeout=3, backend=self.client_type)


@pytest.fixture
async def central(air: LocalLink, device: Peripheral) -> AsyncIterator[Central]:
    made = await _host(air)
    yield Central(made)
    await made.close()


async def _host(air: LocalLink, key_file: Path | None = None) -> BumbleHost:
    emulated = controller("central", air)
    host = BumbleHost(emulated, emulated, key_file)
    await host.power_on()
    return host


def test_bleak_and_bumble_still_have_the_parts_that_the_backend_leans_on() -> None:
    assert BaseBleakScanner.__abstractmethods__ == {"start", "stop"}
    assert BaseBleakClient.__abstractmethods__ == {
        "mtu_size", "is_connected", "connect", "disconnect", "pair", "unpair",
        "read_gatt_char", "read_gatt_descriptor", "write_gatt_char", "write_gatt_descriptor",
        "start_notify", "stop_notify",
    }  # fmt: skip
    assert {"on_flush", "cancel_connection", "is_scanning"} <= set(dir(Device))
    assert "descriptors_discovered" in inspect.getsource(CharacteristicProxy)
    assert "emit('flush')" in inspect.getsource(Host.on_transport_lost)
    assert "timeout is None" in inspect.getsource(Device.connect_le)
    assert {"directory_name", "filename"} <= set(vars(KeyFile("x", "y.json")))


async def test_a_scan_tells_name_services_and_strength(central: Central) -> None:
    async with BleakScanner(backend=central.scanner) as scanner:
        async with asyncio.timeout(3):
            device, data = await anext(scanner.advertisement_data())
    assert (device.address, device.name, data.local_name) == (ADDRESS, NAME, NAME)
    assert data.service_uuids == [profile.SERVICE]
    assert data.rssi < 0


async def test_services_values_and_descriptors_can_be_read_and_written(
    central: Central, device: Peripheral
) -> None:
    async with await central.client() as client:
        assert client.mtu_size == 517
        assert client.name == NAME
        assert bytes(await client.read_gatt_char(profile.CAPABILITIES)) == CAPABILITIES.serialize()
        assert len(await client.read_gatt_char(PLAIN)) == 512
        await client.write_gatt_char(PLAIN, b"one", response=True)
        await client.write_gatt_char(PLAIN, b"two", response=False)
        plain = client.services.get_characteristic(PLAIN)
        assert plain is not None
        assert plain.max_write_without_response_size == 514
        described = plain.get_descriptor("2901")
        assert described is not None
        assert bytes(await client.read_gatt_descriptor(described)) == b"plain"
        await client.write_gatt_descriptor(described, b"other")
        assert bytes(await client.read_gatt_descriptor(described)) == b"other"
    assert device.writes == [b"one", b"two"]
    assert not client.is_connected


async def test_an_att_error_keeps_its_code_as_a_plain_number(central: Central) -> None:
    async with await central.client() as client:
        with pytest.raises(BleakGATTProtocolError) as refused:
            await client.write_gatt_char(PLAIN, b"\xff", response=True)
        assert (type(refused.value.args[0]), refused.value.args[0]) == (int, 0x81)
        with pytest.raises(BleakGATTProtocolError) as unpaired:
            await client.write_gatt_char(profile.CONTROL, Start(1).serialize(), response=True)
        assert unpaired.value.code in {0x05, 0x0F}


async def test_paired_the_control_point_answers_by_indication_and_samples_flow(
    central: Central,
) -> None:
    async with await central.client() as client:
        await client.pair()
        await client.pair()
        replies: asyncio.Queue[bytes] = asyncio.Queue()
        samples: asyncio.Queue[bytes] = asyncio.Queue()
        await client.start_notify(profile.CONTROL, lambda _, data: replies.put_nowait(bytes(data)))
        await client.start_notify(profile.DATA, lambda _, data: samples.put_nowait(bytes(data)))
        with pytest.raises(BleakError, match="on already"):
            await client.start_notify(profile.DATA, lambda _, __: None)
        await client.write_gatt_char(profile.CONTROL, Start(9).serialize(), response=True)
        async with asyncio.timeout(3):
            reply = ControlReply.parse(await replies.get())
            assert isinstance(reply, ControlReply)
            assert reply.token == 9
            await samples.get()
        await client.stop_notify(profile.DATA)
        await asyncio.sleep(0.05)
        count = samples.qsize()
        await asyncio.sleep(0.1)
        assert samples.qsize() == count


async def test_a_bond_encrypts_again_by_itself_and_can_be_forgotten(central: Central) -> None:
    client = await central.client()
    await client.connect()
    await client.pair()
    await client.disconnect()
    await client.connect()
    await client.write_gatt_char(profile.CONTROL, Start(1).serialize(), response=True)
    await client.unpair()
    assert not client.is_connected
    await client.connect()
    with pytest.raises(BleakGATTProtocolError):
        await client.write_gatt_char(profile.CONTROL, Start(1).serialize(), response=True)
    await client.disconnect()


async def test_a_device_that_lost_its_keys_is_told_from_a_lost_link(
    central: Central, device: Peripheral
) -> None:
    client = await central.client()
    await client.connect()
    await client.pair()
    await client.disconnect()
    device.device.keystore = MemoryKeyStore()
    with pytest.raises(KeyMissingError):
        await client.connect()
    assert not client.is_connected


async def test_a_refusal_to_pair_is_an_error(central: Central, device: Peripheral) -> None:
    device.delegate = RefusingDelegate()
    async with await central.client() as client:
        with pytest.raises(BleakError):
            await client.pair()


async def test_keys_in_a_file_outlive_the_program_and_are_their_owners_alone(
    air: LocalLink, device: Peripheral, tmp_path: Path
) -> None:
    keys = tmp_path / "keys" / "bonds.json"
    for pairing in (True, False):
        host = await _host(air, keys)
        client = await Central(host).client()
        await client.connect()
        if pairing:
            await client.pair()
        await client.write_gatt_char(profile.CONTROL, Start(1).serialize(), response=True)
        await host.close()
    assert keys.stat().st_mode & 0o777 == 0o600
    keys.write_text("{ nonsense")
    with pytest.raises(LinkError, match="pairings cannot be read"):
        await _host(air, keys)


async def test_a_lost_link_is_told_once_and_ends_what_waits(
    central: Central, device: Peripheral
) -> None:
    losses: list[str] = []
    client = await central.client(losses)
    await client.connect()
    waiting = asyncio.create_task(client.read_gatt_char(PLAIN))
    await asyncio.sleep(0)
    device.drop()
    with pytest.raises(BleakError):
        await waiting
    assert losses == [ADDRESS]
    assert not client.is_connected
    with pytest.raises(BleakError):
        await client.read_gatt_char(PLAIN)
    await client.disconnect()


@pytest.mark.parametrize("turns", [0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144])
async def test_a_cancelled_connect_leaves_nothing_open(
    central: Central, device: Peripheral, turns: int
) -> None:
    client = await central.client()
    connecting = asyncio.create_task(client.connect())
    for _ in range(turns):
        await asyncio.sleep(0)
    connecting.cancel()
    await asyncio.gather(connecting, return_exceptions=True)
    await client.disconnect()
    await asyncio.sleep(0.1)
    assert not client.is_connected
    assert device.links == []
    async with client:
        assert bytes(await client.read_gatt_char(profile.CAPABILITIES))


async def test_a_device_that_left_before_the_call_times_out_and_can_come_back(
    central: Central, device: Peripheral
) -> None:
    client = await central.client()
    await device.hide()
    quick = BleakClient(await _known(central, device), timeout=0.2, backend=central.client_type)
    with pytest.raises(TimeoutError):
        await quick.connect()
    await device.show()
    async with client:
        assert client.is_connected


async def _known(central: Central, device: Peripheral) -> BLEDevice:
    await device.show()
    found = await BleakScanner.find_device_by_name(NAME, 3, backend=central.scanner)
    await device.hide()
    assert found is not None
    return found


async def test_an_address_alone_is_looked_for_first(central: Central, device: Peripheral) -> None:
    async with BleakClient(ADDRESS.lower(), timeout=3, backend=central.client_type) as client:
        assert client.is_connected
    gone = BleakClient("F0:00:00:00:00:99", timeout=0.2, backend=central.client_type)
    with pytest.raises((BleakDeviceNotFoundError, TimeoutError)):
        await gone.connect()


async def test_the_death_of_the_transport_ends_links_and_waits_at_once(
    air: LocalLink, device: Peripheral
) -> None:
    emulated = controller("central", air)
    host = BumbleHost(emulated, emulated)
    await host.power_on()
    losses: list[str] = []
    client = await Central(host).client(losses)
    await client.connect()
    emulated.terminated.set_result(None)
    assert not host.is_alive
    await asyncio.sleep(0.01)
    assert losses == [ADDRESS]
    with pytest.raises(BleakError):
        async with asyncio.timeout(1):
            await BleakScanner.discover(0.1, backend=backend_types(host)[0])
    async with asyncio.timeout(1):
        await host.close()
