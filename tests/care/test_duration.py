"""How long there has been pain: kept as said, and called persistent after three months (S06)."""

import pytest

from devicelink.care.duration import When, in_words, is_persistent, months, when_of
from devicelink.data import phrases
from devicelink.errors import UsageError

TODAY = When(2026, 6, 15)


@pytest.mark.parametrize(
    ("since", "passed", "persistent"),
    [
        (When(2026, 6, 15), 0, False),
        (When(2026, 3, 16), 2, False),
        (When(2026, 3, 15), 3, False),
        (When(2026, 3, 14), 3, True),
        (When(2026, 2, 15), 4, True),
        (When(2019, 12, 31), 77, True),
    ],
)
def test_s06_longer_than_three_months_is_persistent(
    since: When, passed: int, persistent: bool
) -> None:
    assert months(since, TODAY) == passed
    assert is_persistent(since, TODAY) is persistent
    assert ("persistent" in in_words(since, TODAY, phrases())) is persistent


def test_a_month_or_a_day_may_be_typed() -> None:
    assert when_of("2026-03", TODAY) == When(2026, 3)
    assert when_of(" 2026-3-9 ", TODAY) == When(2026, 3, 9)
    assert str(When(2026, 3, 9)) == "2026-03-09"


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "2026-00", "2026-07", "1899-01", "x-y"])
def test_what_is_no_day_that_was_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="no day that was"):
        when_of(text, TODAY)
