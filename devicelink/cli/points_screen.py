"""The points' screens with the record behind them: the body map, and a point's page.

Guarded by tests/cli/test_points.py and tests/tui/test_points.py.
"""

from devicelink.care.atlas import Found, search
from devicelink.care.point import Point, Side
from devicelink.cli.places import Places
from devicelink.data import atlas
from devicelink.store.place import Place
from devicelink.tui.home import Page
from devicelink.tui.points import PointsScreen


class PointsOf:
    """The points of one profile; read anew whenever the list is."""

    def __init__(self, place: Place) -> None:
        """Reads the record. Raises StoreError for a spoilt one."""
        self._place = place
        self._places = Places(place)

    def find(self, query: str) -> Found:
        """The points that fit."""
        return search(atlas(), query, self._places.own_areas())

    def closed(self, point: Point, side: Side) -> str:
        """Why a place is not to be pressed."""
        return self._places.at(point, side).closed


def points_screen(place: Place) -> Page:
    """The body map."""
    return PointsScreen(PointsOf(place))
