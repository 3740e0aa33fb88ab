"""Choosing a point on the body map, and a point's page: by keyboard alone, at both sizes."""

from pathlib import Path

import pytest

from devicelink.care.point import Side
from devicelink.cli.points_screen import PointOf, PointsOf, points_screen
from devicelink.data import points
from devicelink.store.place import Place
from devicelink.tui.app import DevicelinkApp
from devicelink.tui.home import HomeScreen
from devicelink.tui.point_page import PointScreen
from devicelink.tui.points import Chosen, PointsScreen
from tests.cli.before import had_sessions
from tests.tui.screens import SMALL, WIDE, on_screen
from tests.tui.test_home import FakeHome


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_the_map_shows_both_views_and_marks_what_may_not_be_pressed(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    """S51: class C is on the map, marked, with its reason."""
    app = DevicelinkApp(start=PointsScreen(PointsOf(Place(tmp_path))))
    async with app.run_test(size=size) as pilot:
        text = on_screen(app)
        assert "front" in text
        assert "back" in text
        assert "9✕" in text
        assert "Stay off: the front of the" in text
        await pilot.press(*"scm")
        text = on_screen(app)
        assert "Not to be pressed" in text
        assert "artery" in text
        await pilot.press("enter")
        assert not app.places, "recorded, never coached"
        assert app.is_running


async def test_s04_typed_words_narrow_and_enter_chooses(tmp_path: Path) -> None:
    """S04."""
    app = DevicelinkApp(start=PointsScreen(PointsOf(Place(tmp_path))))
    async with app.run_test(size=SMALL) as pilot:
        for key in "behind the eye":
            await pilot.press("space" if key == " " else key)
        text = on_screen(app)
        assert "search: behind the eye_" in text
        assert " 1 of 5 " in text, "the list shows three at this size"
        assert "A sudden worst headache" in text.replace("│", " ") or "sudden worst" in text
        assert "Rhomboids" not in text
        await pilot.press("tab", "enter")
    assert app.places == (Chosen(points()["ut"], Side.RIGHT),)


async def test_a_number_can_be_typed_and_arrows_move_over_the_body(tmp_path: Path) -> None:
    app = DevicelinkApp(start=PointsScreen(PointsOf(Place(tmp_path))))
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("2", "8")
        assert "Piriformis" in on_screen(app)
        await pilot.press("backspace", "backspace")
        await pilot.press("right")
        first = app.screen._point.id  # type: ignore[attr-defined]
        assert first != "ut"
        await pilot.press("left")
        await pilot.press("down", "down", "up")
        await pilot.press("escape")
    assert not app.places


async def test_nothing_found_says_what_to_try(tmp_path: Path) -> None:
    app = DevicelinkApp(start=PointsScreen(PointsOf(Place(tmp_path))))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press(*"zzz")
        assert "Nothing fits." in on_screen(app)
        await pilot.press("enter", "right", "down")
        assert app.is_running
        await pilot.press("escape")
        assert "Upper trapezius" in on_screen(app)


async def test_s01_s02_findings_are_answered_by_keys_and_kept_at_once(tmp_path: Path) -> None:
    place = Place(tmp_path)
    app = DevicelinkApp(start=PointScreen(PointOf(place, points()["ut"]), Side.LEFT))
    async with app.run_test(size=SMALL) as pilot:
        assert "Often feels like" in on_screen(app)
        await pilot.press("1", "2", "2", "p", "5", "enter")
        await pilot.press("a", *"temple=4", "enter", "n", *"after", "enter")
        record = PointOf(place, points()["ut"]).record(Side.LEFT)
        assert (record.taut_band, record.tender_spot, record.pain) == ("yes", "no", 5)
        assert [(area.area, area.pain) for area in record.areas] == [("temple", 4)]
        assert record.note == "after"
        assert "temple, 4 of 10" in on_screen(app)
        await pilot.press("p", "9", "9", "enter")
        assert "not on the scale" in on_screen(app)
        await pilot.press("escape", "tab")
        assert "nothing recorded" in on_screen(app)


async def test_a_session_begins_here_unless_the_place_is_closed(tmp_path: Path) -> None:
    """S45: flagged, said on the page, and open again once a professional has looked."""
    place = Place(tmp_path)
    had_sessions(tmp_path, ends=("bad_pain", "bad_pain"))
    app = DevicelinkApp(home=FakeHome())
    async with app.run_test(size=SMALL) as pilot:
        app.push_screen(points_screen(place))
        await pilot.pause()
        await pilot.press("enter")
        assert "twice in a row" in on_screen(app)
        await pilot.press("s")
        assert app.is_running
        await pilot.press("c")
        assert "twice in a row" not in on_screen(app)
        await pilot.press("escape")
        assert isinstance(app.screen, PointsScreen)
        await pilot.press("enter", "s")
    assert app.chosen == ("session", "--point", "ut", "--side", "left")
    assert HomeScreen.Leave is not None


def said(app: DevicelinkApp) -> str:
    """The text beside the body in one line, without the frames."""
    lines = on_screen(app).splitlines()
    return " ".join(" ".join(line.split("│")[-2].strip() for line in lines if "│" in line).split())


async def test_s26_several_places_are_chosen_for_one_session_with_their_time(
    tmp_path: Path,
) -> None:
    """S26: plus takes one in or out; the time is told, and where it does not fit."""
    times = {1: "one fits", 2: "two do not fit"}
    app = DevicelinkApp(start=PointsScreen(PointsOf(Place(tmp_path)), time_of=times.__getitem__))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("plus")
        assert "one fits" in said(app)
        await pilot.press("tab", "plus", "plus", "down", "plus")
        assert "two do not fit" in said(app)
        await pilot.press(*"scm", "plus", "enter")
    chosen = [(one.point.id, one.side) for one in app.places]
    assert chosen == [("ut", Side.LEFT), (list(points())[1], Side.RIGHT)], "scm is never coached"
