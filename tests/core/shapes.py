"""Plain signals for tests: a function of time, sampled."""

from collections.abc import Callable

import numpy as np

from devicelink.core.block import Block


def signal(
    shape: Callable[[float], float], last_s: float, rate_hz: float = 80.0, start_s: float = 0.0
) -> Block:
    """Samples of `shape` (seconds to newtons) from 0 to `last_s`, put at `start_s`."""
    t = np.round(np.arange(0.0, last_s, 1.0 / rate_hz), 6)
    return Block.of(start_s + t, [shape(float(at)) for at in t])


def without(block: Block, start_s: float, end_s: float) -> Block:
    """The block with a gap from `start_s` to `end_s`."""
    keep = (block.t_s <= start_s) | (block.t_s >= end_s)
    return Block.of(block.t_s[keep], block.force_n[keep])


def hold(onset_s: float, end_s: float, force_n: float = 20.0) -> Callable[[float], float]:
    """One press with quick, even edges of a quarter of a second."""

    def shape(t: float) -> float:
        return force_n * float(np.clip(min((t - onset_s) * 4.0, (end_s - t) * 4.0 + 0.5), 0.0, 1.0))

    return shape
