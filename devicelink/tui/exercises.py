"""The exercises of the plan: done, not done, added and taken off by keys.

Says what was said and counts no streaks. Guarded by tests/cli/test_exercise.py.
"""

from collections.abc import Callable, Sequence
from typing import ClassVar, Protocol

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.events import Key as KeyPress

from devicelink.care.exercises import LONGEST, Planned
from devicelink.plaintext import clean
from devicelink.tui.page import STEPS, ListPage
from devicelink.tui.parts import Line, Panel

_TODAY = {True: "done", False: "not_done", None: "not_said"}


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


class ExerciseScreen(ListPage):
    """The list; space says done, n not done, a adds one, x takes one off."""

    BINDINGS: ClassVar[list[BindingType]] = STEPS
    WORDS: ClassVar[str] = "exercises"
    LONGEST: ClassVar[int] = LONGEST

    def __init__(self, port: ExercisePort) -> None:
        super().__init__()
        self._port = port
        self._at = 0

    def compose(self) -> ComposeResult:
        """The list, what is typed, keys."""
        yield Line(id="header")
        with Panel(id="review") as panel:
            panel.title(self.say("of_plan"))
            yield Line(id="session")
        yield Line(id="doing")
        yield Line(id="keys")

    def action_step(self, by: int) -> None:
        """To the next one."""
        self._at += by
        self.draw()

    def press(self, event: KeyPress) -> bool:
        """Space and n say, a adds, x takes off."""
        if event.key in {"space", "n"}:
            self._with_chosen(lambda name: self._port.log(name, done=event.key == "space"))
        elif event.key == "x":
            self._with_chosen(self._port.drop)
        elif event.key == "a":
            self.typed = ""
        else:
            return False
        return True

    def keep(self, typed: str) -> None:
        """A new one."""
        self._port.plan(typed)

    def _with_chosen(self, what: Callable[[str], None]) -> None:
        planned = self._port.all()
        if planned:
            self.do(lambda: what(planned[self._at].name))

    def draw(self) -> None:
        """The list and what is typed."""
        planned = self._port.all()
        self._at = min(max(self._at, 0), max(len(planned) - 1, 0))
        lines = [
            Content.styled(
                f"{clean(one.name, 40):<42}{self.say(_TODAY[one.today]):<12}"
                + self.say("week", days=one.week),
                "bold reverse" if i == self._at else "",
            )
            for i, one in enumerate(planned)
        ] or [Content(self.say("none"))]
        self.query_one("#session", Line).update(Content("\n").join(lines))
        typing = self.typed is not None
        name = self.say("name", name=clean(self.typed or "", LONGEST))
        self.show_doing(f"{name}_" if typing else "")
