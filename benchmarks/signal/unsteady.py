"""How unsteady many hands are at once: wander, walk, flutter, tremor, breath, grinding, steps.

The physics of `simulator.texture`, over columns of presses: all of it is a share of the force, so
it is worked out before the force is known, and is the same for a press and its twin. Guarded by
tests/benchmarks/test_generator.py.
"""

import numpy as np
from numpy.typing import NDArray

from benchmarks.signal.draws import REGRIP_S, SLIP_BACK_S, SLIP_S, Press
from devicelink.core.block import Floats

FINE_S = 0.005
SOFTENED_HZ = 12.0
"""Muscle cannot follow quicker commands: wander, walk and flutter are smoothed above this."""
FLUTTER_TAU_S = 0.08
TREMOR_WIDTH_HZ = 1.0
FATIGUE_S = 60.0
"""Tremor doubles in this time under load."""
KINDS = 5
Singles = NDArray[np.float32]


def kicks(seeds: list[list[int]], presses: list[Press], steps: int) -> Singles:
    """White noise of shape (steps, KINDS, presses), each column from its own seed alone."""
    drawn = np.zeros((steps, KINDS, len(presses)), dtype=np.float32)
    for column, (seed, press) in enumerate(zip(seeds, presses, strict=True)):
        needed = min(steps, round(press.last_s / FINE_S) + 1)
        rng = np.random.default_rng(seed)
        drawn[:needed, :, column] = rng.standard_normal((needed, KINDS), dtype=np.float32)
    return drawn


def shares(presses: list[Press], noise: Singles) -> Floats:
    """What each force is multiplied by, step by step of `FINE_S`, shape (steps, presses)."""
    texture = [press.hand.texture for press in presses]
    column = np.array
    wander_kept = np.exp(-FINE_S / column([t.wander_tau_s for t in texture]))
    wander_kick = column([t.wander for t in texture]) * np.sqrt(1.0 - wander_kept**2)
    walk_kick = column([t.walk for t in texture]) * np.sqrt(FINE_S / 60.0)
    flutter_kept = np.exp(-FINE_S / FLUTTER_TAU_S)
    flutter_kick = column([p.hand.flutter for p in presses]) * np.sqrt(1.0 - flutter_kept**2)
    kept = np.exp(-np.pi * TREMOR_WIDTH_HZ * FINE_S)
    turn = kept * np.exp(2j * np.pi * FINE_S * column([t.tremor_hz for t in texture]))
    tremor_kick = column([t.tremor for t in texture]) * np.sqrt(1.0 - kept**2)
    follow = 1.0 - np.exp(-2.0 * np.pi * SOFTENED_HZ * FINE_S)
    wander, walk, flutter, smooth = np.zeros((4, len(presses)))
    tremor = np.zeros(len(presses), dtype=np.complex128)
    out = np.empty((len(noise), len(presses)))
    for step, (a, b, c, d, e) in enumerate(noise.astype(np.float64)):
        wander = wander * wander_kept + wander_kick * a
        walk = walk + walk_kick * b
        flutter = flutter * flutter_kept + flutter_kick * c
        smooth = smooth + follow * (wander + walk + flutter - smooth)
        tremor = tremor * turn + tremor_kick * (d + 1j * e)
        out[step] = smooth + tremor.real * (1.0 + step * FINE_S / FATIGUE_S)
    age_s: Floats = np.arange(len(noise), dtype=np.float64) * FINE_S
    breath_hz = column([t.breath_hz for t in texture])
    out += column([t.breath for t in texture]) * np.sin(2.0 * np.pi * breath_hz * age_s[:, None])
    for index, press in enumerate(presses):
        out[:, index] += _grinding(press, age_s)
        out[:, index] = np.maximum(0.0, 1.0 + out[:, index]) * steps(press, age_s)
    return out


def _grinding(press: Press, age_s: Floats) -> Floats:
    grinding = press.grinding
    if grinding is None:
        return np.zeros_like(age_s)
    since_s = age_s - press.ramp_s - grinding.from_s
    swell = np.clip(np.minimum(since_s, grinding.last_s - since_s) / 0.5, 0.0, 1.0)
    rubbed: Floats = grinding.share * swell * np.sin(2.0 * np.pi * grinding.hz * since_s)
    return rubbed


def steps(press: Press, age_s: Floats) -> Floats:
    """What a slip and a re-grip make of the force."""
    factor = np.ones_like(age_s)
    if press.slip:
        since_s = age_s - press.ramp_s - press.slip.t_s
        share = np.clip(since_s / SLIP_S, 0.0, 1.0)
        share -= np.clip((since_s - SLIP_S) / SLIP_BACK_S, 0.0, 1.0)
        factor *= 1.0 + press.slip.change * share
    if press.regrip:
        since_s = age_s - press.ramp_s - press.regrip.t_s
        factor *= 1.0 + press.regrip.change * np.clip(since_s / REGRIP_S, 0.0, 1.0)
    return factor
