"""What is told of the likeliest give at one moment: free of scale and of unit, in a fixed order.

Ratios are in standard deviations of the hand's own wander, changes in logarithms of force, times in
seconds. Guarded by tests/core/test_release_features.py.
"""

from typing import Final, TypeAlias

import numpy as np

from devicelink.core.block import Floats
from devicelink.core.plateau import BLOCK_S
from devicelink.core.release_bank import (
    BEGAN,
    CANDIDATES,
    COMPLETE,
    RAMP_BLOCKS,
    SHAPES,
    Look,
)

Pair: TypeAlias = tuple[int, int]
NAMES: Final = (
    "ratio", *(f"ratio_of_shape_{shape}" for shape in range(len(SHAPES))),
    "drop", "began_s", "ramp_s", "rise_ratio", "rise_began_s", "rise",
    "log_sigma", "memory_1", "memory_2", "memory_sum", "log_age", "log_listened",
    "fall_near", "rise_near", "fall_near_ratio", "rise_near_ratio", "fall_ever", "rise_ever",
    "ratio_earlier", "rise_ratio_earlier",
    "slope_before", "jitter_before", "step", "step_ratio", "left", "smallest_drop",
    "surprise_most", "surprise_mean", "surprise_at_start",
    *(f"drift_{tau}" for tau in range(4)),
    "left_now", "left_1_s", "left_2_s", "left_4_s",
    *(f"course_{point}" for point in range(12)),
    *(f"left_second_{second}" for second in range(10)),
    *(f"level_second_{second}" for second in range(1, 10)),
    "slip_ago_s", "slip_after_give_s",
)  # fmt: skip
THRESHOLD: Final = 6.0
"""Standard deviations a drop must reach to be told from chance (docs/signal.md)."""
BEFORE: Final = 15
"""Blocks before a give that it is compared with: 3 s."""
LEAST_BEFORE: Final = 10
"""Blocks (2 s) that must lie before a give, for it to be looked at."""
NEAR: Final = 2
_COURSE: Final = np.arange(-10, 25, 3)
NEVER: Final = 150
"""Blocks (30 s) after which a slip is none any more."""
SECONDS: Final = np.arange(10)
"""Before now, for means of a second each."""
_WINDOWS: Final = np.zeros((4, 30))
_WINDOWS[0, -1:] = 1.0
_WINDOWS[1, -5:] = 1 / 5
_WINDOWS[2, -15:-5] = 1 / 10
_WINDOWS[3, :-15] = 1 / 15


def likeliest(seen: Look) -> int:
    """The template that explains most, among those with 2 s of signal before the give."""
    return _first_of(np.where(len(seen.left) - LEAST_BEFORE >= BEGAN, seen.ratio, -np.inf))


def likeliest_rise(seen: Look) -> int:
    """The template that explains most when taken upside down."""
    return _first_of(-seen.ratio)


def _first_of(ratio: Floats) -> int:
    """The highest, of gives that are complete: half a ramp fits like a short one. What is equal
    but for the rounding of sums is equal here, so that every machine picks the same."""
    return int(np.argmax(np.where(COMPLETE, ratio, -np.inf).round(6)))


def smallest_drop(seen: Look) -> float:
    """The smallest lasting fall, in logarithms of force, that would stand out at its best time."""
    lasting = seen.energy[CANDIDATES : 2 * CANDIDATES]  # the ramp of 2 s
    return THRESHOLD * seen.sigma / float(np.sqrt(lasting.max()))


def features(
    seen: Look, picked: Pair, recent: Floats, ever: tuple[float, ...], ages: Pair
) -> Floats:
    """Shape (len(NAMES),), in their order.

    `picked` are the likeliest fall and rise. `recent` (3, n) holds for each block since listening
    began the logarithm of force and its fastest fall and rise within 100 ms; `ever` (4,) the
    fastest ones of this hold, and the ratios of the fall and the rise that stood out most earlier
    in it; `ages` are the blocks since the hold settled and since it last slipped.
    """
    best, rise = picked
    age, since_slip = ages[0], min(ages[1], NEVER)
    log_force, falls, rises = recent
    count, sigma = len(log_force), seen.sigma
    began, ramp = int(BEGAN[best]), int(RAMP_BLOCKS[best])
    start = count - began
    near = slice(max(0, start - NEAR), start + ramp + NEAR)
    fall_near, rise_near = float(falls[near].min()), float(rises[near].max())
    before = log_force[max(0, start - BEFORE) : start]
    after = log_force[min(start + ramp, count - 1) :]
    steps = np.diff(before)
    level = _mean(after)
    size = np.abs(seen.surprise)
    at_start = seen.surprise[max(0, start - 1 - (count - len(seen.surprise))) :][:4]
    course = seen.left[np.clip(start + _COURSE, 0, count - 1)] - seen.left[start - 1]
    lately = seen.left[-_WINDOWS.shape[1] :]
    windows = _WINDOWS[:, _WINDOWS.shape[1] - len(lately) :] @ lately
    by_second = _seconds(seen.left)
    level_by_second = _seconds(log_force)
    return np.concatenate((
        seen.ratio[best : best + 1], seen.ratio.reshape(len(SHAPES), -1).max(axis=1),
        np.array((
            seen.drop[best], began * BLOCK_S, ramp * BLOCK_S,
            -seen.ratio[rise], BEGAN[rise] * BLOCK_S, -seen.drop[rise],
            np.log(sigma), seen.memory[1], seen.memory[2], seen.memory.sum(),
            np.log(age * BLOCK_S), np.log(count * BLOCK_S),
            fall_near, rise_near, fall_near / sigma, rise_near / sigma, *ever,
            _mean(steps) / BLOCK_S, np.sqrt(steps @ steps / len(steps)) / sigma,
            level - _mean(before), (level - _mean(before[-3:])) / sigma,
            np.sqrt(seen.left @ seen.left / count), smallest_drop(seen),
            size.max() / sigma, _mean(size) / sigma, at_start.min() / sigma,
        )),
        seen.drifts[1:], windows / sigma, course / sigma,
        by_second / sigma, level_by_second[1:] - level_by_second[0],
        np.array((since_slip, began - since_slip if since_slip < NEVER else NEVER)) * BLOCK_S,
    ))  # fmt: skip


def _mean(values: Floats) -> float:
    """As numpy has it, at a third of the price for so few."""
    return float(np.add.reduce(values) / len(values))


def _seconds(values: Floats) -> Floats:
    """Means of the last seconds, the newest first; where there are none, the oldest there is."""
    whole = len(values) // 5
    seconds = values[len(values) - 5 * whole :].reshape(whole, 5)
    means = np.add.reduce(seconds, axis=1)[::-1] / 5
    found: Floats = means[np.minimum(SECONDS, whole - 1)]
    return found
