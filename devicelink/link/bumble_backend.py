"""A bleak backend on a Bumble host: BleakScanner and BleakClient over any HCI transport.

`backend_types(host)` gives the two classes to pass as `backend=`, bound to that host. It follows
the contract of bleak 3.1; tests/link/test_bumble_backend.py would see either side change.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, ClassVar, Final, Literal, TypeVar

from bleak import BleakScanner
from bleak.args import SizedBuffer
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient, NotifyCallback
from bleak.backends.descriptor import BleakGATTDescriptor
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementDataCallback, BaseBleakScanner
from bleak.exc import BleakDeviceNotFoundError, BleakError, BleakGATTProtocolError
from bumble import att, core, hci
from bumble.device import Advertisement, Connection, Peer
from bumble.gatt_client import CharacteristicProxy

from devicelink.link.bleak_errors import KeyMissingError
from devicelink.link.bumble_advertising import advertisement_data
from devicelink.link.bumble_host import BumbleHost, unless
from devicelink.link.bumble_services import discover

T = TypeVar("T")
MTU: Final = 517
"""The largest ATT packet that is of use: a whole 512-byte value and its header."""
_WRONG_KEY: Final = {
    hci.HCI_ErrorCode.AUTHENTICATION_FAILURE_ERROR,
    hci.HCI_ErrorCode.PIN_OR_KEY_MISSING_ERROR,
    hci.HCI_ErrorCode.CONNECTION_TERMINATED_DUE_TO_MIC_FAILURE_ERROR,
}


def backend_types(host: BumbleHost) -> tuple[type[BaseBleakScanner], type[BaseBleakClient]]:
    """Scanner and client classes for `backend=`, bound to this host."""
    scanner = type("BumbleScanner", (_Scanner,), {"host": host})
    return scanner, type("BumbleClient", (_Client,), {"host": host})


class _Scanner(BaseBleakScanner):
    host: ClassVar[BumbleHost]

    def __init__(
        self,
        detection_callback: AdvertisementDataCallback | None = None,
        service_uuids: list[str] | None = None,
        scanning_mode: Literal["active", "passive"] = "active",
        **_: object,
    ) -> None:
        super().__init__(detection_callback, service_uuids)
        self._active = scanning_mode == "active"

    async def start(self) -> None:
        self.seen_devices = {}
        await self.host.listen(self._heard, active=self._active)

    async def stop(self) -> None:
        await self.host.stop_listening(self._heard)

    def _heard(self, advertisement: Advertisement) -> None:
        data = advertisement_data(advertisement)
        address = advertisement.address.to_string(with_type_qualifier=False)
        device = self.create_or_update_device(
            address, address, data.local_name, advertisement.address, data
        )
        if self.is_allowed_uuid(data.service_uuids):
            self.call_detection_callbacks(device, data)


class _Client(BaseBleakClient):
    host: ClassVar[BumbleHost]

    def __init__(
        self,
        address_or_ble_device: BLEDevice | str,
        *,
        disconnected_callback: Callable[[], None] | None,
        timeout: float,
        services: set[str] | None = None,
        **_: object,
    ) -> None:
        super().__init__(
            address_or_ble_device, disconnected_callback=disconnected_callback, timeout=timeout
        )
        found = address_or_ble_device if isinstance(address_or_ble_device, BLEDevice) else None
        self._device = found
        self._wanted = services
        self._link: Connection | None = None
        self._peer: Peer | None = None
        self._gone: asyncio.Future[None] | None = None
        self._subscribers: dict[int, Callable[[bytes], None]] = {}

    @property
    def name(self) -> str:
        known = self._device.name if self._device is not None else None
        return known or self.address.replace(":", "-")

    @property
    def mtu_size(self) -> int:
        return self._link.att_mtu if self._link is not None else att.ATT_DEFAULT_MTU

    @property
    def is_connected(self) -> bool:
        return self._link is not None

    async def connect(self, pair: bool, **_: object) -> None:  # noqa: FBT001
        if self._link is not None:
            raise BleakError("already connected")
        async with asyncio.timeout(self._timeout):
            if self._device is None:
                self._device = await self._find()
            try:
                self._adopt(await self.host.dial(self._device.details))
            except (core.BaseBumbleError, hci.HCI_Error) as error:
                raise BleakError(f"connection failed: {error}") from error
            try:
                await self._greet(pair=pair)
            except BaseException:
                await self.disconnect()
                raise

    async def disconnect(self) -> None:
        if self._link is not None:
            await self.host.hang_up(self._link)

    async def pair(self, *_: object, **__: object) -> None:
        link = self._connected()
        if not (link.is_encrypted and await self._is_bonded(link)):
            await self._work(link.pair())

    async def unpair(self) -> None:
        keys = self.host.device.keystore
        address = self.address.upper()
        known = {address, f"{address}/P"}
        if self._link is not None:
            known.add(str(self._link.peer_address))
        for name, _ in await keys.get_all() if keys is not None else ():
            if keys is not None and name in known:
                await keys.delete(name)
        await self.disconnect()

    async def read_gatt_char(
        self, characteristic: BleakGATTCharacteristic, **_: object
    ) -> bytearray:
        return await self._read(characteristic.handle)

    async def read_gatt_descriptor(self, descriptor: BleakGATTDescriptor, **_: object) -> bytearray:
        return await self._read(descriptor.handle)

    async def write_gatt_char(
        self,
        characteristic: BleakGATTCharacteristic,
        data: SizedBuffer,
        response: bool,  # noqa: FBT001
    ) -> None:
        peer = self._connected_peer()
        await self._work(peer.gatt_client.write_value(characteristic.handle, bytes(data), response))

    async def write_gatt_descriptor(
        self, descriptor: BleakGATTDescriptor, data: SizedBuffer
    ) -> None:
        peer = self._connected_peer()
        await self._work(
            peer.gatt_client.write_value(descriptor.handle, bytes(data), with_response=True)
        )

    async def start_notify(
        self, characteristic: BleakGATTCharacteristic, callback: NotifyCallback, **_: object
    ) -> None:
        self._connected()
        if characteristic.handle in self._subscribers:
            raise BleakError("notifications are on already for this characteristic")

        def on_value(value: bytes) -> None:
            callback(bytearray(value))

        proxy: CharacteristicProxy[bytes] = characteristic.obj
        self._subscribers[characteristic.handle] = on_value
        try:
            await self._work(proxy.subscribe(on_value))
        except BaseException:
            self._subscribers.pop(characteristic.handle, None)
            raise

    async def stop_notify(self, characteristic: BleakGATTCharacteristic) -> None:
        self._connected()
        proxy: CharacteristicProxy[bytes] = characteristic.obj
        on_value = self._subscribers.pop(characteristic.handle, None)
        if on_value is not None:
            await self._work(proxy.unsubscribe(on_value))

    async def _find(self) -> BLEDevice:
        scanner = backend_types(self.host)[0]
        found = await BleakScanner.find_device_by_address(
            self.address, self._timeout, backend=scanner
        )
        if found is None:
            raise BleakDeviceNotFoundError(self.address, "the device is not heard")
        return found

    def _adopt(self, link: Connection) -> None:
        gone = asyncio.get_running_loop().create_future()

        def on_disconnection(_: int) -> None:
            gone.set_result(None)
            self._link = self._peer = None
            self.services = None
            self._subscribers.clear()
            if self._disconnected_callback is not None:
                self._disconnected_callback()

        link.once(Connection.EVENT_DISCONNECTION, on_disconnection)
        self._link, self._peer, self._gone = link, Peer(link), gone

    async def _greet(self, *, pair: bool) -> None:
        """What a system's stack does with a new link before it calls it connected."""
        link, peer = self._connected(), self._connected_peer()
        await self._work(peer.request_mtu(MTU))
        if await self._is_bonded(link):
            await self._encrypt(link)
        if pair:
            await self.pair()
        self.services = await self._work(discover(peer, self._wanted))

    async def _encrypt(self, link: Connection) -> None:
        reasons: list[int] = []
        link.once(Connection.EVENT_DISCONNECTION, reasons.append)
        try:
            await self._work(link.encrypt())
        except BleakError as error:
            # A peer that has lost the key answers with an error or hangs up, as it likes.
            if self._link is not None or _WRONG_KEY.intersection(reasons):
                raise KeyMissingError(str(error)) from error
            raise

    async def _is_bonded(self, link: Connection) -> bool:
        keys = self.host.device.keystore
        return keys is not None and await keys.get(str(link.peer_address)) is not None

    async def _read(self, handle: int) -> bytearray:
        return bytearray(await self._work(self._connected_peer().gatt_client.read_value(handle)))

    def _connected(self) -> Connection:
        if self._link is None:
            raise BleakError("not connected")
        return self._link

    def _connected_peer(self) -> Peer:
        if self._peer is None:
            raise BleakError("not connected")
        return self._peer

    async def _work(self, work: Coroutine[Any, Any, T]) -> T:
        """Do it over the link. Raises BleakError once the link is gone or the peer misbehaves."""
        if self._gone is None or self._gone.done():
            work.close()
            raise BleakError("not connected")
        try:
            return await unless(self._gone, self.host.own(work), "disconnected")
        except att.ATT_Error as error:
            raise BleakGATTProtocolError(int(error.error_code)) from error
        except BleakError:
            raise
        except core.TimeoutError as error:
            raise TimeoutError from error
        except Exception as error:  # a peer's malformed answer raises whatever Bumble trips over
            raise BleakError(f"{type(error).__name__}: {error}") from error
