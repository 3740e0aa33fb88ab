"""Whether the made hands are like real ones: steadiness, tremor and sudden drops, side by side.

Real figures come from the recordings of the facts folder, where it is there. Guarded by
tests/benchmarks/test_generator.py.
"""

from dataclasses import dataclass

import numpy as np

from devicelink.core.block import Floats

EDGE_S, LEAST_S = 1.0, 1.5
"""Left out at both ends of a hold, and the least that must be left."""
GRID_HZ = 80.0
BAND_HZ = (6.0, 14.0)


@dataclass(frozen=True, slots=True)
class Plateau:
    """Of one plateau, in % of its mean: detrended spread, tremor of 6-14 Hz, worst 1-s drop."""

    cv_pct: float
    tremor_pct: float
    drop_pct: float


def plateau(t_s: Floats, force_n: Floats, hold: tuple[float, float]) -> Plateau | None:
    """Of the inside of a hold, at most its first 6 s, as long as real ones last."""
    begin_s, end_s = hold[0] + EDGE_S, min(hold[1] - EDGE_S, hold[0] + EDGE_S + 6.0)
    if end_s - begin_s < LEAST_S:
        return None
    grid_s = np.arange(begin_s, end_s, 1.0 / GRID_HZ)
    force = np.interp(grid_s, t_s, force_n)
    mean_n = float(force.mean())
    trend = np.polyval(np.polyfit(grid_s - grid_s[0], force, 1), grid_s - grid_s[0])
    rest = force - trend
    power = np.abs(np.fft.rfft(rest * np.hanning(len(rest)))) ** 2
    hz = np.fft.rfftfreq(len(rest), 1.0 / GRID_HZ)
    inside = (hz >= BAND_HZ[0]) & (hz <= BAND_HZ[1])
    window = float(np.square(np.hanning(len(rest))).sum()) * len(rest)
    tremor_n = float(np.sqrt(2.0 * power[inside].sum() / window))
    second = round(GRID_HZ)
    drop_n = float(np.max(force[:-second] - force[second:], initial=0.0))
    return Plateau(100 * float(rest.std()) / mean_n, 100 * tremor_n / mean_n, 100 * drop_n / mean_n)
