"""The core itself as the benchmark's detectors: the pipeline fed a whole recording, in blocks.

What the person says, and whether the gauge is followed, is told it as a session would tell it.
Guarded by tests/benchmarks/test_detectors.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np

from benchmarks.signal.detector import Found, FoundHold, FoundSlip, ReleaseDetector, Said, Scores
from benchmarks.signal.truth import Handling, HoldTruth, Recording
from devicelink.core.block import Block
from devicelink.core.events import Event, HoldEnded, Release, ReleaseEvidence, Slip
from devicelink.core.pipeline import Pipeline, PipelineConfig
from devicelink.core.release import Abstaining, Mode, ReleaseEstimator
from devicelink.core.zone import Zone

EVERY_S = 0.4
"""The evidence is told on change; it is judged as a meter shows it, this often."""
Estimator = Callable[[Mode], ReleaseEstimator]


@dataclass(frozen=True, slots=True)
class OurHolds:
    """The core's holds and slips."""

    name: str = "devicelink"

    def find(self, recording: Recording) -> Found:
        """The holds of one recording, in order of time."""
        events = _events(recording, Abstaining, recording.block)
        holds = tuple(
            FoundHold(event.onset_s, event.end_s, event.decided_s, event.in_zone_s)
            for event in events
            if isinstance(event, HoldEnded)
        )
        slips = (event for event in events if isinstance(event, Slip))
        return Found(holds, tuple(FoundSlip(slip.t_s, slip.decided_s) for slip in slips))


@dataclass(frozen=True, slots=True)
class OurRelease:
    """The core's evidence and verdict, by an estimator that is made anew for each recording."""

    estimator: Estimator
    name: str = "devicelink"
    offline: bool = False
    declared: bool = True
    """Whether a dead load is told to be one."""

    def scores(self, recording: Recording, hold: HoldTruth) -> Scores:
        """Its probability as a meter shows it, and its verdict; nothing where it finds no hold."""
        events = _events(recording, self.estimator, recording.block, declared=self.declared)
        found = [event for event in events if isinstance(event, HoldEnded)]
        same = max(found, key=lambda event: _shared_s(event, hold), default=None)
        if same is None or _shared_s(same, hold) <= 0.0:
            return Scores(np.empty(0), np.empty(0), np.empty(0), probable=True)
        told = [e for e in events if isinstance(e, ReleaseEvidence) and e.hold == same.hold]
        verdict = next(e for e in events if isinstance(e, Release) and e.hold == same.hold)
        said = Said(verdict.verdict, verdict.p, verdict.declared_s)
        return metered(told, min(hold.end_s, same.end_s), said)


def metered(told: list[ReleaseEvidence], until_s: float, said: Said | None) -> Scores:
    """What a meter shows between one word and the next; nothing while the estimator cannot look."""
    rows: list[tuple[float, float, float]] = []
    for word, after in zip_longest(told, told[1:]):
        if word.p is None or word.t_s > until_s:
            continue
        end_s = until_s if after is None else min(until_s, after.t_s)
        since_s = float("nan") if word.since_s is None else word.since_s
        shown_s = np.arange(word.t_s, max(end_s - 1e-6, word.t_s + 1e-6), EVERY_S)
        rows += [(float(t_s), word.p, since_s) for t_s in shown_s]
    t_s, p, since = np.array(rows, dtype=np.float64).reshape(-1, 3).T
    return Scores(t_s, p, since, probable=True, verdict=said)


def _events(
    recording: Recording, estimator: Estimator, block: Block, *, declared: bool = True
) -> list[Event]:
    """All events of the pipeline; it is told what a session with a coach would know."""
    mode = Mode.BALL if declared and recording.handling is Handling.DEADLOAD else Mode.PROBE
    config = PipelineConfig(zone=Zone(*recording.zone_n), mode=mode)
    pipeline = Pipeline(config, estimator(mode))
    dimmed_s = next((hold.dimmed_s for hold in recording.holds if hold.dimmed_s), None)
    if recording.handling is not Handling.WINDOW or dimmed_s is None:
        return pipeline.feed(block) + pipeline.finish()
    at = int(np.searchsorted(block.t_s, dimmed_s))
    pipeline.follow(following=True)
    events = pipeline.feed(Block.of(block.t_s[:at], block.force_n[:at]))
    pipeline.follow(following=False)
    return events + pipeline.feed(Block.of(block.t_s[at:], block.force_n[at:])) + pipeline.finish()


def _shared_s(found: HoldEnded, hold: HoldTruth) -> float:
    return min(found.end_s, hold.end_s) - max(found.onset_s, hold.onset_s)


def our_releases() -> tuple[ReleaseDetector, ...]:
    """Ours, each a row of the table."""
    return (OurRelease(Abstaining),)
