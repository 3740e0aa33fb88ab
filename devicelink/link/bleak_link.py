"""The link port on bleak: the one place that speaks BleakScanner and BleakClient.

The same code drives the operating system's Bluetooth and, given two backend classes, any other
radio. Every await that can hang has a deadline; whatever bleak raises leaves as a LinkError.
Guarded by tests/link/test_bumble_backend.py and test_trouble.py.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext, suppress
from typing import Final, TypeAlias

from bleak import BleakClient, BleakScanner
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner
from bleak.exc import BleakError

from devicelink.errors import LinkError
from devicelink.link import trouble
from devicelink.link.bleak_errors import explain
from devicelink.link.port import FrameSink, Now
from firmware_protocol.frames import Advertisement, Frame

SCAN_START_S: Final = 5.0
CLOSE_S: Final = 5.0
OPERATION_S: Final = 5.0
PAIR_S: Final = 30.0
"""Long enough for a person to answer the system's question."""
HEARD_LIMIT: Final = 1024
"""Devices remembered at once: whoever floods the air with addresses fills no memory."""

_NO_RSSI: Final = 127
"""What stacks say where they do not know the strength."""

Lost: TypeAlias = Callable[[BleakClient], None]
Consent: TypeAlias = Callable[[str], AbstractAsyncContextManager[None]]
"""Sees to it that this computer agrees to pair with the device of that address."""


class BleakRadio:
    """A radio that bleak can drive. `death` resolves when the radio has gone for good."""

    def __init__(
        self,
        now: Now,
        *,
        scanner_type: type[BaseBleakScanner] | None = None,
        client_type: type[BaseBleakClient] | None = None,
        alive: Callable[[], bool] = lambda: True,
        death: "asyncio.Future[None] | None" = None,
        consent: Consent = lambda _address: nullcontext(),
    ) -> None:
        self._now = now
        self.consent = consent
        self._scanner_type = scanner_type
        self._client_type = client_type
        self._alive = alive
        self._death = death
        self._heard: dict[str, BLEDevice] = {}

    @property
    def is_alive(self) -> bool:
        """False once the radio must be opened anew."""
        return self._alive()

    async def scan(self, timeout_s: float) -> AsyncGenerator[Advertisement, None]:
        """See `Radio.scan`. Of one device only the newest unread advertisement is kept."""
        unread: dict[str, Advertisement] = {}
        news = asyncio.Event()

        def on_heard(device: BLEDevice, data: AdvertisementData) -> None:
            if device.address in unread or len(unread) < HEARD_LIMIT:
                self._remember(device)
                unread[device.address] = _advertisement(device, data)
                news.set()

        def on_death(_: object) -> None:
            news.set()

        scanner = BleakScanner(on_heard, backend=self._scanner_type)
        if self._death is not None:
            self._death.add_done_callback(on_death)
        try:
            async with self.speaking("", SCAN_START_S):
                await scanner.start()
            end_s = asyncio.get_running_loop().time() + timeout_s
            while await _woken(news, end_s):
                if not self.is_alive:
                    raise trouble.radio_died()
                batch = tuple(unread.values())
                unread.clear()
                for advertisement in batch:
                    yield advertisement
        finally:
            if self._death is not None:
                self._death.remove_done_callback(on_death)
            with suppress(Exception):
                async with asyncio.timeout(CLOSE_S):
                    await scanner.stop()

    async def connect(
        self,
        address: str,
        on_frame: FrameSink,
        on_lost: Callable[[], None],
        timeout_s: float,
    ) -> "BleakConnection":
        """See `Radio.connect`."""

        def client(lost: Lost) -> BleakClient:
            return self._client(address, timeout_s, lost)

        link = BleakConnection(client, self, on_frame, on_lost)
        async with self.speaking(address, timeout_s):
            await link.open()
        return link

    async def forget(self, address: str) -> None:
        """See `Radio.forget`."""
        async with self.speaking(address, OPERATION_S):
            try:
                await self._client(address, OPERATION_S, None).unpair()
            except NotImplementedError as error:
                raise trouble.system_pairs(address) from error

    def stamp(self, uuid: str, data: bytes) -> Frame:
        """A frame of now."""
        return Frame(self._now(), uuid, data)

    def _client(self, address: str, timeout_s: float, lost: Lost | None) -> BleakClient:
        device = self._heard.get(address.lower(), address)
        return BleakClient(device, lost, timeout=timeout_s, backend=self._client_type)

    def _remember(self, device: BLEDevice) -> None:
        if len(self._heard) >= HEARD_LIMIT and device.address.lower() not in self._heard:
            del self._heard[next(iter(self._heard))]
        self._heard[device.address.lower()] = device

    @asynccontextmanager
    async def speaking(self, who: str, seconds: float) -> AsyncIterator[None]:
        """Set a deadline and turn whatever goes wrong inside into a LinkError."""
        try:
            async with asyncio.timeout(seconds):
                yield
        except LinkError:
            raise
        except Exception as error:
            if not self.is_alive:
                raise trouble.radio_died() from error
            raise explain(error, who, seconds) from error


