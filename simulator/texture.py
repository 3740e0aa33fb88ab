"""How a pressing hand is never quite steady: wander, tremor and breath, as a share of its force.

Pure and seeded; advances in fixed steps only. Guarded by tests/simulator/test_physics.py.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from simulator.ranges import Normals, log_uniform

_TREMOR_WIDTH_HZ: Final = 1.0
_FATIGUE_S: Final = 60.0
"""Tremor doubles in this time under load."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextureParameters:
    """Standard deviations as shares of the force; `walk` is the random walk's after one minute.

    Ranges: force CV 4.5 +-3.1 % held by hand (Baweja 2009), 0.8/2.9/8.7 % (p5/50/95) in real
    recordings of a squeezed ball; tremor 8-10 Hz proportional to force (Sutton & Sykes 1967).
    """

    wander: float
    wander_tau_s: float
    walk: float
    tremor: float
    tremor_hz: float
    breath: float
    breath_hz: float


def draw_texture(rng: np.random.Generator, roughness: float = 1.0) -> TextureParameters:
    """A hand's unsteadiness; `roughness` 2 wanders twice as much (harder than most people)."""
    breathes = rng.random() < 0.5
    breath = log_uniform(rng, 0.003, 0.03)
    return TextureParameters(
        wander=roughness * log_uniform(rng, 0.006, 0.035),
        wander_tau_s=log_uniform(rng, 0.6, 4.0),
        walk=roughness * log_uniform(rng, 0.002, 0.02),
        tremor=log_uniform(rng, 0.0015, 0.008),
        tremor_hz=rng.uniform(7.5, 11.5),
        breath=breath if breathes else 0.0,
        breath_hz=rng.uniform(0.18, 0.33),
    )


class Texture:
    """The share by which the force is off, step by step of `dt_s`."""

    def __init__(self, parameters: TextureParameters, rng: np.random.Generator, dt_s: float):
        p = self._parameters = parameters
        self._dt_s = dt_s
        self._normals = Normals(rng)
        self._wander_kept = math.exp(-dt_s / p.wander_tau_s)
        self._wander_kick = p.wander * math.sqrt(1.0 - self._wander_kept**2)
        self._walk_kick = p.walk * math.sqrt(dt_s / 60.0)
        kept = math.exp(-math.pi * _TREMOR_WIDTH_HZ * dt_s)
        turn = 2.0 * math.pi * p.tremor_hz * dt_s
        self._tremor_turn = complex(kept * math.cos(turn), kept * math.sin(turn))
        self._tremor_kick = p.tremor * math.sqrt(1.0 - kept**2)
        self.begin()

    def begin(self) -> None:
        """A new press: rested, and steady at first touch."""
        self._age_s = 0.0
        self._wander = self._walk = 0.0
        self._tremor = 0j

    def step(self) -> float:
        """The share after one more step under load."""
        p, normal = self._parameters, self._normals.next
        self._age_s += self._dt_s
        self._wander = self._wander * self._wander_kept + self._wander_kick * normal()
        self._walk += self._walk_kick * normal()
        kick = complex(self._tremor_kick * normal(), self._tremor_kick * normal())
        self._tremor = self._tremor * self._tremor_turn + kick
        tremor = self._tremor.real * (1.0 + self._age_s / _FATIGUE_S)
        breath = p.breath * math.sin(2.0 * math.pi * p.breath_hz * self._age_s)
        return self._wander + self._walk + tremor + breath
