"""Home: whose record, how many sessions today, what comes next; every entry one key away."""

from collections.abc import Sequence
from typing import ClassVar

import pytest
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Static

from devicelink.errors import StoreError
from devicelink.tui.app import DevicelinkApp
from devicelink.tui.home import Entry, HomeScreen, Today
from tests.tui.screens import SMALL, WIDE, on_screen

ENTRIES = (
    Entry(key="s", id="session", command=("session",)),
    Entry(key="p", id="points", screen="page"),
    Entry(key="x", id="cards", screen="broken"),
)


class Page(Screen[None]):
    """A screen that an entry opens."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "app.one_back")]

    def compose(self) -> ComposeResult:
        yield Static("the page")


class FakeHome:
    """A home that counts how often it was asked."""

    def __init__(self, notice: str = "") -> None:
        self.entries: Sequence[Entry] = ENTRIES
        self.notice = notice
        self.asked = 0

    def today(self) -> Today:
        self.asked += 1
        return Today(who="[b]Ana", done=2, low=5, high=6, next_step="Three more today.")

    def open(self, entry: Entry) -> Screen[None]:
        if entry.screen == "broken":
            raise StoreError("restore_failed", why="full")
        return Page()


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_home_shows_name_count_and_next_step(size: tuple[int, int]) -> None:
    """S27: the day's count stands on the first screen."""
    async with DevicelinkApp(home=FakeHome()).run_test(size=size) as pilot:
        text = on_screen(pilot.app)
        assert "[b]Ana" in text, "a name is text, never markup"
        assert "today 2 of 5-6" in text
        assert "Three more today." in text
        for entry in ENTRIES:
            assert entry.title in text
            assert entry.line in text


async def test_a_letter_opens_its_screen_and_escape_leads_back() -> None:
    home = FakeHome()
    async with DevicelinkApp(home=home).run_test(size=SMALL) as pilot:
        await pilot.press("p")
        assert "the page" in on_screen(pilot.app)
        before = home.asked
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert home.asked > before, "what is next may have changed"


async def test_down_and_enter_open_too() -> None:
    async with DevicelinkApp(home=FakeHome()).run_test(size=SMALL) as pilot:
        await pilot.press("down", "enter")
        assert "the page" in on_screen(pilot.app)


async def test_an_entry_with_a_command_leaves_for_it() -> None:
    app = DevicelinkApp(home=FakeHome())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("s")
    assert app.chosen == ("session",)


async def test_leaving_chooses_nothing() -> None:
    app = DevicelinkApp(home=FakeHome())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("q")
    assert app.chosen == ()
    assert app.return_code == 0


async def test_what_cannot_be_opened_says_why_and_home_stays() -> None:
    async with DevicelinkApp(home=FakeHome(notice="The device did not answer.")).run_test(
        size=SMALL
    ) as pilot:
        assert "The device did not answer." in on_screen(pilot.app)
        await pilot.press("x")
        text = on_screen(pilot.app)
        assert "The copy could not be put back: full. Make room." in text
        assert "The device did not answer." not in text
