"""A device that only broadcasts is listened to through the same supervisor as any other."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

import pytest

from devicelink.care.inputs import LinkState
from devicelink.drivers.whc06 import DRIVER
from devicelink.errors import LinkError
from devicelink.link.broadcast import frames_of, listen
from devicelink.link.port import Connection, Radio
from devicelink.link.supervisor import Wish
from firmware_protocol.frames import Advertisement, uuid16
from firmware_protocol.messages import Readings, Unit
from firmware_protocol.whc06 import COMPANY, NAME, serialize
from tests.link.session import Session, supervised

ADDRESS = "AA:BB:CC:DD:EE:FF"


def heard(kg: float, address: str = ADDRESS) -> Advertisement:
    data = serialize(Readings(raw=(kg,), unit=Unit.KILOGRAM))
    return Advertisement(address=address, name=NAME, manufacturer_data={COMPANY: data})


class Air:
    """A radio that hears what is put into `heard`, and refuses to connect."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[Advertisement | None] = asyncio.Queue()
        self.is_alive = True

    async def scan(self, timeout_s: float) -> AsyncGenerator[Advertisement, None]:  # noqa: ARG002
        while (one := await self.heard.get()) is not None:
            yield one
        self.is_alive = False

    async def connect(self, *_: object) -> Connection:
        raise AssertionError("nobody connects to what only broadcasts")

    async def forget(self, address: str) -> None:
        raise AssertionError(f"there is no bond with {address}")


def loads(session: Session) -> list[float]:
    return [one.raw[0] for _, one in session.messages if isinstance(one, Readings)]


async def test_a_scale_is_heard_and_others_are_not() -> None:
    air, session = Air(), Session(numbered=False)

    @asynccontextmanager
    async def radio() -> AsyncIterator[Radio]:
        yield air

    for one in (heard(9.0), heard(1.0), heard(2.0, "11:22:33:44:55:66"), heard(-0.5)):
        air.heard.put_nowait(one)
    async with supervised(radio, session, Wish(device=ADDRESS, drivers=(DRIVER,))) as supervisor:
        await session.until_state(LinkState.LIVE)
        await session.until(lambda: len(loads(session)) == 2)
        assert loads(session) == [1.0, -0.5]
        assert supervisor.driver is not None
        await asyncio.sleep(1.2)
        assert session.states[-1] is LinkState.LIVE, "a second of silence is this device's nature"
        air.heard.put_nowait(None)
        await session.until_state(LinkState.LOST)
        air.is_alive = True


async def test_nothing_can_be_asked_of_it() -> None:
    connection = listen(Air(), ADDRESS, lambda: 0.0, lambda _frame: None, lambda: None)
    assert connection.is_open
    for asking in (connection.read("x"), connection.write("x", b""), connection.subscribe("x")):
        with pytest.raises(LinkError):
            await asking
    await connection.close()
    await connection.close()
    assert not connection.is_open


def test_service_data_and_company_data_are_frames_with_their_source() -> None:
    advertisement = Advertisement(
        address=ADDRESS, manufacturer_data={0x100: b"a"}, service_data={uuid16(0x181D): b"b"}
    )
    sources = {frame.source: frame.data for frame in frames_of(advertisement, 1.0)}
    assert sources == {"manufacturer:0100": b"a", f"service:{uuid16(0x181D)}": b"b"}
