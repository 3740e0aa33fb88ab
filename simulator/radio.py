"""Any simulated device as a real GATT peripheral, on an emulated or a real Bluetooth controller.

It knows no protocol: what there is to read, write and send is the device's own (gatt.py). Time is
given: `now` in seconds, `speed` times as fast for the device. A late loop catches up in order; a
client may be gone at any await. Guarded by tests/simulator/test_radio.py.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable, Coroutine
from enum import StrEnum, unique
from pathlib import Path
from typing import Any, Final, Self

from bumble import core, gatt, hci
from bumble.att import Attribute
from bumble.controller import Controller
from bumble.device import AdvertisingType, Connection, Device, DeviceConfiguration
from bumble.keys import JsonKeyStore, KeyStore, MemoryKeyStore, PairingKeys
from bumble.pairing import PairingConfig, PairingDelegate
from bumble.profiles.gap import GenericAccessService
from bumble.transport.common import TransportSink, TransportSource

from simulator.advertising import payloads, uuid_of
from simulator.air import lose_link
from simulator.gatt import Can, Characteristic, Drop, Identity, Notify, SimulatedDevice

TICK_S: Final = 0.01
_ADVERTISING_MS: Final = 50.0
_STRIDE_US: Final = 500_000
"""A loop that is late catches up in strides of this, letting others run in between."""
_PATIENCE_S: Final = 1.0
"""How long an end, or a start that is cancelled, may take; a controller that answers needs less."""
_CONFIRM_S: Final = 5.0
_CROWDED: Final = 100
"""With more packets than this in the controller's queue, the device waits for the radio."""


@unique
class LinkNews(StrEnum):
    """What becomes of the link."""

    CONNECTED = "connected"
    PAIRED = "paired"
    DISCONNECTED = "disconnected"


class _Delegate(PairingDelegate):
    def __init__(self, device: SimulatedDevice) -> None:
        super().__init__(PairingDelegate.NO_OUTPUT_NO_INPUT)
        self._device = device

    async def accept(self) -> bool:
        return self._device.accepts_pairing


