"""How often, how long, how hard: a programme, and the numbers no programme may leave.

Numbers of the source text: holds 30-90 s, rest 10-15 s, 2-3 holds, 5-6 sessions a day of 3-5
minutes; the rest are proposals (docs/coaching.md). A number outside its range is refused with the
range. Guarded by tests/care/test_plan.py and tests/care/test_programmes.py.
"""

import math
from dataclasses import dataclass
from enum import StrEnum, unique

from devicelink.errors import PlanError

HOLD_S = (30.0, 90.0)
REST_S = (10.0, 15.0)
STRETCH_S = (20.0, 30.0)
REPS = (2, 3)
MOST_REPS = 6
MOST_STEPS = 3
SESSION_MAX_S = 300.0
PER_DAY = (5, 6)
BAND_TOP_SHARE = 0.75
"""The band stays below the 80 % of the limit at which the warning begins."""


@unique
class Target(StrEnum):
    """What the target band is taken from."""

    LIMIT = "limit"
    """Shares of the force limit; the person's threshold, where known, is its top."""
    THRESHOLD = "threshold"
    """Where it begins to hurt: the threshold has to be known."""
    AVERAGE = "average"
    """Half way from threshold to tolerance: the threshold has to be known."""


def _within(what: str, value: float, low: float, high: float, unit: str) -> None:
    if not math.isfinite(value) or not low <= value <= high:
        raise PlanError("programme_outside", what=what, value=value, unit=unit, low=low, high=high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """How often, how long, how hard: one row of a programme file. PlanError where it breaks a rule.

    Shares are of the force limit; `target` says what the band is taken from. `ease_off_n_s` is the
    rate to let go at, `locate_n_s` the fastest ramp while searching.
    """

    id: str
    name: str
    version: str
    source: str
    grade: str
    reps: int
    goal_s: float
    rest_s: float
    stretch_s: float = 25.0
    min_hold_s: float = 30.0
    max_hold_s: float = 90.0
    settle_s: float = 3.0
    ask_s: float = 8.0
    locate_share: float = 0.4
    locate_n_s: float = 10.0
    band_share: tuple[float, float] = (0.5, BAND_TOP_SHARE)
    ease_off_n_s: tuple[float, float] = (5.0, 15.0)
    per_day: tuple[int, int] = PER_DAY
    every_days: int = 1
    """Days from one day with sessions at a place to the next: 2 is every other day."""
    target: Target = Target.LIMIT
    steps: int = 1
    """How often the pressure is raised within a hold, each time the person feels it ease."""

    def __post_init__(self) -> None:
        """Refuse what breaks a rule."""
        _within("number of holds", self.reps, 1, MOST_REPS, "holds")
        _within("shortest hold", self.min_hold_s, *HOLD_S, "s")
        _within("longest hold", self.max_hold_s, self.min_hold_s, HOLD_S[1], "s")
        _within("hold goal", self.goal_s, self.min_hold_s, self.max_hold_s, "s")
        _within("rest", self.rest_s, *REST_S, "s")
        _within("stretch", self.stretch_s, *STRETCH_S, "s")
        _within("time to settle", self.settle_s, 1.0, 10.0, "s")
        _within("time for a question", self.ask_s, 3.0, 15.0, "s")
        _within("share for locating", self.locate_share, 0.1, 0.5, "of the limit")
        _within("locating rate", self.locate_n_s, 1.0, 20.0, "N/s")
        low, high = self.band_share
        _within("top of the band", high, 0.1, BAND_TOP_SHARE, "of the limit")
        _within("bottom of the band", low, 0.05, high * 0.9, "of the limit")
        slow, fast = self.ease_off_n_s
        _within("fastest letting go", fast, 2.0, 20.0, "N/s")
        _within("slowest letting go", slow, 1.0, fast, "N/s")
        _within("sessions a day", self.per_day[1], 1, PER_DAY[1], "sessions")
        _within("fewest sessions a day", self.per_day[0], 1, self.per_day[1], "sessions")
        _within("distance of the days", self.every_days, 1, 7, "days")
        _within("number of steps", self.steps, 1, MOST_STEPS, "steps")
        _within("longest session", self.longest_s, 0.0, SESSION_MAX_S, "s")

    @property
    def planned_s(self) -> float:
        """Holds as long as they are meant to be and the rests between them."""
        return self.reps * self.goal_s + (self.reps - 1) * self.rest_s

    @property
    def to_confirm(self) -> bool:
        """More holds on one point than the usual 2-3: the person confirms it (S29)."""
        return self.reps > REPS[1]

    @property
    def longest_s(self) -> float:
        """Holds as long as they may get and the rests between them: never above 300 s (S26)."""
        return self.reps * self.max_hold_s + (self.reps - 1) * self.rest_s
