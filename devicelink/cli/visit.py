"""Several points in one session, one after the other: each its own record, limit and questions.

Nothing of one point is carried to the next but the answers given just now and the count of the day.
Every point is looked at before the first is pressed. Guarded by tests/cli/test_visit.py.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final, TypeAlias
from uuid import uuid4

from devicelink.answering import typed
from devicelink.care.outputs import SessionEnd
from devicelink.care.plan import Plan
from devicelink.care.point import Side, Tool
from devicelink.care.programme_edit import visit
from devicelink.care.screening import Said
from devicelink.cli.asking import ask_first
from devicelink.cli.day_before import tell_checkpoint
from devicelink.cli.guided import Guide
from devicelink.cli.looking import guide_or_look
from devicelink.cli.options import Face
from devicelink.cli.own import Own
from devicelink.cli.showing import told_where_kept
from devicelink.cli.terminal import put
from devicelink.cli.wanted import Part, Wanted, wanted_of
from devicelink.clock import Clock
from devicelink.data import phrases
from devicelink.errors import PlanError, UsageError

SIDES: Final = (Side.LEFT.value, Side.RIGHT.value)
Coach: TypeAlias = Callable[[Guide, Wanted, Plan | None], None]
"""Coaches one point; handed the plan of the point before, too."""
GOES_ON: Final = frozenset({SessionEnd.COMPLETE, SessionEnd.BAD_PAIN, SessionEnd.TOO_PAINFUL})
"""Pain that stopped one place closes that place; any other end is the end of the session."""


def places_named(names: Sequence[str], side: str) -> list[tuple[str, str]]:
    """ "ut-left" or "ut" as point and side. Raises UsageError for a place named twice."""
    found = []
    for name in names:
        point, dash, own = name.rpartition("-")
        place = (point, own) if dash and own in SIDES else (name, side)
        if place in found:
            raise UsageError("place_named_twice", point=place[0], side=place[1])
        found.append(place)
    return found


def parts_of(
    aim: dict[str, Any],
    places: Sequence[tuple[str, str, Tool | None]],
    *,
    simulated: bool = False,
    seed: int | None = None,
) -> list[Wanted]:
    """What is wanted at each place; parts of one session where there are several."""
    names = ("point", "side", "tool")
    wanted = [
        wanted_of(aim | dict(zip(names, place, strict=True)), simulated=simulated, seed=seed)
        for place in places
    ]
    if len(wanted) == 1:
        return wanted
    key = uuid4().hex
    return [replace(one, part=Part(id=key, n=n, of=len(wanted))) for n, one in enumerate(wanted, 1)]


def look_first(parts: Sequence[Wanted], clock: Clock, *, asks: bool) -> list[Said]:
    """Refuse a place that may not be pressed before any is. Raises PlanError.

    In lines the questions of every place are asked here, so that none comes between two points.
    """
    said: list[Said] = []
    for wanted in parts:
        try:
            said = _looked(wanted, clock, said, asks=asks)
        except PlanError as error:
            raise PlanError(
                "place_refused", why=error.why, do=error.what_to_do, place=_where(wanted)
            ) from error
    return said


def _looked(wanted: Wanted, clock: Clock, said: Sequence[Said], *, asks: bool) -> list[Said]:
    guide = Guide(wanted, clock)
    try:
        guide.own.carry(said)
        if asks:
            ask_first(guide.own, somebody=sys.stdin.isatty())
            guide.check()
        return guide.own.said_now
    finally:
        guide.close()


def time_words(own: Own, wanted: Wanted) -> str:
    """How long it is meant to take, as far as the person has learnt (S26)."""
    programme = own.stage.soften(wanted.programme) if own.measured else wanted.programme
    points = wanted.part.of if wanted.part else 1
    return f"{programme.name}. {visit(programme, points).told(phrases())}"


def opening(guide: Guide, wanted: Wanted, last: Plan | None) -> Iterator[str]:
    """What is to be known of the point that comes now, a sentence each."""
    part, own, point = wanted.part, guide.own, wanted.point
    if part is None:
        return
    yield _say("first" if wanted.is_first else "next", n=part.n, of=part.of, where=own.where)
    if wanted.is_first:
        yield time_words(own, wanted)
    yield _say("with", tool=wanted.tool or point.tool, position=point.position)
    yield _say("find", find=point.find)
    yield _say("stay_off", places=point.stay_off)
    if last is not None and last.sensor:
        plan = wanted.plan(last.device, own.checks(), own.personal(last.device), own.stage)
        limit, band = plan.limit, plan.band
        yield _say("limit", limit=limit.limit_n, name=limit.name, low=band.low_n, high=band.high_n)


def ready() -> bool:
    """Wait until the person says so; where there is nobody, at once."""
    if not sys.stdin.isatty():
        return True
    put(_say("ready"), err=True)
    line = typed(sys.stdin).line()
    return line is not None and line.strip().lower() not in {"q", "quit"}


def one_by_one(parts: Sequence[Wanted], clock: Clock, face: Face, coach: Coach) -> None:
    """Each point with a guide of its own, for as long as the session goes on."""
    several = len(parts) > 1
    said = look_first(parts, clock, asks=face is not Face.SCREEN) if several else []
    plan = None
    for done, wanted in enumerate(parts):
        guide = guide_or_look(wanted, clock, face)
        if guide is None:
            return
        guide.own.carry(said)
        try:
            coach(guide, wanted, plan)
        finally:
            saved = guide.close()
        told_where_kept(guide, saved)
        if not wanted.simulated:
            tell_checkpoint(wanted.place, guide.own.place)
        said, plan = guide.own.said_now, guide.plan
        if not _goes_on(guide):
            _tell_left_out(parts[done + 1 :])
            return


def _goes_on(guide: Guide) -> bool:
    """Whether the next point may come after how this one ended."""
    return guide.over is not None and guide.over.end in GOES_ON


def _tell_left_out(left: Sequence[Wanted]) -> None:
    """Which points were not come to."""
    if left:
        put(_say("left_out", places="; ".join(map(_where, left))), err=True)


def _where(wanted: Wanted) -> str:
    return f"{wanted.point.name}, {wanted.side.value}"


def _say(entry: str, **args: object) -> str:
    return phrases().text("visit", entry, **args)
