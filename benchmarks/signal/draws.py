"""One press drawn from a seed: the tissue, the hand, and what befalls them. Ranges and sources.

Every draw is made for every handling, so the same number of the same seed is the same person with
the same luck whether the gauge is tracked, dimmed or absent. Pure. Guarded by
tests/benchmarks/test_generator.py.
"""

import math
from dataclasses import dataclass
from enum import IntEnum, StrEnum, unique

import numpy as np

from benchmarks.signal.truth import Handling, ReleaseTruth, Step
from simulator.texture import TextureParameters, draw_texture
from simulator.tissue import TissueParameters, draw_tissue

SLIP_S, SLIP_BACK_S, REGRIP_S = 0.12, 1.5, 0.6
"""A slip's fall and its recovery, and how long a re-grip takes."""
DIMMED_AFTER_S = 8.0
"""From reaching the force to the listening window."""
REAL = 1.4
"""Real hands wander more than by the study's ranges: 2.9 % where its generator had 1.4 %."""


@unique
class Split(IntEnum):
    """Seeds that never meet. Thresholds and models come from `TRAIN` and `VAL` alone."""

    TRAIN = 0
    VAL = 1
    TEST = 2
    RANGES = 3
    """Tested only: tissue stiffer and slower than any in training (k_t 6-10 N/mm, tau 40-80 s)."""


@unique
class Confounder(StrEnum):
    """What happens beside holding; one at a time for the table of single factors."""

    SLIPS = "slips"
    REGRIPS = "regrips"
    GRINDING = "grinding"
    BUMPS = "bumps"
    RESTING = "resting"
    RESIDUAL = "residual"


ALL = frozenset(Confounder)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Referent-coordinate hand: stiffness, drift of the referent, and the eye on the gauge."""

    stiffness_n_mm: float
    drift: float
    drift_tau_s: float
    gain: float
    delay_s: float
    dead_share: float
    dimmed_s: float
    """Age of the hold from which no gauge is seen; infinite if it always is."""
    texture: TextureParameters
    flutter: float
    """Standard deviation, as a share of force, of what is quicker than wander (tau 0.08 s)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grinding:
    """The probe is rubbed to and fro from an age of the hold on."""

    from_s: float
    last_s: float
    hz: float
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """One press, from the hand's first pull (time 0). `release` and steps: age since reached."""

    tissue: TissueParameters
    hand: Hand
    handling: Handling
    target_n: float
    ramp_s: float
    hold_s: float
    fall_s: float
    release: ReleaseTruth | None
    slip: Step | None
    regrip: Step | None
    grinding: Grinding | None

    @property
    def last_s(self) -> float:
        """From the first pull until the hand is off."""
        return self.ramp_s + self.hold_s + self.fall_s


def log_uniform(rng: np.random.Generator, low: float, high: float) -> float:
    """Uniform in the logarithm."""
    return math.exp(rng.uniform(math.log(low), math.log(high)))


def draw_press(
    rng: np.random.Generator,
    handling: Handling,
    split: Split,
    hold_s: tuple[float, float],
    roughness: float,
    only: frozenset[Confounder],
) -> Press:
    """A press held for a time within `hold_s`. Ranges: section 4.1 of the signal study."""
    tissue = _tissue(rng, split)
    held_s = rng.uniform(*hold_s)
    hand = _hand(rng, handling, roughness)
    happens, slips, regrips, grinds = rng.random(4)
    release = ReleaseTruth(
        rng.uniform(0.2, 0.75) * held_s, log_uniform(rng, 0.5, 6.0), log_uniform(rng, 0.06, 0.40)
    )
    last_slip_s = max(0.1 * held_s, min(0.9 * held_s, held_s - 3.0))
    slip = Step(rng.uniform(0.1 * held_s, last_slip_s), -rng.uniform(0.08, 0.50))
    regrip = Step(rng.uniform(0.1, 0.9) * held_s, rng.uniform(-0.15, 0.15))
    grinding = Grinding(
        from_s=rng.uniform(0.1, 0.7) * held_s,
        last_s=rng.uniform(2.0, 6.0),
        hz=rng.uniform(0.8, 2.0),
        share=rng.uniform(0.03, 0.12),
    )
    free = handling in {Handling.NATURAL, Handling.TRACKING, Handling.WINDOW}
    return Press(
        tissue=tissue,
        hand=hand,
        handling=handling,
        target_n=tissue.reference_n,
        ramp_s=log_uniform(rng, 0.3, 4.0),
        hold_s=held_s,
        fall_s=log_uniform(rng, 0.15, 2.5),
        release=release if happens < 0.5 else None,
        slip=slip if free and slips < 0.2 and Confounder.SLIPS in only and held_s > 5.0 else None,
        regrip=regrip if free and regrips < 0.25 and Confounder.REGRIPS in only else None,
        grinding=grinding if free and grinds < 0.08 and Confounder.GRINDING in only else None,
    )


def _tissue(rng: np.random.Generator, split: Split) -> TissueParameters:
    drawn = draw_tissue(rng)
    if split is not Split.RANGES:
        return drawn
    return TissueParameters(
        reference_n=drawn.reference_n,
        exponent=drawn.exponent,
        stiffness_n_mm=log_uniform(rng, 6.0, 10.0),
        fast_share=drawn.fast_share,
        fast_tau_s=drawn.fast_tau_s,
        slow_share=drawn.slow_share,
        slow_tau_s=log_uniform(rng, 40.0, 80.0),
    )


STIFFNESS_N_MM = {
    Handling.GUIDED: (3.0, 10.0),
    Handling.NATURAL: (0.3, 6.0),
    Handling.TRACKING: (0.3, 2.0),
    Handling.WINDOW: (0.3, 2.0),
    Handling.SOFT: (0.3, 2.0),
    Handling.DEADLOAD: (0.05, 0.2),
}


def _hand(rng: np.random.Generator, handling: Handling, roughness: float) -> Hand:
    low, high = STIFFNESS_N_MM[handling]
    watches, strength = rng.random(2)
    tracks = handling in {Handling.TRACKING, Handling.WINDOW}
    gain = 0.4 + 0.6 * strength if tracks else 0.1 + 0.7 * strength
    sag = 0.03 if handling is Handling.DEADLOAD else 0.25  # a body's weight does not tire
    return Hand(
        stiffness_n_mm=log_uniform(rng, low, high),
        drift=rng.uniform(0.0, sag),
        drift_tau_s=log_uniform(rng, 8.0, 25.0),
        gain=gain if tracks or (handling is Handling.NATURAL and watches < 0.5) else 0.0,
        delay_s=rng.uniform(0.25, 0.5),
        dead_share=rng.uniform(0.01, 0.05),
        dimmed_s=DIMMED_AFTER_S if handling is Handling.WINDOW else math.inf,
        texture=draw_texture(rng, REAL * roughness),
        flutter=REAL * roughness * log_uniform(rng, 0.002, 0.008),
    )
