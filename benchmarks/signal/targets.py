"""What is to be reached (section 5.4 of the signal study), as places in the figures of a run.

Guarded by tests/benchmarks/test_run.py.
"""

from dataclasses import dataclass
from enum import StrEnum, unique
from math import isnan


@unique
class Way(StrEnum):
    """Which side of the target is good."""

    AT_LEAST = ">="
    AT_MOST = "<="
    WITHIN = "within +-"


@dataclass(frozen=True, slots=True)
class Target:
    """One figure of one row of one track, and what it is to be."""

    track: str
    figure: str
    way: Way
    value: float
    row: str = "devicelink"

    def met(self, value: float) -> bool | None:
        """None where there is no figure."""
        if isnan(value):
            return None
        if self.way is Way.AT_LEAST:
            return value >= self.value
        return (abs(value) if self.way is Way.WITHIN else value) <= self.value


def _holds() -> list[Target]:
    targets = [Target(f"rough, {rate} Hz", "f1", Way.AT_LEAST, 0.985 if rate >= 20 else 0.96)
               for rate in (10, 20, 40, 80, 100, 200, 500)]  # fmt: skip
    for rate, p95 in ((40, 100.0), (80, 100.0), (10, 200.0)):
        median = 40.0 if rate >= 40 else 100.0
        targets += [
            Target(f"rough, {rate} Hz", "onset error ms, median", Way.AT_MOST, median),
            Target(f"rough, {rate} Hz", "onset error ms, p95", Way.AT_MOST, p95),
        ]
    return [
        *targets,
        Target("rough, 80 Hz", "end decided after ms, median", Way.AT_MOST, 500.0),
        Target("rough, 80 Hz", "end error ms, median", Way.AT_MOST, 50.0),
        Target("ordinary, 80 Hz", "slip recall", Way.AT_LEAST, 0.97),
        Target("ordinary, 80 Hz", "false slips per hour", Way.AT_MOST, 1.0),
        Target("ordinary, 80 Hz", "false slips in the record per hour", Way.AT_MOST, 1.0),
        Target("ordinary, 80 Hz", "slip latency ms, median", Way.AT_MOST, 120.0),
        Target("real", "f1, ball", Way.AT_LEAST, 0.98),
        Target("real", "f1, grip", Way.AT_LEAST, 0.94),
    ]


HOLDS = tuple(_holds())
RELEASES = (
    Target("guided", "f1", Way.AT_LEAST, 0.76),
    Target("natural", "f1", Way.AT_LEAST, 0.46),
    Target("natural", "precision", Way.AT_LEAST, 0.75),
    Target("tracking", "f1", Way.AT_LEAST, 0.30),
    Target("soft", "f1", Way.AT_LEAST, 0.45),
    *(Target(track, "false alarms per hour", Way.AT_MOST, 6.0)
      for track in ("guided", "natural", "tracking", "soft")),
    Target("guided", "recall O1", Way.AT_LEAST, 0.95),
    Target("natural", "recall O1", Way.AT_LEAST, 0.92),
    Target("dead load", "share release_likely", Way.AT_MOST, 0.0),
    Target("dead load", "share cannot_tell", Way.AT_LEAST, 0.95),
    Target("adversarial", "share release_likely", Way.AT_MOST, 0.0),
    Target("real", "share release_likely", Way.AT_MOST, 0.0),
    Target("guided", "latency s, median", Way.AT_MOST, 2.0),
    Target("guided", "latency s, p90", Way.AT_MOST, 4.5),
    Target("guided", "onset error s, median", Way.AT_MOST, 0.4),
    Target("guided", "ece", Way.AT_MOST, 0.02),
    Target("natural", "ece", Way.AT_MOST, 0.02),
    Target("guided", "declared gap", Way.WITHIN, 0.08),
    Target("natural", "declared gap", Way.WITHIN, 0.08),
    Target("guided", "brier skill", Way.AT_LEAST, 0.45),
    Target("natural", "brier skill", Way.AT_LEAST, 0.25),
    Target("natural", "f1", Way.AT_LEAST, 0.72, row="devicelink + key"),
    Target("natural", "f1", Way.AT_LEAST, 0.85, row="devicelink + displacement"),
)  # fmt: skip
