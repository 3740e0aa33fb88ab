"""Whose record the app shows: choose one, or begin one for another person.

Guarded by tests/tui/test_profiles.py.
"""

from collections.abc import Sequence
from typing import ClassVar, Protocol

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from devicelink.care.phrases import Phrases
from devicelink.errors import DevicelinkError
from devicelink.plaintext import clean
from devicelink.tui.home import AS, HomeScreen
from devicelink.tui.parts import Line, Panel


class Records(Protocol):
    """What the screen needs of the store."""

    def profiles(self) -> Sequence[tuple[str, str]]:
        """Name and line of each record."""

    def new(self, name: str) -> str:
        """Begin a record and say its name. Raises DevicelinkError."""


class ProfilesScreen(Screen[None]):
    """The records as a list; `n` asks for the name of a new one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "back"),
        Binding("n", "new", "new"),
    ]

    def __init__(self, records: Records, phrases: Phrases) -> None:
        super().__init__()
        self._records, self._phrases = records, phrases
        self._names: list[str] = []

    def compose(self) -> ComposeResult:
        """Title, list, the line for a name, keys."""
        yield Line(id="header")
        with Panel(id="found"):
            yield OptionList(id="entries", markup=False)
        yield Line(id="asked")
        yield Input(id="name", max_length=64)
        yield Line(id="keys")

    def on_mount(self) -> None:
        """Fill the list."""
        words = self._phrases
        title = Content.assemble(" ", (words.text("profiles", "title"), "bold"))
        self.query_one("#header", Line).show(title)
        keys = words.text("profiles", "keys")
        self.query_one("#keys", Line).show(Content.assemble("  ", (keys, "dim")))
        told = self._records.profiles()
        self._names = [name for name, _ in told]
        options = self.query_one("#entries", OptionList)
        options.add_options([Option(Content(f" {line}")) for _, line in told])
        options.add_option(Option(Content(f" {words.text('profiles', 'new')}")))
        options.highlighted = 0
        options.focus()
        self.query_one("#name", Input).display = False

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open it; the last line begins a new one."""
        if event.option_index < len(self._names):
            self._open(self._names[event.option_index])
        else:
            self.action_new()

    def action_new(self) -> None:
        """Ask for a name."""
        self.query_one("#asked", Line).update(Content(f" {self._phrases.text('profiles', 'name')}"))
        line = self.query_one("#name", Input)
        line.display = True
        line.focus()

    def action_back(self) -> None:
        """Out of the name first, then out of the screen."""
        line = self.query_one("#name", Input)
        if line.display:
            line.display = False
            self.query_one("#asked", Line).update(Content(""))
            self.query_one("#entries", OptionList).focus()
        else:
            self.app.pop_screen()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Begin the record and open it, or say what is wrong with the name."""
        try:
            self._open(self._records.new(event.value.strip()))
        except DevicelinkError as error:
            text = clean(f"✕ {error.in_full}", 200)
            self.query_one("#asked", Line).update(Content(f" {text}"))

    def _open(self, name: str) -> None:
        self.post_message(HomeScreen.Leave((AS, name)))
