"""Pressure-pain thresholds compared: what change is real, and Hou's target from one (S09).

The error of the test is that of one published set (upper trapezius, flat tip of 1 cm2): with any
other tip nothing is said. Pure. Guarded by tests/care/test_threshold.py.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, unique
from statistics import fmean, stdev
from typing import Final

from devicelink.care.journal import Pressed
from devicelink.care.safety import AVERAGE_PLUS_KPA, AVERAGE_TIMES

SEM_N: Final = 2.06
"""Standard error of measurement, upper trapezius, 1 cm2 (UWO algometer's normative data)."""
MDC95_N: Final = 1.96 * math.sqrt(2) * SEM_N
"""5.7 N, 57 kPa: two tests of one person differ by less than this in 95 of 100 cases."""
TIP_MM2: Final = (90.0, 110.0)
"""Tips to which that error applies: 1 cm2, as near as a ruler says."""
SAME_TIP: Final = 0.05


@unique
class Verdict(StrEnum):
    """One threshold against another."""

    HIGHER = "higher"
    LOWER = "lower"
    NOT_CLEAR = "not_clear"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A test's result: mean of `n` trials, their spread (standard deviation, None for one), and
    how many ended at the limit without pain, which the mean leaves out."""

    mean_n: float
    n: int
    spread_n: float | None
    low_n: float
    high_n: float
    at_limit: int
    tip_area_mm2: float | None

    @property
    def kpa(self) -> float | None:
        """The mean as pressure; None without a flat tip."""
        return None if not self.tip_area_mm2 else self.mean_n / self.tip_area_mm2 * 1000


def threshold_of(test: Pressed) -> Threshold | None:
    """The result of a threshold test; None where no trial came to pain."""
    forces = [trial.force_n for trial in test.trials if trial.force_n is not None]
    if not forces:
        return None
    return Threshold(
        mean_n=fmean(forces),
        n=len(forces),
        spread_n=stdev(forces) if len(forces) > 1 else None,
        low_n=min(forces),
        high_n=max(forces),
        at_limit=len(test.trials) - len(forces),
        tip_area_mm2=test.tip_area_mm2,
    )


def real_change_n(tip_area_mm2: float | None) -> float | None:
    """What two tests must differ by to be told apart; None where no error is published."""
    known = tip_area_mm2 is not None and TIP_MM2[0] <= tip_area_mm2 <= TIP_MM2[1]
    return MDC95_N if known else None


def compare(old: Threshold, new: Threshold) -> Verdict:
    """The new against the old: earlier and later, or left and right."""
    noise_n = real_change_n(old.tip_area_mm2)
    if noise_n is None or not _same_tip(old.tip_area_mm2, new.tip_area_mm2):
        return Verdict.CANNOT_TELL
    change_n = new.mean_n - old.mean_n
    if abs(change_n) <= noise_n:
        return Verdict.NOT_CLEAR
    return Verdict.HIGHER if change_n > 0 else Verdict.LOWER


def hou_target_kpa(threshold_kpa: float) -> float:
    """Hou's second pressure, the mean of threshold and estimated tolerance, in kPa."""
    return AVERAGE_TIMES * threshold_kpa + AVERAGE_PLUS_KPA


def comparable(tests: Sequence[Threshold]) -> list[Threshold]:
    """Those with the newest one's tip, oldest first."""
    return [one for one in tests if _same_tip(one.tip_area_mm2, tests[-1].tip_area_mm2)]


def _same_tip(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= SAME_TIP * one
