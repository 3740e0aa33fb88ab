"""How steadily it was done: the headline, before any number about pain or force (S30).

And the journal's 14 days (S34), and each week at a glance (S09). Days are ordinals of the person's
own calendar. Pure. Guarded by tests/care/test_adherence.py.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean
from typing import Final

from devicelink.care.journal_words import PROGRAMME_DAYS, When
from devicelink.care.trend import Rated

WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Adherence:
    """`sessions` on `days_with` of the last `days` days."""

    days_with: int
    days: int
    sessions: int

    @property
    def per_day(self) -> float | None:
        """Sessions a day, on the days that had one."""
        return self.sessions / self.days_with if self.days_with else None


@dataclass(frozen=True, slots=True)
class ProgrammeDay:
    """Day `n` of `of`; past the last it is over."""

    n: int
    of: int

    @property
    def over(self) -> bool:
        """Whether all its days have passed."""
        return self.n > self.of


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """Seven days from `first_day`. `average` over the `n` numbers there are; None without any.

    `regions` counts the places with a number above zero.
    """

    first_day: int
    worst: int | None
    average: float | None
    n: int
    regions: int
    overall: float | None
    overall_n: int


def adherence(session_days: Iterable[int], begin: int, today: int) -> Adherence:
    """From `begin` until `today`, both included; of a longer time the last fortnight."""
    first = max(begin, today - PROGRAMME_DAYS + 1)
    counted = Counter(day for day in session_days if first <= day <= today)
    return Adherence(len(counted), max(today - first + 1, 0), counted.total())


def programme_day(begin: int | None, today: int, of: int = PROGRAMME_DAYS) -> ProgrammeDay | None:
    """Which day of the programme today is; None where it has not begun."""
    return None if begin is None or today < begin else ProgrammeDay(today - begin + 1, of)


def weeks(ratings: Iterable[Rated], begin: int) -> list[Week]:
    """Whole weeks from `begin` on, up to the last with a rating; after-session numbers left out."""
    told = [one for one in ratings if one.value is not None and one.when is not When.AFTER]
    told = [one for one in told if one.day >= begin]
    last = max((one.day for one in told), default=begin - 1)
    return [_week(told, first) for first in range(begin, last + 1, WEEK)]


def _week(told: Iterable[Rated], first_day: int) -> Week:
    inside = [one for one in told if first_day <= one.day < first_day + WEEK]
    local = [one.value for one in inside if one.place and one.value is not None]
    overall = [one.value for one in inside if not one.place and one.value is not None]
    both = [*local, *overall]
    return Week(
        first_day=first_day,
        worst=max(both, default=None),
        average=fmean(both) if both else None,
        n=len(both),
        regions=len({one.place for one in inside if one.place and one.value}),
        overall=fmean(overall) if overall else None,
        overall_n=len(overall),
    )
