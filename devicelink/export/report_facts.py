"""What a report tells, worked out once: numbers and names, no sentence and no rounding.

Sessions' own ratings and the journal's go into one run (store.diary); only a coached hold counts as
a hold. Guarded by tests/export/test_report.py, and by checks/two_weeks.py, which works every number
out again from the export.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from statistics import median
from typing import Final

from devicelink.care.adherence import Adherence, adherence
from devicelink.care.journal import Care, CheckIn, Note, Provider
from devicelink.care.outputs import RepEnd
from devicelink.care.point_record import PointRecord, of_fields
from devicelink.care.screening import Reply
from devicelink.care.trend import Trend
from devicelink.care.tries import flagged, too_painful
from devicelink.store.derived import Hold, Rating
from devicelink.store.diary import Diary, day_of, days_done, diary, trends
from devicelink.store.entries import Entry
from devicelink.store.history import Chosen, History, SessionRow
from devicelink.store.statements import Statement, Topic
from devicelink.store.unpack import LeftOut

STOPS: Final = (RepEnd.BAD_PAIN, RepEnd.PAIN_HIGH, RepEnd.OVER_LIMIT)
"""Ends of a hold that a clinician wants to know of."""
Told = tuple[SessionRow, list[Hold], list[Rating]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was done at one place. Forces are those of the holds' means: median, lowest, highest.

    `in_zone_pct` is time in the target zone, of all the holds' time with signal. None without any.
    `holds` and `held_s` are those with a device; `by_hand` are the sessions without one.
    """

    place: str
    sessions: int
    by_hand: int
    days: int
    holds: int
    held_s: float
    median_n: float | None
    low_n: float | None
    high_n: float | None
    median_kpa: float | None
    in_zone_pct: float | None
    stops: tuple[tuple[str, int], ...]
    newest: int | None
    """The newest session with a measured hold there."""
    flagged: bool = False
    """The wrong kind of pain stopped it twice in a row, or pain two of the last three tries, and no
    professional has looked since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that a report is made of; `entries` are those that count."""

    who: str
    first: datetime
    last: datetime
    made_at: datetime
    app_version: str
    sessions: int
    left_out: int
    """Simulated sessions in these days that are not told of."""
    simulated: int
    """Those that are."""
    unreadable: LeftOut
    """What, of whatever days, is not told of for its rows are damaged."""
    adherence: Adherence
    done: tuple[Done, ...]
    trends: tuple[Trend, ...]
    answers: tuple[Statement, ...]
    """The newest answer to each question of the screening that is a yes or was declined."""
    shown: tuple[Statement, ...]
    """When the warning signs were looked at."""
    since: str | None
    """Since when there has been pain, a day; None where nobody said."""
    found: tuple[tuple[str, PointRecord], ...]
    """What the person found at each place, the newest word of it."""
    entries: tuple[Entry, ...]
    diary: Diary

    def notes(self) -> list[tuple[Entry, Note]]:
        """Entries about one moment."""
        return [(e, b) for e in self.entries if isinstance(b := e.body, Note)]

    def care(self) -> list[tuple[Entry, Care]]:
        """What others did."""
        return [(e, b) for e in self.entries if isinstance(b := e.body, Care)]

    def check_ins(self) -> list[tuple[Entry, CheckIn]]:
        """The weekly numbers."""
        return [(e, b) for e in self.entries if isinstance(b := e.body, CheckIn)]

    def providers(self) -> list[Provider]:
        """Who helps, the newest last; also those of before these days."""
        return [b for e in self.diary.entries if isinstance(b := e.body, Provider)]


def facts_of(
    history: History, chosen: Chosen, who: str, now: datetime, version: str, *, simulated: bool
) -> Facts:
    """The facts of the sessions and entries chosen. An end that is not chosen is `now`."""
    rows = history.sessions(chosen)
    meant = [row for row in rows if simulated or not row.meta.simulated]
    whole = diary(history, simulated=simulated)
    part = _within(whole, chosen)
    told = list(history.told(sorted(meant, key=lambda row: row.id)))
    last = now if chosen.until is None else min(chosen.until, now)
    began = [one.at for one in part.done] + [entry.about_at for entry in part.entries]
    first = chosen.since or min(began, default=last)
    days = days_done(part.done)
    return Facts(
        who=who,
        first=first,
        last=last,
        made_at=now,
        app_version=version,
        sessions=len(days),
        left_out=len(rows) - len(meant),
        simulated=sum(row.meta.simulated for row in meant),
        unreadable=history.left_out,
        adherence=adherence(days, day_of(first), day_of(last)),
        done=tuple(_done(told, part, history)),
        trends=tuple(trends(part, day_of(last))),
        answers=tuple(_answers(history.statements(), chosen)),
        shown=tuple(one for one in history.statements() if one.item == "red_flags"),
        since=_since(history.statements()),
        found=tuple(_found(history.statements(), chosen)),
        entries=part.entries,
        diary=whole,
    )


