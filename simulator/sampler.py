"""From the force on the tip to numbered samples: the sensor read on a grid of time, zero, rate.

Pure; times are the world's microseconds. Guarded by tests/simulator/test_device.py.
"""

import dataclasses
import math
from collections import deque
from typing import Final

from firmware_protocol.messages import ReadingFlag
from firmware_protocol.profile_data import UNKNOWN_FORCE_MN
from simulator.faults import Faults
from simulator.models import RATES_HZ, Model
from simulator.person import ForceSource
from simulator.ranges import generator
from simulator.ring import Sample
from simulator.sensor import Sensor, SensorParameters
from simulator.spoil import SampleSpoiler

_STILL_S: Final = 0.5
_STILL_N: Final = 1.0
"""A range of readings above this, over `_STILL_S`, is movement."""
TARE_LIMIT_N: Final = 2.0


def nearest_rate(rate_hz: int) -> int:
    """The rate of ours that is nearest to the one asked for."""
    return min(RATES_HZ, key=lambda rate: abs(rate - rate_hz))


class Sampler:
    """Reads the sensor when it is due. `next_us` is when the next sample is to be taken."""

    def __init__(
        self,
        source: ForceSource,
        model: Model,
        parameters: SensorParameters,
        faults: Faults,
        seed: int,
    ) -> None:
        noise_n = faults.get("noise")
        if noise_n is not None:
            parameters = dataclasses.replace(parameters, noise_n=noise_n)
        self.source = source
        self.sensor = Sensor(parameters, model.full_scale_n, generator(seed, 4))
        self.spoiler = SampleSpoiler(faults)
        self.next_us = 0
        self.newest_mn: int | None = None
        self._model = model
        self._tared = False
        self.set_rate(100)

    def set_rate(self, rate_hz: int) -> None:
        """Samples come at this rate, one of `RATES_HZ`, from the next one on."""
        self.rate_hz = rate_hz
        self.interval_us = 1_000_000 // rate_hz
        self._readings: deque[float] = deque(maxlen=max(3, round(_STILL_S * rate_hz)))

    def sample(self, seq: int, clock_us: int, since_s: float) -> Sample:
        """Takes the sample that is due and sets when the next one is."""
        t_s = self.next_us / 1e6
        self.next_us += self.interval_us
        measured_n = self.sensor.read(self.source.force_n(t_s), t_s)
        force_n = self.spoiler.spoil(measured_n, since_s)
        self._readings.append(force_n + self.sensor.zero_n)
        known = not math.isnan(force_n)
        self.newest_mn = round(force_n * 1e3) if known else None
        flags = ReadingFlag.OVERLOAD if self.sensor.overloaded else ReadingFlag.NONE
        if self._tared:
            flags |= ReadingFlag.TARE_CHANGED
            self._tared = False
        return Sample(
            seq=seq,
            t_us=clock_us,
            interval_us=self.interval_us,
            force_mn=UNKNOWN_FORCE_MN if self.newest_mn is None else self.newest_mn,
            pressure_pa=self._model.pressure_pa(measured_n),
            flags=flags,
        )

    @property
    def may_tare(self) -> bool:
        """Whether it was still and free of load for the last half second."""
        readings = self._readings
        if not readings or not max(readings) - min(readings) <= _STILL_N:
            return False
        return all(abs(reading) <= TARE_LIMIT_N for reading in readings)

    def tare(self) -> float:
        """Takes the mean of the last half second as zero; how far it moved."""
        readings = self._readings
        offset_n = sum(readings) / len(readings) - self.sensor.zero_n
        self.sensor.tare(offset_n)
        self._tared = True
        return offset_n
