"""Choosing a point: a body from the front and from behind, and a list that narrows as one types.

Type a number, a muscle, a region or where it hurts; up and down go through the list, left and right
over the body, tab changes the side. Points that may not be pressed are there too, marked, with the
reason. Guarded by tests/tui/test_points.py.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import ClassVar, Final, Protocol

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Key as KeyPress
from textual.events import Resize
from textual.message import Message
from textual.screen import Screen

from devicelink.care.atlas import Found, Match
from devicelink.care.point import BodyView, Point, Side
from devicelink.data import outline, phrases
from devicelink.plaintext import clean
from devicelink.tui.body import Label, figure, sign, width_of
from devicelink.tui.home import Page
from devicelink.tui.parts import Line, Panel

CLOSED: Final = "✕"
"""Marks a point that is not to be pressed; a number without it is free."""
LIST_WIDTH: Final = 30
LONGEST: Final = 40


class PointsPort(Protocol):
    """What the screen needs to know of the points and of the person."""

    def refresh(self) -> None:
        """Read the record anew."""

    def find(self, query: str) -> Found:
        """The points that fit, the best first; all of them for an empty query."""

    def closed(self, point: Point, side: Side) -> str:
        """Why a place is not to be pressed; "" where it may be."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A place on the body."""

    point: Point
    side: Side


