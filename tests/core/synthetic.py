"""A seeded maker of force signals with known holds, small but unkind.

Not the benchmark's generator: just enough of hand, confounders, sensor and link to hold the core to
its targets in the test suite. Truth is read off the noise-free force.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from devicelink.core.block import Block, Floats

FINE_HZ = 1000
"""The hand and its truth live on this grid; the sensor samples it."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A signal as a device would send it, with what really happened."""

    block: Block
    holds: tuple[tuple[float, float], ...]
    slips: tuple[float, ...]


@dataclass(slots=True)
class _Sheet:
    """The noise-free force under construction, from t = 0."""

    force_n: list[NDArray[np.float64]] = field(default_factory=list)
    holds: list[tuple[float, float]] = field(default_factory=list)
    slips: list[float] = field(default_factory=list)

    @property
    def now_s(self) -> float:
        return sum(map(len, self.force_n)) / FINE_HZ


def scene(
    seed: int, rate_hz: float, *, holds: int = 4, loss: float = 0.02, slip_share: float = 0.2
) -> Scene:
    """One session: `holds` presses with bumps, taps, resting fingers and residuals around them."""
    rng = np.random.default_rng(seed)
    sheet = _Sheet()
    residual = 0.0
    for _ in range(holds):
        _idle(sheet, rng, residual)
        residual = _hold(sheet, rng, residual, slip_share)
    _idle(sheet, rng, residual)
    force = np.concatenate(sheet.force_n)
    return Scene(_sense(rng, force, rate_hz, loss), tuple(sheet.holds), tuple(sheet.slips))


def _smoothstep(n: int) -> Floats:
    x = np.linspace(0.0, 1.0, max(n, 2))
    curve: Floats = x * x * x * (10 - 15 * x + 6 * x * x)
    return curve


def _flat(n_s: float, level: float) -> Floats:
    return np.full(max(1, round(n_s * FINE_HZ)), level)


def _idle(sheet: _Sheet, rng: np.random.Generator, residual: float) -> None:
    """Rest of 2-5 s at the residual force, with bumps or double taps in it."""
    sheet.force_n.append(_flat(rng.uniform(1.0, 2.0), residual))
    for _ in range(rng.integers(0, 3)):
        taps = 2 if rng.random() < 0.4 else 1
        for _ in range(taps):
            height, last = rng.uniform(3.0, 30.0), rng.uniform(0.15, 0.9)
            if taps == 2:
                last = rng.uniform(0.12, 0.3)
            bump = np.sin(np.linspace(0.0, np.pi, round(last * FINE_HZ))) ** 2
            sheet.force_n.append(residual + height * bump)
            sheet.force_n.append(_flat(rng.uniform(0.1, 0.3), residual))
        sheet.force_n.append(_flat(rng.uniform(0.6, 1.2), residual))
    sheet.force_n.append(_flat(rng.uniform(0.8, 1.5), residual))


def _hold(sheet: _Sheet, rng: np.random.Generator, residual: float, slip_share: float) -> float:
    """One press of 4-20 s; answers with what the sensor keeps showing after it."""
    plateau, last = rng.uniform(10.0, 40.0), rng.uniform(4.0, 20.0)
    rest = 0.0
    if rng.random() < 0.5:
        rest = plateau * rng.uniform(0.01, 0.03)
    elif rng.random() < 0.5:
        rest = rng.uniform(0.3, 0.045 * plateau)
    if rest:
        sheet.force_n.append(_flat(rng.uniform(1.0, 7.0), residual + rest))
    ramp_s = float(np.exp(rng.uniform(np.log(0.2), np.log(3.0))))
    rise = rest + (plateau - rest) * _smoothstep(round(ramp_s * FINE_HZ))
    onset = sheet.now_s + float(np.argmax(rise >= 0.05 * plateau)) / FINE_HZ
    body = plateau * _body(rng, round(last * FINE_HZ))
    start = sheet.now_s + len(rise) / FINE_HZ
    if rng.random() < slip_share and last > 5.0:
        slip_at = float(rng.uniform(1.5, last - 2.5))
        _slip(body, rng, round(slip_at * FINE_HZ))
        sheet.slips.append(start + slip_at)
    fall_s = float(np.exp(rng.uniform(np.log(0.15), np.log(2.0))))
    fall = body[-1] * (1.0 - _smoothstep(round(fall_s * FINE_HZ)))
    half = 0.5 * float(np.median(np.concatenate((body[-3 * FINE_HZ :], fall[: len(fall) // 2]))))
    end = start + (len(body) + float(np.argmax(fall < half))) / FINE_HZ
    left = rng.uniform(0.0, 3.0) if rng.random() < 0.5 else 0.0
    left = min(left, 0.2 * plateau)
    settle = residual + (left - residual) * _smoothstep(len(rise) + len(body) + len(fall))
    sheet.force_n.append(np.concatenate((rise, body, fall)) + settle)
    if end - onset >= 3.0:
        sheet.holds.append((onset, end))
    return left


def _body(rng: np.random.Generator, n: int) -> Floats:
    """A held force around 1: sagging, wandering, trembling, perhaps taken up anew."""
    t = np.arange(n) / FINE_HZ
    sag = 1.0 - rng.uniform(0.0, 0.3) * (1.0 - np.exp(-t / rng.uniform(3.0, 20.0)))
    steps = rng.normal(0.0, 1.0, n // 100 + 2)
    wander = np.zeros(len(steps))
    keep = float(np.exp(-0.1 / rng.uniform(0.6, 4.0)))
    for index in range(1, len(steps)):
        wander[index] = keep * wander[index - 1] + np.sqrt(1 - keep**2) * steps[index]
    slow = np.interp(t, np.arange(len(wander)) * 0.1, wander) * rng.uniform(0.006, 0.05)
    tremor = rng.uniform(0.002, 0.01) * np.sin(2 * np.pi * rng.uniform(7.5, 11.5) * t)
    grip = np.zeros(n)
    if rng.random() < 0.25:
        at = int(rng.uniform(0.2, 0.8) * n)
        step = rng.uniform(-0.15, 0.15) * _smoothstep(600)
        grip[at:] = step[-1]
        grip[at : at + 600] = step[: len(grip[at : at + 600])]
    body: Floats = sag * (1.0 + slow + tremor + grip)
    return body


def _slip(body: Floats, rng: np.random.Generator, at: int) -> None:
    """A drop of 10-45 % in 120 ms that comes back within 1.5 s; changes `body` in place."""
    depth = float(np.exp(rng.uniform(np.log(0.10), np.log(0.45))))
    shape = np.concatenate(
        (_smoothstep(120), np.ones(rng.integers(50, 400)), 1.0 - _smoothstep(1500))
    )
    body[at : at + len(shape)] *= 1.0 - depth * shape[: len(body) - at]


def _sense(rng: np.random.Generator, force: Floats, rate_hz: float, loss: float) -> Block:
    """Sampled with jitter, noise and losses, rounded to the sensor's step."""
    t = np.arange(1.0 / rate_hz, len(force) / FINE_HZ - 0.05, 1.0 / rate_hz)
    t = t + rng.uniform(-0.1, 0.1, len(t)) / rate_hz
    t = np.round(t[rng.random(len(t)) >= loss], 6)
    clean = np.interp(t, np.arange(len(force)) / FINE_HZ, force)
    step = float(rng.choice([0.001, 0.01, 0.05]))
    noisy = clean + rng.normal(0.0, rng.uniform(0.02, 0.1), len(t))
    return Block.of(t, np.round(noisy / step) * step)
