"""What a person said of themselves, out of the store and into the plan: answers and own limits.

The one place that turns statements into answers and limits and back. Guarded by
tests/cli/test_limits.py and tests/cli/test_asking.py.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from devicelink.care.own_limits import OwnLimit, Whose, personal
from devicelink.care.plan import Checks, Point, Refused, Side, refusal
from devicelink.care.safety import DeviceKind, Personal
from devicelink.care.screening import Item, Reply, Said, Standing, place_of, standing
from devicelink.clock import Clock
from devicelink.data import screening
from devicelink.errors import UsageError
from devicelink.store.history import History
from devicelink.store.place import Place
from devicelink.store.statements import Statement, Topic

State = Callable[[Statement], None]
"""Keeps a statement: the recorder's."""


class Own:
    """One person's answers and limits, and what they mean at one place."""

    def __init__(
        self,
        statements: Iterable[Statement],
        point: Point,
        side: Side,
        state: State,
        items: Sequence[Item] | None = None,
    ) -> None:
        self._items = screening() if items is None else items
        self._statements = list(statements)
        self._point, self._side, self._state = point, side, state
        self._now: list[Said] = []
        self.asked = True
        """Whether there is somebody to ask; a script is nobody."""

    @property
    def place(self) -> str:
        """Point and side, as the store names them."""
        return place_of(self._point.id, self._side)

    @property
    def where(self) -> str:
        """The place in words."""
        return f"{self._point.name}, {self._side.value}"

    def standing(self) -> Standing:
        """What the answers mean today."""
        said = [*answers(self._statements), *self._now]
        today = Clock.wall().astimezone().date().toordinal()
        now = standing(self._items, said, self._point.id, self._side, today)
        return replace(now, asked=self.asked)

    def due(self) -> Sequence[Item]:
        """What is to be asked before this session, in order."""
        return self.standing().due

    def answer(self, item: Item, reply: Reply) -> None:
        """Take an answer for this session, and keep it."""
        place = self.place if item.place else ""
        said = answered(item, reply, place)
        self._state(said)
        self._now.append(Said(item.id, place, reply, _day(said), now=True))

    def checks(self) -> Checks:
        """What the plan has to know of the answers."""
        return self.standing().checks(self._point.id)

    def refusal(self) -> Refused | None:
        """What a yes so far forbids; a question still open forbids nothing yet."""
        checks = self.checks()
        if checks.clot_signs is None:
            checks = replace(checks, clot_signs=False)
        return refusal(self._point, checks)

    def personal(self, kind: DeviceKind) -> Personal:
        """The person's own layers of the limit."""
        now = self.standing()
        limits = own_limits(self._statements)
        return personal(limits, self.place, kind, now.factor, now.condition)


class Healthy(Own):
    """The simulated person: says no to all that is not asked of it, and keeps nothing."""

    def due(self) -> Sequence[Item]:
        """Nobody is pressed, so nobody is asked."""
        return ()

    def answer(self, item: Item, reply: Reply) -> None:
        """Taken, not kept."""
        del item, reply

    def checks(self) -> Checks:
        """Nothing stands in the way."""
        return Checks(clot_signs=False)

    def personal(self, kind: DeviceKind) -> Personal:
        """No limit but the point's and the device's."""
        del kind
        return Personal()


def statements_in(place: Place) -> list[Statement]:
    """All that was kept; nothing where there is no data yet. Raises StoreError."""
    if not place.file.exists():
        return []
    with History(place) as history:
        return history.statements()


def answers(statements: Iterable[Statement]) -> list[Said]:
    """The answers among the statements, oldest first."""
    return [
        Said(one.item, one.place, Reply(str(one.body["reply"])), _day(one))
        for one in statements
        if one.topic is Topic.ANSWER
    ]


def answered(item: Item, reply: Reply, place: str) -> Statement:
    """An answer given now."""
    return Statement(
        told_at=Clock.wall().astimezone(), topic=Topic.ANSWER, item=item.id, place=place,
        body={"reply": reply.value},
    )  # fmt: skip


def own_limits(statements: Iterable[Statement]) -> list[OwnLimit]:
    """The person's own limits among the statements, oldest first, those taken back as None."""
    return [
        OwnLimit(
            whose=Whose(one.item.partition(" ")[0]),
            place=one.place,
            kind=DeviceKind(one.item.partition(" ")[2]),
            limit_n=None if one.body["limit_n"] is None else float(str(one.body["limit_n"])),
        )
        for one in statements
        if one.topic is Topic.LIMIT
    ]


def limited(limit: OwnLimit) -> Statement:
    """A limit set, or taken back, now."""
    return Statement(
        told_at=Clock.wall().astimezone(), topic=Topic.LIMIT,
        item=f"{limit.whose.value} {limit.kind.value}", place=limit.place,
        body={"limit_n": limit.limit_n},
    )  # fmt: skip


def item_of(name: str) -> Item:
    """The question of that id. Raises UsageError."""
    known = {item.id: item for item in screening()}
    if name not in known:
        raise UsageError(f"No question is called {name}.", f"Choose one of: {', '.join(known)}.")
    return known[name]


def _day(said: Statement) -> int:
    return date.toordinal(said.told_at.date())
