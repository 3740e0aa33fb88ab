"""Many presses at once: hands of the referent-coordinate model on relaxing, softening tissue.

The equations of `simulator.hand` and `simulator.tissue`, over columns of presses and in steps of
`STEP_S`. A release has a second column beside it, its twin: the same in everything, noise too, but
never softening. Guarded by tests/benchmarks/test_generator.py.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.signal.draws import Press
from benchmarks.signal.unsteady import FINE_S
from devicelink.core.block import Floats

STEP_S = 0.02
FINE_STEPS = round(STEP_S / FINE_S)
SETTLE_S = 0.7
"""How long the hand still corrects its force after the ramp, before the arm is locked."""
NEWTON = 3
"""Steps of Newton's method from the depth before: the force moves little in `STEP_S`."""


@dataclass(frozen=True, slots=True, eq=False)
class Pressed:
    """On the fine grid from the first pull on, all of shape (steps,)."""

    force_n: Floats
    """At the tip, free of the sensor's errors."""
    twin_n: Floats | None
    """The same press had the tissue not given; None where it did not."""
    depth_mm: Floats


def smooth(x: Floats) -> Floats:
    """From 0 at 0 to 1 at 1 with the least jerk, as hands move."""
    x = np.clip(x, 0.0, 1.0)
    curve: Floats = x * x * x * (10.0 + x * (6.0 * x - 15.0))
    return curve


class _Tissue:
    """The tissue under every column."""

    def __init__(self, presses: list[Press]) -> None:
        def of(get: Callable[[Press], float]) -> Floats:
            return np.array([get(press) for press in presses])

        self.exponent = of(lambda p: p.tissue.exponent)
        reference_n = of(lambda p: p.tissue.reference_n)
        depth_mm = self.exponent * reference_n / of(lambda p: p.tissue.stiffness_n_mm)
        self.scale = reference_n / depth_mm**self.exponent
        self.shares = np.stack(
            (of(lambda p: p.tissue.fast_share), of(lambda p: p.tissue.slow_share))
        )
        taus = np.stack((of(lambda p: p.tissue.fast_tau_s), of(lambda p: p.tissue.slow_tau_s)))
        self._follow = -np.expm1(-STEP_S / taus)
        self._arms_n = np.zeros_like(self.shares)
        self.relaxed_n = np.zeros(len(presses))
        self.softened = np.zeros(len(presses))

    def depth_for(self, force_n: Floats) -> Floats:
        """The depth at which it pushes back with `force_n`, now."""
        elastic_n = np.maximum(force_n, 0.0) / (1.0 - self.softened) + self.relaxed_n
        depth: Floats = (elastic_n / self.scale) ** (1.0 / self.exponent)
        return depth

    def balance(self, depth_mm: Floats, referent_mm: Floats, stiffness: Floats) -> Floats:
        """The depth at which it is in balance with a spring from `referent_mm`, by Newton."""
        left = 1.0 - self.softened
        for _ in range(NEWTON):
            depth_mm = np.maximum(depth_mm, 1e-3)
            slope = self.scale * depth_mm ** (self.exponent - 1.0)
            excess = left * (slope * depth_mm - self.relaxed_n) - stiffness * (
                referent_mm - depth_mm
            )
            depth_mm = depth_mm - excess / (left * slope * self.exponent + stiffness)
        return np.minimum(depth_mm, referent_mm)

    def tangent(self, depth_mm: Floats) -> Floats:
        """Stiffness there, now, N/mm."""
        slope = self.scale * self.exponent * np.maximum(depth_mm, 1e-3) ** (self.exponent - 1.0)
        return np.maximum(0.05, (1.0 - self.softened) * slope)

    def step(self, depth_mm: Floats) -> None:
        """The arms follow the elastic force at that depth."""
        elastic_n = self.scale * np.maximum(depth_mm, 0.0) ** self.exponent
        self._arms_n += (elastic_n - self._arms_n) * self._follow
        self.relaxed_n = (self.shares * self._arms_n).sum(axis=0)


