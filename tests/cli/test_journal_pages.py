"""The journal's and the trends' screens on a real profile, by keyboard alone (S55)."""

import asyncio
from pathlib import Path

import pytest
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static

from devicelink.cli.journal_pages import journal_screen, trend_screen
from devicelink.store.place import Place
from devicelink.tui.app import DevicelinkApp
from devicelink.tui.journal import FormScreen
from devicelink.tui.parts import Line
from tests.cli.conftest import Run

UT = ("--point", "ut", "--side", "left")


def app_of(screen: Screen[None]) -> DevicelinkApp:
    return DevicelinkApp(start=screen, who="Ana")


def text(app: DevicelinkApp, name: str) -> str:
    return str(app.screen.query_one(f"#{name}", Static).content)


@pytest.fixture
def folder(run: Run, tmp_path: Path) -> Place:
    run("journal", "add", *UT, "--before", "6", "--after", "4", "--about", "yesterday")
    run("journal", "edit", "1", "pain=7")
    return Place.of(tmp_path / "data")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_s58_entries_and_what_they_said_before(folder: Place, size: tuple[int, int]) -> None:
    app = app_of(journal_screen(folder))
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.2)
        assert "day after" in text(app, "due")
        options = app.screen.query_one("#list", OptionList)
        assert options.option_count == 2
        await pilot.press("down", "up")
        stories = []
        for index in range(2):
            options.highlighted = index
            await pilot.pause(0.1)
            stories.append(text(app, "story"))
        assert any("pain 7" in one and "pain 6" in one for one in stories)


async def test_the_day_after_is_answered_and_nothing_is_due_then(folder: Place) -> None:
    app = app_of(journal_screen(folder))
    async with app.run_test() as pilot:
        await pilot.pause(0.2)
        await pilot.press("d")
        await pilot.pause(0.2)
        assert isinstance(app.screen, FormScreen)
        await pilot.press("1", "1", "enter")
        await pilot.pause(0.1)
        assert "no number from 0 to 10" in text(app, "wrong")
        assert app.screen.query_one("#answer", Input).value == "11", "nothing is lost"
        app.screen.query_one("#answer", Input).value = "3"
        await pilot.press("enter")
        await pilot.press("d", "enter")
        await pilot.pause(0.3)
        assert app.screen.query_one("#list", OptionList).option_count == 3
        assert "soreness not said" in text(app, "story")
        assert "how Upper" not in text(app, "due")
        await pilot.press("d")
        await pilot.pause(0.1)
        assert not isinstance(app.screen, FormScreen)


async def test_a_new_entry_and_a_check_in_by_keyboard(folder: Place) -> None:
    app = app_of(journal_screen(folder))
    async with app.run_test() as pilot:
        await pilot.pause(0.2)
        await pilot.press("n")
        await pilot.pause(0.2)
        for keys in (["p", "i", "space", "r", "i", "g", "h", "t"], ["5"], *[[]] * 7):
            await pilot.press(*keys, "enter")
        await pilot.pause(0.3)
        assert "Piriformis, right: pain 5 (moderate) at that time" in text(app, "story")
        await pilot.press("c")
        await pilot.pause(0.2)
        await pilot.press("escape")
        await pilot.pause(0.2)
        assert app.screen.query_one("#list", OptionList).option_count == 3, "left without keeping"


async def test_a_form_that_says_nothing_keeps_nothing(folder: Place) -> None:
    app = app_of(journal_screen(folder))
    async with app.run_test() as pilot:
        await pilot.pause(0.2)
        await pilot.press("c")
        await pilot.pause(0.2)
        await pilot.press(*["enter"] * 7)
        await pilot.pause(0.2)
        assert isinstance(app.screen, FormScreen)
        assert "says nothing" in text(app, "wrong")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_s10_s30_trends_begin_with_how_steadily(
    run: Run, folder: Place, size: tuple[int, int]
) -> None:
    """S10, S30."""
    for day in range(1, 8):
        about = f"2026-03-0{day}"
        await asyncio.to_thread(run, "journal", "add", *UT, "--before", "7", "--about", about)
    app = app_of(trend_screen(folder))
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.3)
        shown = text(app, "weeks")
        assert shown.splitlines()[0].startswith("1 of the last 14 days with a session")
        assert "Upper trapezius, left  " in shown
        assert "░░░░" in shown, "the band of chance"
        assert any("⠀" < char <= "⣿" for char in shown), "the numbers"
        assert "n = 8" in shown
        width = app.screen.query_one("#weeks", Static).content_size.width
        pictures = [line for line in shown.splitlines() if "░" in line]
        assert pictures
        assert all(len(line) <= width for line in pictures), "no picture is wrapped"
        await pilot.press("r")
        await pilot.pause(0.2)
        rules = text(app, "weeks")
        assert "at least 4 numbers" in rules
        assert "talk to a clinician" in rules
        assert "Ana" in str(app.screen.query_one("#header", Line).content)
        await pilot.press("escape")


async def test_an_empty_profile_says_what_to_do(tmp_path: Path) -> None:
    app = app_of(trend_screen(Place.of(tmp_path)))
    async with app.run_test() as pilot:
        await pilot.pause(0.2)
        assert "No number yet" in text(app, "weeks")
    app = app_of(journal_screen(Place.of(tmp_path)))
    async with app.run_test() as pilot:
        await pilot.pause(0.2)
        assert "n begins" in text(app, "story")


def test_the_screens_need_a_terminal(run: Run) -> None:
    done = run("journal", "screen")
    assert (done.code, "needs a terminal" in done.err) == (2, True)


async def test_care_by_others_an_edit_and_taking_back_by_keyboard(folder: Place) -> None:
    """S12, S24: the same as the commands do."""
    app = app_of(journal_screen(folder))
    async with app.run_test() as pilot:
        await pilot.pause(0.2)
        await pilot.press("o")
        await pilot.pause(0.2)
        app.screen.query_one("#answer", Input).value = "dry-needling"
        await pilot.press("enter")
        app.screen.query_one("#answer", Input).value = "Dr Ahn"
        await pilot.press(*["enter"] * 7)
        await pilot.pause(0.3)
        assert "dry needling by Dr Ahn" in text(app, "story")
        await pilot.press("e")
        await pilot.pause(0.2)
        app.screen.query_one("#answer", Input).value = "colour=red"
        await pilot.press("enter")
        await pilot.pause(0.1)
        assert "its fields are: done" in text(app, "wrong")
        app.screen.query_one("#answer", Input).value = "pain_before=7; twitch=yes"
        await pilot.press("enter")
        await pilot.pause(0.3)
        assert "pain 7 to not asked" in text(app, "story")
        assert "before it was changed" in text(app, "story")
        await pilot.press("x")
        await pilot.pause(0.2)
        await pilot.press("enter")
        await pilot.pause(0.3)
        assert "dry needling" not in text(app, "story")
