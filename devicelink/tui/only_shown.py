"""The one door through which a screen's text reaches the terminal: it is shown and never obeyed.

Textual draws what a widget holds as it is, so a label out of a file would reach the terminal with
whatever stands in it. Guarded by tests/tui/test_only_shown.py.
"""

from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.app import App
from textual.color import Color
from textual.filter import LineFilter

from devicelink.plaintext import harmless


class OnlyShown(LineFilter):
    """Takes out of every line what a terminal would obey; a line stays as wide as it is."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments with nothing in their text but what is seen."""
        del background
        return [
            one if one.control or one.text.isprintable() else one._replace(text=_seen(one.text))
            for one in segments
        ]


class ShownApp(App[None]):
    """What every app of ours is: each line of each of its screens is only shown."""

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Every line of every screen goes through them."""
        return [*super().get_line_filters(), _ONLY_SHOWN]


_ONLY_SHOWN: Final = OnlyShown()


def _seen(text: str) -> str:
    seen = "".join(char if harmless(char) == char else "\ufffd" * cell_len(char) for char in text)
    return set_cell_size(seen, cell_len(text)) if cell_len(seen) > cell_len(text) else seen
