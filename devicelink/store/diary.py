"""Pain numbers from sessions and from the journal as one run, and what else trends rest on.

Sessions' own ratings enter by themselves (S56-S58); simulated ones are nobody's, and stay out
unless asked for. Read-only. Guarded by tests/store/test_diary.py.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from devicelink.care.journal import Body, Care, Note, Pressed
from devicelink.care.journal_words import When
from devicelink.care.trend import Rated, Trend, places, trend
from devicelink.store.brief import Brief
from devicelink.store.entries import Entry, standing
from devicelink.store.history import History
from devicelink.store.place import Place
from devicelink.store.unpack import LeftOut

SAME_FORCE: Final = 0.1
ASKED_DAYS: Final = 2
"""So long after a session its next day is asked about: later nobody remembers well."""
_OF_SESSION: Final = {"pain_before": When.BEFORE, "pain_after": When.AFTER}


@dataclass(frozen=True, slots=True)
class Done:
    """One session at a place, for adherence and the next-day question."""

    session: int | None
    place: str
    at: datetime
    sitting: str = ""
    """Shared by the places of one session over several; "" where it is known to no other."""


@dataclass(frozen=True, slots=True)
class Diary:
    """Everything trends and the journal's screens are made from. Entries in both lists are by time;
    `kept` has the superseded and withdrawn ones too."""

    rated: tuple[Rated, ...] = ()
    done: tuple[Done, ...] = ()
    entries: tuple[Entry, ...] = ()
    kept: tuple[Entry, ...] = ()
    unreadable: LeftOut = field(default_factory=LeftOut)
    """What stands in none of these, for its rows are damaged."""

    def bodies(self, kind: type[Body]) -> list[tuple[Entry, Body]]:
        """The entries of one kind that count, with what they say."""
        both = ((entry, entry.body) for entry in self.entries)
        return [(entry, body) for entry, body in both if isinstance(body, kind)]

    @property
    def begin(self) -> int | None:
        """The day the journal programme began: as was said, else the first day there is."""
        said = [entry.about_at for entry in self.entries if entry.kind == "begin"]
        days = [one.day for one in self.rated] + [day_of(one.at) for one in self.done]
        return day_of(said[-1]) if said else min(days, default=None)

    def due_next_day(self, today: int) -> list[Done]:
        """The newest session at each place, of yesterday or the day before, that nobody has told
        about since."""
        newest = {done.place: done for done in self.done}
        told = {
            (entry.place, day_of(entry.about_at))
            for entry, body in self.bodies(Note)
            if isinstance(body, Note) and body.when is When.NEXT_DAY
        }
        return [
            done
            for done in newest.values()
            if 1 <= today - day_of(done.at) <= ASKED_DAYS
            and not any(place == done.place and day > day_of(done.at) for place, day in told)
        ]


def diary_in(place: Place, *, simulated: bool = False) -> Diary:
    """The diary of a profile; empty where there is no data yet. Raises StoreError."""
    if not place.file.exists():
        return Diary()
    with History(place) as history:
        return diary(history, simulated=simulated)


def diary(history: History, *, simulated: bool = False) -> Diary:
    """The diary out of an open history."""
    sessions = history.briefs(simulated=simulated)
    kept = history.entries()
    counted = [e for e in standing(kept) if simulated or not e.fields.get("simulated")]
    rated = [*_of_sessions(sessions), *_of_entries(counted)]
    done = [*_coached(sessions), *_by_hand(counted)]
    return Diary(
        rated=tuple(sorted(rated, key=lambda one: one.at_s)),
        done=tuple(sorted(done, key=lambda one: one.at)),
        entries=tuple(counted),
        kept=tuple(kept),
        unreadable=history.left_out,
    )


def days_done(done: Iterable[Done]) -> list[int]:
    """The day of each session, one over several points once (S26)."""
    at = {(one.sitting or one): one.at for one in done}
    return [day_of(one) for one in at.values()]


def day_of(at: datetime) -> int:
    """The day in its own zone, as an ordinal."""
    return at.date().toordinal()


def where(point: str | None, side: str | None) -> str:
    """A session's place, as entries name it; "" where it has none."""
    return f"{point} {side}" if point and side else ""


def _of_sessions(sessions: Iterable[Brief]) -> Iterable[Rated]:
    for one in sessions:
        place = where(one.point, one.side)
        for pain in one.pains if place else ():
            yield Rated(
                place=place, day=day_of(pain.at), at_s=pain.at.timestamp(),
                when=_OF_SESSION[pain.question], value=pain.value, session=one.id,
            )  # fmt: skip


def _of_entries(entries: Iterable[Entry]) -> Iterable[Rated]:
    for entry in entries:
        body = entry.body
        pain = body.pain if isinstance(body, Note) else None
        if isinstance(body, Note) and pain is not None:
            yield Rated(
                place=entry.place, day=day_of(entry.about_at), at_s=entry.about_at.timestamp(),
                when=body.when, value=pain if isinstance(pain, int) else None,
                session=entry.session, entry=entry.id, late=entry.late,
            )  # fmt: skip


def _coached(sessions: Iterable[Brief]) -> Iterable[Done]:
    """Sessions in which something was held, by device or by hand."""
    for one in sessions:
        if one.held:
            yield Done(one.id, where(one.point, one.side), one.started_at, one.sitting)


def _by_hand(entries: Sequence[Entry]) -> Iterable[Done]:
    """Sessions that only the journal knows: an after-number that belongs to none."""
    for entry in entries:
        body = entry.body
        after = isinstance(body, Note) and body.when is When.AFTER
        if after and entry.session is None and entry.place:
            yield Done(None, entry.place, entry.about_at)


def pressed(diary: Diary, test: str, place: str) -> list[tuple[Entry, Pressed]]:
    """The device's tests of one kind at a place, by time."""
    return [
        (entry, body)
        for entry, body in diary.bodies(Pressed)
        if isinstance(body, Pressed) and body.test == test and entry.place == place
    ]


def trends(diary: Diary, today: int) -> list[Trend]:
    """Overall first, where it was ever rated, then each place: separate runs (S10)."""
    found = [trend(place, diary.rated, today) for place in ("", *places(diary.rated))]
    return [one for one in found if one.ratings]


def same_force(diary: Diary, place: str) -> Trend | None:
    """Pain at the same force over the weeks, weighed by the same rule; None without any (S09).

    Only tests at the newest one's force count: within a tenth of it.
    """
    tests = [(e, b) for e, b in pressed(diary, "same_force", place) if b.force_n]
    if not tests:
        return None
    newest_n = tests[-1][1].force_n or 0.0
    rated = [
        Rated(
            place=place, day=day_of(entry.about_at), at_s=entry.about_at.timestamp(),
            when=When.NOW, value=body.pain if isinstance(body.pain, int) else None, entry=entry.id,
        )
        for entry, body in tests
        if abs((body.force_n or 0.0) - newest_n) <= SAME_FORCE * newest_n
    ]  # fmt: skip
    return trend(place, rated, max(one.day for one in rated))


def care_days(diary: Diary, place: str) -> dict[int, str]:
    """The days on which somebody else did something there, or where it was not said where."""
    return {
        day_of(entry.about_at): body.done.value
        for entry, body in diary.bodies(Care)
        if isinstance(body, Care) and (not body.places or place in body.places)
    }
