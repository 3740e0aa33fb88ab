"""The points' screens with the record behind them: the body map, and a point's page.

Guarded by tests/cli/test_points.py and tests/tui/test_points.py.
"""

from collections.abc import Sequence

from devicelink.care.atlas import Found, search
from devicelink.care.point import Point, Side
from devicelink.care.point_record import PointRecord
from devicelink.care.safety import DeviceKind
from devicelink.care.screening import place_of
from devicelink.cli.limits import layer_rows
from devicelink.cli.own import statements_in
from devicelink.cli.places import Places, keep, recorded, said
from devicelink.cli.point import about, own_words
from devicelink.cli.saying import say
from devicelink.data import atlas
from devicelink.store.place import Place
from devicelink.store.statements import Topic
from devicelink.tui.home import Page
from devicelink.tui.point_page import PointScreen
from devicelink.tui.points import PointsScreen


class PointsOf:
    """The points of one profile. `refresh` reads the record anew."""

    def __init__(self, place: Place) -> None:
        """Reads the record. Raises StoreError for a spoilt one."""
        self._place = place
        self._places = Places(place)
        self._own = self._places.own_areas()
        self._closed: dict[tuple[str, Side], str] = {}

    def refresh(self) -> None:
        """Read the record anew: it may have changed. Raises StoreError."""
        self._places = Places(self._place)
        self._own = self._places.own_areas()
        self._closed.clear()

    def find(self, query: str) -> Found:
        """The points that fit."""
        return search(atlas(), query, self._own)

    def closed(self, point: Point, side: Side) -> str:
        """Why a place is not to be pressed."""
        key = (point.id, side)
        if key not in self._closed:
            self._closed[key] = self._places.at(point, side).closed
        return self._closed[key]


class PointOf:
    """One point of one profile; read anew after each change."""

    def __init__(self, place: Place, point: Point) -> None:
        """Reads the record. Raises StoreError for a spoilt one."""
        self._place, self._point = place, point
        self._places = Places(place)

    @property
    def id(self) -> str:
        """The point's id."""
        return self._point.id

    def about(self) -> Sequence[str]:
        """The atlas's entry, a line a fact."""
        return about(self._point)

    def own(self, side: Side) -> Sequence[str]:
        """The person's own record, a line a fact, and the limit that holds there."""
        lines = own_words(side, self.record(side), self.closed(side))
        if self.closed(side):
            return lines
        kind = DeviceKind.PROBE if self._point.hard_tip else DeviceKind.BALL
        rows = layer_rows(statements_in(self._place), self.id, side, kind, self._place)
        held = next(row for row in rows if row.get("holds"))
        limit_n = float(str(held["limit_n"]))
        return [*lines, say("limit", f"of_{kind.value}", limit_n=limit_n, name=held["name"])]

    def closed(self, side: Side) -> str:
        """Why it is not to be pressed there."""
        return self._places.at(self._point, side).closed

    def record(self, side: Side) -> PointRecord:
        """What was found there."""
        return self._places.at(self._point, side).record

    def keep(self, side: Side, record: PointRecord) -> None:
        """Keep what was found. Raises StoreError."""
        keep(self._place, [recorded(record, place_of(self._point.id, side))])
        self._places = Places(self._place)

    def clear(self, side: Side) -> None:
        """Keep that a professional has looked at it. Raises StoreError."""
        keep(self._place, [said(Topic.CLEARED, "seen", place_of(self._point.id, side))])
        self._places = Places(self._place)


def points_screen(place: Place) -> Page:
    """The body map; enter opens a point's page."""
    return PointsScreen(
        PointsOf(place), opens=lambda point, side: PointScreen(PointOf(place, point), side)
    )
