"""What to do next, in one sentence: the first thing that is open, in a fixed order.

Never says to press harder and never promises. Guarded by tests/care/test_next_step.py.
"""

from dataclasses import dataclass

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


def next_step(now: Standing) -> str:
    """The sentence. The order is that of a first day, then of every day."""
    if now.questions_due:
        many = f"{now.questions_due} question{'s' if now.questions_due > 1 else ''}"
        return f"First, {many} about your health (y). Each session then asks a few more."
    if now.day_after_due:
        return "First tell how it is the day after your last session: j, then d."
    if not now.sessions:
        return "Choose a point by where it hurts, and begin with a first, light session."
    if now.today >= now.high:
        return f"{now.today} sessions today. That is enough: rest until tomorrow."
    if now.today >= now.low:
        return "That is as often as is meant for one day. One more is the most."
    left = now.low - now.today
    return f"{left} more session{'s' if left > 1 else ''} today, as it suits you. A few light ones."
