"""You: what is known of the person as a whole, and their answers, changed by keys.

Every answer is dated and kept; nothing set here raises a limit. Guarded by tests/cli/test_about.py.
"""

from collections.abc import Sequence
from textwrap import wrap
from typing import ClassVar, Protocol

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.events import Key as KeyPress

from devicelink.plaintext import clean
from devicelink.tui.page import STEPS, ListPage
from devicelink.tui.parts import Line, Panel

_REPLIES = {"y": "yes", "n": "no", "d": "declined"}
_WRITTEN = {"p": "since", "l": "cap"}


class AboutPort(Protocol):
    """One person as a whole."""

    def facts(self) -> Sequence[str]:
        """What is known, a line a fact."""

    def questions(self) -> Sequence[tuple[str, str, str]]:
        """Id, question, and what was said when."""

    def answer(self, id_: str, reply: str) -> None:
        """Keep an answer. Raises DevicelinkError."""

    def set_since(self, text: str) -> None:
        """Keep since when there is pain. Raises DevicelinkError."""

    def set_cap(self, text: str) -> None:
        """Keep a clinician's cap; empty takes it back. Raises DevicelinkError."""


class AboutScreen(ListPage):
    """Facts above, questions below; y, n and d answer the one that is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = STEPS
    WORDS: ClassVar[str] = "about"

    def __init__(self, port: AboutPort) -> None:
        super().__init__()
        self._port = port
        self._at = 0
        self._writing = ""

    def compose(self) -> ComposeResult:
        """Facts, questions, what is typed, keys."""
        yield Line(id="header")
        with Panel(id="question") as panel:
            panel.title(self.say("known"))
            yield Line(id="asked")
        with Panel(id="review") as panel:
            panel.title(self.say("questions"))
            yield Line(id="session")
        yield Line(id="doing")
        yield Line(id="keys")

    def action_step(self, by: int) -> None:
        """To the next question."""
        self._at = (self._at + by) % len(self._port.questions())
        self.draw()

    def press(self, event: KeyPress) -> bool:
        """y, n and d answer; p and l begin to write."""
        if event.key in _REPLIES:
            id_ = self._port.questions()[self._at][0]
            self.do(lambda: self._port.answer(id_, _REPLIES[event.key]))
        elif event.key in _WRITTEN:
            self._writing, self.typed = _WRITTEN[event.key], ""
        else:
            return False
        return True

    def keep(self, typed: str) -> None:
        """Since when, or the cap."""
        keep = self._port.set_since if self._writing == "since" else self._port.set_cap
        keep(typed.strip())

    def draw(self) -> None:
        """Facts, questions, what is typed."""
        self.query_one("#asked", Line).update(Content("\n".join(self._port.facts())))
        width = max(self.size.width - 6, 30)
        lines: list[Content] = []
        for i, (_, ask, state) in enumerate(self._port.questions()):
            here = i == self._at
            text = wrap(ask, width - 24) if here else [ask[: width - 24]]
            lines.append(Content.styled(f"{state:<22}  {text[0]}", "bold reverse" if here else ""))
            lines += [Content.styled(" " * 24 + more, "bold") for more in text[1:]]
        self.query_one("#session", Line).update(Content("\n").join(lines))
        typing = self.typed is not None
        self.show_doing(f"{self.say(self._writing)}: {clean(self.typed or '')}_" if typing else "")
