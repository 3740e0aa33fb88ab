"""How well a release could be told from its twin: d', the bound no detector of force can pass.

The difference of a press and its twin, with every drift that tissue and hand make by themselves
projected out, whitened by the twin's own wander, over its spread. Guarded by
tests/benchmarks/test_generator.py.
"""

import numpy as np

from devicelink.core.block import Floats

BLOCK_S = 0.2
DRIFTS_S = (1.5, 6.0, 15.0, 40.0)
"""As the drifts that an estimator must allow for, whatever else it knows."""


def d_prime(force_n: Floats, twin_n: Floats, step_s: float) -> float:
    """Of one hold, settled until let go; both of shape (n,) in steps of `step_s`."""
    size = round(BLOCK_S / step_s)
    count = len(force_n) // size
    blocks = [
        column[: count * size].reshape(count, size).mean(axis=1) for column in (force_n, twin_n)
    ]
    age_s = np.arange(count) * BLOCK_S
    drifts = np.stack([np.ones(count), *(np.exp(-age_s / tau) for tau in DRIFTS_S)], axis=1)
    wander = _without(drifts, blocks[1])
    power, lagged = float(wander @ wander), float(wander[1:] @ wander[:-1])
    memory = min(0.98, max(0.0, lagged / max(power, 1e-12)))
    basis = _whitened(drifts, memory)
    noise = _without(basis, _whitened(blocks[1], memory))
    signal = _without(basis, _whitened(blocks[0] - blocks[1], memory))
    sigma = 1.4826 * float(np.median(np.abs(noise)))  # slips and re-grips are no part of the wander
    return float(np.sqrt(signal @ signal)) / max(sigma, 1e-9)


def _whitened(values: Floats, memory: float) -> Floats:
    return values[1:] - memory * values[:-1]


def _without(basis: Floats, values: Floats) -> Floats:
    explained, *_ = np.linalg.lstsq(basis, values, rcond=1e-9)
    rest: Floats = values - basis @ explained
    return rest
