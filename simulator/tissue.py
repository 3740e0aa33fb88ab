"""Muscle under a tip: it stiffens with depth, relaxes under load, and may soften once in a hold.

Force is `s * (C * depth^n - relaxed)`: a power law, two Maxwell arms (`relaxed`) and a multiplier
`s` that a release takes from 1 to 1 - r. Pure: no clock, no randomness after the draw. What holds
of it is shown by tests/simulator/test_physics.py.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from simulator.ranges import log_uniform

_RELAXED_N: Final = 1e-6
"""Arms below this are set to rest exactly, so that a resting world can be skipped in one stride."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TissueParameters:
    """`stiffness_n_mm` is the tangent at `reference_n`; shares are what each arm gives up in time.

    Ranges: in vivo relaxation 2.9-28 %, 0.05-9 s (Zheng & Mak 1999) with a plateau near 20 s
    (Palevski 2006); stiffening by depth (Isogai 2022).
    """

    reference_n: float
    exponent: float
    stiffness_n_mm: float
    fast_share: float
    fast_tau_s: float
    slow_share: float
    slow_tau_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """The tissue softens by the share `depth`, from `onset_s` of the hold over `duration_s`."""

    onset_s: float
    duration_s: float
    depth: float

    def softened(self, hold_s: float) -> float:
        """The share of its stiffness that the tissue has lost by then (a smooth step)."""
        x = min(1.0, max(0.0, (hold_s - self.onset_s) / self.duration_s))
        return self.depth * x * x * (3.0 - 2.0 * x)


def draw_tissue(rng: np.random.Generator) -> TissueParameters:
    """A muscle of the range given for adults' limbs and trunk."""
    return TissueParameters(
        reference_n=rng.uniform(10.0, 40.0),
        exponent=rng.uniform(1.1, 2.2),
        stiffness_n_mm=log_uniform(rng, 0.8, 6.0),
        fast_share=rng.uniform(0.02, 0.15),
        fast_tau_s=log_uniform(rng, 0.5, 2.5),
        slow_share=rng.uniform(0.02, 0.25),
        slow_tau_s=log_uniform(rng, 6.0, 40.0),
    )


def draw_release(rng: np.random.Generator, *, chance: float, hold_s: float) -> Release | None:
    """A release in a hold of `hold_s`, or None; the draws used up are the same either way.

    Depth 6-40 %, median near 15 % (one treatment: -12 %, Kisilewicz 2018).
    """
    happens = rng.random() < chance
    release = Release(
        onset_s=rng.uniform(0.2, 0.75) * hold_s,
        duration_s=log_uniform(rng, 0.5, 6.0),
        depth=log_uniform(rng, 0.06, 0.40),
    )
    return release if happens else None


class Tissue:
    """The state of one spot: how deep the tip is in it and how far its arms have relaxed."""

    def __init__(self, parameters: TissueParameters) -> None:
        self.parameters = parameters
        self.depth_mm = 0.0
        self.softened = 0.0
        reference_mm = parameters.exponent * parameters.reference_n / parameters.stiffness_n_mm
        self._scale = parameters.reference_n / math.pow(reference_mm, parameters.exponent)
        self._fast_n = 0.0
        self._slow_n = 0.0

    @property
    def at_rest(self) -> bool:
        """Nothing is pressed in and nothing is left to recover."""
        return self.depth_mm == 0.0 and self._fast_n == 0.0 and self._slow_n == 0.0

    def force_n(self, depth_mm: float) -> float:
        """Force at that depth, now; below 0 where the surface has not yet come back so far."""
        elastic_n = self._elastic_n(depth_mm)
        return (1.0 - self.softened) * (elastic_n - self._relaxed_n())

    def stiffness_n_mm(self, depth_mm: float) -> float:
        """Tangent of `force_n`."""
        exponent = self.parameters.exponent
        slope = self._scale * exponent * math.pow(max(0.0, depth_mm), exponent - 1.0)
        return (1.0 - self.softened) * slope

    def depth_for(self, force_n: float) -> float:
        """The depth at which it pushes back with `force_n`, now."""
        elastic_n = max(0.0, force_n) / (1.0 - self.softened) + self._relaxed_n()
        return math.pow(elastic_n / self._scale, 1.0 / self.parameters.exponent)

    def step(self, dt_s: float, depth_mm: float) -> None:
        """Holds it at `depth_mm` for `dt_s`: the arms follow the elastic force."""
        self.depth_mm = depth_mm
        p = self.parameters
        elastic_n = self._elastic_n(depth_mm)
        self._fast_n += (elastic_n - self._fast_n) * -math.expm1(-dt_s / p.fast_tau_s)
        self._slow_n += (elastic_n - self._slow_n) * -math.expm1(-dt_s / p.slow_tau_s)
        if depth_mm == 0.0 and self._fast_n < _RELAXED_N and self._slow_n < _RELAXED_N:
            self._fast_n = self._slow_n = 0.0

    def _elastic_n(self, depth_mm: float) -> float:
        return self._scale * math.pow(max(0.0, depth_mm), self.parameters.exponent)

    def _relaxed_n(self) -> float:
        return self.parameters.fast_share * self._fast_n + self.parameters.slow_share * self._slow_n
