"""What a person said of themselves, out of the store and into the plan: answers and own limits.

The one place that turns statements into answers and limits and back. Guarded by
tests/cli/test_limits.py and tests/cli/test_asking.py.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from devicelink.care.before import Before, stop_first
from devicelink.care.journal import Note
from devicelink.care.own_limits import OwnLimit, Whose, personal
from devicelink.care.plan import Checks, Point, Side, refusal
from devicelink.care.safety import Device, DeviceKind, Personal
from devicelink.care.screening import Item, Reply, Said, Standing, place_of, standing
from devicelink.care.stages import Stage, stage_of
from devicelink.care.tries import LOOK_BACK
from devicelink.cli.saying import say
from devicelink.clock import Clock
from devicelink.data import screening, stages
from devicelink.errors import PlanError, UsageError
from devicelink.store.entries import standing as standing_entries
from devicelink.store.history import History
from devicelink.store.place import Place
from devicelink.store.statements import Statement, Topic

NOTHING_BEFORE = Before()
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
        before: Before = NOTHING_BEFORE,
    ) -> None:
        self._items = screening() if items is None else items
        self.before = before
        self._statements = list(statements)
        self._point, self._side, self._state = point, side, state
        self._now: list[Said] = []
        self.measured = True
        """Whether a device measures the force; by hand there is no limit in newtons."""
        self.staged = True
        """Whether the lower limit of the first sessions counts. Not in a test that ends at the
        first pain, which it would cut short; every other layer does there too."""
        self.notes: list[str] = []
        """What else is to be said before pressing."""
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

    @property
    def said_now(self) -> list[Said]:
        """The answers of this session."""
        return list(self._now)

    def carry(self, said: Iterable[Said]) -> None:
        """Take over what was answered just now, at another point of the same session."""
        self._now += said

    def checks(self) -> Checks:
        """What the plan has to know of the answers, and of the record."""
        return self._checks()

    def _checks(self, *, asking: bool = False) -> Checks:
        checks = self.standing().checks(self._point.id, asking=asking)
        return replace(
            checks, refused=checks.refused or stop_first(self._point, self._side, self.before)
        )

    def refuse_stopped(self) -> None:
        """Refuse what the record alone forbids, whatever would be answered. Raises PlanError."""
        refused = stop_first(self._point, self._side, self.before)
        if refused is not None:
            raise refused

    @property
    def stage(self) -> Stage:
        """How far the person has learnt."""
        return stage_of(stages(), self.before.complete)

    def refusal(self) -> PlanError | None:
        """What a yes so far forbids; a question still open forbids nothing yet."""
        checks = self._checks(asking=True)
        if checks.clot_signs is None:
            checks = replace(checks, clot_signs=False)
        return refusal(self._point, checks)

    def closed(self) -> PlanError | None:
        """What forbids this place now, a question that had to be answered with no included."""
        return refusal(self._point, self.checks())

    def advice(self) -> Sequence[str]:
        """What is to be known before pressing that forbids nothing, a sentence each."""
        left = self.stage.left(self.before.complete)
        learning = (
            [say("limit", "learning", stage=self.stage.name, left=left)]
            if self.staged
            else [say("algometry", "not_staged")]
        )
        now = self.standing()
        told = learning if left and self.measured else []
        if now.condition and not self.measured:
            told = [say("limit", "half_as_firmly", condition=now.condition)]
        return [*now.advice(self._point.id), *told, *self.notes]

    def personal(self, device: Device) -> Personal:
        """The person's own layers of the limit."""
        now = self.standing()
        limits = own_limits(self._statements)
        stage = self.stage if self.staged else None
        return personal(limits, self.place, device, now.factor, now.condition, stage)


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

    @property
    def stage(self) -> Stage:
        """Nothing to learn."""
        return stages()[-1]

    def personal(self, device: Device) -> Personal:
        """No limit but the point's and the device's."""
        del device
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
            limit_n=_number(one.body["limit_n"]),
            tip_area_mm2=_number(one.body.get("tip_area_mm2")),
        )
        for one in statements
        if one.topic is Topic.LIMIT
    ]


def limited(limit: OwnLimit) -> Statement:
    """A limit set, or taken back, now."""
    return Statement(
        told_at=Clock.wall().astimezone(), topic=Topic.LIMIT,
        item=f"{limit.whose.value} {limit.kind.value}", place=limit.place,
        body={"limit_n": limit.limit_n, "tip_area_mm2": limit.tip_area_mm2},
    )  # fmt: skip


def item_of(name: str) -> Item:
    """The question of that id. Raises UsageError."""
    known = {item.id: item for item in screening()}
    if name not in known:
        raise UsageError("question_unknown", name=name, known=", ".join(known))
    return known[name]


def before(history: History, point: str, side: Side) -> Before:
    """What the record knows of a place on this day. Raises StoreError."""
    place, now = place_of(point, side), Clock.wall().astimezone()
    told = history.statements()
    looked = [one.told_at for one in told if (one.topic, one.place) == (Topic.CLEARED, place)]
    tries = [one for one in history.tries(point, side.value)
             if not looked or one.started_at > looked[-1]]  # fmt: skip
    last = history.last_at(point, side.value)
    sore = [
        entry.body.soreness
        for entry in standing_entries(history.entries())
        if entry.place == place and isinstance(entry.body, Note)
        and entry.about_at.astimezone().date() == now.date()
        and (last is None or entry.about_at >= last)
        and isinstance(entry.body.soreness, int)
    ]  # fmt: skip
    return Before(
        ends=tuple(one.end for one in tries[-LOOK_BACK:]),
        soreness=sore[-1] if sore else None,
        complete=history.complete(),
        days_ago=None if last is None else (now.date() - last.astimezone().date()).days,
    )


def before_in(place: Place, point: str, side: Side) -> Before:
    """The same of a profile's file; nothing where there is no data yet. Raises StoreError."""
    if not place.file.exists():
        return NOTHING_BEFORE
    with History(place) as history:
        return before(history, point, side)


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))


def _day(said: Statement) -> int:
    return date.toordinal(said.told_at.date())
