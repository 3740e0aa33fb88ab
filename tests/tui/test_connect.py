"""The connect screen: what is found, what cannot be used and why, errors with a way on."""

from collections.abc import AsyncIterator

import pytest
from textual.pilot import Pilot

from devicelink.care.outputs import SessionEnd, SessionOver
from devicelink.errors import LinkError
from devicelink.session.port import SessionPort
from devicelink.tui.app import DevicelinkApp
from devicelink.tui.connect import ConnectScreen, Found
from devicelink.tui.live import LiveScreen
from tests.tui.fake_port import FakePort
from tests.tui.screens import SMALL, on_screen

PROBE = Found(
    address="F0:01", name="DL-Probe", rssi_dbm=-52, supported=True, detail="devicelink probe"
)
WATCH = Found(
    address="F0:02", name=None, rssi_dbm=None, supported=False, detail="not a force device"
)
NASTY = Found(
    address="F0:03", name="[b]\x1b[2J\u202e" + "n" * 9999, rssi_dbm=-90, supported=True, detail="?"
)


OVER = (9.0, SessionOver(t_s=9.0, end=SessionEnd.STOPPED, reps=0, stretched=None))


class FakeConnector:
    """Finds what it is told, opens or fails."""

    def __init__(self, *found: Found, wanted: str = "", fails: bool = False) -> None:
        self.found, self.fails = found, fails
        self.wanted = (wanted,) if wanted else ()
        self.opened: list[Found] = []
        self.searches = 0

    async def search(self) -> AsyncIterator[tuple[Found, ...]]:
        self.searches += 1
        for count in range(1, len(self.found) + 1):
            yield self.found[:count]

    async def open(self, found: Found) -> SessionPort:
        self.opened.append(found)
        if self.fails:
            raise LinkError("device_held", who="the probe")
        return FakePort(told=[OVER])


async def settle(pilot: Pilot[None]) -> None:
    await pilot.app.workers.wait_for_complete(
        [worker for worker in pilot.app.workers if worker.group == "search"]
    )
    await pilot.pause()


async def test_the_list_says_what_can_be_used_and_why_not() -> None:
    app = DevicelinkApp(connector=FakeConnector(PROBE, WATCH, NASTY))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        text = on_screen(app)
    assert "● DL-Probe" in text
    assert "-52 dBm" in text
    assert "✕ (no name)" in text
    assert "not a force device" in text
    assert "● [b][2Jn" in text
    assert "\u202e" not in text


async def test_enter_opens_the_chosen_one() -> None:
    connector = FakeConnector(PROBE)
    app = DevicelinkApp(connector=connector)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("down", "enter")
        await settle(pilot)
        assert connector.opened == [PROBE]
        assert isinstance(app.screen, LiveScreen)


@pytest.mark.parametrize("wanted", ["DL-Probe", "F0:01"])
async def test_a_wanted_device_is_opened_when_it_is_seen(wanted: str) -> None:
    app = DevicelinkApp(connector=FakeConnector(WATCH, PROBE, wanted=wanted))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, LiveScreen)


async def test_an_error_says_why_and_what_to_do_and_r_searches_again() -> None:
    connector = FakeConnector(PROBE, wanted="DL-Probe", fails=True)
    app = DevicelinkApp(connector=connector)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        text = on_screen(app)
        assert "Another program is using the device the probe." in text
        assert "Close that program or the phone app, then try again." in text
        connector.fails = False
        await pilot.press("r")
        await settle(pilot)
        assert connector.searches == 2
        assert isinstance(app.screen, LiveScreen)


async def test_nothing_found() -> None:
    app = DevicelinkApp(connector=FakeConnector())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert "No device found that can be used." in on_screen(app)
        assert isinstance(app.screen, ConnectScreen)
