"""One point: what the atlas says, and beside it what the person found there, changed by keys.

Each answer is theirs and is kept at once; nothing is worked out from it, and the atlas's text stays
as it is (S01-S03). Guarded by tests/tui/test_points.py.
"""

from collections.abc import Callable, Sequence
from textwrap import wrap
from typing import ClassVar, Final, Protocol

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Key as KeyPress
from textual.screen import Screen

from devicelink.care.point import Side
from devicelink.care.point_record import Finding, PointRecord, area_of
from devicelink.data import phrases
from devicelink.errors import DevicelinkError
from devicelink.plaintext import clean
from devicelink.tui.home import HomeScreen
from devicelink.tui.parts import Line, Panel

FINDINGS: Final = {"1": "taut_band", "2": "tender_spot", "3": "referred_pain"}
_NEXT: Final = {
    None: Finding.YES, Finding.YES: Finding.NO, Finding.NO: Finding.UNSURE, Finding.UNSURE: None,
}  # fmt: skip
LONGEST: Final = 200


class PointPort(Protocol):
    """One point of one person, on both sides."""

    @property
    def id(self) -> str:
        """The point's id."""

    def about(self) -> Sequence[str]:
        """The atlas's entry, a line a fact."""

    def own(self, side: Side) -> Sequence[str]:
        """The person's own record, a line a fact."""

    def closed(self, side: Side) -> str:
        """Why it is not to be pressed there; "" where it may be."""

    def record(self, side: Side) -> PointRecord:
        """What was found there."""

    def keep(self, side: Side, record: PointRecord) -> None:
        """Keep what was found. Raises StoreError."""

    def clear(self, side: Side) -> None:
        """Keep that a professional has looked at it. Raises StoreError."""


class PointScreen(Screen[None]):
    """The entry above, one's own findings below; numbers change the three answers."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "side", show=False, priority=True)]
    KEYS: ClassVar[tuple[str, str]] = ("point_page", "keys")

    def __init__(self, port: PointPort, side: Side) -> None:
        super().__init__()
        self._port, self._side = port, side
        self._writing = ""
        """What is being typed: pain, areas or note; empty where nothing is."""
        self._typed = ""
        self._notice = ""

    def compose(self) -> ComposeResult:
        """Entry, own record, what is typed, keys."""
        yield Line(id="header")
        with Panel(id="review"), VerticalScroll(can_focus=False):
            yield Line(id="session")
        yield Line(id="doing")
        yield Line(id="keys")

    def on_mount(self) -> None:
        """Draw."""
        self.query_one("#header", Line).show(Content.assemble(" ", ("a point", "bold")))
        self.query_one("#keys", Line).show(
            Content.assemble("  ", (phrases().text(*self.KEYS), "dim"))
        )
        self.call_after_refresh(self._draw)

    def on_resize(self) -> None:
        """Draw for the new size."""
        self.call_after_refresh(self._draw)

    def action_side(self) -> None:
        """The other side."""
        self._side = Side.RIGHT if self._side is Side.LEFT else Side.LEFT
        self._draw()

    def on_key(self, event: KeyPress) -> None:
        """While something is typed every key belongs to it."""
        if self._writing:
            event.stop()
            self._write(event)
        elif event.key in FINDINGS:
            name = FINDINGS[event.key]
            record = self._port.record(self._side)
            self._keep(record.changed(**{name: _NEXT[getattr(record, name)]}))
        elif event.key in {"p", "a", "n"}:
            self._begin({"p": "pain", "a": "areas", "n": "note"}[event.key])
        elif event.key == "c":
            self._do(lambda: self._port.clear(self._side))
        elif event.key in {"s", "b"}:
            self._begin_session(by_hand=event.key == "b")
        elif event.key == "escape":
            self.app.call_later(self.app.run_action, "one_back")
        else:
            return
        event.stop()

    def _begin_session(self, *, by_hand: bool) -> None:
        if not self._port.closed(self._side):
            hand = ("--tool", "usual") if by_hand else ()
            command = ("session", "--point", self._port.id, "--side", self._side.value, *hand)
            self.post_message(HomeScreen.Leave(command))

    def _begin(self, what: str) -> None:
        record = self._port.record(self._side)
        pain = "" if record.pain is None else str(record.pain)
        areas = ", ".join(
            area.area if area.pain is None else f"{area.area}={area.pain}" for area in record.areas
        )
        self._writing = what
        self._typed = {"pain": pain, "areas": areas, "note": record.note}[what]
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
        record, text = self._port.record(self._side), self._typed.strip()
        if self._writing == "pain":
            pain = int(text) if text.isdecimal() else None if not text else -1
            record = record.changed(pain=pain)
        elif self._writing == "areas":
            areas = tuple(area_of(one) for one in text.split(",") if one.strip())
            record = record.changed(areas=areas)
        else:
            record = record.changed(note=text)
        self._port.keep(self._side, record)
        self._writing = ""

    def _keep(self, record: PointRecord) -> None:
        self._do(lambda: self._port.keep(self._side, record))

    def _do(self, what: Callable[[], None]) -> None:
        self._notice = ""
        try:
            what()
        except DevicelinkError as error:
            self._notice = f"✕ {error.in_full}"
        self._draw()

    def _draw(self) -> None:
        panel = self.query_one("#review", Panel)
        first, *more = self._port.about()
        panel.title(first)
        width = max(panel.size.width - 4, 30)
        entry = [line for text in more for line in wrap(text, width)]
        own = [
            line for text in self._port.own(self._side)
            for line in wrap(clean(text, 300), width, drop_whitespace=False)
        ]  # fmt: skip
        text = Content.assemble(("\n".join(own), "bold"), "\n\n", "\n".join(entry))
        self.query_one("#session", Line).update(text)
        say = phrases().text
        hint = say("point_page", self._writing) if self._writing else ""
        line = f"{hint}: {clean(self._typed, LONGEST)}_" if self._writing else ""
        is_flagged = "--cleared" in self._port.closed(self._side)
        flagged = say("point_page", "clear") if is_flagged else ""
        shown = "\n  ".join(filter(None, (line, clean(self._notice, 200), flagged)))
        self.query_one("#doing", Line).update(Content(f"  {shown}"))
