"""`devicelink exercise` and its screen: planned, done or not, kept in the journal (S19)."""

import json
from pathlib import Path

from devicelink.cli.exercise import Exercises, exercise_screen
from devicelink.store.place import Place
from devicelink.tui.app import DevicelinkApp
from tests.cli.conftest import Run
from tests.tui.screens import SMALL, on_screen


def test_s19_planned_done_and_not_done(run: Run) -> None:
    assert "No exercise is planned" in run("exercise", "list").err
    assert run("exercise", "plan", "chin", "tucks").code == 0
    run("exercise", "plan", "wall slides")
    assert run("exercise", "done", "Chin", "tucks").code == 0
    run("exercise", "not-done", "wall slides")
    rows = [json.loads(line) for line in run("exercise", "list", "--json").lines]
    assert [(row["name"], row["today"]) for row in rows] == [
        ("chin tucks", True), ("wall slides", False),
    ]  # fmt: skip
    assert run("exercise", "list").lines[0] == "chin tucks: done today, 1 of 7 days"
    run("exercise", "drop", "chin tucks")
    assert len(run("exercise", "list").lines) == 1
    assert "chin tucks" in run("journal", "list").out, "what was logged stays"
    missing = run("exercise", "done", "yoga")
    assert missing.code == 2
    assert len(missing.err.splitlines()) == 2


async def test_s19_the_same_by_keys(tmp_path: Path) -> None:
    app = DevicelinkApp(start=exercise_screen(Place(tmp_path)))
    async with app.run_test(size=SMALL) as pilot:
        assert "Nothing is planned yet" in on_screen(app)
        await pilot.press("space", "x", "a", *"tucks", "enter", "space")
        assert "● done" in on_screen(app)
        await pilot.press("a", *"tucks", "enter")
        assert "already" in on_screen(app)
        await pilot.press("escape", "n")
        assert "○ not done" in on_screen(app)
        await pilot.press("x")
        assert "Nothing is planned yet" in on_screen(app)
        await pilot.press("escape")
    assert Exercises(Place(tmp_path)).all() == []
