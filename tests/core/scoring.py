"""How found holds are held against the truth: the event F1 of sed_eval."""

from dataclasses import dataclass, field

import numpy as np

from devicelink.core.block import Block
from devicelink.core.events import Event, HoldEnded, Slip
from devicelink.core.pipeline import Pipeline, PipelineConfig

ONSET_COLLAR_S, END_COLLAR_S, END_COLLAR_SHARE = 0.2, 0.3, 0.2
Span = tuple[float, float]


def run(block: Block, config: PipelineConfig | None = None) -> list[Event]:
    """All events of one recording."""
    pipeline = Pipeline(config or PipelineConfig())
    return pipeline.feed(block) + pipeline.finish()


def spans(events: list[Event]) -> list[Span]:
    """Onset and end of each hold."""
    return [(event.onset_s, event.end_s) for event in events if isinstance(event, HoldEnded)]


def matches(truth: Span, found: Span) -> bool:
    """Onset within 200 ms, end within 300 ms or 20 % of the hold."""
    collar = max(END_COLLAR_S, END_COLLAR_SHARE * (truth[1] - truth[0]))
    return abs(truth[0] - found[0]) <= ONSET_COLLAR_S and abs(truth[1] - found[1]) <= collar


@dataclass(slots=True)
class Score:
    """Counts over many recordings."""

    hits: int = 0
    missed: int = 0
    false: int = 0
    onset_errors_s: list[float] = field(default_factory=list)
    end_errors_s: list[float] = field(default_factory=list)
    lags_s: list[float] = field(default_factory=list)
    slips: int = 0
    slips_found: int = 0
    slips_false: int = 0
    slip_lags_s: list[float] = field(default_factory=list)

    def add_holds(self, truth: tuple[Span, ...], found: list[Span]) -> None:
        """Match in order of time: holds of one recording never overlap."""
        left = list(found)
        for span in truth:
            near = min(left, key=lambda other: abs(other[0] - span[0]), default=None)
            if near is not None and min(near[1], span[1]) - max(near[0], span[0]) > 1.0:
                self.onset_errors_s.append(near[0] - span[0])
                self.end_errors_s.append(near[1] - span[1])
            if near is not None and matches(span, near):
                self.hits += 1
                left.remove(near)
            else:
                self.missed += 1
        self.false += len(left)

    def add_slips(self, truth: tuple[float, ...], events: list[Event]) -> None:
        """A slip is found if one is said to have happened within 0.3 s of it."""
        left = [event for event in events if isinstance(event, Slip)]
        for at_s in truth:
            near = min(left, key=lambda slip: abs(slip.t_s - at_s), default=None)
            self.slips += 1
            if near is not None and abs(near.t_s - at_s) <= 0.3:
                self.slips_found += 1
                self.slip_lags_s.append(near.decided_s - at_s)
                left.remove(near)
        self.slips_false += len(left)

    @property
    def f1(self) -> float:
        """2 TP / (2 TP + FP + FN)."""
        return 2 * self.hits / max(1, 2 * self.hits + self.missed + self.false)

    def onset_error_s(self, percentile: float) -> float:
        """Of the absolute error, over all holds found at all."""
        return float(np.percentile(np.abs(self.onset_errors_s), percentile))
