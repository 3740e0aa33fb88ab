"""Keys become intents, screens follow the session, hostile text is drawn as text."""

import pytest

from devicelink.care.inputs import Intent, LinkChanged, LinkState, Stop
from devicelink.care.outputs import Phase
from devicelink.core.events import Level
from devicelink.keys import KEYS
from devicelink.session.view import Alarm
from devicelink.tui.app import DevicelinkApp
from devicelink.tui.live import LiveScreen
from devicelink.tui.parts import HelpScreen
from devicelink.tui.review import ReviewScreen
from tests.tui.fake_port import FakePort, view
from tests.tui.screens import SMALL, frame, on_screen, running


async def test_every_key_sends_its_intent() -> None:
    async with running(view()) as (_, pilot, port):
        await pilot.press(*(key.key for key in KEYS))
        assert port.sent == [key.intent for key in KEYS]


@pytest.mark.parametrize(
    ("pressed", "sent"),
    [(["escape"], []), (["escape", "escape"], [Stop()]), (["escape", "q", "escape"], [])],
)
async def test_stop_asks_once(pressed: list[str], sent: list[Intent]) -> None:
    async with running(view()) as (app, pilot, port):
        await pilot.press("escape")
        assert "Stop the session?" in on_screen(app)
        await pilot.press(*pressed[1:])
        assert port.sent == sent
        assert app.is_running


async def test_ctrl_c_asks_once_too() -> None:
    async with running(view()) as (app, pilot, port):
        await pilot.press("ctrl+c")
        assert "Stop the session?" in on_screen(app)
        assert port.sent == []
        await pilot.press("ctrl+c")
        assert port.sent == [Stop()]


async def test_ctrl_c_leaves_where_nothing_is_under_way() -> None:
    async with running(view(), view(over=True, phase=Phase.DONE)) as (app, pilot, port):
        await frame(app, pilot)
        await pilot.press("ctrl+c")
        assert not app.is_running
        assert port.sent == []


async def test_another_key_takes_the_stop_back() -> None:
    async with running(view()) as (_, pilot, port):
        await pilot.press("escape", "e", "escape")
        assert Stop() not in port.sent


async def test_help_shows_every_key_and_an_alarm_closes_it() -> None:
    async with running(view()) as (app, pilot, port):
        await pilot.press("question_mark")
        text = on_screen(app)
        assert all(key.help in text for key in KEYS if not key.help.startswith("pain is"))
        await pilot.press("e")
        assert isinstance(app.screen, LiveScreen)
        assert port.sent == [], "a key that closes the help does nothing else"
        await pilot.press("question_mark")
        assert isinstance(app.screen, HelpScreen)
        port.views = [view(alarm=Alarm(Level.ALARM, "TOO HARD  Ease off."))]
        await frame(app, pilot)
        assert isinstance(app.screen, LiveScreen)
        assert "TOO HARD" in on_screen(app)


async def test_when_it_is_over_the_review_comes_and_q_leaves() -> None:
    async with running(view(), view(over=True, phase=Phase.DONE)) as (app, pilot, _):
        await frame(app, pilot)
        assert isinstance(app.screen, ReviewScreen)
        assert "pain before" in on_screen(app)
        await pilot.press("q")
    assert app.return_code == 0


async def test_q_does_not_leave_a_session_under_way() -> None:
    async with running(view()) as (app, pilot, _):
        await pilot.press("q")
        assert app.is_running
        assert "esc twice" in on_screen(app)


async def test_quitting_stops_the_session() -> None:
    async with running(view()) as (_, pilot, port):
        await pilot.press("ctrl+q")
        assert port.sent == [Stop()]


async def test_hostile_names_are_drawn_as_text() -> None:
    nasty = "[red]x[/] \x1b[2J\u202e"
    async with running(
        view(who=nasty, point="[@click=app.quit]p", sentence=nasty, recent=(nasty, "[/oops]"))
    ) as (app, _, _):
        text = on_screen(app)
        assert "[red]x[/]" in text
        assert "[@click=app.quit]p" in text
        assert "\x1b" not in text


async def test_without_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(view()) as (app, _, _):
        assert app.no_color
        for strip in app.screen._compositor.render_strips():
            for filter_ in app._filters:
                strip = strip.apply_filter(filter_, app.screen.styles.background)  # noqa: PLW2901
            colours = {segment.style.color for segment in strip if segment.style}
            rgb = [colour.get_truecolor() for colour in colours if colour is not None]
            assert all(red == green == blue for red, green, blue in rgb)


async def test_the_timer_draws_by_itself() -> None:
    port = FakePort(view(), view(sentence="The second view."))
    app = DevicelinkApp(port)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause(0.2)
        assert "The second view." in on_screen(app)


async def test_a_frame_while_the_screen_is_taken_down_is_left_out() -> None:
    async with running(view()) as (app, _, _):
        await app.screen.query("#trace, #figures").remove()
        app.draw()


async def test_a_session_that_breaks_takes_its_screen_along() -> None:
    """No number is left standing: whoever began the session tells what went wrong."""
    app = DevicelinkApp(FakePort(view(), told=[(1.0, LinkChanged(state=LinkState.LIVE))]))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause(0.2)
    assert app.return_code == 0
    assert not app.is_running


async def test_a_record_that_is_not_saved_is_told_over_the_session() -> None:
    said = ["saved"]
    app = DevicelinkApp(FakePort(view()), frames_per_s=0.01, saving=lambda: said[-1])
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        app.tell_saving()
        await pilot.pause()
        assert "disk full" not in on_screen(app)
        said.append("not saved: disk full")
        app.tell_saving()
        await pilot.pause()
        assert "disk full" in on_screen(app)