class BleakConnection:
    """One link. Frames go straight from bleak's callback to the sink."""

    def __init__(
        self,
        make_client: Callable[[Lost], BleakClient],
        radio: BleakRadio,
        on_frame: FrameSink,
        on_lost: Callable[[], None],
    ) -> None:
        self._client = make_client(self._disconnected)
        self._radio = radio
        self._on_frame = on_frame
        self._on_lost = on_lost
        self._watched = False

    @property
    def address(self) -> str:
        """The device's address, a UUID on macOS."""
        return self._client.address

    @property
    def mtu(self) -> int:
        """Bytes of one ATT packet. Asked of the characteristics: BlueZ knows it nowhere else."""
        if not self.is_open:
            return 23
        known = self._client.services.characteristics.values()
        return max((one.max_write_without_response_size for one in known), default=20) + 3

    @property
    def is_open(self) -> bool:
        """Whether the link stands."""
        return self._client.is_connected

    async def open(self) -> None:
        """Connect and watch over the link from then on."""
        try:
            await self._client.connect()
        except BleakError as error:
            if type(error) is BleakError:  # no more is known of it than that it failed
                raise trouble.cut_short(self.address) from error
            raise
        if not self._client.is_connected:
            raise trouble.lost(self.address)
        self._watched = True

    async def read(self, uuid: str) -> bytes:
        """See `Connection.read`."""
        async with self._operation():
            return bytes(await self._client.read_gatt_char(self._characteristic(uuid)))

    async def write(self, uuid: str, data: bytes) -> None:
        """See `Connection.write`."""
        async with self._operation():
            characteristic = self._characteristic(uuid)
            acknowledged = "write" in characteristic.properties
            await self._client.write_gatt_char(characteristic, data, response=acknowledged)

    async def subscribe(self, uuid: str) -> None:
        """See `Connection.subscribe`."""

        def on_value(_: BleakGATTCharacteristic, data: bytearray) -> None:
            self._on_frame(self._radio.stamp(uuid, bytes(data)))

        async with self._operation():
            await self._client.start_notify(self._characteristic(uuid), on_value)

    async def pair(self) -> None:
        """See `Connection.pair`."""
        async with self._operation(PAIR_S):
            try:
                async with self._radio.consent(self.address):
                    await self._client.pair()
            except NotImplementedError:
                return  # macOS pairs by itself, when something encrypted is first touched
            except BleakError as error:
                if self.is_open:
                    raise trouble.pairing_refused(self.address) from error
                raise

    async def close(self) -> None:
        """See `Connection.close`."""
        self._watched = False
        with suppress(Exception):
            async with asyncio.timeout(CLOSE_S):
                await self._client.disconnect()

    def _characteristic(self, uuid: str) -> BleakGATTCharacteristic:
        if not self.is_open:
            raise trouble.lost(self.address)
        found = self._client.services.get_characteristic(uuid)
        if found is None:
            raise trouble.foreign(self.address)
        return found

    @asynccontextmanager
    async def _operation(self, seconds: float = OPERATION_S) -> AsyncIterator[None]:
        async with self._radio.speaking(self.address, seconds):
            try:
                yield
            except BleakError as error:
                if self.is_open:
                    raise
                raise trouble.lost(self.address) from error

    def _disconnected(self, _: BleakClient) -> None:
        if self._watched:
            self._watched = False
            self._on_lost()


async def _woken(news: asyncio.Event, end_s: float) -> bool:
    """Wait for news until that loop time; False when the time is up."""
    try:
        async with asyncio.timeout_at(end_s):
            await news.wait()
    except TimeoutError:
        return False
    news.clear()
    return True


def _advertisement(device: BLEDevice, data: AdvertisementData) -> Advertisement:
    return Advertisement(
        address=device.address,
        name=data.local_name or device.name,
        rssi_dbm=None if data.rssi == _NO_RSSI else data.rssi,
        service_uuids=tuple(uuid.lower() for uuid in data.service_uuids),
        manufacturer_data=dict(data.manufacturer_data),
        service_data={uuid.lower(): value for uuid, value in data.service_data.items()},
    )
