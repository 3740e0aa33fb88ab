"""What the benchmark asks of anything that finds holds or releases, ours and baselines alike.

A detector never sees the truth: for a release it is told between which times to look, as every
detector is. Guarded by tests/benchmarks/test_metrics.py.
"""

from dataclasses import dataclass
from typing import Protocol

from benchmarks.signal.truth import HoldTruth, Recording
from devicelink.core.block import Floats
from devicelink.core.events import Verdict


@dataclass(frozen=True, slots=True)
class FoundHold:
    """A hold that was found; `decided_s` is the time of the newest sample used for its end."""

    onset_s: float
    end_s: float
    decided_s: float
    in_zone_s: float | None = None
    slips: int | None = None
    """In the record of the hold, when all of it is known."""


@dataclass(frozen=True, slots=True)
class FoundSlip:
    """A slip that was found."""

    t_s: float
    decided_s: float


@dataclass(frozen=True, slots=True)
class Found:
    """All that was found in one recording."""

    holds: tuple[FoundHold, ...]
    slips: tuple[FoundSlip, ...] | None = None
    """None of a detector that says nothing of slips."""


class HoldDetector(Protocol):
    """Finds holds (and slips) in a whole recording, looking only back."""

    @property
    def name(self) -> str:
        """As the table calls it."""

    def find(self, recording: Recording) -> Found:
        """The holds of one recording, in order of time."""


@dataclass(frozen=True, slots=True)
class Said:
    """The one verdict on a hold; `t_s` when it was declared (None: it declares no release)."""

    verdict: Verdict
    p: float
    t_s: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """How much speaks for a release at each evaluation of one hold; all of shape (n,).

    The first `score` at or above the threshold is the alarm, at `t_s`. `since_s` is when the give
    is thought to have begun (NaN: not said). `probable`: the score is the probability that a
    release is under way or was over at most 6 s ago, and is judged as such.
    """

    t_s: Floats
    score: Floats
    since_s: Floats
    probable: bool = False
    verdict: Said | None = None


class ReleaseDetector(Protocol):
    """Scores one hold, as often as it likes; live ones look only back."""

    @property
    def name(self) -> str:
        """As the table calls it."""

    @property
    def offline(self) -> bool:
        """Whether it sees the whole hold before it speaks: no rival then, but a bound."""

    def scores(self, recording: Recording, hold: HoldTruth) -> Scores:
        """Evaluations of one hold.

        Of the truth it may read `onset_s`, `end_s` and `dimmed_s`, and whether it is a dead load:
        that is declared.
        """
