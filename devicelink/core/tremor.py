"""How much a hold trembles: the force between 6 and 14 Hz, where hands do (Sutton & Sykes 1967).

Worked out from the samples as they were read, at their own times, so that missing ones do no harm.
The sensor's noise in that band is part of it. Pure. Guarded by tests/core/test_tremor.py.
"""

import numpy as np

from devicelink.core.block import GAP_S, Floats

BAND_HZ = np.arange(6.0, 14.01, 0.5)
LEAST_HZ = 30.0
"""Slower sampling does not show it."""
WINDOW_S = 2.0
MOST_WINDOWS = 30
LEAST_FULL = 0.75
"""Share of a window's samples that must be there."""


def tremor_pct(t_s: Floats, force_n: Floats, base_n: float) -> float | None:
    """Root mean square in the band, in % of the mean above `base_n`; the median over windows.

    Shape (n,) each, of a hold's inside. None where samples come too seldom or for too short.
    """
    steps_s = np.diff(t_s)
    if len(steps_s) < 2 or float(np.median(steps_s)) > 1.0 / LEAST_HZ:
        return None
    least = LEAST_FULL * WINDOW_S / float(np.median(steps_s))
    starts_s = np.arange(t_s[0], t_s[-1] - WINDOW_S + 1e-6, WINDOW_S)
    if len(starts_s) > MOST_WINDOWS:
        starts_s = starts_s[np.linspace(0, len(starts_s) - 1, MOST_WINDOWS).round().astype(int)]
    found = []
    for start_s in starts_s:
        first, last = np.searchsorted(t_s, (start_s, start_s + WINDOW_S))
        if last - first >= least and float(np.diff(t_s[first:last]).max()) <= GAP_S:
            found.append(_share(t_s[first:last] - start_s, force_n[first:last] - base_n))
    return 100.0 * float(np.median(found)) if found else None


def _share(age_s: Floats, force_n: Floats) -> float:
    mean_n = float(force_n.mean())
    if mean_n <= 0.0:
        return 0.0
    x = age_s - WINDOW_S / 2
    slow = np.stack((np.ones_like(x), x, x * x))
    wander = force_n - np.linalg.solve(slow @ slow.T, slow @ force_n) @ slow
    window = np.square(np.cos(np.pi * x / WINDOW_S))
    waves = np.exp(-2j * np.pi * BAND_HZ[:, None] * age_s)
    power = np.square(np.abs(waves @ (window * wander)))
    density = 2.0 * power * WINDOW_S / (len(x) * float(window @ window))
    rms_n = float(np.sqrt(density.sum() * (BAND_HZ[1] - BAND_HZ[0])))
    return rms_n / mean_n
