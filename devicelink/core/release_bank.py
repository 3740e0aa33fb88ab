"""A bank of gives, each asked how well it explains the latest force: the statistic of a release.

The logarithm of force is drifts (constant and fixed exponentials, each with a prior width), plus
wander (an autoregression estimated from what the drifts leave), plus perhaps one give: a ramp down
that stays, or a dip that the hand corrects, begun in the last 10 s. For each the amplitude that
fits best and its generalised likelihood ratio come from products with tables made once: templates
end at the present, so they are the same at every age. Guarded by tests/core/test_release_bank.py.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from devicelink.core.block import Floats
from devicelink.core.plateau import BLOCK_S

DRIFTS_S: Final = (1.5, 6.0, 15.0, 40.0)
"""Time constants of tissue relaxing (Zheng & Mak 1999, Palevski 2006) and hands sagging (Ambike &
Latash 2015). Fixed: fitting them is ill-posed at this noise (docs/signal.md)."""
DRIFT_WIDTHS: Final = (1e3, 0.15, 0.15, 0.15, 0.25)
"""Prior standard deviations of constant and drifts, in logarithms of force: tissue relaxes by
3-28 %, hands sag by up to 35 %."""
ORDER: Final = 4
"""Of the autoregression: at 5 Hz, wander and breathing."""
LONGEST: Final = 450
"""Blocks looked back on: 90 s."""
TABLE: Final = 3 * LONGEST
"""Ages the drifts are known for; beyond, nothing drifts any more."""
RECENT: Final = 60
"""Blocks in which a template can differ from nothing."""
LEAST, EARLIEST = 2, 50
"""A give is looked for this many blocks before now: 0.4 to 10 s."""
SHAPES: Final = ((0.6, 0.0), (2.0, 0.0), (5.0, 0.0), (0.8, 4.0), (2.0, 8.0))
"""Seconds of the ramp, and time constant of the recovery after it (0: none)."""
CANDIDATES: Final = EARLIEST - LEAST + 1


def _templates() -> Floats:
    """Shape (shapes * candidates, RECENT): a unit give, averaged over each block."""
    since = np.arange(RECENT)[None, :, None] + (np.arange(5) + 0.5) / 5 - RECENT
    since_s = (since + np.arange(LEAST, EARLIEST + 1)[:, None, None]) * BLOCK_S
    rows = []
    for ramp_s, back_s in SHAPES:
        give = np.clip(since_s / ramp_s, 0.0, 1.0)
        if back_s:
            give = give * np.exp(-np.maximum(since_s - ramp_s, 0.0) / back_s)
        rows.append(give.mean(axis=2))
    return np.concatenate(rows)


def _energies(templates: Floats) -> Floats:
    """Inner products of each template's delayed copies, shape (templates, (ORDER + 1) ** 2)."""
    padded = np.pad(templates, ((0, 0), (ORDER, 0)))
    copies = np.stack([padded[:, ORDER - k : ORDER - k + RECENT] for k in range(ORDER + 1)], axis=1)
    products: Floats = np.einsum("jai,jbi->jab", copies, copies).reshape(len(templates), -1)
    return products


