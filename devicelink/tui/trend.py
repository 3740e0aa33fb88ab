"""Trends on the screen: how steadily, then each place as a small picture with its word.

Shows what it is handed; the rules are behind one key. Guarded by tests/tui/test_trend.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from devicelink.care.phrases import Phrases
from devicelink.care.trend import Trend
from devicelink.plaintext import clean
from devicelink.tui.parts import Line
from devicelink.tui.trend_picture import trend_picture

ROWS, WIDEST = 5, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One place: its name, its word, its numbers in a line, what else there is to say of it."""

    title: str
    word: str
    line: str
    remarks: Sequence[str]
    trend: Trend


class Trends(Protocol):
    """What the screen needs of the store."""

    def head(self) -> Sequence[str]:
        """How steadily, and which day of the programme."""

    def places(self) -> Sequence[Shown]:
        """Pain overall first, then each place."""

    def foot(self) -> Sequence[str]:
        """The list for a professional, the weeks, the rules."""


class TrendScreen(Screen[None]):
    """All places under each other; r shows the rules."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,t", "app.one_back", "back"),
        Binding("r", "rules", "rules"),
    ]

    def __init__(self, trends: Trends, phrases: Phrases) -> None:
        super().__init__()
        self._trends, self._phrases = trends, phrases
        self._rules = False

    def compose(self) -> ComposeResult:
        """Header, everything in one scroll, keys."""
        yield Line(id="header")
        with VerticalScroll(id="trends"):
            yield Static(id="weeks", markup=False)
        yield Line(id="keys")

    def on_mount(self) -> None:
        """Draw; the scroll takes the arrows."""
        title = self._phrases.text("screen", "trend")
        self.query_one("#header", Line).show(Content.assemble(" ", (title, "bold")))
        keys = self._phrases.text("screen", "trend_keys")
        self.query_one("#keys", Line).show(Content.assemble("  ", (keys, "dim")))
        self.query_one("#trends", VerticalScroll).focus()
        self.call_after_refresh(self._draw)

    def on_resize(self) -> None:
        """The pictures follow the width."""
        self.call_after_refresh(self._draw)

    def action_rules(self) -> None:
        """The rules and the weeks, or the pictures again."""
        self._rules = not self._rules
        self._draw()
        self.query_one("#trends", VerticalScroll).scroll_home(animate=False)

    def _draw(self) -> None:
        width = max(self.query_one("#weeks", Static).content_size.width, 20)
        parts = self._foot() if self._rules else self._pictures(width)
        self.query_one("#weeks", Static).update(Content("\n").join(parts))

    def _foot(self) -> list[Content]:
        return [Content(clean(line, 400)) for line in self._trends.foot()]

    def _pictures(self, width: int) -> list[Content]:
        parts = [Content.assemble((line, "bold")) for line in self._trends.head()]
        places = self._trends.places()
        if not places:
            parts.append(Content("\n" + self._phrases.text("screen", "trend_none")))
        for one in places:
            parts.append(
                Content.assemble("\n", (one.title, "bold"), "  ", (one.word, "bold $accent"))
            )
            parts += trend_picture(one.trend, min(width, WIDEST), ROWS).split("\n")
            parts += [Content.assemble((line, "dim")) for line in (one.line, *one.remarks)]
        return parts
