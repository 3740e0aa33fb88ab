"""The review: one hold at a time, chosen with up and down; past sessions show the same."""

from textual.content import Content

from devicelink.care.outputs import SessionEnd, SessionOver
from devicelink.core.events import Verdict
from devicelink.data import phrases
from devicelink.tui.app import DevicelinkApp
from devicelink.tui.card import Story
from devicelink.tui.review import ReviewScreen, one_hold
from tests.tui.fake_port import FakePort, hold_card, view
from tests.tui.holds import rich_card
from tests.tui.screens import SMALL, WIDE, on_screen
from tests.tui.test_history import ONE, FakeHistory


def over() -> Story:
    story = Story()
    story.add(SessionOver(t_s=1.0, end=SessionEnd.COMPLETE, reps=2, stretched=True))
    return story


async def test_up_and_down_choose_the_hold() -> None:
    holds = [rich_card(), hold_card(2, Verdict.CANNOT_TELL)]
    app = DevicelinkApp(FakePort(view()), frames_per_s=0.01)
    async with app.run_test(size=SMALL) as pilot:
        app.push_screen(ReviewScreen(lambda _: Content("who"), holds, over(), phrases()))
        await pilot.pause()
        text = on_screen(app)
        assert "hold 1 of 2" in text
        assert "slip,\u00a020" in text
        assert "Session complete" in text
        await pilot.press("down", "down")
        await pilot.pause()
        text = on_screen(app)
        assert "hold 2 of 2" in text
        assert "Cannot tell" in text
        assert "slip" not in text
        await pilot.press("up")
        await pilot.pause()
        assert "hold 1 of 2" in on_screen(app)


async def test_where_there_is_room_all_holds_stand_on_one_axis() -> None:
    holds = [rich_card(), hold_card(2)]
    wide, small = (one_hold(holds, 0, over(), phrases(), (w - 4, h - 5)) for w, h in (WIDE, SMALL))
    assert "1:21" in wide.plain
    assert "1:21" not in small.plain
    assert len(small.plain.split("\n")) == SMALL[1] - 5
    assert len(wide.plain.split("\n")) == WIDE[1] - 5


async def test_a_past_session_shows_the_same_and_leads_back() -> None:
    app = DevicelinkApp(history=FakeHistory(ONE))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        text = on_screen(app)
        assert "hold 1 of 2" in text
        assert "2026-03-02 09:10  upper trapezius, left" in text
        await pilot.press("escape")
        await pilot.pause()
        assert "pain 6 → 4" in on_screen(app)
        assert app.is_running
