"""What the connect screen does: search, open, finish; on the emulated air, nothing left open."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, aclosing, asynccontextmanager
from pathlib import Path

import pytest

from devicelink.care.outputs import SessionEnd
from devicelink.care.plan import Side
from devicelink.cli.connector import SessionConnector, found_of
from devicelink.cli.guided import Guide
from devicelink.cli.wanted import Wanted
from devicelink.clock import Clock
from devicelink.data import points, programmes
from devicelink.errors import LinkError
from devicelink.link.port import Radio
from devicelink.link.radio import open_radio
from devicelink.link.supervisor import Wish
from devicelink.store.history import History
from devicelink.store.place import Place
from devicelink.tui.connect import Found
from firmware_protocol.frames import Advertisement
from simulator.faults import parse_fault
from simulator.serve import Setup, in_process

pytestmark = pytest.mark.usefixtures("no_leaks")


@asynccontextmanager
async def connecting(place: Place, *faults: str) -> AsyncIterator[SessionConnector]:
    """A connector with a probe in range, its store let go of in the end."""
    clock = Clock()
    wanted = Wanted(
        programme=programmes()["short"],
        point=points()["ut"],
        side=Side.LEFT,
        calf_checked=False,
        place=place,
    )
    setup = Setup(routine=False, faults=tuple(map(parse_fault, faults)))
    guide = Guide(wanted, clock)
    async with AsyncExitStack() as leaving:
        leaving.callback(guide.close)
        bench = await leaving.enter_async_context(in_process(setup))

        air = await leaving.enter_async_context(bench.air.serve("tcp:127.0.0.1:0"))

        def radio() -> AbstractAsyncContextManager[Radio]:
            return open_radio(air, clock.now)

        yield SessionConnector(guide, radio, Wish(device="dl-probe"))


async def first_found(connector: SessionConnector) -> Found:
    async with aclosing(connector.search()) as searching:  # type: ignore[type-var]
        async for found in searching:
            return found[0]
    raise AssertionError("nothing was found")


async def test_found_opened_and_finished(tmp_path: Path) -> None:
    place = Place(tmp_path)
    async with connecting(place) as connector:
        assert connector.wanted == ("dl-probe",)
        found = await first_found(connector)
        assert (found.name, found.supported) == ("DL-Probe", True)
        session = await connector.open(found)
        assert session is connector.session
        assert session.view().point == "Upper trapezius"
        await connector.finish()
        assert session.ending is not None
        assert session.ending.end is SessionEnd.STOPPED
    with History(place) as history:
        (row,) = history.sessions()
    assert row.ending == "stopped"


async def test_one_that_refuses_says_so_and_another_try_is_possible(tmp_path: Path) -> None:
    async with connecting(Place(tmp_path), "pair_refused") as connector:
        found = await first_found(connector)
        for _ in range(2):
            with pytest.raises(LinkError, match="refused to pair"):
                await connector.open(found)
        assert connector.session is None
        await connector.finish()


async def test_finishing_before_anything_was_opened_is_no_harm(tmp_path: Path) -> None:
    async with connecting(Place(tmp_path)) as connector:
        await connector.finish()


def test_a_stranger_is_listed_as_such() -> None:
    watch = Advertisement(address="F0:02", name="Watch", rssi_dbm=-40)
    found = found_of(watch)
    assert not found.supported
    assert "no kind of device" in found.detail