def _within(whole: Diary, chosen: Chosen) -> Diary:
    """The part of the diary that is chosen; what is about the whole person stays with any point."""

    def meant(place: str, at_s: float) -> bool:
        since, until = chosen.since, chosen.until
        return (
            (since is None or at_s >= since.timestamp())
            and (until is None or at_s < until.timestamp())
            and (chosen.point is None or place.split(" ", maxsplit=1)[0] in {"", chosen.point})
        )

    return replace(
        whole,
        rated=tuple(one for one in whole.rated if meant(one.place, one.at_s)),
        done=tuple(one for one in whole.done if meant(one.place, one.at.timestamp())),
        entries=tuple(one for one in whole.entries if meant(one.place, one.about_at.timestamp())),
    )


def _done(told: Iterable[Told], part: Diary, history: History) -> list[Done]:
    """By place, in the order of the first session there."""
    by_id = {one[0].id: one for one in told}
    at: dict[str, list[Told]] = {}
    sessions: dict[str, list[int]] = {}
    for one in sorted(part.done, key=lambda one: (one.at, one.session or 0)):
        sessions.setdefault(one.place, []).append(day_of(one.at))
        at.setdefault(one.place, [])
        if one.session in by_id and _coached(by_id[one.session][1]):
            at[one.place].append(by_id[one.session])
    return [
        _done_at(place, at[place], days, flagged=_is_flagged(history, place))
        for place, days in sessions.items()
    ]


def _done_at(place: str, told: list[Told], days: list[int], *, flagged: bool) -> Done:
    holds = [hold for _, held, _ in told for hold in _coached(held)]
    means = [hold.mean_n for hold in holds if hold.mean_n is not None]
    pressures = [hold.mean_kpa for hold in holds if hold.mean_kpa is not None]
    zoned = [hold for hold in holds if hold.in_zone_pct is not None]
    with_signal_s = sum(hold.total_s - hold.gap_s for hold in zoned)
    in_zone_s = sum(hold.in_zone_s for hold in zoned)
    ends = Counter(
        end for _, held, _ in told for end in {h.rep: h.rep_end for h in _coached(held)}.values()
    )
    newest = max(told, key=lambda one: one[0].meta.started_at, default=None)
    return Done(
        place=place,
        sessions=len(days),
        by_hand=len(days) - len(told),
        days=len(set(days)),
        holds=len(holds),
        held_s=sum(hold.total_s - hold.gap_s for hold in holds),
        median_n=median(means) if means else None,
        low_n=min(means, default=None),
        high_n=max(means, default=None),
        median_kpa=median(pressures) if pressures else None,
        in_zone_pct=100 * in_zone_s / with_signal_s if with_signal_s else None,
        stops=tuple((end.value, ends[end.value]) for end in STOPS if ends[end.value]),
        newest=None if newest is None else newest[0].id,
        flagged=flagged,
    )


def _is_flagged(history: History, place: str) -> bool:
    """By all tries since a professional looked at it, whatever days were chosen."""
    point, _, side = place.partition(" ")
    looked = [one.told_at for one in history.statements()
              if (one.topic, one.place) == (Topic.CLEARED, place)]  # fmt: skip
    ends = [one.end for one in history.tries(point, side)
            if not looked or one.started_at > looked[-1]]  # fmt: skip
    return flagged(ends) or too_painful(ends)


def _coached(holds: Iterable[Hold]) -> list[Hold]:
    return [hold for hold in holds if hold.rep is not None]


def _answers(statements: Iterable[Statement], chosen: Chosen) -> list[Statement]:
    newest: dict[tuple[str, str], Statement] = {}
    for one in statements:
        if one.topic is Topic.ANSWER and (chosen.until is None or one.told_at < chosen.until):
            newest[one.item, one.place] = one
    return [one for one in newest.values() if one.body.get("reply") != Reply.NO.value]


def _since(statements: Iterable[Statement]) -> str | None:
    told = [one.body["since"] for one in statements if one.item == "pain_since"]
    return str(told[-1]) if told else None


def _found(statements: Iterable[Statement], chosen: Chosen) -> list[tuple[str, PointRecord]]:
    newest = {
        one.place: of_fields(one.body)
        for one in statements
        if one.topic is Topic.POINT and one.item == "record"
        and (chosen.point is None or one.place.split(" ")[0] == chosen.point)
    }  # fmt: skip
    return list(newest.items())