class _Hand:
    """The hand on every column: follows a force up and down, and keeps its referent between."""

    def __init__(self, presses: list[Press], shares: Floats) -> None:
        def of(get: Callable[[Press], float]) -> Floats:
            return np.array([get(press) for press in presses])

        self.stiffness = of(lambda p: p.hand.stiffness_n_mm)
        self.target_n, self.ramp_s = of(lambda p: p.target_n), of(lambda p: p.ramp_s)
        self.hold_s, self.fall_s = of(lambda p: p.hold_s), of(lambda p: p.fall_s)
        self._drift, self._tau_s = of(lambda p: p.hand.drift), of(lambda p: p.hand.drift_tau_s)
        self._gain, self._dimmed_s = of(lambda p: p.hand.gain), of(lambda p: p.hand.dimmed_s)
        self._dead_n = of(lambda p: p.hand.dead_share) * self.target_n
        self._delay: NDArray[np.int64] = np.rint(of(lambda p: p.hand.delay_s) / STEP_S).astype(
            np.int64
        )
        self._columns = np.arange(len(presses))
        self._shares = shares
        self._referent_mm = self._lean_mm = np.zeros(len(presses))
        self._leaving_n = self.target_n
        self._depth_mm = np.zeros(len(presses))

    def carried(self, step: int, tissue: _Tissue, carried_n: Floats) -> Floats:
        """The force, were it steady, at this step; `carried_n` (steps, n) holds those before."""
        age_s = step * STEP_S - self.ramp_s
        held = (age_s >= SETTLE_S) & (age_s < self.hold_s)
        going = age_s >= self.hold_s
        rising = self.target_n * smooth(age_s / self.ramp_s + 1.0)
        falling = self._leaving_n * (1.0 - smooth((age_s - self.hold_s) / self.fall_s))
        followed_n = np.where(going, falling, rising)
        self._keep(step, age_s, tissue, carried_n)
        depth_mm = np.where(
            held,
            tissue.balance(self._depth_mm, self._referent_mm, self.stiffness),
            tissue.depth_for(followed_n),
        )
        kept_n = np.maximum(0.0, self.stiffness * (self._referent_mm - depth_mm))
        force_n = np.where(held, kept_n, followed_n)
        self._lean_mm = np.where(held, self._lean_mm, followed_n / self.stiffness)
        self._referent_mm = np.where(held, self._referent_mm, depth_mm + self._lean_mm)
        self._leaving_n = np.where(going, self._leaving_n, force_n)
        self._depth_mm = depth_mm
        return force_n

    def _keep(self, step: int, age_s: Floats, tissue: _Tissue, carried_n: Floats) -> None:
        """The referent drifts, anew once the gauge is dimmed; until then the eye corrects it."""
        dimmed = age_s >= self._dimmed_s
        drift_s = np.where(dimmed, age_s - np.minimum(self._dimmed_s, 1e9), age_s)
        fading = self._drift * np.exp(-np.maximum(drift_s, 0.0) / self._tau_s) / self._tau_s
        seen = np.maximum(step - self._delay, 0)
        error_n = self.target_n - carried_n[seen, self._columns] * self._shares[seen, self._columns]
        looks = (self._gain > 0.0) & ~dimmed & (np.abs(error_n) > self._dead_n)
        give = 1.0 / self.stiffness + 1.0 / tissue.tangent(self._depth_mm)
        corrected = np.where(looks, self._gain * error_n * give, 0.0)
        self._referent_mm = self._referent_mm + STEP_S * (corrected - fading * self._lean_mm)


def press_all(presses: list[Press], shares: Floats) -> list[Pressed]:
    """What each press does; `shares` of shape (fine steps, presses) as `unsteady.shares` has it."""
    twins = [index for index, press in enumerate(presses) if press.release]
    both = np.array([*range(len(presses)), *twins])
    columns = [presses[index] for index in both]
    seen = shares[::FINE_STEPS][:, both]
    tissue, hand = _Tissue(columns), _Hand(columns, seen)
    softening = _softening(columns, len(presses))
    carried_n, relaxed_n, softened = np.zeros((3, len(seen), len(columns)))
    for step in range(len(seen)):
        tissue.softened = softening(step * STEP_S)
        carried_n[step] = hand.carried(step, tissue, carried_n)
        tissue.step(tissue.depth_for(carried_n[step]))
        relaxed_n[step], softened[step] = tissue.relaxed_n, tissue.softened
    force_n = _fine(carried_n, len(shares)) * shares[:, both]
    elastic_n = force_n / (1.0 - _fine(softened, len(shares))) + _fine(relaxed_n, len(shares))
    depth_mm = (elastic_n / tissue.scale) ** (1.0 / tissue.exponent)
    place = {index: len(presses) + row for row, index in enumerate(twins)}
    return [
        Pressed(force_n[:, i], force_n[:, place[i]] if i in place else None, depth_mm[:, i])
        for i in range(len(presses))
    ]


def _softening(columns: list[Press], truly: int) -> Callable[[float], Floats]:
    """The share of stiffness lost at a time; columns from `truly` on are twins that lose none."""
    releases = [press.release if i < truly else None for i, press in enumerate(columns)]
    depth = np.array([release.depth if release else 0.0 for release in releases])
    begin_s = np.array(
        [p.ramp_s + (r.t_s if r else 0.0) for p, r in zip(columns, releases, strict=True)]
    )
    last_s = np.array([release.duration_s if release else 1.0 for release in releases])

    def softened(t_s: float) -> Floats:
        x = np.clip((t_s - begin_s) / last_s, 0.0, 1.0)
        lost: Floats = depth * x * x * (3.0 - 2.0 * x)
        return lost

    return softened


def _fine(coarse: Floats, steps: int) -> Floats:
    """Linear between steps of the hand, shape (steps, n)."""
    at = np.arange(steps)
    low = np.minimum(at // FINE_STEPS, len(coarse) - 1)
    high = np.minimum(low + 1, len(coarse) - 1)
    part = ((at % FINE_STEPS) / FINE_STEPS)[:, None]
    between: Floats = coarse[low] * (1.0 - part) + coarse[high] * part
    return between
