"""What a run of pain numbers says, place by place, and when it says nothing (S10, S59).

Only numbers given before a session count towards a status: those after it carry expectation. One
session's drop of a point or two is within noise, so medians of three are compared. The rule is
printed beside every status. Days are ordinals of the person's own calendar. Pure. Guarded by
tests/care/test_trend.py.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum, unique
from statistics import median
from typing import Final

from devicelink.care.journal_words import When

SESSIONS: Final = 4
DAYS: Final = 5
"""Fewer ratings, or a run that spans fewer days, are judged by nobody (proposal)."""
RUN: Final = 3
"""How many of the first and of the last ratings a median is taken over."""
DROP, DROP_SHARE, RISE = 2.0, 0.3, 2.0
"""Responding: a drop of at least 2 and 30 % (IMMPACT: 30 % is a moderate change). Worse: 2 more."""
LONG_DAYS: Final = 14
"""Two weeks without a meaningful change are long enough (S52)."""
MILD: Final = 2
QUIET_DAYS: Final = 7
BACK: Final = 4
"""A place rated 2 or less for 7 days and then 4 or more has returned (S35)."""
BANDS: Final = ((1, "none"), (4, "mild"), (7, "moderate"), (11, "severe"))
"""The first number above each band, and its word (S32)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """One pain number, or that it was declined. `place` is "" for pain overall.

    `at_s` only orders: seconds since any one moment. `value` None: declined or not answered.
    """

    place: str
    day: int
    at_s: float
    when: When
    value: int | None
    session: int | None = None
    entry: int | None = None
    late: bool = False


@unique
class Status(StrEnum):
    """What a run of ratings says."""

    TOO_FEW = "too_few"
    RESPONDING = "responding"
    NOT_CLEAR = "not_clear"
    NOT_RESPONDING = "not_responding"
    """Not clear for two weeks or more."""
    WORSE = "worse"


@unique
class Advice(StrEnum):
    """What the checkpoint after the fourth session comes to (S33)."""

    CONTINUE = "continue"
    CHANGE = "change"
    SEEK_CARE = "seek_care"


@unique
class Why(StrEnum):
    """Why a place is on the list for a professional (S52)."""

    WORSE = "worse"
    SESSIONS = "sessions"
    WEEKS = "weeks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """One place, or pain overall, which only `status` judges. `first` and `last` are medians of up
    to three ratings, None without any.

    `noise` is how far the median may move by chance alone, published for such a start; `days` the
    span from the first rating to the last; `returned` the day on which it came back.
    """

    place: str
    status: Status
    n: int
    days: int
    declined: int
    first: float | None
    last: float | None
    noise: float | None
    advice: Advice | None
    why: Why | None
    returned: int | None
    ratings: tuple[Rated, ...]

    @property
    def change(self) -> float | None:
        """Last less first: below zero is less pain."""
        return None if self.first is None or self.last is None else self.last - self.first


def noise_band(baseline: float) -> float:
    """The smallest change that means something, by where it started: 1, 2 or 3 points.

    1 from 1-4, 2 from 5-7, 3-4 from 8-10 (clinically important differences by baseline, German
    spine registry, n = 1232); of the last the 3, which the 30 % of the rule asks for there too.
    """
    return 1.0 if baseline < 5 else 2.0 if baseline < 8 else 3.0


def band_word(value: float) -> str:
    """None, mild, moderate or severe: a word beside the number, never a claim (S32)."""
    return next(word for above, word in BANDS if value < above)


def trend(place: str, ratings: Iterable[Rated], today: int) -> Trend:
    """Weigh the ratings of one place, in any order; those of other places are left out."""
    here = sorted((one for one in ratings if one.place == place), key=lambda one: one.at_s)
    asked = [one for one in here if one.when is When.BEFORE]
    asked = asked or [one for one in here if one.when is When.NOW]
    told = [one for one in asked if one.value is not None]
    values = [float(one.value) for one in told if one.value is not None]
    days = told[-1].day - told[0].day if told else 0
    first = median(values[:RUN]) if values else None
    last = median(values[-RUN:]) if values else None
    status = _status(first, last, len(values), days)
    return Trend(
        place=place,
        status=status,
        n=len(values),
        days=days,
        declined=len(asked) - len(told),
        first=first,
        last=last,
        noise=None if first is None or len(values) < RUN else noise_band(first),
        advice=_advice(first, last, len(values)) if place else None,
        why=_why(status, last, len(values), today - told[0].day if told else 0) if place else None,
        returned=returned(here) if place else None,
        ratings=tuple(here),
    )


def places(ratings: Iterable[Rated]) -> list[str]:
    """Every place that was rated, in the order of its first rating; overall is not one."""
    found = sorted((one for one in ratings if one.place), key=lambda one: one.at_s)
    return list(dict.fromkeys(one.place for one in found))


def returned(ratings: Sequence[Rated]) -> int | None:
    """The day a quiet place came back, None where it did not: the newest such day (S35).

    Numbers given right after a session are left out. A 3 between is neither quiet nor back.
    """
    since: int | None = None
    calm = False
    back: int | None = None
    for one in ratings:
        if one.value is None or one.when is When.AFTER:
            continue
        if one.value <= MILD:
            since = one.day if since is None else since
            calm = calm or one.day - since >= QUIET_DAYS
            continue
        since = None
        if one.value >= BACK and calm:
            back, calm = one.day, False
    return back


def needed_drop(first: float) -> float:
    """How much less counts as responding, from this start."""
    return max(DROP, DROP_SHARE * first)


def _status(first: float | None, last: float | None, n: int, days: int) -> Status:
    if first is None or last is None or n < SESSIONS or days < DAYS:
        return Status.TOO_FEW
    if first - last >= needed_drop(first):
        return Status.RESPONDING
    if last - first >= RISE:
        return Status.WORSE
    return Status.NOT_RESPONDING if days >= LONG_DAYS else Status.NOT_CLEAR


def _advice(first: float | None, last: float | None, n: int) -> Advice | None:
    """After four sessions, on however few days."""
    if first is None or last is None or n < SESSIONS:
        return None
    if first - last >= needed_drop(first):
        return Advice.CONTINUE
    return Advice.SEEK_CARE if last - first >= RISE else Advice.CHANGE


def _why(status: Status, last: float | None, n: int, since_days: int) -> Why | None:
    """The list for a professional. A place that is mild by now needs none; two ratings at least."""
    if status is Status.WORSE:
        return Why.WORSE
    if last is None or last <= MILD or status is Status.RESPONDING or n < 2:
        return None
    if since_days >= LONG_DAYS:
        return Why.WEEKS
    return Why.SESSIONS if status is Status.NOT_CLEAR else None
