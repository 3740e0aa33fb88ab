"""A force sensor: noise, steps of its converter, creep, what is left of a load, full scale, zero.

Reads the true force and gives newtons; never sees a clock (the sample's time is an argument).
Seeded. Guarded by tests/simulator/test_sensor.py.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from simulator.ranges import Normals, log_uniform

_LOADED_N: Final = 1.0
_FULL_RESIDUAL_N: Final = 40.0
"""The peak load that leaves the whole of `residual_n` behind; less leaves less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SensorParameters:
    """`noise_n` is a standard deviation, `creep` a share of the load a decade of seconds.

    Ranges: data sheets of small load cells (creep 0.3 % a decade, noise 20-100 mN, steps of
    1-50 mN); a real hand dynamometer kept 0.6 kg after a release.
    """

    noise_n: float
    resolution_n: float
    creep: float
    residual_n: float


PERFECT: Final = SensorParameters(noise_n=0.0, resolution_n=0.001, creep=0.0, residual_n=0.0)
"""Gives back what it is pressed with, to the millinewton."""


def draw_sensor(rng: np.random.Generator) -> SensorParameters:
    """A sensor of the range that such devices have."""
    return SensorParameters(
        noise_n=log_uniform(rng, 0.02, 0.1),
        resolution_n=log_uniform(rng, 0.001, 0.05),
        creep=0.003,
        residual_n=rng.uniform(0.0, 1.5),
    )


class Sensor:
    """One sensor with its history. Positive is compression."""

    def __init__(
        self, parameters: SensorParameters, full_scale_n: float, rng: np.random.Generator
    ) -> None:
        self.parameters = parameters
        self.full_scale_n = full_scale_n
        self.zero_n = 0.0
        self.overloaded = False
        """Whether the newest reading was beyond full scale (and so clipped to it)."""
        self._normals = Normals(rng)
        self._loaded_since_s: float | None = None
        self._peak_n = 0.0
        self._left_n = 0.0

    def read(self, force_n: float, t_s: float) -> float:
        """The reading, in newtons, of `force_n` at `t_s`; readings are taken in order of time."""
        p = self.parameters
        load_n = force_n * (1.0 + self._creep(force_n, t_s)) + self._left_n
        if p.noise_n:
            load_n += p.noise_n * self._normals.next()
        self.overloaded = abs(load_n) > self.full_scale_n
        load_n = min(self.full_scale_n, max(-self.full_scale_n, load_n)) - self.zero_n
        return round(load_n / p.resolution_n) * p.resolution_n

    def tare(self, offset_n: float) -> None:
        """Moves the zero by `offset_n`, a mean of readings."""
        self.zero_n += offset_n

    def _creep(self, force_n: float, t_s: float) -> float:
        """The share by which a load reads more the longer it lasts; unloading leaves a residual."""
        if force_n < _LOADED_N:
            if self._loaded_since_s is not None:
                share = min(1.0, self._peak_n / _FULL_RESIDUAL_N)
                self._left_n = self.parameters.residual_n * share
            self._loaded_since_s, self._peak_n = None, 0.0
            return 0.0
        if self._loaded_since_s is None:
            self._loaded_since_s = t_s
        self._peak_n = max(self._peak_n, force_n)
        return self.parameters.creep * math.log10(1.0 + t_s - self._loaded_since_s)
