"""Past sessions: the list left, the chosen one right. Reads through the callables it is handed.

Guarded by tests/tui/test_history.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from textwrap import wrap
from typing import ClassVar, Protocol

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from devicelink.care.phrases import Phrases
from devicelink.data import phrases
from devicelink.errors import DevicelinkError
from devicelink.plaintext import clean
from devicelink.session.view import HoldCard
from devicelink.tui.card import Story
from devicelink.tui.parts import Line, Panel
from devicelink.tui.review import ReviewScreen, review


@dataclass(frozen=True, slots=True, kw_only=True)
class PastSession:
    """One line of the list. `began` is local date and time as text, `state` how it ended.

    `simulated`: with a simulated device, so nobody's numbers.
    """

    id: str
    began: str
    point: str
    side: str
    holds: int
    state: str
    pain_before: int | None = None
    pain_after: int | None = None
    simulated: bool = False
    point_of: tuple[int, int] | None = None
    """Which of how many points of one session."""
    test: str = ""
    """Of a pressure test, which one it was and its figure; "" for a session."""


class History(Protocol):
    """What the history screen needs of the store."""

    notice: str
    """What had to be left out of the list; "" where nothing was."""

    def sessions(self) -> Sequence[PastSession]:
        """Newest first."""

    def session(self, session_id: str) -> tuple[Sequence[HoldCard], Story]:
        """The holds and the answers of one session. Raises DevicelinkError for a damaged one."""

    def test(self, session_id: str) -> Sequence[str]:
        """What a pressure test came to, a line each. Raises DevicelinkError for a damaged one."""


class HistoryScreen(Screen[None]):
    """Choose a session on the left, see it on the right."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,h", "app.one_back", "back")]

    def __init__(self, history: History, phrases: Phrases) -> None:
        super().__init__()
        self._history, self._phrases = history, phrases
        self._sessions: Sequence[PastSession] = ()

    def compose(self) -> ComposeResult:
        """List left, session right; above them what had to be left out."""
        yield Line(id="header")
        yield Line(id="notice")
        with Horizontal(id="main"):
            with Panel(id="sessions") as panel:
                panel.title(self._phrases.text("history", "panel"))
                yield OptionList(id="list", markup=False)
            with Panel(id="chosen"), VerticalScroll(can_focus=False):
                yield Line(id="session")
        yield Line(id="keys")

    def on_mount(self) -> None:
        """Fill the list; the newest is chosen."""
        title = self._phrases.text("history", "title")
        self.query_one("#header", Line).show(Content.assemble(" ", (title, "bold")))
        keys = self._phrases.text("history", "keys")
        self.query_one("#keys", Line).show(Content.assemble("  ", (keys, "dim")))
        self._sessions = self._history.sessions()
        notice = self.query_one("#notice", Line)
        notice.display = bool(self._history.notice)
        notice.update(Content.assemble((self._history.notice, "$warning")))
        options = self.query_one("#list", OptionList)
        options.add_options([Option(session_line(past)) for past in self._sessions])
        options.focus()
        if self._sessions:
            options.highlighted = 0
        else:
            self.query_one("#session", Line).update(Content(self._phrases.text("history", "none")))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the one under the cursor."""
        past = self._sessions[event.option_index]
        panel = self.query_one("#chosen", Panel)
        panel.title(f"{clean(past.point)}, {clean(past.side, 8)}")
        width = max(panel.size.width - 4, 30)
        try:
            shown = self._shown(past, width)
        except DevicelinkError as error:
            shown = Content("\n".join(wrap(error.in_full, width)))
        self.query_one("#session", Line).update(shown)

    def _shown(self, past: PastSession, width: int) -> Content:
        if past.test:
            lines = (part for line in self._history.test(past.id) for part in wrap(line, width))
            return Content("\n".join(lines))
        holds, story = self._history.session(past.id)
        return review(holds, story, self._phrases, width)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Show its holds, one after the other; a test has none."""
        past = self._sessions[event.option_index]
        if past.test:
            return
        try:
            holds, story = self._history.session(past.id)
        except DevicelinkError:  # the panel says so already
            return
        self.app.push_screen(PastReview(partial(_heading, past), holds, story, self._phrases))


class PastReview(ReviewScreen):
    """The holds of a past session; the way out leads back to the list."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q,escape,space,h", "app.one_back", "back")]
    KEYS = ("history", "holds_keys")


def _heading(past: PastSession, _width: int) -> Content:
    where = f"{clean(past.point)}, {clean(past.side, 8)}"
    return Content.assemble(" ", (clean(past.began, 20), "bold"), _simulated(past), f"  {where}")


def session_line(past: PastSession) -> Content:
    """Three lines: when; where; holds, pain and how it ended, or a test's own figure."""
    before, after = (
        "-" if value is None else str(value) for value in (past.pain_before, past.pain_after)
    )
    where = clean(f"{past.point}, {past.side}", 30)
    holds = f"{past.holds} hold{'s' if past.holds != 1 else ''}"
    what = past.test or f"{holds}  pain {before} → {after}"
    facts = f"{where}\n{what}  {clean(past.state, 12)}"
    when = (clean(past.began, 20), "bold")
    return Content.assemble(when, _which(past), _simulated(past), "\n", facts)


def _which(past: PastSession) -> str:
    if past.point_of is None:
        return ""
    n, of = past.point_of
    return f"  {phrases().text('history', 'point_of', n=n, of=of)}"


def _simulated(past: PastSession) -> str:
    return f"  {phrases().text('history', 'simulated')}" if past.simulated else ""
