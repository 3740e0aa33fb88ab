"""What comes next: the first thing open, and never more than is meant for a day (S27)."""

import pytest

from devicelink.care.next_step import Standing, next_step
from devicelink.data import phrases


@pytest.mark.parametrize(
    ("now", "word"),
    [
        (Standing(sessions=0, today=0, questions_due=3), "3 questions"),
        (Standing(sessions=9, today=9, questions_due=1), "1 question about"),
        (Standing(sessions=9, today=2, day_after_due=1), "the day after"),
        (Standing(sessions=0, today=0), "where it hurts"),
        (Standing(sessions=9, today=0), "5 more sessions"),
        (Standing(sessions=9, today=4), "1 more session today"),
        (Standing(sessions=9, today=5), "One more is the most"),
        (Standing(sessions=9, today=6), "rest until tomorrow"),
        (Standing(sessions=9, today=8), "rest until tomorrow"),
    ],
)
def test_next_step_by_the_day(now: Standing, word: str) -> None:
    assert word in next_step(now, phrases())


@pytest.mark.parametrize("today", range(9))
def test_s30_nothing_asks_for_more_force_or_more_than_is_meant(today: int) -> None:
    sentence = next_step(Standing(sessions=3, today=today), phrases()).lower()
    assert "hard" not in sentence
    assert (today >= 5) is ("more sessions" not in sentence and "1 more session" not in sentence)