TEMPLATES: Final = _templates()
SHOWN: Final[Floats] = TEMPLATES.max(axis=1)
"""How much of each give has come by now."""
BEGAN: Final[NDArray[np.int64]] = np.tile(np.arange(LEAST, EARLIEST + 1), len(SHAPES))
"""Blocks before now at which each template's give began."""
RAMP_BLOCKS: Final[NDArray[np.int64]] = np.repeat(
    np.array([round(ramp_s / BLOCK_S) for ramp_s, _ in SHAPES]), CANDIDATES
)
_BACK_S: Final = np.repeat(np.array([back_s for _, back_s in SHAPES]), CANDIDATES)
COMPLETE: Final = np.where(
    _BACK_S > 0.0,
    BEGAN >= RAMP_BLOCKS + 2,
    BEGAN >= RAMP_BLOCKS - 1,
)
"""Whether the ramp is over by now, and the recovery has begun where there is one."""
_ENERGIES: Final = _energies(TEMPLATES)
_DRIFTS: Final = np.stack(
    [np.exp(-np.arange(TABLE) * BLOCK_S / tau) for tau in (np.inf, *DRIFTS_S)], axis=1
)
_PRECISION: Final = np.diag(1.0 / np.square(DRIFT_WIDTHS))
_LAGS: Final = np.abs(np.subtract.outer(np.arange(ORDER), np.arange(ORDER)))
_TYPICAL_VARIANCE: Final = 1e-3
"""Of the wander about its drifts, for the first fit: 3 % of force."""


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What the bank saw at one moment, in logarithms of force; J templates, n blocks.

    `ratio` (J,) is positive for a fall, in standard deviations; `drop` (J,) the amplitude that fits
    best; `energy` (J,) the whitened template's, so that `sigma / sqrt(energy)` is the amplitude's
    standard deviation. `left` (n,) is what drifts leave, `surprise` (n - ORDER,) what wander
    leaves of it, of standard deviation `sigma`; `memory` (ORDER + 1,) whitens, `drifts` (5,)
    are the coefficients.
    """

    ratio: Floats
    drop: Floats
    energy: Floats
    left: Floats
    surprise: Floats
    sigma: float
    memory: Floats
    drifts: Floats


def look(log_force: Floats, age: int) -> Look:
    """Ask every template; `log_force` (n,) at 5 Hz, n from 20 to LONGEST, begins `age` blocks on.

    Equal to generalised least squares with the drifts' priors (tests compare with a dense solve).
    """
    count = len(log_force)
    first = min(age, TABLE - count)
    drifts = _DRIFTS[first : first + count]
    rough = np.linalg.solve(
        drifts.T @ drifts + _TYPICAL_VARIANCE * _PRECISION, drifts.T @ log_force
    )
    left = log_force - drifts @ rough
    memory = _autoregression(left)
    surprise = _whitened(left, memory)
    sigma = float(np.sqrt(surprise @ surprise / max(1, len(surprise) - ORDER)))
    sigma = max(sigma, 1e-6)
    columns = _whitened(np.concatenate((log_force[:, None], drifts), axis=1), memory)
    gram = columns.T @ columns
    spread = np.linalg.inv(gram[1:, 1:] + sigma**2 * _PRECISION)
    fitted = spread @ gram[1:, 0]
    seen = _unwhitened(columns, memory)
    products = TEMPLATES[:, RECENT - len(seen) :] @ seen
    explained = products[:, 1:]
    energy = _ENERGIES @ np.outer(memory, memory).ravel()
    energy = np.maximum(energy - ((explained @ spread) * explained).sum(axis=1), 1e-9)
    match = explained @ fitted - products[:, 0]
    return Look(
        ratio=match / (np.sqrt(energy) * sigma),
        drop=match / energy,
        energy=energy,
        left=left,
        surprise=surprise,
        sigma=sigma,
        memory=memory,
        drifts=fitted,
    )


def _autoregression(left: Floats) -> Floats:
    """Yule and Walker's: (1, -a1 .. -aORDER), always stable."""
    count = len(left)
    products = np.array([left[k:] @ left[: count - k] for k in range(ORDER + 1)]) / count
    products[0] = 1.02 * products[0] + 1e-7  # never quite singular
    return np.concatenate(([1.0], -np.linalg.solve(products[_LAGS], products[1:])))


def _whitened(rows: Floats, memory: Floats) -> Floats:
    """Each row less what those before it foretell; ORDER rows shorter."""
    count = len(rows)
    out = rows[ORDER:].copy()
    for lag in range(1, ORDER + 1):
        out += memory[lag] * rows[ORDER - lag : count - lag]
    return out


def _unwhitened(rows: Floats, memory: Floats) -> Floats:
    """The transpose of whitening, for the last RECENT rows (all, if fewer)."""
    size = min(RECENT, len(rows))
    recent = rows[len(rows) - size :]
    out = recent.copy()
    for lag in range(1, ORDER + 1):
        out[: size - lag] += memory[lag] * recent[lag:]
    return out
