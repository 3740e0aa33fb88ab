"""Between two points of one session: what comes now is told, and nothing begins by itself."""

from collections.abc import AsyncIterator

import pytest

from devicelink.errors import LinkError
from devicelink.session.port import SessionPort
from devicelink.tui.app import DevicelinkApp
from devicelink.tui.connect import ConnectScreen, Found
from devicelink.tui.next_point import NextPointScreen
from tests.tui.screens import SMALL, WIDE, on_screen

FACTS = ("Next, point 2 of 3: Levator scapulae, right.", "Limit here 22 N (cap), band 11-16 N.")


class NothingNear:
    """A search that finds nothing."""

    wanted: tuple[str, ...] = ()

    async def search(self) -> AsyncIterator[tuple[Found, ...]]:
        for _ in ():
            yield ()

    async def open(self, found: Found) -> SessionPort:
        raise LinkError("device_not_heard", who=found.name)


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_s26_the_next_point_waits_until_the_person_is_ready(size: tuple[int, int]) -> None:
    """S26: its own limit and band are read before anything begins."""
    app = DevicelinkApp(connector=NothingNear(), before=FACTS)
    async with app.run_test(size=size) as pilot:
        assert isinstance(app.screen, NextPointScreen)
        assert all(fact in on_screen(app) for fact in FACTS)
        await pilot.press("x", "5")
        assert isinstance(app.screen, NextPointScreen)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, ConnectScreen)


async def test_s26_the_session_can_end_between_two_points() -> None:
    """S26."""
    app = DevicelinkApp(connector=NothingNear(), before=FACTS)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("escape")
    assert app.return_code == 0
