"""You: what is known of the person as a whole, and their answers, changed by keys.

Every answer is dated and kept; nothing set here raises a limit. Guarded by tests/cli/test_about.py.
"""

from collections.abc import Callable, Sequence
from textwrap import wrap
from typing import ClassVar, Protocol

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Key as KeyPress
from textual.screen import Screen

from devicelink.errors import DevicelinkError
from devicelink.plaintext import clean
from devicelink.tui.parts import Line, Panel

_REPLIES = {"y": "yes", "n": "no", "d": "declined"}
LONGEST = 20


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


class AboutScreen(Screen[None]):
    """Facts above, questions below; y, n and d answer the one that is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
    ]
    KEYS: ClassVar[str] = (
        "arrows choose   y n d answer   p pain since   l clinician's cap   esc back"
    )

    def __init__(self, port: AboutPort) -> None:
        super().__init__()
        self._port = port
        self._at = 0
        self._writing = ""
        self._typed = ""
        self._notice = ""

    def compose(self) -> ComposeResult:
        """Facts, questions, what is typed, keys."""
        yield Line(id="header")
        with Panel(id="question") as panel:
            panel.title("known of you")
            yield Line(id="asked")
        with Panel(id="review") as panel:
            panel.title("questions before a session")
            yield Line(id="session")
        yield Line(id="doing")
        yield Line(id="keys")

    def on_mount(self) -> None:
        """Draw."""
        self.query_one("#header", Line).show(Content.assemble(" ", ("you", "bold")))
        self.query_one("#keys", Line).show(Content.assemble("  ", (self.KEYS, "dim")))
        self.call_after_refresh(self._draw)

    def on_resize(self) -> None:
        """Draw for the new size."""
        self.call_after_refresh(self._draw)

    def action_step(self, by: int) -> None:
        """To the next question."""
        self._at = (self._at + by) % len(self._port.questions())
        self._draw()

    def on_key(self, event: KeyPress) -> None:
        """Letters are keys, unless something is being typed."""
        if self._writing:
            event.stop()
            self._write(event)
        elif event.key in _REPLIES:
            id_ = self._port.questions()[self._at][0]
            self._do(lambda: self._port.answer(id_, _REPLIES[event.key]))
        elif event.key in {"p", "l"}:
            self._writing, self._typed = {"p": "since", "l": "cap"}[event.key], ""
        elif event.key == "escape":
            self.app.call_later(self.app.run_action, "one_back")
        else:
            return
        event.stop()
        self._draw()

    def _write(self, event: KeyPress) -> None:
        character = event.character or ""
        if event.key == "escape":
            self._writing = ""
        elif event.key == "backspace":
            self._typed = self._typed[:-1]
        elif event.key == "enter":
            self._do(self._keep_typed)
        elif character.isprintable() and character and len(self._typed) < LONGEST:
            self._typed += character
        self._draw()

    def _keep_typed(self) -> None:
        keep = self._port.set_since if self._writing == "since" else self._port.set_cap
        keep(self._typed.strip())
        self._writing = ""

    def _do(self, what: Callable[[], None]) -> None:
        self._notice = ""
        try:
            what()
        except DevicelinkError as error:
            self._notice = f"✕ {error.why} {error.what_to_do}"

    def _draw(self) -> None:
        self.query_one("#asked", Line).update(Content("\n".join(self._port.facts())))
        width = max(self.size.width - 6, 30)
        lines: list[Content] = []
        for i, (_, ask, state) in enumerate(self._port.questions()):
            here = i == self._at
            text = wrap(ask, width - 24) if here else [ask[: width - 24]]
            lines.append(Content.styled(f"{state:<22}  {text[0]}", "bold reverse" if here else ""))
            lines += [Content.styled(" " * 24 + more, "bold") for more in text[1:]]
        self.query_one("#session", Line).update(Content("\n").join(lines))
        hint = {"since": "since when, such as 2026-03", "cap": "newtons at most, empty for none"}
        typed = f"{hint[self._writing]}: {clean(self._typed)}_" if self._writing else ""
        shown = "\n  ".join(filter(None, (typed, clean(self._notice, 200))))
        self.query_one("#doing", Line).update(Content(f"  {shown}"))
