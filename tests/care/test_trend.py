"""Trends that do not fool: noise stays noise, and a rule stands behind every word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devicelink.care.journal_words import When
from devicelink.care.trend import (
    Advice,
    Rated,
    Status,
    Trend,
    Why,
    band_word,
    noise_band,
    places,
    returned,
    trend,
)

UT = "ut left"


def run(
    *values: int | None, place: str = UT, step: int = 2, when: When = When.BEFORE
) -> list[Rated]:
    """One rating every `step` days from day 100 on."""
    return [
        Rated(place=place, day=100 + i * step, at_s=i * step * 86400.0, when=when, value=value)
        for i, value in enumerate(values)
    ]


def of(*values: int | None, step: int = 2) -> Trend:
    ratings = run(*values, step=step)
    return trend(UT, ratings, ratings[-1].day)


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ((6, 6, 6, 6), Status.NOT_CLEAR),
        ((7, 6, 7, 4, 4, 4), Status.RESPONDING),
        ((8, 8, 8, 6, 6, 6), Status.NOT_CLEAR),  # 2 of 8 is less than 30 %
        ((8, 8, 8, 5, 5, 5), Status.RESPONDING),
        ((2, 2, 2, 0, 0, 0), Status.RESPONDING),
        ((1, 1, 1, 0, 0, 0), Status.NOT_CLEAR),  # a drop of one is noise
        ((4, 4, 4, 6, 6, 6), Status.WORSE),
        ((4, 4, 4, 5, 5, 5), Status.NOT_CLEAR),
        ((6, 6, 6), Status.TOO_FEW),
        ((9, 9, 9, 0, 9, 9), Status.NOT_CLEAR),  # one good day is no trend
    ],
)
def test_s59_the_responder_rule(values: tuple[int, ...], status: Status) -> None:
    assert of(*values).status is status


def test_s59_four_in_one_day_are_too_few_days() -> None:
    assert of(8, 8, 3, 3, 3, step=0).status is Status.TOO_FEW
    assert of(8, 8, 3, 3, 3, step=1).status is Status.TOO_FEW  # days 0 to 4
    assert of(8, 8, 8, 3, 3, 3, step=1).status is Status.RESPONDING


def test_s59_two_weeks_of_not_clear_is_not_responding() -> None:
    assert of(6, 6, 6, 6, 6, 6, 6).status is Status.NOT_CLEAR  # 12 days
    assert of(6, 6, 6, 6, 6, 6, 6, 6).status is Status.NOT_RESPONDING


def test_s58_declined_is_counted_beside_and_never_as_zero() -> None:
    told = of(6, None, 6, None, 6, 6)
    assert (told.n, told.declined, told.last) == (4, 2, 6)
    assert of(None, None).first is None


def test_s59_after_numbers_never_make_a_trend() -> None:
    ratings = run(7, 7, 7, 7) + run(1, 1, 1, 1, when=When.AFTER)
    assert trend(UT, ratings, 110).last == 7


def test_s10_local_and_overall_are_independent_series() -> None:
    local, overall = run(8, 8, 8, 3, 3, 3), run(5, 5, 5, 5, 5, 5, place="")
    both = local + overall
    assert trend(UT, both, 110).status is Status.RESPONDING
    assert trend("", both, 110).status is Status.NOT_CLEAR
    assert trend(UT, both, 110) == trend(UT, local, 110)
    assert places(both) == [UT]


def test_s33_the_checkpoint_comes_after_the_fourth_session() -> None:
    assert of(6, 6, 6).advice is None
    assert of(6, 6, 6, 6).advice is Advice.CHANGE
    assert of(9, 9, 5, 5, step=0).advice is Advice.CONTINUE, "also within one day"
    assert of(8, 8, 4, 4, 4).advice is Advice.CONTINUE
    assert of(3, 3, 6, 6, 6).advice is Advice.SEEK_CARE


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ((6, 6, 6, 6), Why.SESSIONS),
        ((3, 3, 3, 6, 6, 6), Why.WORSE),
        ((8, 8, 8, 4, 4, 4), None),
        ((6, 6, 6, 6, 6, 6, 6, 6), Why.WEEKS),
        ((2, 2, 2, 2), None),  # mild by now
        ((6, 6), None),
    ],
)
def test_s52_who_needs_a_professional(values: tuple[int, ...], why: Why | None) -> None:
    assert of(*values).why is why


def test_s52_two_weeks_count_with_few_sessions_too() -> None:
    assert trend(UT, run(6, 6), 114).why is Why.WEEKS
    assert trend(UT, run(6), 130).why is None, "one number says nothing"


@pytest.mark.parametrize(
    ("values", "day"),
    [
        ((6, 2, 2, 1, 2, 2, 4), 112),  # quiet from day 102 to 110
        ((6, 2, 2, 1, 4), None),  # quiet for four days only
        ((6, 2, 2, 1, 2, 2, 3, 3), None),  # 3 is neither
        ((6, 2, 2, 1, 2, 2, 3, 5), 114),
        ((6, 2, None, None, None, 2, 4), 112),
        ((4, 4, 4, 4), None),
    ],
)
def test_s35_a_quiet_place_that_comes_back(values: tuple[int | None, ...], day: int | None) -> None:
    assert returned(run(*values)) == day


def test_s35_the_number_after_a_session_is_no_quiet() -> None:
    assert returned(run(2, 2, 2, 2, 2, when=When.AFTER) + run(5)) is None


def test_s32_a_word_beside_the_number() -> None:
    words = [band_word(value) for value in range(11)]
    assert words == ["none"] + ["mild"] * 3 + ["moderate"] * 3 + ["severe"] * 4


def test_the_noise_band_grows_with_the_start() -> None:
    assert [noise_band(value) for value in (1, 4, 5, 7, 8, 10)] == [1, 1, 2, 2, 3, 3]


@given(st.lists(st.integers(0, 10), min_size=1, max_size=12))
def test_a_response_always_lies_outside_the_noise(values: list[int]) -> None:
    told = of(*values)
    if told.status is Status.RESPONDING:
        assert told.change is not None
        assert told.noise is not None
        assert -told.change >= told.noise


@given(st.lists(st.integers(0, 10) | st.none(), max_size=12), st.randoms())
def test_the_order_of_entries_does_not_matter(values: list[int | None], luck: object) -> None:
    ratings = run(*values)
    shuffled = list(ratings)
    luck.shuffle(shuffled)  # type: ignore[attr-defined]
    assert trend(UT, shuffled, 130) == trend(UT, ratings, 130)
