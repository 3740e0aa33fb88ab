"""The programme editor: looked at, copied, changed inside the limits, by keyboard alone."""

from pathlib import Path

import pytest

from devicelink.cli.options import known_programmes
from devicelink.cli.programmes_screen import programmes_screen
from devicelink.store.place import Place
from devicelink.tui.app import DevicelinkApp
from tests.tui.screens import SMALL, WIDE, on_screen


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_all_fields_are_shown_and_the_time_it_takes(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    """S26: the planned time stands below the numbers."""
    app = DevicelinkApp(start=programmes_screen(Place(tmp_path)))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        text = on_screen(app)
        for word in ("threshold90", "goal_s", "every_days", "1 point: 159 s planned"):
            assert word in text
        await pilot.press("down", "+", "+", "+", "+")
        text = on_screen(app)
        assert "5 points: 350 s planned" in text
        assert "More than 5" in text


async def test_a_copy_is_changed_and_what_breaks_a_limit_is_refused(tmp_path: Path) -> None:
    place = Place(tmp_path)
    app = DevicelinkApp(start=programmes_screen(place))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("right", "enter")
        assert "stay as they are" in on_screen(app)
        await pilot.press("c", "down", "down", "down", "enter")
        await pilot.press("backspace", "backspace", *"95", "enter")
        assert "hold goal is 95 s, outside 30-90 s" in on_screen(app)
        await pilot.press("backspace", "backspace", *"60", "enter")
        assert known_programmes(place)["home-2"].goal_s == 60.0
        await pilot.press("x")
        assert "home-2" not in known_programmes(place)
        await pilot.press("escape")
    assert app.return_code == 0


async def test_s29_a_session_with_many_holds_is_confirmed_by_a_second_key(tmp_path: Path) -> None:
    app = DevicelinkApp(start=programmes_screen(Place(tmp_path)))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("up", "s")
        assert "6 holds on one point" in on_screen(app)
        await pilot.press("s")
    assert app.chosen == ("session", "--programme", "otherday", "--more-holds")
