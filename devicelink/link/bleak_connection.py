"""One link on bleak: frames straight from its callback to the sink, every await with a deadline.

Guarded by tests/link/test_bumble_backend.py and test_trouble.py.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Final, Protocol, TypeAlias

from bleak import BleakClient
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.exc import BleakError

from devicelink.link import trouble
from devicelink.link.port import Bond, FrameSink
from devicelink.link.table import digest
from firmware_protocol.frames import Frame

CLOSE_S: Final = 5.0
OPERATION_S: Final = 5.0
PAIR_S: Final = 30.0
"""Long enough for a person to answer the system's question."""

Lost: TypeAlias = Callable[[BleakClient], None]


class Serving(Protocol):
    """What a connection needs of its radio."""

    def consent(self, address: str, /) -> AbstractAsyncContextManager[None]:
        """Sees to it that this computer agrees to pair with the device of that address."""

    def speaking(self, who: str, seconds: float) -> AbstractAsyncContextManager[None]:
        """Sets a deadline and turns whatever goes wrong inside into a LinkError."""

    def stamp(self, uuid: str, data: bytes) -> Frame:
        """A frame of now."""

    async def bond_with(self, address: str) -> Bond:
        """What protects the link to that device."""


class BleakConnection:
    """One link. Frames go straight from bleak's callback to the sink."""

    def __init__(
        self,
        make_client: Callable[[Lost], BleakClient],
        radio: Serving,
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

    @property
    def table(self) -> str:
        """See `Connection.table`."""
        if not self.is_open:
            return ""
        return digest(
            (service.uuid, [(one.uuid, one.properties) for one in service.characteristics])
            for service in self._client.services
        )

    def offers(self, uuid: str) -> bool:
        """See `Connection.offers`. One that is there twice is none that can be meant."""
        try:
            return self.is_open and self._client.services.get_characteristic(uuid) is not None
        except BleakError:
            return False

    async def bond(self) -> Bond:
        """See `Connection.bond`."""
        return await self._radio.bond_with(self.address)

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
