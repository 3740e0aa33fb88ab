"""Between two points of one session: what comes now, and a wait until the person is ready.

Begins nothing by itself. Guarded by tests/tui/test_next_point.py.
"""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.screen import Screen

from devicelink.data import phrases
from devicelink.tui.parts import Line, Panel


class NextPointScreen(Screen[None]):
    """The point that comes now, a line a fact, the first one big; posts `Ready`."""

    class Ready(Message):
        """The person is ready."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "ready", "ready"),
        Binding("q,escape", "app.leave", "end here"),
    ]

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__()
        self._lines = lines

    def compose(self) -> ComposeResult:
        """Title, facts, keys."""
        yield Line(id="header")
        with Panel(id="question") as panel:
            panel.title(phrases().text("visit", "title"))
            yield Line(id="asked")
        yield Line(id="keys")

    def on_mount(self) -> None:
        """Nothing of it changes."""
        self.query_one("#header", Line).show(Content.assemble(" ", ("devicelink", "bold")))
        first, *more = self._lines
        text = Content.assemble((first, "bold"), "\n\n", "\n".join(more))
        self.query_one("#asked", Line).update(text)
        keys = phrases().text("visit", "keys")
        self.query_one("#keys", Line).show(Content.assemble("  ", (keys, "dim")))

    def action_ready(self) -> None:
        """Go on."""
        self.post_message(self.Ready())
