"""The questions before a session on the screen: one at a time, back again, and a stop at once."""

from collections.abc import Sequence

from devicelink.care.screening import Item, Reply
from devicelink.data import screening
from devicelink.errors import PlanError
from devicelink.tui.app import DevicelinkApp
from devicelink.tui.connect import ConnectScreen
from devicelink.tui.screening import ScreeningScreen
from tests.tui.screens import SMALL, on_screen
from tests.tui.test_connect import FakeConnector

ITEMS = screening()[:3]


class FakeScreening:
    """Asks three questions; a yes to the second forbids going on."""

    def __init__(self, items: Sequence[Item] = ITEMS) -> None:
        self.items = items
        self.said: dict[str, Reply] = {}

    notes: tuple[str, ...] = ()

    def advice(self) -> Sequence[str]:
        return self.notes

    where = "Upper trapezius, left"

    def due(self) -> Sequence[Item]:
        return self.items

    def answer(self, item: Item, reply: Reply) -> None:
        self.said[item.id] = reply

    def refusal(self) -> PlanError | None:
        forbidden = self.said.get("skin") is Reply.YES
        return PlanError("skin_sore") if forbidden else None


async def test_one_question_at_a_time_then_the_search() -> None:
    asked = FakeScreening()
    app = DevicelinkApp(connector=FakeConnector(), screening=asked)
    async with app.run_test(size=SMALL) as pilot:
        text = on_screen(app)
        assert "question 1 of 3" in text
        assert "Upper trapezius, left" in text
        assert "fever" in text
        assert ITEMS[0].why in text
        assert "y yes" in text
        await pilot.press("n")
        assert "question 2 of 3" in on_screen(app)
        await pilot.press("b", "y", "n")
        assert asked.said == {"unwell": Reply.YES, "skin": Reply.NO}
        await pilot.press("space", "7", "d")
        await pilot.pause()
        assert asked.said["reach"] is Reply.DECLINED
        assert isinstance(app.screen, ConnectScreen)


async def test_a_yes_that_forbids_is_told_at_once_and_can_be_taken_back() -> None:
    asked = FakeScreening()
    app = DevicelinkApp(connector=FakeConnector(), screening=asked)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("n", "y")
        text = on_screen(app)
        assert "There is a bruise, swelling" in text
        assert "Leave this point out today" in text
        await pilot.press("n")
        assert isinstance(app.screen, ScreeningScreen)
        assert "There is a bruise, swelling" in on_screen(app)
        await pilot.press("b", "n", "n")
        await pilot.pause()
        assert isinstance(app.screen, ConnectScreen)


async def test_nothing_to_ask_goes_straight_to_the_search() -> None:
    app = DevicelinkApp(connector=FakeConnector(), screening=FakeScreening(()))
    async with app.run_test(size=SMALL):
        assert isinstance(app.screen, ConnectScreen)


async def test_leaving_is_always_possible() -> None:
    app = DevicelinkApp(connector=FakeConnector(), screening=FakeScreening())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("escape")
    assert app.return_code == 0


async def test_the_longest_question_fits_a_small_screen() -> None:
    for item in screening():
        app = DevicelinkApp(connector=FakeConnector(), screening=FakeScreening([item]))
        async with app.run_test(size=(60, 16)):
            words = " ".join(on_screen(app).replace("│", " ").split())
            assert item.ask in words
            assert item.why in words
            assert "esc leave" in words


async def test_what_is_to_be_known_is_read_before_it_begins() -> None:
    asked = FakeScreening()
    asked.notes = ("Pregnancy: ask your clinician first.", "Limit and holds grow as you learn.")
    app = DevicelinkApp(connector=FakeConnector(), screening=asked)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("n", "n", "n")
        text = on_screen(app)
        assert "before you begin" in text
        assert "Pregnancy: ask your clinician first." in text
        await pilot.press("b", "n")
        assert "before you begin" in on_screen(app)
        await pilot.press("space")
        await pilot.pause()
        assert isinstance(app.screen, ConnectScreen)
