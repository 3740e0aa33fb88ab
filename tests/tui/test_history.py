"""Past sessions: the list, the chosen one, and an empty store."""

from collections.abc import Sequence
from dataclasses import replace

from devicelink.session.view import HoldCard
from devicelink.store.unpack import unreadable
from devicelink.tui.app import DevicelinkApp
from devicelink.tui.card import Story
from devicelink.tui.history import PastSession
from tests.tui.fake_port import hold_card
from tests.tui.screens import SMALL, on_screen

ONE = PastSession(
    id="1", began="2026-03-02 09:10", point="upper trapezius", side="left", holds=2,
    state="complete", pain_before=6, pain_after=4,
)  # fmt: skip
TWO = PastSession(
    id="2", began="2026-03-01 20:00", point="[b]masseter\x1b", side="right", holds=0,
    state="interrupted",
)  # fmt: skip


class FakeHistory:
    """Two sessions, or none."""

    def __init__(self, *sessions: PastSession, notice: str = "") -> None:
        self._sessions, self.notice = sessions, notice

    def sessions(self) -> Sequence[PastSession]:
        return self._sessions

    def session(self, session_id: str) -> tuple[Sequence[HoldCard], Story]:
        return ((hold_card(1), hold_card(2)) if session_id == "1" else (), Story())

    def test(self, session_id: str) -> Sequence[str]:
        return (f"Mean of test {session_id}: 23.4 N.",)


async def test_s26_one_of_several_points_says_so() -> None:
    app = DevicelinkApp(history=FakeHistory(replace(ONE, point_of=(1, 2), simulated=True), TWO))
    async with app.run_test(size=SMALL):
        assert on_screen(app).count("point 1 of 2") == 1


async def test_the_list_and_the_chosen_one() -> None:
    app = DevicelinkApp(history=FakeHistory(ONE, TWO))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        text = on_screen(app)
        assert "pain 6 → 4" in text
        assert "interrupted" in text
        assert "mean 24.6 N" in text
        await pilot.press("down")
        await pilot.pause()
        text = on_screen(app)
        assert "[b]masseter, right" in text
        assert "No hold was made." in text
        await pilot.press("escape")
    assert app.return_code == 0


async def test_nobodys_numbers_are_marked_in_the_list_and_in_the_review() -> None:
    app = DevicelinkApp(history=FakeHistory(replace(ONE, simulated=True)))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "2026-03-02 09:10  simulated" in on_screen(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "2026-03-02 09:10  simulated" in on_screen(app)


async def test_nothing_kept_yet() -> None:
    app = DevicelinkApp(history=FakeHistory())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "No session is kept yet." in on_screen(app)


async def test_a_pressure_test_is_shown_as_one_with_its_own_figure() -> None:
    """S09: no holds and no pain before and after: what it measured."""
    test = replace(TWO, test="threshold test 23.4 N (3)", state="complete")
    app = DevicelinkApp(history=FakeHistory(test))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        text = on_screen(app)
        assert "threshold test 23.4 N (3)" in text
        assert "0 holds" not in text
        assert "Mean of test 2: 23.4 N." in text
        await pilot.press("enter")
        await pilot.pause()
        assert "Mean of test 2" in on_screen(app), "there are no holds to open"


async def test_what_cannot_be_read_is_said_and_stops_nothing() -> None:
    class Damaged(FakeHistory):
        def session(self, session_id: str) -> tuple[Sequence[HoldCard], Story]:
            raise unreadable({int(session_id)})

    notice = unreadable({7}).in_full
    app = DevicelinkApp(history=Damaged(ONE, TWO, notice=notice))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "(number 7)" in on_screen(app)
        assert "number 1)" in on_screen(app)
        await pilot.press("enter", "down")
        await pilot.pause()
        assert "pain 6 → 4" in on_screen(app)
