"""What is asked before pressing, what is still to be asked, and what the answers mean for a point.

A yes holds until a no. What nobody answered, or was answered a month ago, takes the careful branch:
half the limit. The questions are devicelink/data/screening.toml. Knows no date but the number of
the day that it is handed. Guarded by tests/care/test_screening.py.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum, unique

import msgspec

from devicelink.care.plan import Checks, Side
from devicelink.errors import PlanError

VALID_DAYS = 30
CAREFUL_FACTOR = 0.5
"""Of the point's cap, for a condition that asks for care and where an answer is missing."""
LEFT_OPEN = "questions left open"
_OWN_CHECKS = frozenset({"skin", "reach", "clot"})
"""Those that `Checks` has fields for."""


@unique
class Reply(StrEnum):
    """What was said. Declined is not missing, and neither is a no."""

    YES = "yes"
    NO = "no"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question. `asked` and `blocks` are points, None for every point."""

    id: str
    ask: str
    why: str
    name: str
    do: str
    each_session: bool = False
    place: bool = False
    asked: frozenset[str] | None = None
    blocks: frozenset[str] | None = frozenset()
    halves: bool = False
    after: str = ""
    """Asked only where this other question has a yes."""
    needed: bool = False
    """Without a no it stays closed: a question left open forbids what a yes would."""
    rows: tuple[str, ...] = ()
    """What of the source's screening list it covers."""

    def matters_at(self, point: str) -> bool:
        """Whether it is asked before this point is pressed."""
        return self.asked is None or point in self.asked

    def forbids(self, point: str) -> bool:
        """Whether a yes forbids this point."""
        return self.blocks is None or point in self.blocks


@dataclass(frozen=True, slots=True)
class Said:
    """One answer. `place` is "" for the whole person; `day` counts days; `now`: this session."""

    item: str
    place: str
    reply: Reply
    day: int
    now: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the answers mean for one point today; each in the order of the questions."""

    due: tuple[Item, ...]
    """To be asked now."""
    open: tuple[Item, ...]
    """Without a yes or a no that counts."""
    yes: tuple[Item, ...]

    def reply(self, item_id: str) -> bool | None:
        """Yes, no, or None where it is open. What does not matter here is a no."""
        if any(item.id == item_id for item in self.open):
            return None
        return any(item.id == item_id for item in self.yes)

    def checks(self, point: str, *, asking: bool = False) -> Checks:
        """What the plan has to know; it refuses what may not be.

        While `asking`, a question that is still to come forbids nothing.
        """
        open_ = () if asking else tuple(item for item in self.open if item.needed)
        refused = [
            PlanError("answered_yes", ask=item.ask, do=item.do)
            for item in self.yes
            if item.forbids(point) and item.id not in _OWN_CHECKS
        ] + [
            PlanError("left_open", ask=item.ask, do=item.do)
            for item in open_
            if item.forbids(point)
        ]
        return Checks(
            sore_skin=self.reply("skin"),
            out_of_reach=self.reply("reach"),
            clot_signs=self.reply("clot"),
            refused=next(iter(refused), None),
        )

    asked: bool = True
    """Whether there was somebody to ask: what nobody could answer halves nothing."""

    def advice(self, point: str) -> tuple[str, ...]:
        """What a yes asks for where it neither forbids this point nor halves the limit."""
        told = (item for item in self.yes if not item.forbids(point) and not item.halves)
        return tuple(f"{item.name.capitalize()}: {item.do}" for item in told)

    @property
    def condition(self) -> str:
        """What halves the limit, in words; "" where nothing does."""
        halving = next((item.name for item in self.yes if item.halves), "")
        return halving or (LEFT_OPEN if self.open and self.asked else "")

    @property
    def factor(self) -> float:
        """What the point's cap is multiplied with."""
        return CAREFUL_FACTOR if self.condition else 1.0


def place_of(point: str, side: Side) -> str:
    """The key of a place on the body."""
    return f"{point} {side.value}"


def standing(
    items: Iterable[Item], said: Iterable[Said], point: str, side: Side, today: int
) -> Standing:
    """Weigh the answers, the newest last in `said`, for a point on `today`."""
    given = list(said)
    due: list[Item] = []
    left: list[Item] = []
    yes: list[Item] = []
    for item in items:
        if not item.matters_at(point) or (item.after and item.after not in {o.id for o in yes}):
            continue
        place = place_of(point, side) if item.place else ""
        own = [one for one in given if (one.item, one.place) == (item.id, place)]
        reply, counts = _weighed(item, own, today)
        if not counts and not (own and own[-1].now):
            due.append(item)
        if reply is Reply.YES:
            yes.append(item)
        elif reply is None:
            left.append(item)
    return Standing(due=tuple(due), open=tuple(left), yes=tuple(yes))


def _weighed(item: Item, said: list[Said], today: int) -> tuple[Reply | None, bool]:
    """The reply that holds, None without one; and whether it is fresh enough not to ask again."""
    told = [one for one in said if one.reply is not Reply.DECLINED]
    if not told:
        return None, False
    newest = told[-1]
    fresh = newest.now if item.each_session else 0 <= today - newest.day < VALID_DAYS
    if newest.reply is Reply.YES:
        return (Reply.YES if fresh or not item.each_session else None), fresh
    declined_since = said[-1].reply is Reply.DECLINED
    return (Reply.NO if fresh and not declined_since else None), fresh and not declined_since


def items(tables: Mapping[str, object]) -> tuple[Item, ...]:
    """The questions of a parsed file, in its order. PlanError for one that is broken."""
    try:
        regions = msgspec.convert(tables["region"], dict[str, frozenset[str]])
        rows = msgspec.convert(tables["item"], dict[str, dict[str, bool | str | tuple[str, ...]]])
        return tuple(_item(id_, row, regions) for id_, row in rows.items())
    except (KeyError, msgspec.ValidationError) as error:
        raise PlanError("screening_broken", error=error) from error


def _item(
    id_: str,
    row: Mapping[str, bool | str | tuple[str, ...]],
    regions: Mapping[str, frozenset[str]],
) -> Item:
    def points(field: str, otherwise: frozenset[str] | None) -> frozenset[str] | None:
        name = row.get(field)
        if name is None or name == "any":
            return otherwise if name is None else None
        return regions[str(name)]

    regional = {"asked": points("asked", None), "blocks": points("blocks", frozenset())}
    return msgspec.convert({**row, "id": id_, **regional}, Item, strict=True)
