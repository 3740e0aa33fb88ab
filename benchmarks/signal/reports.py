"""What else than force may be had: the person's key and pain number, depth, acceleration.

Stated models, not measured ones (section 5.3 of the signal study): nobody has recorded a person
who feels a release. Pure, seeded. Guarded by tests/benchmarks/test_generator.py.
"""

import numpy as np

from benchmarks.signal.truth import Pain, ReleaseTruth
from devicelink.core.block import Floats

FELT = 0.10
HIT, HIT_SMALL, SPURIOUS = 0.75, 0.35, 0.10
"""Chance to press the key for a give of `FELT` or more, for a smaller one, and for none."""
DISPLACEMENT_NOISE_UM = 20.0
ACCELERATION_NOISE_G = 0.002
"""150 ug/sqrt(Hz), as data sheets of such parts have it, over 180 Hz."""
BODY_HZ = 20.0
"""Soft tissue and hand do not shake quicker than this."""
GRAVITY_MM_S2 = 9806.65


def keys(
    rng: np.random.Generator, release: ReleaseTruth | None, start_s: float, end_s: float
) -> tuple[float, ...]:
    """When the person pressed "it gave" during a hold: rightly, 0.5-4 s late, or for nothing."""
    hit, spurious = rng.random(2)
    late_s, anywhere_s = rng.uniform(0.5, 4.0), rng.uniform(start_s, end_s)
    pressed = []
    if release and hit < (HIT if release.depth >= FELT else HIT_SMALL):
        pressed.append(release.t_s + late_s)
    if spurious < SPURIOUS:
        pressed.append(anywhere_s)
    return tuple(sorted(round(t_s, 3) for t_s in pressed if t_s < end_s))


def pains(
    rng: np.random.Generator, release: ReleaseTruth | None, start_s: float, end_s: float
) -> tuple[Pain, ...]:
    """Asked at the start and the end of a hold: falls by 2-4 with a felt give, else by 0-2."""
    first, felt = int(rng.integers(4, 9)), rng.random()
    large, small = int(rng.integers(2, 5)), int(rng.integers(0, 3))
    gives = release is not None and felt < (HIT if release.depth >= FELT else HIT_SMALL)
    return (Pain(start_s, first), Pain(end_s, max(0, first - (large if gives else small))))


def displacement_um(rng: np.random.Generator, depth_mm: Floats) -> Floats:
    """A depth sensor's readings, to the micrometre."""
    noise = DISPLACEMENT_NOISE_UM * rng.standard_normal(len(depth_mm))
    return np.round(1000.0 * depth_mm + noise)


def shaking_g(depth_mm: Floats, step_s: float) -> Floats:
    """The true acceleration of the tip, below `BODY_HZ`, on the grid of `depth_mm`."""
    radius = round(1.0 / (BODY_HZ * step_s))
    window = np.hanning(2 * radius + 3)[1:-1]
    padded = np.pad(depth_mm, radius + 1, mode="edge")
    smoothed = np.convolve(padded, window / window.sum(), mode="valid")
    second: Floats = np.diff(smoothed, 2) / step_s**2 / GRAVITY_MM_S2
    return second


def acceleration_g(rng: np.random.Generator, true_g: Floats) -> Floats:
    """An accelerometer's readings, to a tenth of a milli-g."""
    return np.round(true_g + ACCELERATION_NOISE_G * rng.standard_normal(len(true_g)), 4)
