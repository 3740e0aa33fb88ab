"""How soon a person is told what stands in the way, over our client on the emulated air.

From the moment at which the radio says that it is off, may not be used or is gone, or at which a
search has found nothing, to the sentence with its advice: `./run more told`. Target: 2 s each.
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, Final

from bleak.exc import BleakBluetoothNotAvailableError, BleakBluetoothNotAvailableReason
from bumble.controller import Controller
from bumble.link import LocalLink

from checks.figures import keep
from devicelink.care.inputs import LinkState
from devicelink.errors import LinkError
from devicelink.link.bleak_errors import explain
from devicelink.link.port import Radio
from devicelink.link.recovery_terms import SCAN_S
from tests.link.peripheral import Peripheral, controller
from tests.link.session import Session, ended, radios_on, supervised

AT_MOST_S: Final = 2.0
OFF: Final = BleakBluetoothNotAvailableError("", BleakBluetoothNotAvailableReason.POWERED_OFF)


def local_air() -> LocalLink:
    """An air with nothing on it."""
    return LocalLink()  # type: ignore[no-untyped-call]


async def of_a_radio_that_fails(error: Exception) -> tuple[float, str]:
    """The adapter, or the right to use it, or the service is not there."""

    @asynccontextmanager
    async def factory() -> AsyncIterator[Radio]:
        raise explain(error, "", 8.0)
        yield  # type: ignore[unreachable]

    began_s = time.monotonic()
    try:
        await ended(factory, Session())
    except LinkError as said:
        return time.monotonic() - began_s, f"{said.why} {said.what_to_do}"
    raise AssertionError("nothing was said")


async def of_an_adapter_pulled_out() -> tuple[float, str]:
    """While it streams."""
    air, session = local_air(), Session()
    device = Peripheral(controller("probe", air))
    await device.start()
    opened: list[Controller] = []

    @asynccontextmanager
    async def factory() -> AsyncIterator[Radio]:
        before = set(air.controllers)
        async with radios_on(air, session)() as radio:
            opened.extend(set(air.controllers) - before)
            yield radio

    async with supervised(factory, session):
        await session.until_state(LinkState.LIVE)
        began_s = session.clock.now()
        opened[0].terminated.set_result(None)
        device.drop()
        lost = await session.until_state(LinkState.LOST)
    told_s = next(t_s for t_s, change in session.changes if change is lost)
    await device.stop()
    return told_s - began_s, lost.detail


async def of_a_search_without_a_find() -> tuple[float, str]:
    """Nothing is on the air; counted from the end of the search."""
    session = Session()
    async with supervised(radios_on(local_air(), session), session):
        began_s = session.clock.now()
        await session.until(lambda: any(change.detail for _, change in session.changes), 30.0)
    told_s, change = next(one for one in session.changes if one[1].detail)
    return told_s - began_s - SCAN_S, change.detail


TROUBLES: Final[dict[str, Callable[[], Coroutine[Any, Any, tuple[float, str]]]]] = {
    "adapter off": lambda: of_a_radio_that_fails(OFF),
    "not allowed": lambda: of_a_radio_that_fails(PermissionError(13, "no")),
    "service gone": lambda: of_a_radio_that_fails(FileNotFoundError(2, "socket")),
    "adapter pulled out": of_an_adapter_pulled_out,
    "nothing found": of_a_search_without_a_find,
}


def main() -> int:
    """0 passed, 1 failed."""
    longest_s = 0.0
    for name, trouble in TROUBLES.items():
        told_s, said = asyncio.run(trouble())
        print(f"  {name:<20} {told_s:6.3f} s  {said}")
        longest_s = max(longest_s, told_s)
    keep("told", {"troubles": len(TROUBLES), "longest_s": longest_s})
    return 0 if longest_s <= AT_MOST_S else 1


if __name__ == "__main__":
    sys.exit(main())
