"""Home: the one place from which every screen is reached by keyboard.

Shows whose record it is, how many sessions today has had, and what comes next; each entry has a
letter. What the entries open is decided by the composition root (devicelink/cli/home.py holds the
table). Guarded by tests/tui/test_home.py and tests/cli/test_home.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, Protocol, TypeAlias

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Key as KeyPress
from textual.message import Message
from textual.screen import Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from devicelink.data import phrases
from devicelink.errors import DevicelinkError
from devicelink.plaintext import clean
from devicelink.tui.parts import Line, Panel

Page: TypeAlias = Screen[None]
"""What an entry opens."""
AS: Final = "as"
"""What home is left for, with a name, to come back with another profile's record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the table: a letter, the id of its title and its line in `[home_entry]`, and what
    it opens.

    `screen` names a function of the place that makes a screen, as "package.module:function", so
    that it is imported only when it is opened. `command` is a command that has the terminal for
    itself and comes back here when it is done.
    """

    key: str
    id: str
    screen: str = ""
    command: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What it is called."""
        return phrases().text("home_entry", self.id, "title")

    @property
    def line(self) -> str:
        """What is there."""
        return phrases().text("home_entry", self.id, "line")


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """Whose record it is, sessions done today out of those meant, and what comes next."""

    who: str
    done: int
    low: int
    high: int
    next_step: str


class Home(Protocol):
    """What the screen needs of the composition root."""

    @property
    def entries(self) -> Sequence[Entry]:
        """The table, in its order."""

    @property
    def notice(self) -> str:
        """What the command that was left for had to say; "" where all went well."""

    def today(self) -> Today:
        """The facts of the moment. Raises DevicelinkError for a spoilt store."""

    def open(self, entry: Entry) -> Page:
        """The screen behind an entry. Raises DevicelinkError where it cannot be opened."""


class HomeScreen(Screen[None]):
    """The table of entries under the facts of today."""

    class Leave(Message):
        """Leave the screen for a command that has the terminal for itself."""

        def __init__(self, command: tuple[str, ...]) -> None:
            super().__init__()
            self.command = command

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q,escape", "app.leave", "leave")]

    def __init__(self, home: Home) -> None:
        super().__init__()
        self._home = home
        self._notice = home.notice

    def compose(self) -> ComposeResult:
        """Name and count, what comes next, the table, keys."""
        yield Line(id="header")
        with Panel(id="question") as panel:
            panel.title(phrases().text("home", "next"))
            yield Line(id="asked")
        with Panel(id="found"):
            yield OptionList(id="entries", markup=False)
        yield Line(id="keys")

    def on_mount(self) -> None:
        """Fill the table; the first entry is chosen."""
        options = self.query_one("#entries", OptionList)
        options.add_options([Option(_entry_line(entry)) for entry in self._home.entries])
        options.highlighted = 0
        options.focus()
        keys = phrases().text("home", "keys")
        self.query_one("#keys", Line).show(Content.assemble("  ", (keys, "dim")))
        self._draw()

    def on_screen_resume(self) -> None:
        """Another screen may have changed what is next."""
        if self.query("#asked"):
            self._draw()

    def on_key(self, event: KeyPress) -> None:
        """A letter opens its entry at once."""
        for entry in self._home.entries:
            if event.character == entry.key:
                event.stop()
                self._open(entry)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter opens the entry under the cursor."""
        self._open(self._home.entries[event.option_index])

    def _open(self, entry: Entry) -> None:
        if entry.command:
            self.post_message(self.Leave(entry.command))
            return
        self._notice = ""
        try:
            self.app.push_screen(self._home.open(entry))
        except DevicelinkError as error:
            self._notice = f"✕ {error.in_full}"
            self._draw()

    def _draw(self) -> None:
        try:
            today = self._home.today()
        except DevicelinkError as error:
            self.query_one("#asked", Line).update(Content(f"✕ {error.why}\n{error.what_to_do}"))
            return
        count = phrases().text("home", "count", done=today.done, low=today.low, high=today.high)
        name = Content.assemble(" ", (clean(today.who, 30), "bold"), "  ", (count, "dim"))
        self.query_one("#header", Line).show(name)
        parts: list[str | tuple[str, str]] = [(today.next_step, "bold")]
        if self._notice:
            parts += ["\n", clean(self._notice, 300)]
        self.query_one("#asked", Line).update(Content.assemble(*parts))


def _entry_line(entry: Entry) -> Content:
    return Content.assemble((f" {entry.key} ", "bold"), f" {entry.title:<14} ", (entry.line, "dim"))
