"""The table of contents: every entry opens on an empty record, and nothing needs a mouse."""

import os
from pathlib import Path

import pytest

from devicelink.cli import COMMANDS
from devicelink.cli import home as module
from devicelink.cli.home import ENTRIES, HomeOf, live_at
from devicelink.errors import LinkError
from devicelink.store.place import Place
from devicelink.tui.app import DevicelinkApp
from devicelink.tui.home import Entry, HomeScreen
from devicelink.tui.red_flags import RedFlagsScreen
from tests.cli.conftest import Run
from tests.tui.screens import SMALL, on_screen

RESERVED = {"q", "!", "?"}


def test_each_entry_has_its_own_key_and_fits_a_small_screen() -> None:
    keys = [entry.key for entry in ENTRIES]
    assert len(set(keys)) == len(keys)
    assert not set(keys) & RESERVED
    assert all(len(key) == 1 for key in keys)
    for entry in ENTRIES:
        assert bool(entry.screen) is not bool(entry.command), entry
        assert len(entry.title) <= 14
        assert len(entry.line) <= 52
        assert not entry.command or entry.command[0] in COMMANDS


@pytest.mark.parametrize("entry", [one for one in ENTRIES if one.screen], ids=lambda one: one.id)
async def test_every_screen_opens_on_an_empty_record_and_leads_back(
    entry: Entry, tmp_path: Path
) -> None:
    home = HomeOf(Place(tmp_path, "Ana"))
    async with DevicelinkApp(home=home, who="Ana").run_test(size=SMALL) as pilot:
        await pilot.press(entry.key)
        await pilot.pause()
        assert not isinstance(pilot.app.screen, HomeScreen)
        assert on_screen(pilot.app).lstrip().startswith("Ana"), "whose record, on every screen"
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, HomeScreen)
    assert os.listdir(tmp_path) == [], "looking writes nothing"  # noqa: PTH208


@pytest.mark.parametrize("entry", [one for one in ENTRIES if one.screen], ids=lambda one: one.id)
async def test_when_to_get_help_is_one_key_away_on_every_screen(
    entry: Entry, tmp_path: Path
) -> None:
    async with DevicelinkApp(home=HomeOf(Place(tmp_path))).run_test(size=SMALL) as pilot:
        await pilot.press(entry.key)
        await pilot.pause()
        under = pilot.app.screen
        await pilot.press("f1")
        assert isinstance(pilot.app.screen, RedFlagsScreen)
        await pilot.press("escape")
        assert pilot.app.screen is under


def test_the_day_on_an_empty_record(tmp_path: Path) -> None:
    today = HomeOf(Place(tmp_path, "Ana")).today()
    assert (today.who, today.done, today.low, today.high) == ("Ana", 0, 5, 6)
    assert today.next_step


def test_a_simulated_session_is_not_the_persons(kept: Path) -> None:
    assert HomeOf(Place(kept)).today().done == 0


def test_without_a_terminal_there_is_the_help(run: Run) -> None:
    done = run()
    assert done.code == 2
    assert "devicelink --help" in done.err
    again = run("home")
    assert again.code == 2
    assert again.err.splitlines()[0] == "The app needs a terminal."


def test_a_command_that_fails_is_told_at_home(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    notices: list[str] = []
    answers = iter([("session",), ()])

    async def chosen(_: Place, notice: str) -> tuple[str, ...]:
        notices.append(notice)
        return next(answers)

    ran: list[list[str]] = []

    def main(args: list[str], **_: object) -> None:
        ran.append(args)
        raise LinkError("link_lost", who="DL-Probe")

    monkeypatch.setattr(module, "_chosen", chosen)
    monkeypatch.setattr("devicelink.cli.cli.main", main)
    live_at(Place(tmp_path, "Ana"))
    assert ran == [["session", "--data", str(tmp_path), "--profile", "Ana"]]
    assert notices == [
        "",
        "The link to the device DL-Probe was lost. Bring the device nearer.",
    ]
