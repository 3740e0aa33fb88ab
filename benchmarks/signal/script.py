"""What the core tells its release estimator of a recording, written down and told again.

The core runs once; any number of estimators can then be asked, each with the sources it is to have.
Guarded by tests/benchmarks/test_detectors.py.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final, TypeAlias

import numpy as np

from benchmarks.signal.truth import Handling, Recording
from devicelink.core.block import Block
from devicelink.core.companion import NOTHING, Beside
from devicelink.core.events import Event, HoldEnded, Release, ReleaseEvidence
from devicelink.core.pipeline import Pipeline, PipelineConfig
from devicelink.core.release import Abstaining, Mode, ReleaseEstimator
from devicelink.core.release_model import Source
from devicelink.core.zone import Zone

Call: TypeAlias = tuple[Any, ...]


class Script(Abstaining):
    """Writes down what the core tells its estimator; says nothing itself."""

    def __init__(self, mode: Mode) -> None:
        super().__init__(mode)
        self.calls: list[Call] = []

    def begin(self, hold: int) -> None:
        """Written down."""
        self.calls.append(("begin", hold))

    def block(
        self, end_s: float, tenths_n: Sequence[float], beside: Beside = NOTHING
    ) -> ReleaseEvidence | None:
        """Written down, with whether the gauge was followed."""
        self.calls.append(("block", self.following, end_s, tuple(tenths_n), beside))
        return None

    def disturbed(self) -> None:
        """Written down."""
        self.calls.append(("disturbed",))

    def skip(self) -> None:
        """Written down."""
        self.calls.append(("skip",))

    def verdict(self, hold: HoldEnded) -> Release:
        """Written down."""
        self.calls.append(("verdict", hold))
        return super().verdict(hold)


def play(
    recording: Recording, estimator: ReleaseEstimator, block: Block, mode: Mode = Mode.PROBE
) -> list[Event]:
    """All events of the pipeline, the gauge followed and dimmed as in a session with a coach."""
    config = PipelineConfig(zone=Zone(*recording.zone_n), mode=mode)
    pipeline = Pipeline(config, estimator)
    dimmed_s = next((hold.dimmed_s for hold in recording.holds if hold.dimmed_s), None)
    if recording.handling is not Handling.WINDOW or dimmed_s is None:
        return pipeline.feed(block) + pipeline.finish()
    at = int(np.searchsorted(block.t_s, dimmed_s))
    pipeline.follow(following=True)
    events = pipeline.feed(block.part(slice(0, at)))
    pipeline.follow(following=False)
    return events + pipeline.feed(block.part(slice(at, None))) + pipeline.finish()


ALL: Final = frozenset({Source.DEPTH, Source.TREMOR})


def told(
    calls: Iterable[Call],
    estimator: ReleaseEstimator,
    beside: frozenset[Source] = ALL,
    keys_s: Sequence[float] = (),
) -> tuple[list[ReleaseEvidence], Release, HoldEnded]:
    """All that an estimator says of one hold; of what was beside force it gets these sources."""
    words: list[ReleaseEvidence] = []
    waiting = list(keys_s)
    for call in calls:
        match call:
            case ("begin", hold):
                estimator.begin(hold)
            case ("block", following, end_s, tenths_n, found):
                while waiting and waiting[0] < end_s:
                    estimator.eased(waiting.pop(0))
                estimator.following = following
                word = estimator.block(end_s, tenths_n, _only(found, beside))
                words += [] if word is None else [word]
            case ("disturbed",):
                estimator.disturbed()
            case ("skip",):
                estimator.skip()
            case ("verdict", ended):
                return words, estimator.verdict(ended), ended
    raise AssertionError("a hold without an end is never kept")


def _only(found: Beside, sources: frozenset[Source]) -> Beside:
    return Beside(
        depth_mm=found.depth_mm if Source.DEPTH in sources else None,
        stiffness_n_mm=found.stiffness_n_mm if Source.TREMOR in sources else None,
    )
