"""The programme editor: programmes left, the chosen one's fields right; limits are never broken.

Shipped programmes are looked at and copied, never changed. Guarded by tests/tui/test_programmes.py.
"""

from collections.abc import Mapping
from textwrap import wrap
from typing import ClassVar, Protocol

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Key as KeyPress

from devicelink.care.programme import Programme
from devicelink.care.programme_edit import FIELDS, text_of, visit, with_text
from devicelink.data import phrases
from devicelink.plaintext import clean
from devicelink.tui.home import HomeScreen
from devicelink.tui.page import STEPS, ListPage
from devicelink.tui.parts import Line, Panel


class ProgrammesPort(Protocol):
    """The programmes of one person."""

    def all(self) -> Mapping[str, Programme]:
        """By id, shipped ones first. Raises DevicelinkError for a spoilt record."""

    def is_shipped(self, id_: str) -> bool:
        """Whether it stays as it is."""

    def copy(self, id_: str) -> str:
        """Make a copy of one's own; its id. Raises DevicelinkError."""

    def keep(self, programme: Programme) -> None:
        """Keep a changed one. Raises DevicelinkError."""

    def remove(self, id_: str) -> None:
        """Take one off the list. Raises DevicelinkError."""


class ProgrammesScreen(ListPage):
    """Up and down choose, right goes to the fields, enter types a new value."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *STEPS,
        Binding("right", "into(True)", show=False),
        Binding("left", "into(False)", show=False),
    ]
    WORDS: ClassVar[str] = "programmes"
    LONGEST: ClassVar[int] = 80

    def __init__(self, port: ProgrammesPort) -> None:
        super().__init__()
        self._port = port
        self._all = port.all()
        self._at = self._field = 0
        self._inside = False
        self._points = 1
        self._confirming = False
        """Whether the next s confirms more holds than usual."""

    def compose(self) -> ComposeResult:
        """List left, fields right, what is typed or refused below."""
        yield Line(id="header")
        with Horizontal(id="main"):
            with Panel(id="finder") as panel:
                panel.title(self.say("title"))
                yield Line(id="list")
            with Panel(id="chosen"):
                yield Line(id="session")
        yield Line(id="doing")
        yield Line(id="keys")

    @property
    def _one(self) -> Programme:
        return list(self._all.values())[self._at]

    def action_step(self, by: int) -> None:
        """To the next programme, or the next field."""
        if self.typed is not None:
            return
        if self._inside:
            self._field = (self._field + by) % len(FIELDS)
        else:
            self._at = (self._at + by) % len(self._all)
        self.notice = ""
        self.draw()

    def action_into(self, inside: bool) -> None:  # noqa: FBT001  an action's argument
        """To the fields, or back to the list."""
        if self.typed is None:
            self._inside = inside
            self.draw()

    def press(self, event: KeyPress) -> bool:
        """Change, copy, remove, points, begin."""
        confirming, self._confirming = self._confirming, False
        if event.key == "enter":
            self._begin()
        elif event.key == "c":
            self.do(self._copy)
        elif event.key == "x":
            self.do(self._remove)
        elif event.key == "s":
            self._session(confirmed=confirming)
        elif event.character in {"+", "-"}:
            self._points = min(max(self._points + (1 if event.character == "+" else -1), 1), 20)
        else:
            return False
        return True

    def _session(self, *, confirmed: bool) -> None:
        """Leave for a session with it; more than three holds are confirmed by a second s (S29)."""
        one = self._one
        if one.to_confirm and not confirmed:
            self._confirming, self.notice = True, self.say("confirm", n=one.reps)
            return
        more = ("--more-holds",) if one.to_confirm else ()
        self.post_message(HomeScreen.Leave(("session", "--programme", one.id, *more)))

    def _begin(self) -> None:
        if not self._inside:
            self._inside = True
        elif self._port.is_shipped(self._one.id):
            self.notice = self.say("shipped")
        else:
            self.typed = text_of(self._one, FIELDS[self._field])

    def keep(self, typed: str) -> None:
        """The field's new value."""
        self._port.keep(with_text(self._one, FIELDS[self._field], typed))
        self._all = self._port.all()

    def _copy(self) -> None:
        id_ = self._port.copy(self._one.id)
        self._all = self._port.all()
        self._at = list(self._all).index(id_)

    def _remove(self) -> None:
        self._port.remove(self._one.id)
        self._all = self._port.all()
        self._at = min(self._at, len(self._all) - 1)

    def draw(self) -> None:
        """List, fields, time, what went wrong."""
        self._draw_list()
        one, panel = self._one, self.query_one("#chosen", Panel)
        panel.title(self.say("chosen", id=one.id, version=one.version, grade=one.grade))
        width = max(panel.size.width - 4, 24)
        parts: list[Content] = []
        for i, name in enumerate(FIELDS):
            parts += self._field_lines(one, i, name, width)
        time = [
            Content.styled(line, "bold")
            for line in wrap(visit(one, self._points).told(phrases()), width)
        ]
        self.query_one("#session", Line).update(Content("\n").join([*parts, Content(""), *time]))
        self.show_doing()

    def _draw_list(self) -> None:
        width = max(self.query_one("#finder", Panel).size.width - 4, 12)
        lines = []
        for i, one in enumerate(self._all.values()):
            mine = "" if self._port.is_shipped(one.id) else " *"
            style = ("bold reverse" if not self._inside else "bold") if i == self._at else ""
            lines.append(Content.styled(f"{one.id}{mine}"[:width].ljust(width), style))
        self.query_one("#list", Line).update(Content("\n").join([*lines, Content(self.say("own"))]))

    def _field_lines(self, one: Programme, at: int, name: str, width: int) -> list[Content]:
        here = self._inside and at == self._field
        typing = here and self.typed is not None
        value = f"{self.typed}_" if typing else text_of(one, name)
        text = f"{name:<13}{clean(value, 200)}"
        first, *more = wrap(text, width, subsequent_indent=" " * 13) or [""]
        shown = [first, *more][:2]
        lines = [Content.styled(line, "bold reverse" if here else "") for line in shown]
        return (
            [*lines, Content.styled(f"{'':13}{phrases().text('programme_field', name)}", "dim")]
            if here
            else lines
        )
