"""A screen of the app with a header, a line of keys, a value that is typed and a word on what went
wrong: what the pages of lists have in common.

Its words are a table of the catalogue. Guarded by tests/tui/test_page.py and the pages' own tests.
"""

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Key as KeyPress
from textual.screen import Screen

from devicelink.data import phrases
from devicelink.errors import DevicelinkError
from devicelink.plaintext import clean
from devicelink.tui.parts import Line

STEPS: list[BindingType] = [
    Binding("up", "step(-1)", show=False),
    Binding("down", "step(1)", show=False),
]


class ListPage(Screen[None]):
    """`compose` yields lines with the ids header, doing and keys, among others."""

    WORDS: ClassVar[str]
    """The table of the catalogue; it has `title` and `keys`."""
    LONGEST: ClassVar[int] = 20
    """Characters that can be typed."""

    def __init__(self) -> None:
        super().__init__()
        self.typed: str | None = None
        """What is being typed; None while letters are keys."""
        self.notice = ""

    def say(self, entry: str, **places: object) -> str:
        """One of the page's own texts."""
        return phrases().text(self.WORDS, entry, **places)

    def on_mount(self) -> None:
        """Header and keys; the rest once there is a size."""
        self.query_one("#header", Line).show(Content.assemble(" ", (self.say("title"), "bold")))
        self.query_one("#keys", Line).show(Content.assemble("  ", (self.say("keys"), "dim")))
        self.call_after_refresh(self.draw)

    def on_resize(self) -> None:
        """For the new size."""
        self.call_after_refresh(self.draw)

    def draw(self) -> None:
        """Everything that changes; by itself only what went wrong."""
        self.show_doing()

    def press(self, event: KeyPress) -> bool:
        """A key while nothing is typed; whether it meant anything: by itself none does."""
        del event
        return False

    def keep(self, typed: str) -> None:
        """What was typed, when enter is pressed. Raises DevicelinkError for what will not do."""

    def on_key(self, event: KeyPress) -> None:
        """Letters are keys, unless something is being typed."""
        if self.typed is not None:
            self._write(event, self.typed)
        elif event.key == "escape":
            self.app.call_later(self.app.run_action, "one_back")
        elif not self.press(event):
            return
        event.stop()
        self.draw()

    def _write(self, event: KeyPress, typed: str) -> None:
        character = event.character or ""
        if event.key == "escape":
            self.typed = None
        elif event.key == "backspace":
            self.typed = typed[:-1]
        elif event.key == "enter":
            self.do(lambda: self._kept(typed))
        elif character.isprintable() and character and len(typed) < self.LONGEST:
            self.typed = typed + character

    def _kept(self, typed: str) -> None:
        self.keep(typed)
        self.typed = None

    def do(self, what: Callable[[], object]) -> None:
        """Do it, and say what stood in the way."""
        self.notice = ""
        try:
            what()
        except DevicelinkError as error:
            self.notice = f"✕ {error.in_full}"

    def show_doing(self, *lines: str) -> None:
        """What is typed and what went wrong, below."""
        shown = "\n  ".join(filter(None, (*lines, clean(self.notice, 200))))
        self.query_one("#doing", Line).update(Content(f"  {shown}"))
