"""A person's places as their record has them: own findings, and what stands in the way of each.

Read once, for lists and screens. Guarded by tests/cli/test_points.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from devicelink.care.before import Before
from devicelink.care.point import CareClass, Point, Side
from devicelink.care.point_record import PointRecord, of_fields, to_fields
from devicelink.care.screening import place_of
from devicelink.cli.own import Own, before
from devicelink.cli.saying import say
from devicelink.clock import Clock
from devicelink.data import points, screening
from devicelink.errors import StoreError
from devicelink.store.history import History
from devicelink.store.place import Place
from devicelink.store.recorder import Recorder
from devicelink.store.statements import Statement, Topic

RECORD = "record"
RED_FLAGS = "red_flags"
SIDES = (Side.LEFT, Side.RIGHT)


@dataclass(frozen=True, slots=True)
class AtPlace:
    """One place: what was found there, and why it is not to be pressed, "" where it may be."""

    record: PointRecord
    closed: str


class Places:
    """All places of one profile."""

    def __init__(self, place: Place) -> None:
        """Reads the record. Raises StoreError for a spoilt one."""
        self._told: list[Statement] = []
        self._before: dict[str, Before] = {}
        if not place.file.exists():
            return
        with History(place) as history:
            self._told = history.statements()
            for point, side in history.places():
                self._before[place_of(point, Side(side))] = before(history, point, Side(side))

    def at(self, point: Point, side: Side) -> AtPlace:
        """What is known of one place."""
        return AtPlace(record_of(self._told, place_of(point.id, side)), self._closed(point, side))

    def own_areas(self) -> dict[str, str]:
        """The person's own referral areas by point id, of both sides, for the search."""
        found = {}
        for point in points().values():
            sides = (self.at(point, side).record.areas_in_words for side in SIDES)
            words = ", ".join(filter(None, sides))
            if words:
                found[point.id] = words
        return found

    def _closed(self, point: Point, side: Side) -> str:
        if point.care_class is CareClass.C:
            return say("limit", "professional", why=point.why)
        lasting = tuple(item for item in screening() if not item.each_session)
        known = self._before.get(place_of(point.id, side), Before())
        own = Own(self._told, point, side, lambda _: None, lasting, known)
        refused = own.closed()
        return refused.in_full if refused is not None else ""


def record_of(told: Iterable[Statement], place: str) -> PointRecord:
    """The newest record of a place; an empty one where there is none."""
    key = (Topic.POINT, RECORD, place)
    found = [one.body for one in told if (one.topic, one.item, one.place) == key]
    return of_fields(found[-1]) if found else PointRecord()


def recorded(record: PointRecord, place: str) -> Statement:
    """A record of a place, made now."""
    return said(Topic.POINT, RECORD, place, to_fields(record))


def said(
    topic: Topic, item: str, place: str = "", body: dict[str, object] | None = None
) -> Statement:
    """A statement made now."""
    return Statement(
        told_at=Clock.wall().astimezone(), topic=topic, item=item, place=place, body=body or {}
    )


def keep(place: Place, statements: Iterable[Statement]) -> None:
    """Put statements into the record, on the disk when this returns. Raises StoreError."""
    recorder = Recorder(place)
    try:
        for one in statements:
            recorder.state(one)
        saved = recorder.flush().result()
    finally:
        status = recorder.close()
    if not saved:
        raise StoreError("record_unsaved", saved=status.text)
