"""A bare Bumble central for these tests: what any client does, without devicelink."""

import asyncio
import contextlib
import itertools
from collections import defaultdict
from collections.abc import AsyncIterator
from typing import Any

from bumble import core, hci
from bumble.device import Connection, Device, DeviceConfiguration, Peer
from bumble.gatt_client import CharacteristicProxy
from bumble.keys import MemoryKeyStore
from bumble.pairing import PairingConfig, PairingDelegate

from firmware_protocol import profile
from firmware_protocol.messages import FrameRejected
from firmware_protocol.profile_control import ControlReply, Request
from firmware_protocol.profile_data import DataBatch

_NUMBERS = itertools.count(1)


class Client:
    """One connection, and all that was notified on it by UUID."""

    def __init__(self, host: Device, connection: Connection, peer: Peer) -> None:
        self.host = host
        self.connection = connection
        self.peer = peer
        self.values: dict[str, CharacteristicProxy[bytes]] = {}
        self.got: defaultdict[str, list[bytes]] = defaultdict(list)
        self.lost = asyncio.Event()
        connection.on("disconnection", lambda _reason: self.lost.set())

    async def discover(self) -> None:
        for service in await self.peer.discover_services():
            for value in await service.discover_characteristics():
                self.values[value.uuid.to_hex_str("-").lower()] = value

    async def subscribe(self, uuid: str, *, indications: bool = False) -> None:
        await self.values[uuid].subscribe(self.got[uuid].append, prefer_notify=not indications)

    async def ask(self, request: Request) -> ControlReply:
        replies = self.got[profile.CONTROL]
        seen = len(replies)
        await self.values[profile.CONTROL].write_value(request.serialize(), with_response=True)
        await until(lambda: len(replies) > seen)
        reply = ControlReply.parse(replies[-1])
        assert isinstance(reply, ControlReply)
        return reply

    async def open(self) -> None:
        """Bonded and subscribed to everything of the profile."""
        await self.discover()
        await self.connection.pair()
        for uuid in (profile.DATA, profile.EVENT):
            await self.subscribe(uuid)
        await self.subscribe(profile.CONTROL, indications=True)

    def batches(self) -> list[DataBatch]:
        parsed = [DataBatch.parse(data) for data in self.got[profile.DATA]]
        assert not any(isinstance(batch, FrameRejected) for batch in parsed)
        return [batch for batch in parsed if isinstance(batch, DataBatch)]


async def until(is_so: Any, timeout_s: float = 5.0) -> None:
    """Waits for it; fails after `timeout_s`."""
    async with asyncio.timeout(timeout_s):
        while not is_so():  # noqa: ASYNC110 - a list or an attribute is watched, no event
            await asyncio.sleep(0.005)


async def host_on(source: Any, sink: Any, process: int = 0) -> Device:
    """A powered central with an address of its own (`process` tells processes apart)."""
    address = hci.Address(f"C0:FF:EE:00:{process:02X}:{next(_NUMBERS):02X}")
    host = Device.from_config_with_hci(
        DeviceConfiguration(name="test client", address=address), source, sink
    )
    host.keystore = MemoryKeyStore()
    host.pairing_config_factory = lambda _connection: PairingConfig(
        sc=True,
        mitm=False,
        bonding=True,
        delegate=PairingDelegate(PairingDelegate.NO_OUTPUT_NO_INPUT),
    )
    await host.power_on()
    return host


async def connect(host: Device, address: str = "F0:0D:CA:FE:00:01") -> Client:
    connection = await host.connect(
        hci.Address(address), transport=core.PhysicalTransport.LE, timeout=5.0
    )
    peer = Peer(connection)
    await peer.request_mtu(517)
    return Client(host, connection, peer)


@contextlib.asynccontextmanager
async def client_on(source: Any, sink: Any) -> AsyncIterator[Client]:
    host = await host_on(source, sink)
    client = await connect(host)
    yield client
    if not client.lost.is_set():
        await client.connection.disconnect()
