"""Small pieces the screens share: a line that repaints only when it changes, a panel, a help sheet.

Guarded by tests/tui/test_live.py.
"""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.events import Key as KeyPress
from textual.screen import ModalScreen
from textual.widgets import Static

from devicelink.data import phrases
from devicelink.keys import KEYS, PAIN_KEYS
from devicelink.plaintext import clean


class Line(Static):
    """Text of fixed size, never markup; updating it lays nothing out."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes, markup=False)
        self._shown: Content | str = ""

    def show(self, content: Content | str) -> None:
        """Show this, if it is not what is shown already. A header says first whose record it is."""
        if self.id == "header":
            content = _whose(getattr(self.app, "who", ""), content)
        if content != self._shown:
            self._shown = content
            self.update(content, layout=False)


def _whose(who: str, content: Content | str) -> Content:
    name, content = clean(who, 24), Content("").append(content)
    if not name or content.plain.lstrip().startswith(name):
        return content
    return Content.assemble(" ", (name, "bold"), " ·", content)


class Panel(Container):
    """A box with a title in its frame."""

    def title(self, text: str) -> None:
        """Name the box; plain text."""
        shown = text.replace("[", r"\[")
        if self.border_title != shown:
            self.border_title = shown


class HelpScreen(ModalScreen[None]):
    """Every key and what it does; any key closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "back")]

    def compose(self) -> ComposeResult:
        """The table of keys in two columns."""
        say = phrases().text
        entries = [(key.shown, key.help) for key in KEYS if key not in PAIN_KEYS]
        entries += [
            ("0-9, t", say("help", "pain")),
            ("esc", say("help", "stop")),
            ("?", say("help", "page")),
            ("!, f1", say("help", "flags")),
            ("q", say("help", "leave")),
        ]
        text = "\n".join(f"{shown:>7}  {line}" for shown, line in entries)
        with Panel(id="help") as panel:
            panel.title(say("help", "title"))
            yield Static(Content(text))

    def on_key(self, event: KeyPress) -> None:
        """Close on any key; it does nothing else."""
        event.stop()
        self.dismiss()
