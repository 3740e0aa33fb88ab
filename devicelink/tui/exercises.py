"""The exercises of the plan: done, not done, added and taken off by keys.

Says what was said and counts no streaks. Guarded by tests/cli/test_exercise.py.
"""

from collections.abc import Callable, Sequence
from typing import ClassVar, Protocol

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Key as KeyPress
from textual.screen import Screen

from devicelink.care.exercises import LONGEST, Planned
from devicelink.errors import DevicelinkError
from devicelink.plaintext import clean
from devicelink.tui.parts import Line, Panel

_TODAY = {True: "● done", False: "○ not done", None: "  not said"}


class ExercisePort(Protocol):
    """The plan of one person."""

    def all(self) -> Sequence[Planned]:
        """Each planned one, with today and the week."""

    def plan(self, name: str) -> None:
        """Put one into the plan. Raises DevicelinkError."""

    def drop(self, name: str) -> None:
        """Take one off the plan. Raises DevicelinkError."""

    def log(self, name: str, *, done: bool) -> None:
        """Say that it was done today, or not. Raises DevicelinkError."""


class ExerciseScreen(Screen[None]):
    """The list; space says done, n not done, a adds one, x takes one off."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
    ]
    KEYS: ClassVar[str] = "arrows choose   space done   n not done   a add   x take off   esc back"

    def __init__(self, port: ExercisePort) -> None:
        super().__init__()
        self._port = port
        self._at = 0
        self._typed: str | None = None
        self._notice = ""

    def compose(self) -> ComposeResult:
        """The list, what is typed, keys."""
        yield Line(id="header")
        with Panel(id="review") as panel:
            panel.title("exercises of your plan")
            yield Line(id="session")
        yield Line(id="doing")
        yield Line(id="keys")

    def on_mount(self) -> None:
        """Draw."""
        self.query_one("#header", Line).show(Content.assemble(" ", ("exercises", "bold")))
        self.query_one("#keys", Line).show(Content.assemble("  ", (self.KEYS, "dim")))
        self._draw()

    def action_step(self, by: int) -> None:
        """To the next one."""
        self._at += by
        self._draw()

    def on_key(self, event: KeyPress) -> None:
        """Letters are keys, unless a name is being typed."""
        if self._typed is not None:
            event.stop()
            self._write(event, self._typed)
        elif event.key in {"space", "n"}:
            self._with_chosen(lambda name: self._port.log(name, done=event.key == "space"))
        elif event.key == "x":
            self._with_chosen(self._port.drop)
        elif event.key == "a":
            self._typed = ""
        elif event.key == "escape":
            self.app.call_later(self.app.run_action, "one_back")
        else:
            return
        event.stop()
        self._draw()

    def _with_chosen(self, what: Callable[[str], None]) -> None:
        planned = self._port.all()
        if planned:
            self._do(lambda: what(planned[self._at].name))

    def _write(self, event: KeyPress, typed: str) -> None:
        character = event.character or ""
        if event.key == "escape":
            self._typed = None
        elif event.key == "backspace":
            self._typed = typed[:-1]
        elif event.key == "enter":
            self._do(lambda: self._add(typed))
        elif character.isprintable() and character and len(typed) < LONGEST:
            self._typed = typed + character
        self._draw()

    def _add(self, name: str) -> None:
        self._port.plan(name)
        self._typed = None

    def _do(self, what: Callable[[], None]) -> None:
        self._notice = ""
        try:
            what()
        except DevicelinkError as error:
            self._notice = f"✕ {error.why} {error.what_to_do}"

    def _draw(self) -> None:
        planned = self._port.all()
        self._at = min(max(self._at, 0), max(len(planned) - 1, 0))
        lines = [
            Content.styled(
                f"{clean(one.name, 40):<42}{_TODAY[one.today]:<12}{one.week} of 7 days",
                "bold reverse" if i == self._at else "",
            )
            for i, one in enumerate(planned)
        ] or [Content("Nothing is planned yet: a adds an exercise.")]
        self.query_one("#session", Line).update(Content("\n").join(lines))
        typed = "" if self._typed is None else f"name: {clean(self._typed, LONGEST)}_"
        shown = "\n  ".join(filter(None, (typed, clean(self._notice, 200))))
        self.query_one("#doing", Line).update(Content(f"  {shown}"))
