"""How holds are told elsewhere: a threshold, with a second to wait, or with plain hysteresis.

All are given the rule that a hold lasts 3 s; without it every touch would be one. Their thresholds
are fixed by the peers or tuned on validation sessions. Guarded by
tests/benchmarks/test_baselines.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from benchmarks.signal.detector import Found, FoundHold, HoldDetector
from benchmarks.signal.truth import Recording
from devicelink.core.block import Block

Span = tuple[float, float]
Finder = Callable[[Block], list[Span]]
"""From the samples of a session to the onset and end of each hold, in seconds."""

KG_N = 9.80665
LEAST_S = 3.0
PEER_KG, PEER_S = 2.5, 1.0
"""grip-connect's `active()`: 2.5 kg for 1000 ms (device.model.ts)."""
TUNED_KG = 0.5
REST_S = 1.0
"""Plain hysteresis learns rest and its noise from the first second."""


@dataclass(frozen=True, slots=True)
class HoldBaseline:
    """One row of the table; validation picks one of its finders."""

    name: str
    variants: tuple[Finder, ...]

    @property
    def detectors(self) -> tuple[HoldDetector, ...]:
        """One for each variant."""
        return tuple(Watcher(self.name, finder) for finder in self.variants)


@dataclass(frozen=True, slots=True)
class Watcher:
    """One variant of a baseline as the benchmark asks it."""

    name: str
    finder: Finder

    def find(self, recording: Recording) -> Found:
        """The holds; they are decided when they end."""
        spans = self.finder(recording.block)
        return Found(tuple(FoundHold(onset, end, end) for onset, end in spans))


def debounced(block: Block, *, threshold_kg: float, wait_s: float = PEER_S) -> list[Span]:
    """Active or not once the force was over or under the threshold for `wait_s`; not dated back.

    Kinder than the peer, whose code repeats each comparison a second late, flickers and all.
    """
    over, since, active = block.force_n > threshold_kg * KG_N, 0.0, False
    changes: list[float] = []
    for index, now in enumerate(map(float, block.t_s)):
        if index == 0 or over[index] != over[index - 1]:
            since = now
        if bool(over[index]) != active and now - since >= wait_s:
            active = not active
            changes.append(now)
    return _long_enough(changes, block)


def hysteresis(block: Block, *, least_n: float, off_share: float = 0.5) -> list[Span]:
    """On above rest by `least_n` or six of its standard deviations, off below a share of that."""
    rest = block.force_n[block.t_s < block.t_s[0] + REST_S] if len(block) else np.zeros(1)
    base = float(np.median(rest))
    rise = max(least_n, 6.0 * float(np.std(rest)))
    changes: list[float] = []
    for now, force in zip(map(float, block.t_s), map(float, block.force_n), strict=True):
        level = base + rise * (off_share if len(changes) % 2 else 1.0)
        if (force > level) != bool(len(changes) % 2):
            changes.append(now)
    return _long_enough(changes, block)


def _long_enough(changes: list[float], block: Block) -> list[Span]:
    if len(changes) % 2:
        changes = [*changes, float(block.t_s[-1])]
    pairs = zip(changes[::2], changes[1::2], strict=True)
    return [(onset, end) for onset, end in pairs if end - onset >= LEAST_S]


HOLDS: tuple[HoldBaseline, ...] = (
    HoldBaseline("threshold 2.5 kg, 1 s", (partial(debounced, threshold_kg=PEER_KG),)),
    HoldBaseline("threshold 0.5 kg, 1 s", (partial(debounced, threshold_kg=TUNED_KG),)),
    HoldBaseline(
        "plain hysteresis",
        tuple(partial(hysteresis, least_n=least_n) for least_n in (0.3, 0.5, 1.0, 2.0, 3.0)),
    ),
)
