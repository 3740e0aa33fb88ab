"""Whether the tissue gave: the place for it, and what is said where no trained model is at hand.

Force alone sees a release only through the hand, and hands drift by as much (docs/signal.md). The
estimator proper is in release_listener.py; `Abstaining` answers `cannot_tell` for every hold with
the prior, and measures only what could have been seen at best. Guarded by
tests/core/test_release.py.
"""

from collections import deque
from collections.abc import Sequence
from enum import StrEnum, unique
from math import sqrt
from typing import Protocol

import numpy as np

from devicelink.core.block import Floats
from devicelink.core.companion import NOTHING, Beside
from devicelink.core.events import HoldEnded, Release, ReleaseEvidence, Verdict

PRIOR = 0.5
"""Of a release, in the benchmark's corpus: a convention, nobody has counted real ones."""
THRESHOLD = 6.0
"""Standard deviations a drop must reach to be told from chance (docs/signal.md)."""
RAMP_S = 2.0
"""The give looked for: a ramp down that takes this long and stays."""
LEAST_BLOCKS = 20
"""4 s of hold, besides its ends."""
SETTLE_S = 2.0
"""The first and last of a hold are the hand's own movement."""
EDGE_S = 2.0
"""Nearer to its ends than this, a hold shows too little before or after a give."""
DRIFTS_S = (1.5, 6.0, 15.0, 40.0)
"""Time constants of tissue relaxing and hand sagging, taken out before anything is judged."""


@unique
class Mode(StrEnum):
    """How the force is made, as declared before the hold: it decides what force can show."""

    PROBE = "probe"
    BALL = "ball"
    """Body weight on a ball: a dead load, whose force hardly changes when tissue gives."""


class ReleaseEstimator(Protocol):
    """Fed the force of each 0.2 s while in contact; gives one verdict for each hold.

    All times are those of the events. It may look only at what it was fed; its memory must be
    bounded. `following`: the person is known to follow the gauge now.
    """

    following: bool

    def begin(self, hold: int) -> None:
        """A contact began that may become this hold; forget the one before."""

    def block(
        self, end_s: float, tenths_n: Sequence[float], beside: Beside = NOTHING
    ) -> ReleaseEvidence | None:
        """The mean forces above the baseline of the 0.1 s parts of the 0.2 s up to `end_s`.

        One or two: a part without samples is left out. `beside` is what else the device sent.
        """

    def disturbed(self) -> None:
        """The hand slipped."""

    def eased(self, t_s: float) -> None:
        """The person says at `t_s` that it eases."""

    def hurts(self, level: int) -> None:
        """The person says how much it hurts now, 0 to 10."""

    def skip(self) -> None:
        """A gap lies before what comes next."""

    def verdict(self, hold: HoldEnded) -> Release:
        """The one verdict on the hold that has just ended."""


class Abstaining:
    """Says `cannot_tell`, always, with the smallest drop that could have been seen in the hold."""

    def __init__(self, mode: Mode, capacity: int = 1500) -> None:
        self.following = False
        self._mode = mode
        self._end_s: deque[float] = deque(maxlen=capacity)
        self._mean_n: deque[float] = deque(maxlen=capacity)

    def begin(self, hold: int) -> None:  # noqa: ARG002  nothing is told before the end
        """A contact began; forget the one before."""
        self._end_s.clear()
        self._mean_n.clear()

    def block(
        self,
        end_s: float,
        tenths_n: Sequence[float],
        beside: Beside = NOTHING,  # noqa: ARG002
    ) -> ReleaseEvidence | None:
        """Keep the block, up to five minutes of them."""
        self._end_s.append(end_s)
        self._mean_n.append(sum(tenths_n) / len(tenths_n))
        return None

    def disturbed(self) -> None:
        """It is all the same here."""

    def eased(self, t_s: float) -> None:
        """It is all the same here."""

    def hurts(self, level: int) -> None:
        """It is all the same here."""

    def skip(self) -> None:
        """It is all the same here."""

    def verdict(self, hold: HoldEnded) -> Release:
        """The one verdict on the hold that has just ended."""
        t, force = np.array(self._end_s), np.array(self._mean_n)
        inside = (t >= hold.onset_s + SETTLE_S) & (t <= hold.end_s - SETTLE_S / 4)
        why = "no trained estimator was given"
        if self._mode is Mode.BALL:
            why = "body weight hides it from force"
        return Release(
            hold=hold.hold,
            verdict=Verdict.CANNOT_TELL,
            p=PRIOR,
            t_s=None,
            declared_s=None,
            drop_pct=None,
            min_detectable_drop_pct=min_detectable_drop_pct(t[inside], force[inside]),
            decided_s=hold.decided_s,
            why=why,
        )


def min_detectable_drop_pct(t_s: Floats, force_n: Floats) -> float | None:
    """The smallest lasting drop, in % of the force, that stands out from this hold's own wander.

    Threshold times sigma over the root of the template's energy: what is left of a ramp down after
    drifts are taken out and noise is whitened, at the best moment of the hold. A bound, not a
    promise: it takes the wander for first-order noise. Shape (n,) each, steadily sampled; None
    where the hold is too short to tell (under 4 s besides its ends) or 100 % would not be seen.
    """
    mean_n = float(force_n.mean()) if len(force_n) else 0.0
    if len(t_s) < LEAST_BLOCKS or mean_n <= 0.0:
        return None
    age = np.round(t_s - t_s[0], 6)  # to the microsecond, so that no shift in time is felt
    drifts = np.stack([np.ones_like(age), *(np.exp(-age / tau) for tau in DRIFTS_S)], axis=1)
    starts = np.arange(EDGE_S, age[-1] - EDGE_S - RAMP_S / 2, 0.4)
    if len(starts) == 0:
        return None
    ramps = np.clip((age[:, None] - starts[None, :]) / RAMP_S, 0.0, 1.0)
    wander = _without(drifts, force_n[:, None])[:, 0]
    power, lagged = float(wander @ wander), float(wander[1:] @ wander[:-1])
    memory = min(0.98, max(0.0, lagged / max(power, 1e-12)))
    basis = _whitened(drifts, memory)
    noise = _without(basis, _whitened(force_n[:, None], memory))[:, 0]
    sigma = float(np.sqrt(noise @ noise / max(1, len(noise) - drifts.shape[1])))
    energy = float(np.square(_without(basis, _whitened(ramps, memory))).sum(axis=0).max())
    smallest = 100.0 * THRESHOLD * sigma / (sqrt(energy) * mean_n)
    return round(smallest, 3) if smallest <= 100.0 else None


def _without(basis: Floats, columns: Floats) -> Floats:
    """What is left of each column when the basis has explained all it can."""
    inside, sizes, _ = np.linalg.svd(basis, full_matrices=False)
    inside = inside[:, sizes > 1e-6 * sizes[0]]
    rest: Floats = columns - inside @ (inside.T @ columns)
    return rest


def _whitened(columns: Floats, memory: float) -> Floats:
    """Each row less `memory` times the row before: first-order noise becomes white."""
    return columns[1:] - memory * columns[:-1]
