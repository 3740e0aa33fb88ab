"""Around a session: the day after is asked at the next start, the fourth brings the checkpoint."""

import io
import json
import sys
from pathlib import Path

import pytest

from devicelink.cli.day_before import ask_of_the_day_before, tell_checkpoint
from devicelink.cli.journal_pages import JournalOf
from devicelink.cli.options import Face
from devicelink.data import phrases
from devicelink.store.place import Place
from devicelink.tui.app import DevicelinkApp
from devicelink.tui.journal import DueScreen, FormScreen
from tests.cli.conftest import Run
from tests.cli.test_journal_asking import types

UT = ("--point", "ut", "--side", "left")


@pytest.fixture
def folder(tmp_path: Path) -> Place:
    return Place.of(tmp_path / "data")


def test_s58_the_day_after_is_asked_at_the_next_start(
    run: Run, folder: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run("journal", "add", *UT, "--after", "4", "--about", "yesterday")
    types(monkeypatch, "2", "5")
    ask_of_the_day_before(folder, Face.PLAIN)
    assert "Upper trapezius, left: the day after" in capsys.readouterr().err
    (newest, *_) = [json.loads(line) for line in run("journal", "list", "--json").lines]
    assert newest["fields"] == {"when": "next_day", "pain": 2, "soreness": 5}
    ask_of_the_day_before(folder, Face.PLAIN)
    assert capsys.readouterr().err == "", "once is enough"


def test_where_nobody_is_there_it_stays_open(
    run: Run, folder: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("journal", "add", *UT, "--after", "4", "--about", "yesterday")
    monkeypatch.setattr(sys, "stdin", io.StringIO("2\n5\n"))
    ask_of_the_day_before(folder, Face.PLAIN)
    assert "To be answered" in run("journal", "status").out


def test_a_spot_sore_from_last_time_is_left_alone_in_the_session_asked_for(
    run: Run, folder: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("journal", "add", *UT, "--after", "4", "--about", "yesterday")
    types(monkeypatch, "2", "5")
    ask_of_the_day_before(folder, Face.PLAIN)
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    done = run("session", "--plain", *UT)
    assert done.code == 1
    assert "soreness 5" in done.err


async def test_on_the_screen_one_form_after_the_other(run: Run, folder: Place) -> None:

    run("journal", "add", *UT, "--after", "4", "--about", "yesterday")
    run(
        "journal", "add", "--point", "pi", "--side", "right", "--after", "4", "--about", "yesterday"
    )
    journal = JournalOf(folder)
    forms = [form for form in journal.forms() if form.key == "next_day"]
    assert len(forms) == 2
    app = DevicelinkApp(start=DueScreen(forms, journal, phrases()))
    async with app.run_test() as pilot:
        await pilot.pause(0.2)
        assert isinstance(app.screen, FormScreen)
        await pilot.press("3", "enter", "enter")
        await pilot.pause(0.2)
        assert isinstance(app.screen, FormScreen)
        await pilot.press("escape")
        await pilot.pause(0.2)
    assert [form.place for form in journal.forms() if form.key == "next_day"] == ["pi right"]


@pytest.mark.parametrize(("numbers", "told"), [((6, 6, 6), 0), ((6, 6, 6, 6), 1), ((6,) * 5, 0)])
def test_s33_the_checkpoint_after_the_fourth_session(
    run: Run, folder: Place, capsys: pytest.CaptureFixture[str], numbers: tuple[int, ...], told: int
) -> None:
    for day, pain in enumerate(numbers, 1):
        about = f"2026-03-0{day}"
        run("journal", "add", *UT, "--before", str(pain), "--about", about)
    capsys.readouterr()
    tell_checkpoint(folder, "ut left")
    said = capsys.readouterr().err
    assert said.count("After 4 sessions: no change beyond chance") == told
    assert said.count("Rule:") == told
