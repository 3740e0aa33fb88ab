"""Cards that explain: titles left, the chosen one right. Static text (S07, S08).

Guarded by tests/tui/test_cards.py.
"""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from devicelink.care.phrases import Phrases
from devicelink.tui.parts import Line, Panel


class CardsScreen(Screen[None]):
    """Choose a card on the left, read it on the right."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "app.one_back", "back")]

    def __init__(self, cards: Sequence[tuple[str, Sequence[str]]], phrases: Phrases) -> None:
        super().__init__()
        self._cards, self._phrases = cards, phrases

    def compose(self) -> ComposeResult:
        """List left, card right."""
        yield Line(id="header")
        with Horizontal(id="main"):
            with Panel(id="sessions"):
                titles = [Option(title) for title, _ in self._cards]
                yield OptionList(*titles, id="list", markup=False)
            with Panel(id="chosen"), VerticalScroll(can_focus=False):
                yield Line(id="session")
        yield Line(id="keys")

    def on_mount(self) -> None:
        """The first card."""
        title = self._phrases.text("cards", "title")
        self.query_one("#header", Line).show(Content.assemble(" ", (title, "bold")))
        keys = self._phrases.text("cards", "keys")
        self.query_one("#keys", Line).show(Content.assemble("  ", (keys, "dim")))
        options = self.query_one("#list", OptionList)
        options.highlighted = 0
        options.focus()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the one under the cursor."""
        head, *rest = self._cards[event.option_index][1]
        text = Content.assemble((head, "bold"), "\n\n", "\n\n".join(rest))
        self.query_one("#session", Line).update(text)
