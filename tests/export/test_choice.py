"""Dates on the command line mean what a person means by them."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from devicelink.errors import UsageError
from devicelink.export.choice import chosen


@pytest.fixture(autouse=True)
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Somewhere with summer time, which begins there on 29 March 2026."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


def test_days_are_whole_and_local() -> None:
    made = chosen("2026-03-01", "2026-03-02", "masseter")
    assert (made.since, made.until) == (utc(2026, 2, 28, 23), utc(2026, 3, 2, 23))
    assert made.point == "masseter"


def test_one_day_is_that_day_even_when_the_clock_changes() -> None:
    made = chosen("2026-03-29", "2026-03-29")
    assert (made.since, made.until) == (utc(2026, 3, 28, 23), utc(2026, 3, 29, 22))


def test_moments_are_moments() -> None:
    made = chosen("2026-03-01T09:30", "2026-03-01T09:30:01Z")
    assert (made.since, made.until) == (utc(2026, 3, 1, 8, 30), utc(2026, 3, 1, 9, 30, 1))
    assert chosen() == chosen(None, None, None)


@pytest.mark.parametrize(
    ("since", "until"),
    [("yesterday", None), (None, "2026-13-01"), ("", None), ("2026-03-02", "2026-03-01"),
     ("0001-01-01", "x"), (None, "9999-12-31")],
)  # fmt: skip
def test_what_is_no_date_is_said(since: str | None, until: str | None) -> None:
    with pytest.raises(UsageError) as refusal:
        chosen(since, until)
    assert refusal.value.what_to_do
