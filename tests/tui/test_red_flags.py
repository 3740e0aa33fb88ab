"""When to get help, one key away on every screen; an alarm takes it away."""

import pytest

from devicelink.core.events import Level
from devicelink.data import red_flags
from devicelink.session.view import Alarm
from devicelink.tui.app import DevicelinkApp
from devicelink.tui.live import LiveScreen
from devicelink.tui.red_flags import RedFlagsScreen, flags_text
from tests.tui.fake_port import FakePort, view
from tests.tui.screens import SMALL, WIDE, frame, on_screen
from tests.tui.test_home import FakeHome


@pytest.mark.parametrize("key", ["exclamation_mark", "f1"])
@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_one_key_away_at_home_and_kept_as_shown(key: str, size: tuple[int, int]) -> None:
    kept: list[str] = []
    app = DevicelinkApp(home=FakeHome())
    app.flags_shown = lambda: kept.append("shown")
    async with app.run_test(size=size) as pilot:
        await pilot.press(key)
        await pilot.pause()
        text = on_screen(app)
        assert "Emergency: Call an ambulance now." in text
        assert "saddle" in text
        await pilot.app.workers.wait_for_complete()
        assert kept == ["shown"]
        await pilot.press("x")
        assert not isinstance(app.screen, RedFlagsScreen)


async def test_in_a_session_it_stops_nothing_and_an_alarm_closes_it() -> None:
    port = FakePort(view())
    app = DevicelinkApp(port, frames_per_s=0.01)
    async with app.run_test(size=SMALL) as pilot:
        await frame(app, pilot)
        await pilot.press("exclamation_mark")
        assert isinstance(app.screen, RedFlagsScreen)
        port.views = [view(alarm=Alarm(Level.ALARM, "TOO HARD  Ease off."))]
        await frame(app, pilot)
        assert isinstance(app.screen, LiveScreen)
        assert port.sent == []


def test_all_of_it_is_there() -> None:
    text = flags_text(red_flags()).plain
    for level in red_flags().level:
        for sign in level.signs:
            assert sign in text
