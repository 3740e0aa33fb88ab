"""`devicelink home`: the app's table of contents; also what `devicelink` alone opens in a terminal.

To add a screen: one line in ENTRIES, naming a function of the `Place` that makes a Textual screen;
`Esc` in it leads back with the action `app.one_back`. Guarded by tests/cli/test_home.py.
"""

import asyncio
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final

import click

from devicelink.care.next_step import Standing, next_step
from devicelink.care.plan import PER_DAY
from devicelink.cli.about import AboutOf
from devicelink.cli.options import place_of, stored
from devicelink.cli.redflags import shown
from devicelink.clock import Clock
from devicelink.data import phrases
from devicelink.errors import DevicelinkError, UsageError
from devicelink.store.diary import day_of, diary
from devicelink.store.history import History
from devicelink.store.place import Place
from devicelink.tui.home import AS, Entry, Page, Today

ENTRIES: Final = (
    Entry(key="s", id="session",
          command=("session",)),
    Entry(key="b", id="by_hand",
          command=("session", "--tool", "usual")),
    Entry(key="p", id="points",
          screen="devicelink.cli.points_screen:points_screen"),
    Entry(key="g", id="programmes",
          screen="devicelink.cli.programmes_screen:programmes_screen"),
    Entry(key="e", id="exercises",
          screen="devicelink.cli.exercise:exercise_screen"),
    Entry(key="y", id="about",
          screen="devicelink.cli.about:about_screen"),
    Entry(key="h", id="history",
          screen="devicelink.cli.home:history_screen"),
    Entry(key="j", id="journal",
          screen="devicelink.cli.journal_pages:journal_screen"),
    Entry(key="t", id="trends",
          screen="devicelink.cli.journal_pages:trend_screen"),
    Entry(key="a", id="algometry",
          command=("algometry",)),
    Entry(key="d", id="demo",
          command=("demo",)),
    Entry(key="v", id="devices",
          screen="devicelink.cli.devices_page:devices_screen"),
    Entry(key="k", id="cards",
          screen="devicelink.cli.explain:cards_screen"),
    Entry(key="r", id="report",
          screen="devicelink.cli.report_page:report_screen"),
    Entry(key="w", id="profiles",
          screen="devicelink.cli.profiles:profiles_screen"),
)  # fmt: skip
"""Every screen of the app: key, id of its words, what it opens. Keys q, ! and ? are taken."""


class HomeOf:
    """The home of one profile: its entries, its day, its screens."""

    def __init__(self, place: Place, notice: str = "", entries: Sequence[Entry] = ENTRIES) -> None:
        self._place, self.notice, self.entries = place, notice, entries

    def today(self) -> Today:
        """Counts the day's sessions and says what comes next. Raises StoreError."""
        sessions = today = day_after = 0
        if self._place.file.exists():
            with History(self._place) as history:
                sessions = len(history.sessions())
                today = history.done_on(Clock.wall().astimezone(), simulated=False)
                day_after = len(diary(history).due_next_day(day_of(Clock.wall().astimezone())))
        return Today(
            who=self._place.who,
            done=today, low=PER_DAY[0], high=PER_DAY[1],
            next_step=next_step(
                Standing(
                    sessions=sessions, today=today, day_after_due=day_after,
                    questions_due=len(AboutOf(self._place).due()),
                ),
                phrases(),
            ),
        )  # fmt: skip

    def open(self, entry: Entry) -> Page:
        """The entry's screen, imported only now. Raises DevicelinkError."""
        module, _, function = entry.screen.partition(":")
        make: Any = getattr(import_module(module), function)
        screen: Page = make(self._place)
        return screen


def history_screen(place: Place) -> Page:
    """Past sessions."""
    from devicelink.cli.past import Past  # noqa: PLC0415
    from devicelink.tui.history import HistoryScreen  # noqa: PLC0415

    return HistoryScreen(Past(place), phrases())


@click.command(short_help="The app: every screen, reached by keyboard from one place.")
@stored
def home(*, data: str | None, profile: str) -> None:
    """Open the app. Each entry has a letter; whatever it opens leads back here."""
    if not in_a_terminal():
        raise UsageError("app_needs_terminal")
    live_at(place_of(data, profile))


def in_a_terminal() -> bool:
    """Whether there is a screen to show the app on and a keyboard to reach it by."""
    return sys.stdout.isatty() and sys.stdin.isatty()


def live_at(place: Place) -> None:
    """Home, and back home after each command it was left for, until the person leaves."""
    notice = ""
    while command := asyncio.run(_chosen(place, notice)):
        if command[0] == AS:
            place, notice = Place.of(place.folder, command[1]), ""
        else:
            notice = _run(place, command)


async def _chosen(place: Place, notice: str) -> tuple[str, ...]:
    from devicelink.tui.app import DevicelinkApp  # noqa: PLC0415

    app = DevicelinkApp(home=HomeOf(place, notice), who=place.who)
    app.flags_shown = lambda: shown(place)
    await app.show()
    return app.chosen


def _run(place: Place, command: tuple[str, ...]) -> str:
    """Run a command on the same record; says what went wrong, and nothing where all went well."""
    from devicelink.cli import cli  # noqa: PLC0415

    whose = ["--data", str(place.folder), "--profile", place.profile]
    try:
        cli.main(args=[*command, *whose], prog_name="devicelink", standalone_mode=False)
    except DevicelinkError as error:
        return error.in_full
    except click.UsageError as error:
        return error.format_message()
    return ""
