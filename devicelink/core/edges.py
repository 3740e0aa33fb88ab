"""Where an onset or an end lies: crossings found by looking back, between the samples.

The state machine decides late and dates early: what it decides with is chosen to be sure, what it
dates with is a share of the plateau (5 % for an onset, 50 % for an end). Pure functions of arrays.
Guarded by tests/core/test_edges.py.
"""

import numpy as np

from devicelink.core.block import GAP_S, Floats

ONSET_SHARE, END_SHARE = 0.05, 0.50
END_MEMORY_S, END_ROUNDS = 3.0, 3
"""In a slow letting go the 3 s before the end are part of it: found in a few rounds."""
SMOOTH_S = 0.025
"""Half width of the zero-phase mean taken before an onset is searched."""
SHELF_SHARE, SHELF_S = 0.20, 1.0
"""Fingers resting below this share of the plateau for this long are not yet the press."""


def onset(
    t_s: Floats, force_n: Floats, base_n: float, plateau_n: float, least_n: float = 0.0
) -> float:
    """When the press towards `plateau_n` (force above zero, newtons) began.

    Takes times and forces of shape (n,), n >= 1, from rest up to the plateau. The last crossing of
    5 % counts (of `least_n`, if that is more: below it nothing is a touch), so a tap before the
    press does not; nor do fingers that rest before it.
    """
    force = _smooth(t_s, force_n)
    rise = plateau_n - base_n
    level = base_n + max(least_n, ONSET_SHARE * rise)
    start = _last_below(force, level)
    if start < 0 or start + 1 == len(t_s):
        return float(t_s[start + 1 if start < 0 else start])
    half = start + 1 + int(np.argmax(force[start + 1 :] >= base_n + 0.5 * rise))
    knee = start + 1 + _last_below(force[start + 1 : half + 1], base_n + SHELF_SHARE * rise)
    rested, pressed = t_s[knee] - t_s[start], t_s[half] - t_s[knee]
    if rested >= SHELF_S and rested > 2.0 * pressed:
        shelf = float(np.median(force[start + 1 : knee + 1]))
        level = shelf + ONSET_SHARE * (plateau_n - shelf)
        start = start + 1 + _last_below(force[start + 1 : half + 1], level)
    return _crossing(t_s, force, start, level)


def end(t_s: Floats, force_n: Floats, base_n: float, plateau_n: float) -> float:
    """When the force last fell through half of what it was over the 3 s before.

    `plateau_n` is the plateau before the fall: where the search begins. A fall inside a gap ends
    before it.
    """
    found = float(t_s[-1])
    for _ in range(END_ROUNDS):
        level = base_n + END_SHARE * (plateau_n - base_n)
        above = np.flatnonzero(force_n >= level)
        found = _crossing(t_s, force_n, int(above[-1]) if len(above) else 0, level)
        before = (t_s <= found) & (t_s > found - END_MEMORY_S)
        plateau_n = float(np.median(force_n[before])) if before.any() else plateau_n
    return found


def gap_time(t_s: Floats) -> float:
    """Seconds of `t_s` that lie in gaps."""
    steps = np.diff(t_s)
    return float(steps[steps > GAP_S].sum())


def _last_below(force: Floats, level: float) -> int:
    below = np.flatnonzero(force < level)
    return int(below[-1]) if len(below) else -1


def _crossing(t_s: Floats, force: Floats, index: int, level: float) -> float:
    """The time between `index` and the next sample at which the line between them meets `level`."""
    if index + 1 >= len(t_s) or t_s[index + 1] - t_s[index] > GAP_S:
        rising = index + 1 < len(t_s) and force[index + 1] > force[index]
        return float(t_s[index + 1] if rising else t_s[index])
    here, there = float(force[index]), float(force[index + 1])
    share = 0.0 if here == there else min(1.0, max(0.0, (level - here) / (there - here)))
    return float(t_s[index] + share * (t_s[index + 1] - t_s[index]))


def _smooth(t_s: Floats, force_n: Floats) -> Floats:
    """A centred mean over 50 ms; as it is where samples are further apart than that."""
    lo = np.searchsorted(t_s, t_s - SMOOTH_S)
    hi = np.searchsorted(t_s, t_s + SMOOTH_S, side="right")
    total = np.concatenate(([0.0], np.cumsum(force_n)))
    smooth: Floats = (total[hi] - total[lo]) / (hi - lo)
    return smooth
