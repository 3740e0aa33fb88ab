"""How steadily, the fortnight, and the weeks."""

import pytest

from devicelink.care.adherence import ProgrammeDay, adherence, programme_day, weeks
from devicelink.care.journal_words import When
from devicelink.care.trend import Rated


def rated(place: str, day: int, value: int | None, when: When = When.BEFORE) -> Rated:
    return Rated(place=place, day=day, at_s=day * 86400.0, when=when, value=value)


def test_s30_the_headline_counts_days_and_sessions() -> None:
    done = adherence([100, 100, 101, 105], 100, 106)
    assert (done.days_with, done.days, done.sessions) == (3, 7, 4)
    assert done.per_day == pytest.approx(4 / 3)
    assert adherence([], 100, 106).per_day is None
    assert adherence([1, 2, 3], 1, 100).days == 14, "of a long time the last fortnight"


def test_s34_day_n_of_14_and_its_end() -> None:
    assert programme_day(100, 100) == ProgrammeDay(1, 14)
    last, after = programme_day(100, 113), programme_day(100, 114)
    assert last is not None
    assert after is not None
    assert (last.n, last.over, after.over) == (14, False, True)
    assert programme_day(None, 100) is None


def test_s09_each_week_has_worst_average_and_regions() -> None:
    told = weeks(
        [
            rated("ut left", 100, 6), rated("ut left", 103, 4), rated("pi right", 104, 0),
            rated("", 102, 5), rated("ut left", 101, 9, When.AFTER), rated("pi right", 108, 3),
            rated("pi right", 109, None),
        ],
        100,
    )  # fmt: skip
    assert [(w.worst, w.n, w.regions, w.overall) for w in told] == [(6, 4, 1, 5), (3, 1, 1, None)]
    assert told[0].average == pytest.approx(15 / 4)
    assert weeks([], 100) == []


def test_s09_a_week_without_a_number_has_none_not_zero() -> None:
    told = weeks([rated("", 100, 5), rated("", 115, 5)], 100)
    assert [(w.average, w.n) for w in told] == [(5, 1), (None, 0), (5, 1)]
