"""How long a person has had pain, in their own words: a month or a day, and the word for it (S06).

Longer than three months is called persistent, a word for the record and no finding. Pure: days are
counted from outside. Guarded by tests/care/test_duration.py.
"""

import re
from dataclasses import dataclass
from typing import Final

from devicelink.care.phrases import Phrases
from devicelink.errors import UsageError

PERSISTENT_MONTHS: Final = 3
_WHEN: Final = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")


@dataclass(frozen=True, slots=True, order=True)
class When:
    """A day of the calendar; the first of the month where nobody said which."""

    year: int
    month: int
    day: int = 1

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"


def when_of(text: str, today: When) -> When:
    """What was typed, such as 2026-03 or 2026-03-15. Raises UsageError for no day that was."""
    found = _WHEN.fullmatch(text.strip())
    year, month, day = (int(part) if part else 1 for part in found.groups()) if found else (0, 0, 0)
    when = When(year, month, day)
    if not (found and 1 <= month <= 12 and 1 <= day <= 31 and year >= 1900 and when <= today):
        raise UsageError("since_is_no_day", text=text)
    return when


def months(since: When, today: When) -> int:
    """Whole months that have passed."""
    whole = (today.year - since.year) * 12 + today.month - since.month
    return max(whole - (1 if today.day < since.day else 0), 0)


def is_persistent(since: When, today: When) -> bool:
    """Longer than three months: three whole ones and at least a day."""
    passed = months(since, today)
    return passed > PERSISTENT_MONTHS or (passed == PERSISTENT_MONTHS and today.day != since.day)


def in_words(since: When, today: When, phrases: Phrases) -> str:
    """For how long, and the word for it."""
    passed = months(since, today)
    if not passed:
        return phrases.text("duration", "short", since=since)
    tag = phrases.text("duration", "tag") if is_persistent(since, today) else ""
    return phrases.text("duration", "told", since=since, months=passed, tag=tag)
