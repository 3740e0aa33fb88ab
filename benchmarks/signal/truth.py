"""What really happened in a recording, and the recording: the types of the signal benchmark.

A release is known from the tissue's own multiplier, never read off the force; onset and end are
read off the force without the sensor's noise. Guarded by tests/benchmarks/test_generator.py.
"""

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from devicelink.core.block import Block, Columns, Floats
from firmware_protocol.messages import Channel

Longs: TypeAlias = NDArray[np.int64]

PLAIN_D, VISIBLE_D = 8.0, 4.0
"""From these d' on a release is plainly visible (O1), or visible (O2); below it is hidden (O3)."""


@unique
class Handling(StrEnum):
    """How the hand presses."""

    GUIDED = "guided"
    """Locked arm, keeps still, follows no gauge."""
    NATURAL = "natural"
    """As people press who were told nothing; half of them follow the gauge a little."""
    TRACKING = "tracking"
    """A soft hand that follows the gauge all the time, with slips and re-grips."""
    WINDOW = "window"
    """The same hands as `TRACKING`, number for number, but the gauge is dimmed after 8 s."""
    SOFT = "soft"
    """As guided, but the hand is soft."""
    DEADLOAD = "deadload"
    """Body weight on a ball."""


@unique
class Observability(StrEnum):
    """How well a release can be told from its twin that has none, by who knows where to look."""

    PLAIN = "O1"
    VISIBLE = "O2"
    HIDDEN = "O3"


@dataclass(frozen=True, slots=True)
class ReleaseTruth:
    """The tissue lost the share `depth` of its stiffness from `t_s` on, over `duration_s`."""

    t_s: float
    duration_s: float
    depth: float


@dataclass(frozen=True, slots=True)
class Step:
    """The hand's own doing at `t_s`: a slip (comes back) or a re-grip (stays); share of force."""

    t_s: float
    change: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldTruth:
    """One sustained hold. Times are on the recording's own time line.

    Onset: the force crosses 5 % of `plateau_n`; end: it falls below 50 % of the last 3 s' median.
    `settled_s`: from then on it was in the zone for a second (None: never). `dimmed_s`: from then
    on the hand saw no gauge (`WINDOW` only). `d_prime` is None without a release.
    """

    onset_s: float
    end_s: float
    settled_s: float | None
    in_zone_s: float
    plateau_n: float
    handling: Handling
    release: ReleaseTruth | None
    d_prime: float | None
    slips: tuple[Step, ...] = ()
    regrips: tuple[Step, ...] = ()
    dimmed_s: float | None = None

    @property
    def observability(self) -> Observability | None:
        """The class of its release, None if it has none."""
        if self.d_prime is None:
            return None
        if self.d_prime >= PLAIN_D:
            return Observability.PLAIN
        return Observability.VISIBLE if self.d_prime >= VISIBLE_D else Observability.HIDDEN


@dataclass(frozen=True, slots=True)
class Pain:
    """The person said a number of 0 to 10."""

    t_s: float
    level: int


@dataclass(frozen=True, slots=True, eq=False)
class Wire:
    """The same samples as they arrive: in batches, some late, some twice; all of shape (m,)."""

    arrival_s: Floats
    device_us: Longs
    """The device's clock of 32 bits, which may wrap."""
    force_n: Floats


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Recording:
    """A session, or a single hold, as delivered, with its truth.

    `t_s` (rising, seconds, true to the device's clock) and `force_n` (newtons above the zero set
    at its start) are what a data path makes of `wire`; `displacement_um` (20 um noise) and
    `acceleration_g` have the same shape (n,). `zone_n` is what the person aims at.
    """

    name: str
    handling: Handling
    rate_hz: float
    t_s: Floats
    force_n: Floats
    holds: tuple[HoldTruth, ...]
    zone_n: tuple[float, float]
    keys_s: tuple[float, ...] = ()
    pains: tuple[Pain, ...] = ()
    displacement_um: Floats | None = None
    acceleration_g: Floats | None = None
    wire: Wire | None = None

    @property
    def block(self) -> Block:
        """The force for the core."""
        return Block.of(self.t_s, self.force_n)

    @property
    def whole(self) -> Block:
        """The force with all that the device sent beside it."""
        channels = []
        if self.displacement_um is not None:
            channels.append((Channel.DISPLACEMENT, self.displacement_um / 1000.0))
        if self.acceleration_g is not None:
            channels.append((Channel.ACCELERATION, self.acceleration_g))
        return Block.of(self.t_s, self.force_n, Columns.of(channels=channels))
