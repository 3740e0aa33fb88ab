"""The report and the full export as a screen: what it would hold, and one key to write it.

Nothing is written before the person said so. Guarded by tests/tui/test_report.py.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import SelectionList
from textual.widgets.selection_list import Selection

from devicelink.care.phrases import Phrases
from devicelink.errors import DevicelinkError
from devicelink.plaintext import clean
from devicelink.tui.parts import Line, Panel


@dataclass(frozen=True, slots=True)
class Span:
    """Days to choose from: what it is called, and how it is asked for."""

    name: str
    since: str | None


class Writer(Protocol):
    """What the screen needs of the composition root. Each may raise DevicelinkError."""

    @property
    def sections(self) -> Sequence[tuple[str, str]]:
        """The parts of the report: id and title."""

    def spans(self) -> Sequence[Span]:
        """The days that can be chosen, the usual ones first."""

    def preview(self, span: Span, sections: Sequence[str]) -> str:
        """What the report would hold, in words."""

    def write(self, span: Span, sections: Sequence[str], form: str) -> str:
        """Write the report ("html", "pdf") or everything ("jsonl"); says what was written where."""


class ReportScreen(Screen[None]):
    """Parts left, what it would hold right."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "app.one_back", "back"),
        Binding("d", "days", "days"),
        Binding("h", "write('html')", "HTML"),
        Binding("p", "write('pdf')", "PDF"),
        Binding("x", "write('jsonl')", "export"),
    ]

    def __init__(self, writer: Writer, phrases: Phrases) -> None:
        super().__init__()
        self._writer, self._phrases = writer, phrases
        self._spans = tuple(writer.spans())
        self._at = 0

    def compose(self) -> ComposeResult:
        """Title, parts, what would be written, keys."""
        yield Line(id="header")
        with Panel(id="found") as panel:
            panel.title(self._phrases.text("report_screen", "parts"))
            yield SelectionList[str](
                *(
                    Selection(title, name, initial_state=True)
                    for name, title in self._writer.sections
                ),
                id="parts",
            )
        with Panel(id="question") as panel:
            panel.title(self._phrases.text("report_screen", "holds"))
            yield Line(id="asked")
        yield Line(id="keys")

    def on_mount(self) -> None:
        """Show what the usual report would hold."""
        title = self._phrases.text("report_screen", "title")
        self.query_one("#header", Line).show(Content.assemble(" ", (title, "bold")))
        keys = self._phrases.text("report_screen", "keys")
        self.query_one("#keys", Line).show(Content.assemble("  ", (keys, "dim")))
        self.query_one("#parts", SelectionList).focus()
        self._draw()

    def on_selection_list_selected_changed(self) -> None:
        """A part was taken in or left out."""
        self._draw()

    def action_days(self) -> None:
        """The next of the spans."""
        self._at = (self._at + 1) % len(self._spans)
        self._draw()

    def action_write(self, form: str) -> None:
        """Write it and say where."""
        self._say(lambda: self._writer.write(self._spans[self._at], self._chosen(), form))

    def _chosen(self) -> list[str]:
        chosen = set(self.query_one("#parts", SelectionList).selected)
        return [name for name, _ in self._writer.sections if name in chosen]

    def _draw(self) -> None:
        self._say(lambda: self._writer.preview(self._spans[self._at], self._chosen()))

    def _say(self, told: Callable[[], str]) -> None:
        try:
            text = told()
        except DevicelinkError as error:
            text = f"✕ {error.why}\n{error.what_to_do}"
        days = (self._spans[self._at].name, "bold")
        shown = "\n".join(clean(line, 400) for line in text.splitlines())
        self.query_one("#asked", Line).update(Content.assemble(days, "\n\n", shown))
