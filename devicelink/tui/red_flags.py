"""When to stop and get help: one key away on every screen, closed by any key.

Shows the list as it is; concludes nothing. Guarded by tests/tui/test_red_flags.py.
"""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Key as KeyPress
from textual.screen import ModalScreen
from textual.widgets import Static

from devicelink.care.red_flags import RedFlags
from devicelink.data import phrases
from devicelink.tui.parts import Panel

_SCROLL = frozenset({"up", "down", "pageup", "pagedown"})


class RedFlagsScreen(ModalScreen[None]):
    """The signs by how urgent they are; arrows scroll, any other key closes."""

    def __init__(self, flags: RedFlags) -> None:
        super().__init__()
        self._flags = flags

    def compose(self) -> ComposeResult:
        """The list in one box."""
        with Panel(id="flags") as panel:
            panel.title(phrases().text("red_flags", "title"))
            panel.border_subtitle = phrases().text("red_flags", "close")
            with VerticalScroll():
                yield Static(flags_text(self._flags), markup=False)

    def on_key(self, event: KeyPress) -> None:
        """Close; the key does nothing else."""
        if event.key not in _SCROLL:
            event.stop()
            self.dismiss()


def flags_text(flags: RedFlags) -> Content:
    """The whole list for the eye."""
    parts: list[str | tuple[str, str]] = []
    for level in flags.level:
        parts += [(f"{level.name}: {level.do}", "bold"), "\n"]
        parts += [f"  - {sign}\n" for sign in level.signs]
    return Content.assemble(*parts, (flags.note, "dim"))
