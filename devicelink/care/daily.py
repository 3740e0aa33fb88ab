"""How many sessions today, and the word against one too many (S27). Pure: dates are handed in.

Guarded by tests/care/test_daily.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from devicelink.care.cues import Phrase, make_cue
from devicelink.care.outputs import Cue
from devicelink.care.plan import PER_DAY


@dataclass(frozen=True, slots=True)
class DayCount:
    """The session about to begin is the `n`-th of today; `low` to `high` are meant."""

    n: int
    low: int
    high: int

    @property
    def over(self) -> bool:
        """One more than is advised: discouraged and logged, never forbidden."""
        return self.n > self.high

    def cue(self, t_s: float) -> Cue:
        """What to say and to keep in the record at the session's start."""
        if self.over:
            return make_cue(t_s, Phrase.DAY_OVER, n=self.n, high=self.high)
        return make_cue(t_s, Phrase.DAY_WITHIN, n=self.n, low=self.low, high=self.high)


def day_count(earlier: Iterable[str], today: str, per_day: tuple[int, int] = PER_DAY) -> DayCount:
    """Count a new session among `earlier` ones, by the person's local dates (2026-03-01)."""
    return DayCount(sum(date == today for date in earlier) + 1, *per_day)
