"""Made-up presses as files."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from devicelink.core.block import Block

Press = tuple[float, float, float]
"""Begin, end (seconds) and force (newtons)."""


def pressed(
    presses: Sequence[Press], length_s: float, rate_hz: int = 100, slip_s: float | None = None
) -> Block:
    """Ramps of half a second up and down, a little noise; a fifth of the force lost at `slip_s`."""
    t_s = np.arange(round(length_s * rate_hz)) / rate_hz
    force_n = 0.02 * np.random.default_rng(5).standard_normal(len(t_s))
    for begin_s, end_s, newtons in presses:
        force_n += newtons * np.interp(
            t_s, [begin_s, begin_s + 0.5, end_s - 0.5, end_s], [0.0, 1.0, 1.0, 0.0]
        )
    if slip_s is not None:
        force_n = np.where(t_s >= slip_s, 0.8 * force_n, force_n)
    return Block.of(t_s, np.round(force_n, 4))


def write_csv(path: Path, block: Block) -> Path:
    """As any other program might write it."""
    rows = zip(block.t_s.tolist(), block.force_n.tolist(), strict=True)
    lines = [f"{t_s:.3f},{force_n:.4f}\n" for t_s, force_n in rows]
    path.write_text("t_s,force_n\n" + "".join(lines))
    return path
