"""The questions before a session, one at a time; and what stands in the way, at once.

Asks and hands on answers; what they mean is decided elsewhere. Guarded by
tests/tui/test_screening.py.
"""

from collections.abc import Sequence
from typing import ClassVar, Protocol

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.screen import Screen

from devicelink.care.screening import Item, Reply
from devicelink.data import phrases
from devicelink.errors import PlanError
from devicelink.plaintext import clean
from devicelink.tui.parts import Line, Panel


class Screening(Protocol):
    """Who knows what is to be asked, and what the answers forbid."""

    @property
    def where(self) -> str:
        """The place that is to be pressed, in words."""

    def due(self) -> Sequence[Item]:
        """What is to be asked now, in order."""

    def answer(self, item: Item, reply: Reply) -> None:
        """Take an answer; a later one to the same question counts instead."""

    def refusal(self) -> PlanError | None:
        """What the answers so far forbid."""

    def advice(self) -> Sequence[str]:
        """What is to be known before pressing that forbids nothing, a sentence each."""


class ScreeningScreen(Screen[None]):
    """One question, big; posts `Done` when all are answered and nothing stands in the way."""

    class Done(Message):
        """The session may begin."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "reply('yes')", "yes"),
        Binding("n", "reply('no')", "no"),
        Binding("d", "reply('declined')", "rather not say"),
        Binding("space,enter", "go", "go on"),
        Binding("b,left,backspace", "back", "back"),
        Binding("h", "app.history", "history"),
        Binding("q,escape", "app.leave", "leave"),
    ]

    def __init__(self, screening: Screening) -> None:
        super().__init__()
        self._screening = screening
        self._items = tuple(screening.due())
        self._at = 0
        self._refused: PlanError | None = None
        self._advice: Sequence[str] = ()
        """Shown once all is answered."""

    def compose(self) -> ComposeResult:
        """Title, question, keys."""
        yield Line(id="header")
        with Panel(id="question") as panel:
            panel.title(clean(self._screening.where, 60))
            yield Line(id="asked")
        yield Line(id="keys")

    def on_mount(self) -> None:
        """The first question."""
        self.query_one("#header", Line).show(Content.assemble(" ", ("devicelink", "bold")))
        self._draw()

    def action_reply(self, reply: str) -> None:
        """Take the answer and go on, unless it forbids going on."""
        if self._refused is not None or self._advice:
            return
        self._screening.answer(self._items[self._at], Reply(reply))
        self._refused = self._screening.refusal()
        if self._refused is None:
            self._at += 1
            new = tuple(item for item in self._screening.due() if item not in self._items)
            self._items = self._items[: self._at] + new + self._items[self._at :]
        if self._at < len(self._items):
            self._draw()
            return
        self._advice = self._screening.advice()
        if self._advice:
            self._draw()
        else:
            self.post_message(self.Done())

    def action_go(self) -> None:
        """Begin, once what is to be known has been read."""
        if self._advice:
            self.post_message(self.Done())

    def action_back(self) -> None:
        """To the question before, or to the one whose answer stands in the way."""
        self._advice = ()
        if self._refused is not None:
            self._refused = None
        else:
            self._at = max(self._at - 1, 0)
        self._draw()

    def _draw(self) -> None:
        refused, say = self._refused, phrases().text
        item = self._items[min(self._at, len(self._items) - 1)]
        if self._advice:
            count, first, second = say("screening", "advice"), "\n\n".join(self._advice), ""
            keys = say("screening", "advice_keys")
        elif refused is None:
            count = say("screening", "count", n=self._at + 1, of=len(self._items))
            first, second = item.ask, item.why
            keys = say("screening", "keys")
        else:
            count = say("screening", "not_today")
            first, second = f"✕ {refused.why}", refused.what_to_do
            keys = say("screening", "refused_keys")
        self.query_one("#asked", Line).update(
            Content.assemble((count, "dim"), "\n\n", (first, "bold"), "\n\n", second)
        )
        self.query_one("#keys", Line).show(Content.assemble("  ", (keys, "dim")))