class Peripheral:
    """One device on one controller. `async with` it: on the air inside, gone and tidy after.

    It remembers who bonded with it in `key_file`, or for its own lifetime where that is None.
    """

    def __init__(
        self,
        device: SimulatedDevice,
        source: TransportSource | Controller,
        sink: TransportSink,
        *,
        now: Callable[[], float] = time.monotonic,
        speed: float = 1.0,
        report: Callable[[LinkNews], None] = lambda _news: None,
        key_file: Path | None = None,
    ) -> None:
        self.device = device
        self.is_in_reach = True
        """Out of reach it is not heard; a link that stands is not cut by that."""
        self._controller = source if isinstance(source, Controller) else None
        self._now = now
        self._speed = speed
        self._report = report
        self._start_s = now()
        self._device_us = 0
        self._connection: Connection | None = None
        self._gone = asyncio.Event()
        self._shown: Identity | None = None
        """What is advertised now."""
        self._is_closing = False
        self._pump: asyncio.Task[None] | None = None
        self._values: dict[str, gatt.Characteristic[bytes]] = {}
        self._host = self._make_host(source, sink)
        self._bonds: KeyStore = MemoryKeyStore()
        if key_file is not None:
            self._bonds = JsonKeyStore("device", str(key_file))
        self._host.keystore = self._bonds

    async def __aenter__(self) -> Self:
        await _to_its_end(self._host.power_on())
        self._start_s = self._now()
        self._pump = asyncio.create_task(self._pump_on(), name="simulated device")
        return self

    async def __aexit__(self, *_: object) -> None:
        self._is_closing = True
        if self._pump is not None:
            self._pump.cancel()
            await asyncio.wait({self._pump})
        await _to_its_end(self._leave())

    @property
    def is_connected(self) -> bool:
        """Whether a client holds the connection."""
        return self._connection is not None

    async def bonds(self) -> list[PairingKeys]:
        """The keys of all who bonded with it."""
        return [keys for _, keys in await self._bonds.get_all()]

    @property
    def time_us(self) -> int:
        """The simulated world's time."""
        return round((self._now() - self._start_s) * self._speed * 1e6)

    def _make_host(
        self, source: Any, sink: TransportSink
    ) -> Device:  # bumble types sources loosely
        identity = self.device.identity
        config = DeviceConfiguration(
            name=identity.name,
            address=hci.Address(identity.address),
            advertising_interval_min=_ADVERTISING_MS,
            advertising_interval_max=_ADVERTISING_MS,
            gap_service_enabled=False,
        )
        host = Device.from_config_with_hci(config, source, sink)
        host.add_service(GenericAccessService(identity.name, identity.appearance))
        for service in self.device.services:
            values = [self._value(characteristic) for characteristic in service.characteristics]
            host.add_service(gatt.Service(uuid_of(service.uuid), values))
        host.pairing_config_factory = lambda _connection: PairingConfig(
            sc=True, mitm=False, bonding=True, delegate=_Delegate(self.device)
        )
        host.on(Device.EVENT_CONNECTION, self._on_connection)
        return host

    def _value(self, ours: Characteristic) -> gatt.Characteristic[bytes]:
        kinds, allowed = gatt.Characteristic.Properties, Attribute.Permissions
        pairs = (
            (Can.READ, kinds.READ, allowed.READABLE, allowed.READ_REQUIRES_ENCRYPTION),
            (Can.WRITE, kinds.WRITE, allowed.WRITEABLE, allowed.WRITE_REQUIRES_ENCRYPTION),
            (Can.NOTIFY, kinds.NOTIFY, allowed(0), allowed(0)),
            (Can.INDICATE, kinds.INDICATE, allowed(0), allowed(0)),
            (Can.WRITE_UNANSWERED, kinds.WRITE_WITHOUT_RESPONSE, allowed.WRITEABLE, allowed(0)),
        )
        properties, permissions = kinds(0), allowed(0)
        for can, kind, plain, encrypted in pairs:
            if can in ours.can:
                properties |= kind
                permissions |= plain | (encrypted if ours.encrypted else allowed(0))
        value: gatt.CharacteristicValue[bytes] = gatt.CharacteristicValue(
            read=lambda _connection: self.device.read(ours.uuid),
            write=lambda _connection, data: self._on_write(ours.uuid, data),
        )
        made: gatt.Characteristic[bytes] = gatt.Characteristic(
            uuid_of(ours.uuid), properties, permissions, value
        )
        self._values[ours.uuid] = made
        return made

    def _on_write(self, uuid: str, data: bytes) -> None:
        self.device.write(uuid, bytes(data), self._device_us)

    def _on_connection(self, connection: Connection) -> None:
        self._connection = connection
        self._gone = asyncio.Event()
        self._shown = None
        self.device.connected(self._device_us)
        self._report(LinkNews.CONNECTED)
        connection.on(Connection.EVENT_DISCONNECTION, lambda _reason: self._on_gone(connection))
        connection.on(Connection.EVENT_CONNECTION_ATT_MTU_UPDATE, lambda: self._on_mtu(connection))
        connection.on(Connection.EVENT_PAIRING, lambda _keys: self._report(LinkNews.PAIRED))

    def _on_mtu(self, connection: Connection) -> None:
        self.device.mtu = connection.att_mtu

    def _on_gone(self, connection: Connection) -> None:
        if self._connection is not connection:
            return
        self._connection = None
        self._gone.set()
        self.device.disconnected(self._device_us)
        self._report(LinkNews.DISCONNECTED)

    async def _leave(self) -> None:
        """As politely as the controller lets it."""
        with contextlib.suppress(core.BaseBumbleError, asyncio.CancelledError, TimeoutError):
            async with asyncio.timeout(_PATIENCE_S):
                if self._connection is not None:
                    await self._connection.disconnect()
                await self._host.power_off()

    async def _pump_on(self) -> None:
        """Moves the device on at absolute deadlines, for as long as it is on the air."""
        due_s = self._now()
        while not self._is_closing:  # a cancellation alone may be lost in Bumble's wait_for
            await self._advertise_or_not()
            target_us = self.time_us
            while self._device_us < target_us:
                self._device_us = min(target_us, self._device_us + _STRIDE_US)
                await self._send_due()
                await asyncio.sleep(0)
            due_s = max(due_s + TICK_S, self._now())
            await asyncio.sleep(due_s - self._now())

    async def _advertise_or_not(self) -> None:
        is_heard = self.is_in_reach and self.device.is_advertising
        wanted = self.device.identity if is_heard else None
        if wanted == self._shown or (wanted is not None and self._connection is not None):
            return
        if wanted is None:
            await self._host.stop_advertising()
        else:
            kinds = AdvertisingType
            connectable = wanted.is_connectable
            data, response = payloads(wanted)
            await self._host.start_advertising(
                kinds.UNDIRECTED_CONNECTABLE_SCANNABLE
                if connectable
                else kinds.UNDIRECTED_SCANNABLE,
                advertising_data=data,
                scan_response_data=response,
            )
        self._shown = wanted

    async def _send_due(self) -> None:
        connection, gone = self._connection, self._gone
        for outgoing in self.device.advance(self._device_us):
            if connection is None or gone.is_set():
                return
            if isinstance(outgoing, Drop):
                await self._drop(connection, lost=outgoing.lost)
                return
            await self._send(connection, outgoing)

    async def _send(self, connection: Connection, notify: Notify) -> None:
        value = self._values[notify.uuid]
        server = self._host.gatt_server
        if value.properties & gatt.Characteristic.Properties.INDICATE:
            await self._until_gone(server.indicate_subscriber(connection, value, notify.data))
            return
        await server.notify_subscriber(connection, value, notify.data)
        queue = self._host.host.get_data_packet_queue(connection.handle)
        if queue is not None and queue.pending > _CROWDED:
            await self._until_gone(queue.drain(connection.handle))

    async def _drop(self, connection: Connection, *, lost: bool) -> None:
        if lost and self._controller is not None:
            lose_link(self._controller)
            await self._until_gone(asyncio.sleep(_CONFIRM_S))
        else:
            await self._until_gone(connection.disconnect())

    async def _until_gone(self, doing: Coroutine[Any, Any, object]) -> None:
        """Awaits it, but not beyond the connection's end nor for ever; errors are the link's."""
        task = asyncio.ensure_future(doing)
        gone = asyncio.ensure_future(self._gone.wait())
        try:
            await asyncio.wait({task, gone}, timeout=_CONFIRM_S, return_when="FIRST_COMPLETED")
        finally:
            task.cancel()
            gone.cancel()
            await asyncio.gather(task, gone, return_exceptions=True)


async def _to_its_end(doing: Coroutine[Any, Any, None]) -> None:
    """Await it. Cancelled, it ends first: Bumble may lose a cancellation, or be answered late."""
    task = asyncio.create_task(doing)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task}, timeout=_PATIENCE_S)
        raise
    finally:
        task.cancel()
