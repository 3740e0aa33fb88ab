"""What a test with the device is, what it says, and how it ends: a closed set of frozen values.

Guarded by tests/care/test_algometry.py.
"""

import math
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final, TypeAlias

from devicelink.care.inputs import Intent, LinkChanged, ZeroMoved
from devicelink.care.journal import Pressed, Trial
from devicelink.core.events import OverForce, OverForceCleared
from devicelink.errors import PlanError

RAMP_N_S: Final = 10.0
"""10 N/s, Fischer's rate; on 1 cm2 100 kPa/s. A faster one reads higher (Ylinen 2007)."""
TRIALS: Final = 3
REST_S: Final = 30.0
"""From the end of one trial to the next, at least."""
SAME_FORCE_KPA: Final = 245.0
"""2.5 kg/cm2, Fernandez-de-las-Penas 2006; rated 0-10."""
TARGET_SHARE: Final = 0.9
"""A target above this share of the limit would sound the alarm before it is reached."""


@unique
class Which(StrEnum):
    """Which test."""

    THRESHOLD = "threshold"
    SAME_FORCE = "same_force"


@unique
class Step(StrEnum):
    """Where in the test the person is."""

    ZERO = "zero"
    READY = "ready"
    RAMP = "ramp"
    RATE = "rate"
    EASE_OFF = "ease_off"
    REST = "rest"
    DONE = "done"


@unique
class Outcome(StrEnum):
    """How a trial ended."""

    PAIN = "pain"
    """Marked: the force then is its result."""
    LIMIT = "limit"
    """The limit came first: the threshold lies above."""
    HELD = "held"
    """The same force was held, and is rated now."""
    LET_GO = "let_go"
    SIGNAL = "signal"


@unique
class End(StrEnum):
    """Why the test ended."""

    COMPLETE = "tested"
    LIMIT = "limit"
    BAD_PAIN = "bad_pain"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """One test. `target_n` is for the same force alone; `tip_area_mm2` None: no pressure is told.

    PlanError for numbers that are none, and for a target too near the limit.
    """

    which: Which
    limit_n: float
    limit_name: str
    tip_area_mm2: float | None = None
    ramp_n_s: float = RAMP_N_S
    trials: int = TRIALS
    rest_s: float = REST_S
    target_n: float | None = None
    stale_s: float = 0.5
    """Pain marked on a force older than this is marked on none."""
    full_scale_n: float | None = None
    """Where the device's range ends; None: not known, or recorded before it was kept."""

    def __post_init__(self) -> None:
        numbers = (self.limit_n, self.ramp_n_s, self.rest_s, self.target_n or 1.0)
        if not all(math.isfinite(number) and number > 0 for number in numbers):
            raise PlanError("test_number_not_positive")
        if self.which is Which.SAME_FORCE and self.target_n is None:
            raise PlanError("same_force_unknown")
        if self.target_n is not None and self.target_n > TARGET_SHARE * self.limit_n:
            raise PlanError(
                "same_force_near_limit",
                target_n=self.target_n,
                limit_n=self.limit_n,
                limit_name=self.limit_name,
                most_n=TARGET_SHARE * self.limit_n,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class StepChanged:
    """The test moved on. `trial` counts from 1; `until_s`: when it moves on by itself."""

    t_s: float
    step: Step
    trial: int
    until_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Something to say: a phrase of the catalogue's table `algometry`, with its places."""

    t_s: float
    phrase: str
    args: tuple[tuple[str, str | float | int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialEnded:
    """One press is over; `result` where it counts."""

    t_s: float
    trial: int
    outcome: Outcome
    result: Trial | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """The test is over, with all that it gave: perhaps nothing."""

    t_s: float
    end: End
    gave: Pressed


AlgometryOutput: TypeAlias = StepChanged | Told | TrialEnded | Finished


UNBELIEVED: Final = "unbelieved"
"""The phrase that says so: it is worth a bell."""

Heard: TypeAlias = Intent | LinkChanged | ZeroMoved | OverForce | OverForceCleared
"""What enters beside samples and time."""
