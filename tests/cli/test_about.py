"""`devicelink about` and its screen: pain since when (S06), the stage, the open questions."""

import json
from pathlib import Path

from devicelink.cli.about import AboutOf, about_screen
from devicelink.cli.home import HomeOf
from devicelink.store.place import Place
from devicelink.tui.app import DevicelinkApp
from tests.cli.before import had_sessions
from tests.cli.conftest import Run
from tests.tui.screens import SMALL, on_screen


def test_s06_pain_since_is_kept_and_tagged(run: Run, tmp_path: Path) -> None:
    before = json.loads(run("about", "--json").out)
    assert (before["pain_since"], before["persistent"]) == (None, None)
    assert run("about", "--pain-since", "2020-01").code == 0
    row = json.loads(run("about", "--json").out)
    assert (row["pain_since"], row["persistent"]) == ("2020-01-01", True)
    assert "persistent" in run("about").out
    had_sessions(tmp_path / "data", 3)
    assert json.loads(run("about", "--json").out)["stage"] == "short"
    assert run("about", "--pain-since", "soon").code == 2


def test_home_asks_for_the_open_questions_first(tmp_path: Path) -> None:
    place = Place(tmp_path)
    about = AboutOf(place)
    due = [item.id for item in about.due()]
    assert "blood" in due
    assert "agreed" not in due
    assert f"{len(due)} questions" in HomeOf(place).today().next_step
    for id_ in due:
        about.answer(id_, "no")
    assert about.due() == ()
    assert "where it hurts" in HomeOf(place).today().next_step


async def test_answers_are_given_by_keys_and_kept_with_their_date(tmp_path: Path) -> None:
    app = DevicelinkApp(start=about_screen(Place(tmp_path)))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "not asked" in on_screen(app)
        await pilot.press("y", "down", "n", "p", *"2020-01", "enter", "l", *"28", "enter")
        text = on_screen(app)
        assert "persistent" in text
        assert "clinician: 28 N with a probe, everywhere" in text
        await pilot.press("l", *"900", "enter")
        assert "cannot be set" in on_screen(app)
        await pilot.press("escape", "escape")
    told = {id_: state for id_, _, state in AboutOf(Place(tmp_path)).questions()}
    assert told["blood"].startswith("yes, 20")
    assert told["agreed"].startswith("no, 20")
    assert AboutOf(Place(tmp_path)).facts()[-1].startswith("clinician: 28 N")
