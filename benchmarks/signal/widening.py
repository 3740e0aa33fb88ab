"""Hands and tissues beyond those of the generator, for training: what a model must not rest on.

A recording is made stranger by multiplying its force: pink noise, jerks, guarding, relaxation by a
power law, a gauge that bends. What befell the tissue, and so the truth, stays. Nothing here is
fitted to the second generator, which is for reporting only. Guarded by
tests/benchmarks/test_training.py.
"""

from dataclasses import replace

import numpy as np

from benchmarks.signal.draws import log_uniform
from benchmarks.signal.mechanics import smooth
from benchmarks.signal.truth import HoldTruth, Recording
from devicelink.core.block import Floats

GRID_S = 0.01
SHARES = 0.008, 0.05
"""Standard deviation of a hand's noise, as a share of force: 4 % (Baweja 2009), and as much more or
less as hands differ. Three in ten are calmer by a factor of three: an arm that is propped up."""


def widened(recording: Recording, rng: np.random.Generator) -> Recording:
    """The same press by a stranger hand on stranger tissue. Force only: no further channel fits."""
    hold = recording.holds[0]
    last_s = float(recording.t_s[-1])
    grid_s = np.arange(0.0, last_s + GRID_S, GRID_S)
    factor = _pink(rng, len(grid_s)) * _jerks(rng, grid_s)
    factor *= _guarding(rng, grid_s, hold) * _relaxing(rng, grid_s, hold)
    force_n = recording.force_n * np.interp(recording.t_s, grid_s, factor)
    if rng.random() < 0.2:
        bent_n = force_n * (np.maximum(force_n, 1.0) / 20.0) ** 0.1
        force_n = np.where(force_n > 1.0, bent_n, force_n)
    return replace(recording, force_n=force_n, displacement_um=None, acceleration_g=None,
                   name=f"{recording.name}/wide")  # fmt: skip


def _pink(rng: np.random.Generator, count: int) -> Floats:
    """Noise of a spectrum between white and brown, with its own slowest wave."""
    hz = np.fft.rfftfreq(count, GRID_S)
    lowest, slope = log_uniform(rng, 0.02, 0.3), rng.uniform(0.6, 1.6)
    amplitude = np.where(hz > 0.0, np.maximum(hz, lowest) ** -slope / (1.0 + (hz / 9.0) ** 4), 0.0)
    white = rng.standard_normal((2, len(hz)))
    noise = np.fft.irfft(amplitude * (white[0] + 1j * white[1]), count)
    share = log_uniform(rng, *SHARES) / (3.0 if rng.random() < 0.3 else 1.0)
    factor: Floats = np.maximum(0.1, 1.0 + share * noise / noise.std())
    return factor


def _jerks(rng: np.random.Generator, grid_s: Floats) -> Floats:
    """Twitches that pass, and steps of the hand that stay."""
    factor = np.ones_like(grid_s)
    each_s = log_uniform(rng, 15.0, 120.0)
    for at_s in rng.uniform(0.0, grid_s[-1], int(rng.poisson(grid_s[-1] / each_s))):
        since_s, size = np.maximum(grid_s - at_s, 0.0), rng.uniform(-0.08, 0.08)
        width_s = log_uniform(rng, 0.08, 0.6)
        factor *= 1.0 + size * (since_s / width_s) * np.exp(1.0 - since_s / width_s)
    for at_s in rng.uniform(0.0, grid_s[-1], int(rng.poisson(grid_s[-1] / 150.0))):
        factor *= 1.0 + rng.uniform(-0.15, 0.15) * smooth((grid_s - at_s) / rng.uniform(0.3, 1.0))
    return factor


def _guarding(rng: np.random.Generator, grid_s: Floats, hold: HoldTruth) -> Floats:
    """The muscle tenses for some seconds, and lets go of that."""
    size = rng.uniform(0.02, 0.15) * (rng.random() < 0.3)
    begin_s = hold.onset_s + rng.uniform(0.1, 0.8) * (hold.end_s - hold.onset_s)
    since_s, last_s = grid_s - begin_s, rng.uniform(3.0, 10.0)
    edge_s = rng.uniform(0.4, 1.5)
    factor: Floats = 1.0 + size * smooth(since_s / edge_s) * smooth((last_s - since_s) / edge_s)
    return factor


def _relaxing(rng: np.random.Generator, grid_s: Floats, hold: HoldTruth) -> Floats:
    """By a power law of time, more or less of it."""
    power = rng.uniform(0.0, 0.08)
    factor: Floats = (1.0 + np.maximum(grid_s - hold.onset_s, 0.0) / 0.5) ** -power
    return factor
