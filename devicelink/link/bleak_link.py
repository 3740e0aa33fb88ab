"""The link port on bleak: the one place that speaks BleakScanner and BleakClient.

The same code drives the operating system's Bluetooth and, given two backend classes, any other
radio. Every await that can hang has a deadline; whatever bleak raises leaves as a LinkError.
Guarded by tests/link/test_bumble_backend.py and test_trouble.py.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext, suppress
from typing import Final, TypeAlias

from bleak import BleakClient, BleakScanner
from bleak.backends.client import BaseBleakClient
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner

from devicelink.errors import LinkError
from devicelink.link import trouble
from devicelink.link.bleak_connection import CLOSE_S, OPERATION_S, BleakConnection, Lost
from devicelink.link.bleak_errors import explain
from devicelink.link.port import Bond, FrameSink, Now
from firmware_protocol.frames import Advertisement, Frame

SCAN_START_S: Final = 5.0
HEARD_LIMIT: Final = 1024
"""Devices remembered at once: whoever floods the air with addresses fills no memory."""

_NO_RSSI: Final = 127
"""What stacks say where they do not know the strength."""

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
        bond_with: Callable[[str], Awaitable[Bond]] | None = None,
    ) -> None:
        self._now = now
        self.consent = consent
        self._scanner_type = scanner_type
        self._client_type = client_type
        self._alive = alive
        self._death = death
        self._bond_with = bond_with
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
    ) -> BleakConnection:
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

    async def bond_with(self, address: str) -> Bond:
        """What protects the link to that device; the system alone knows of its own."""
        return Bond.SYSTEM if self._bond_with is None else await self._bond_with(address)

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