class PointsScreen(Screen[None]):
    """The body map and the list. Posts `Choose`, or opens the page that `opens` makes."""

    class Choose(Message):
        """The person chose places that may be pressed, in the order in which they are to be."""

        def __init__(self, chosen: tuple[Chosen, ...]) -> None:
            super().__init__()
            self.chosen = chosen

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
        Binding("tab", "side", show=False, priority=True),
        Binding("plus", "add", show=False),
        Binding("enter", "choose", show=False),
        Binding("backspace", "rub", show=False),
        Binding("escape", "back", show=False),
    ]

    def __init__(
        self,
        port: PointsPort,
        *,
        opens: Callable[[Point, Side], Page] | None = None,
        time_of: Callable[[int], str] | None = None,
    ) -> None:
        """`time_of` so many points, in words; without it one place alone is chosen."""
        super().__init__()
        self._port, self._opens, self._time_of = port, opens, time_of
        self._several: list[Chosen] = []
        self._query, self._side = "", Side.LEFT
        self._found = port.find("")
        self._at = 0
        self._labels: dict[str, tuple[int, int]] = {}

    def compose(self) -> ComposeResult:
        """Body left; query, list and the chosen point right."""
        yield Line(id="header")
        with Horizontal(id="main"):
            with Panel(id="body"):
                yield Line(id="map")
            with Panel(id="finder"):
                yield Line(id="list")
        yield Line(id="keys")

    def on_mount(self) -> None:
        """The header and keys; the rest follows with the size."""
        title = Content.assemble(" ", (_say("title"), "bold"), f"  {_say('type')}")
        self.query_one("#header", Line).show(title)
        entry = "keys" if self._time_of is None else "keys_several"
        keys = _say(entry, closed=CLOSED)
        self.query_one("#keys", Line).show(Content.assemble("  ", (keys, "dim")))

    def on_resize(self, event: Resize) -> None:  # noqa: ARG002 - Textual's signature
        """Draw for the new size."""
        self.call_after_refresh(self._draw)

    def on_screen_resume(self) -> None:
        """A record may have changed; the chosen point stays chosen."""
        self._port.refresh()
        at = self._at
        self._search()
        self.action_step(at)

    def on_key(self, event: KeyPress) -> None:
        """A letter, a digit or a space narrows the list."""
        character = event.character or ""
        if character.isprintable() and character and character not in "!?+":
            if len(self._query) < LONGEST and (self._query or character != " "):
                self._query += character
                self._search()
            event.stop()

    def action_rub(self) -> None:
        """Take the last letter back."""
        self._query = self._query[:-1]
        self._search()

    def action_back(self) -> None:
        """Empty the query, or leave."""
        if self._query:
            self._query = ""
            self._search()
        else:
            self.app.call_later(self.app.run_action, "one_back")

    def action_side(self) -> None:
        """The other side of the body."""
        self._side = Side.RIGHT if self._side is Side.LEFT else Side.LEFT
        self._draw()

    def action_step(self, by: int) -> None:
        """Through the list."""
        self._at = min(max(self._at + by, 0), max(len(self._found.matches) - 1, 0))
        self._draw()

    def action_move(self, by: int) -> None:
        """To the nearest number to the left or right on the map, rows counting double."""
        here = self._labels.get(self._point.id) if self._found.matches else None
        if here is None:
            return
        ways = {
            id_: abs(col - here[1]) + 4 * abs(row - here[0])
            for id_, (row, col) in self._labels.items()
            if (col - here[1]) * by > 0
        }
        if ways:
            nearest = min(ways, key=lambda id_: ways[id_])
            ids = [match.point.id for match in self._found.matches]
            self._at = ids.index(nearest)
            self._draw()

    def action_choose(self) -> None:
        """Open the point's page, or hand the place on where it may be pressed."""
        if not self._found.matches:
            return
        if self._opens is not None:
            self.app.push_screen(self._opens(self._point, self._side))
        elif self._several:
            self.post_message(self.Choose(tuple(self._several)))
        elif not self._port.closed(self._point, self._side):
            self.post_message(self.Choose((Chosen(self._point, self._side),)))

    def action_add(self) -> None:
        """One more place for the same session, or one fewer where it is among them."""
        if self._time_of is None or not self._found.matches:
            return
        here = Chosen(self._point, self._side)
        if here in self._several:
            self._several.remove(here)
        elif not self._port.closed(here.point, here.side):
            self._several.append(here)
        self._draw()

    @property
    def _point(self) -> Point:
        return self._found.matches[self._at].point

    @property
    def _chosen_so_far(self) -> str:
        """The places of one session, and the time they take (S26)."""
        places = ", ".join(f"{one.point.id} {one.side}" for one in self._several)
        time = self._time_of(len(self._several)) if self._time_of is not None else ""
        return _say("several", places=places, time=time)

    def _search(self) -> None:
        self._found, self._at = self._port.find(self._query), 0
        if self.is_mounted:
            self._draw()

    def _draw(self) -> None:
        body, finder = self.query_one("#body", Panel), self.query_one("#finder", Panel)
        body.title(f"{self._side.value} side")
        count = len(self._found.matches)
        finder.title(f"search: {clean(self._query, LONGEST)}_")
        finder.border_subtitle = f"{self._at + 1} of {count}" if count else ""
        rows, width = body.size.height, body.size.width
        if rows > 4 and width > 0:
            self.query_one("#map", Line).update(self._map(rows - 1, width))
            size = (max(finder.size.width - 1, 16), finder.size.height)
            self.query_one("#list", Line).update(self._beside(*size))

    def _map(self, rows: int, width: int) -> Content:
        """Both views side by side, as large as there is room; the numbers of what was found."""
        while rows > 8 and 2 * width_of(rows) > width:
            rows -= 1
        each, gap = width_of(rows), max((width - 2 * width_of(rows)) // 3, 0)
        shown = {match.point.id: match.point for match in self._found.matches}
        views: list[tuple[int, tuple[str, ...], Sequence[Label]]] = []
        for i, view in enumerate(BodyView):
            places = {p.id: (self._number(p), *p.at) for p in shown.values() if p.view is view}
            drawn = figure(outline(view), places, rows, sign(view, self._side))
            views.append((gap + i * (each + gap), drawn.rows, drawn.labels))
        self._labels = {
            label.id: (label.row, left + label.col) for left, _, labels in views for label in labels
        }
        titles = "".join(" " * gap + view.value.center(each) for view in BodyView)
        lines: list[Content] = [Content.styled(titles, "dim")]
        lines += [self._map_row(row, views) for row in range(rows)]
        return Content("\n").join(lines)

    def _map_row(
        self, row: int, views: Sequence[tuple[int, tuple[str, ...], Sequence[Label]]]
    ) -> Content:
        parts: list[Content | str | tuple[str, str]] = []
        at = 0
        for left, drawn, labels in views:
            parts.append(" " * (left - at))
            at, col = left + len(drawn[row]), 0
            for label in sorted((one for one in labels if one.row == row), key=lambda one: one.col):
                style = "bold reverse" if label.id == self._point.id else "bold"
                parts += [(drawn[row][col : label.col], "dim"), (label.text, style)]
                col = label.col + len(label.text)
            parts.append((drawn[row][col:], "dim"))
        return Content.assemble(*parts)

    def _number(self, point: Point) -> str:
        return f"{point.number}{CLOSED if self._port.closed(point, self._side) else ''}"

    def _beside(self, width: int, height: int) -> Content:
        """The list with the chosen point in sight, and below it what is to be known of that."""
        if not self._found.matches:
            return Content(_say("nothing"))
        below = self._about(width)[: height - 4]
        room = max(height - len(below) - 1, 3)
        first = min(max(self._at - room // 2, 0), max(len(self._found.matches) - room, 0))
        shown = list(enumerate(self._found.matches))[first : first + room]
        lines = [self._entry(match, width, chosen=i == self._at) for i, match in shown]
        return Content("\n").join([*lines, Content.styled("─" * width, "dim"), *below])

    def _entry(self, match: Match, width: int, *, chosen: bool) -> Content:
        mark = CLOSED if self._port.closed(match.point, self._side) else " "
        text = f"{match.point.number:>2}{mark} {match.point.name}"[:width].ljust(width)
        return Content.styled(text, "bold reverse" if chosen else "")

    def _about(self, width: int) -> list[Content]:
        point = self._point
        closed = self._port.closed(point, self._side)
        match = self._found.matches[self._at]
        said = [(self._chosen_so_far, "bold")] if self._several else []
        said += [(caution, "bold") for caution in self._found.cautions]
        said += [(_say("closed", mark=CLOSED, why=closed), "bold")] if closed else []
        said += [(point.find, "")]
        said += [(_say("noted", what=match.what), "dim")] if match.reason == "own" else []
        said += [(_say("referral", referral=point.referral), "dim")]
        said += [(_say("stay_off", places=point.stay_off), "")]
        return [Content.styled(line, style) for text, style in said for line in wrap(text, width)]


def _say(entry: str, **args: object) -> str:
    return phrases().text("points", entry, **args)
