"""What to do next, in one sentence: the first thing that is open, in a fixed order.

Never says to press harder and never promises. Guarded by tests/care/test_next_step.py.
"""

from dataclasses import dataclass

from devicelink.care.phrases import Phrases
from devicelink.care.plan import PER_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known of the person's day. `sessions` counts all that were ever recorded."""

    sessions: int
    today: int
    questions_due: int = 0
    day_after_due: int = 0
    """Places where it was not told how they were the day after."""
    low: int = PER_DAY[0]
    high: int = PER_DAY[1]


def next_step(now: Standing, phrases: Phrases) -> str:
    """The sentence. The order is that of a first day, then of every day."""
    if now.questions_due:
        return phrases.text("next_step", "questions", n=now.questions_due)
    if now.day_after_due:
        return phrases.text("next_step", "day_after")
    if not now.sessions:
        return phrases.text("next_step", "first")
    if now.today >= now.high:
        return phrases.text("next_step", "enough", n=now.today)
    if now.today >= now.low:
        return phrases.text("next_step", "one_more")
    return phrases.text("next_step", "left", n=now.low - now.today)
