"""Whose record: chosen or begun by keyboard; the app comes back with it."""

from pathlib import Path

import pytest

from devicelink.cli.home import HomeOf
from devicelink.store.place import Place
from devicelink.store.profiles import new_profile, profiles
from devicelink.tui.app import DevicelinkApp
from devicelink.tui.home import AS
from devicelink.tui.profiles import ProfilesScreen
from tests.tui.screens import SMALL, WIDE, on_screen


def app_of(folder: Path) -> DevicelinkApp:
    return DevicelinkApp(home=HomeOf(Place(folder)), who="you")


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_another_record_is_chosen_with_enter(tmp_path: Path, size: tuple[int, int]) -> None:
    new_profile(tmp_path, "Ana")
    new_profile(tmp_path, "Bo")
    app = app_of(tmp_path)
    async with app.run_test(size=size) as pilot:
        await pilot.press("w")
        await pilot.pause()
        shown = on_screen(app)
        assert "Ana" in shown
        assert "Bo" in shown
        await pilot.press("down", "enter")
        await pilot.pause()
    assert app.chosen == (AS, "Bo")


async def test_a_new_record_is_begun_and_opened(tmp_path: Path) -> None:
    app = app_of(tmp_path)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("w")
        await pilot.press("n", *"Ana", "enter")
        await pilot.pause()
    assert app.chosen == (AS, "Ana")
    assert [one.name for one in profiles(tmp_path)] == ["Ana"]


async def test_a_name_that_is_none_is_said_and_escape_leads_back(tmp_path: Path) -> None:
    app = app_of(tmp_path)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("w", "n", "period", "enter")
        await pilot.pause()
        assert "cannot name a profile" in on_screen(app)
        await pilot.press("escape")
        assert "Name of the new record" not in on_screen(app)
        assert isinstance(app.screen, ProfilesScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert "whose record" not in on_screen(app).splitlines()[0]
    assert app.chosen == ()
