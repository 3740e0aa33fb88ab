"""A device and a radio on one emulated air, inside the test's own loop."""

import time
from collections.abc import AsyncIterator

import pytest
from bumble.link import LocalLink

from devicelink.link.port import Radio
from devicelink.link.radio import bumble_radio
from tests.link.peripheral import Peripheral, controller


@pytest.fixture
async def air() -> LocalLink:
    return LocalLink()  # type: ignore[no-untyped-call]


@pytest.fixture
async def device(air: LocalLink) -> AsyncIterator[Peripheral]:
    made = Peripheral(controller("device", air))
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def radio(air: LocalLink, device: Peripheral) -> AsyncIterator[Radio]:
    emulated = controller("radio", air)
    async with bumble_radio(emulated, emulated, time.monotonic) as opened:
        yield opened
