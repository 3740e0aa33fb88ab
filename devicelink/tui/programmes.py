"""The programme editor: programmes left, the chosen one's fields right; limits are never broken.

Shipped programmes are looked at and copied, never changed. Guarded by tests/tui/test_programmes.py.
"""

from collections.abc import Callable, Mapping
from textwrap import wrap
from typing import ClassVar, Final, Protocol

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Key as KeyPress
from textual.screen import Screen

from devicelink.care.programme import Programme
from devicelink.care.programme_edit import MEANINGS, text_of, visit, with_text
from devicelink.data import phrases
from devicelink.errors import DevicelinkError
from devicelink.plaintext import clean
from devicelink.tui.home import HomeScreen
from devicelink.tui.parts import Line, Panel

FIELDS: Final = tuple(MEANINGS)
LONGEST: Final = 80
CONFIRM: Final = "More than the usual:"


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


class ProgrammesScreen(Screen[None]):
    """Up and down choose, right goes to the fields, enter types a new value."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("right", "into(True)", show=False),
        Binding("left", "into(False)", show=False),
    ]
    KEYS: ClassVar[tuple[str, str]] = ("programmes", "keys")

    def __init__(self, port: ProgrammesPort) -> None:
        super().__init__()
        self._port = port
        self._all = port.all()
        self._at = self._field = 0
        self._inside = False
        self._typed: str | None = None
        self._points = 1
        self._notice = ""

    def compose(self) -> ComposeResult:
        """List left, fields right, what is typed or refused below."""
        yield Line(id="header")
        with Horizontal(id="main"):
            with Panel(id="finder") as panel:
                panel.title("programmes")
                yield Line(id="list")
            with Panel(id="chosen"):
                yield Line(id="session")
        yield Line(id="doing")
        yield Line(id="keys")

    def on_mount(self) -> None:
        """Draw."""
        self.query_one("#header", Line).show(Content.assemble(" ", ("programmes", "bold")))
        self.query_one("#keys", Line).show(
            Content.assemble("  ", (phrases().text(*self.KEYS), "dim"))
        )
        self.call_after_refresh(self._draw)

    def on_resize(self) -> None:
        """Draw for the new size."""
        self.call_after_refresh(self._draw)

    @property
    def _one(self) -> Programme:
        return list(self._all.values())[self._at]

    def action_step(self, by: int) -> None:
        """To the next programme, or the next field."""
        if self._typed is not None:
            return
        if self._inside:
            self._field = (self._field + by) % len(FIELDS)
        else:
            self._at = (self._at + by) % len(self._all)
        self._notice = ""
        self._draw()

    def action_into(self, inside: bool) -> None:  # noqa: FBT001  an action's argument
        """To the fields, or back to the list."""
        if self._typed is None:
            self._inside = inside
            self._draw()

    def on_key(self, event: KeyPress) -> None:
        """Letters are keys, unless a value is being typed."""
        if self._typed is not None:
            event.stop()
            self._write(event, self._typed)
        elif event.key == "enter":
            self._begin()
        elif event.key == "c":
            self._do(self._copy)
        elif event.key == "x":
            self._do(self._remove)
        elif event.key == "s":
            self._session()
        elif event.character in {"+", "-"}:
            self._points = min(max(self._points + (1 if event.character == "+" else -1), 1), 20)
        elif event.key == "escape":
            self.app.call_later(self.app.run_action, "one_back")
        else:
            return
        event.stop()
        self._draw()

    def _session(self) -> None:
        """Leave for a session with it; more than three holds are confirmed by a second s (S29)."""
        one = self._one
        if one.to_confirm and not self._notice.startswith(CONFIRM):
            self._notice = f"{CONFIRM} {one.reps} holds on one point: s again confirms it."
            return
        more = ("--more-holds",) if one.to_confirm else ()
        self.post_message(HomeScreen.Leave(("session", "--programme", one.id, *more)))

    def _begin(self) -> None:
        if not self._inside:
            self._inside = True
        elif self._port.is_shipped(self._one.id):
            self._notice = phrases().text("programmes", "shipped")
        else:
            self._typed = text_of(self._one, FIELDS[self._field])

    def _write(self, event: KeyPress, typed: str) -> None:
        character = event.character or ""
        if event.key == "escape":
            self._typed = None
        elif event.key == "backspace":
            self._typed = typed[:-1]
        elif event.key == "enter":
            self._do(lambda: self._set(typed))
        elif character.isprintable() and character and len(typed) < LONGEST:
            self._typed = typed + character
        self._draw()

    def _set(self, typed: str) -> None:
        self._port.keep(with_text(self._one, FIELDS[self._field], typed))
        self._typed = None
        self._all = self._port.all()

    def _copy(self) -> None:
        id_ = self._port.copy(self._one.id)
        self._all = self._port.all()
        self._at = list(self._all).index(id_)

    def _remove(self) -> None:
        self._port.remove(self._one.id)
        self._all = self._port.all()
        self._at = min(self._at, len(self._all) - 1)

    def _do(self, what: Callable[[], None]) -> None:
        self._notice = ""
        try:
            what()
        except DevicelinkError as error:
            self._notice = f"✕ {error.why} {error.what_to_do}"

    def _draw(self) -> None:
        self._draw_list()
        one, panel = self._one, self.query_one("#chosen", Panel)
        panel.title(f"{one.id}, version {one.version}, evidence {one.grade}")
        width = max(panel.size.width - 4, 24)
        parts: list[Content] = []
        for i, name in enumerate(FIELDS):
            parts += self._field_lines(one, i, name, width)
        time = [
            Content.styled(line, "bold") for line in wrap(visit(one, self._points).words, width)
        ]
        self.query_one("#session", Line).update(Content("\n").join([*parts, Content(""), *time]))
        self.query_one("#doing", Line).update(Content(f"  {clean(self._notice, 200)}"))

    def _draw_list(self) -> None:
        width = max(self.query_one("#finder", Panel).size.width - 4, 12)
        lines = []
        for i, one in enumerate(self._all.values()):
            mine = "" if self._port.is_shipped(one.id) else " *"
            style = ("bold reverse" if not self._inside else "bold") if i == self._at else ""
            lines.append(Content.styled(f"{one.id}{mine}"[:width].ljust(width), style))
        self.query_one("#list", Line).update(Content("\n").join([*lines, Content("* your own")]))

    def _field_lines(self, one: Programme, at: int, name: str, width: int) -> list[Content]:
        here = self._inside and at == self._field
        typing = here and self._typed is not None
        value = f"{self._typed}_" if typing else text_of(one, name)
        text = f"{name:<13}{clean(value, 200)}"
        first, *more = wrap(text, width, subsequent_indent=" " * 13) or [""]
        shown = [first, *more][:2]
        lines = [Content.styled(line, "bold reverse" if here else "") for line in shown]
        return [*lines, Content.styled(f"{'':13}{MEANINGS[name]}", "dim")] if here else lines
