"""A second generator, for reporting only: nothing is ever trained or chosen on it.

Other tissue (relaxing by a power law of time, guarding, giving in steps, tightening again), another
hand (it tracks the force it remembers, proportionally and with an integral, and its memory fades)
and other noise (pink, with jerks). Guarded by tests/benchmarks/test_generator.py.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.signal.assembly import Segment, assemble
from benchmarks.signal.draws import ALL, Press, Split, draw_press, log_uniform
from benchmarks.signal.generator import TREATMENT_S
from benchmarks.signal.mechanics import FINE_STEPS, STEP_S, Pressed, smooth
from benchmarks.signal.truth import Handling, Recording, ReleaseTruth
from benchmarks.signal.unsteady import FINE_S, steps
from devicelink.core.block import Floats

ARMS_S = np.geomspace(0.1, 300.0, 10)
"""A power law of time, as so many exponentials: half a decade between them is smooth enough."""
MARK = 7_919
"""Of this generator's seeds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """What this generator adds to the frame of a press (times are ages since reached).

    `power` of the relaxation; `give` and `guard` are shares of stiffness, step by step of `STEP_S`
    from the first pull.
    """

    power: float
    give: Floats
    guard: Floats
    proportional: float
    integral: float
    memory_s: float
    share: Floats
    """What the force is multiplied by, step by step of `FINE_S`."""


def holds(
    handling: Handling, count: int, seed: int, *, rate_hz: float = 80.0, first: int = 0
) -> list[Recording]:
    """`count` recordings of one hold of 30-60 s each, half of them with a release."""
    return [
        _recording(handling, [MARK, seed, number], rate_hz)
        for number in range(first, first + count)
    ]


def _recording(handling: Handling, seed: list[int], rate_hz: float) -> Recording:
    rng = np.random.default_rng([*seed, 0])
    press = draw_press(rng, handling, Split.TEST, TREATMENT_S, 1.0, ALL)
    press, other = _other(rng, press)
    force_n, depth_mm = _simulate(press, other)
    twin_n = None
    if press.release:
        still = replace(other, give=np.zeros_like(other.give))
        twin_n = _simulate(press, still)[0]
    rngs = (np.random.default_rng([*seed, 1]), np.random.default_rng([*seed, 2]))
    segment = Segment(press, Pressed(force_n, twin_n, depth_mm))
    name = f"second/{handling}/{seed[1]}/{seed[2]}"
    return assemble(name, [segment], rate_hz=rate_hz, rough=False, rngs=rngs)


def _other(rng: np.random.Generator, press: Press) -> tuple[Press, Other]:
    """What is different here. A release is of 1-3 steps; a third of them tighten again by half."""
    count = int(rng.integers(1, 4))
    pauses_s = np.concatenate(([0.0], np.cumsum(rng.uniform(0.5, 3.0, count - 1) + 1.0)))
    each_s = log_uniform(rng, 0.4, 3.0)
    parts = rng.dirichlet(np.ones(count))
    again, again_s, back_s = rng.random(), rng.uniform(5.0, 12.0), rng.uniform(4.0, 10.0)
    guards, guard_at, guard_s = rng.random(), rng.uniform(0.1, 0.8), rng.uniform(3.0, 10.0)
    age_s = np.arange(0.0, press.last_s + STEP_S, STEP_S) - press.ramp_s
    give = np.zeros_like(age_s)
    release = press.release
    if release:
        for pause_s, part in zip(pauses_s, parts, strict=True):
            give += release.depth * part * smooth((age_s - release.t_s - pause_s) / each_s)
        duration_s = float(pauses_s[-1]) + each_s
        if again < 1 / 3:
            give *= 1.0 - 0.5 * smooth((age_s - release.t_s - duration_s - again_s) / back_s)
        press = replace(press, release=ReleaseTruth(release.t_s, duration_s, release.depth))
    since_s = age_s - guard_at * press.hold_s
    swell = smooth(since_s / 0.7) * smooth((guard_s - since_s) / 0.7)
    return press, Other(
        power=rng.uniform(0.03, 0.12),
        give=give,
        guard=(0.2 if guards < 0.25 else 0.0) * swell,
        proportional=rng.uniform(0.0, 0.3) if press.hand.gain else 0.0,
        integral=rng.uniform(0.05, 0.4) if press.hand.gain else rng.uniform(0.0, 0.03),
        memory_s=log_uniform(rng, 30.0, 300.0),
        share=_noise(rng, press),
    )


def _noise(rng: np.random.Generator, press: Press) -> Floats:
    """Pink between 0.04 and 9 Hz, a band of tremor, jerks; slips and re-grips as elsewhere."""
    age_s = np.arange(0.0, press.last_s + 2 * FINE_S, FINE_S)
    hz = np.fft.rfftfreq(len(age_s), FINE_S)
    tremor_hz, width_hz = rng.uniform(7.5, 11.5), rng.uniform(0.5, 2.0)
    above = np.maximum(hz, 0.04)
    pink = np.where((hz > 0.0), above**-1.0 / (1.0 + (hz / 9.0) ** 4), 0.0)
    band = np.exp(-0.5 * ((hz - tremor_hz) / width_hz) ** 2)
    share = log_uniform(rng, 0.012, 0.05) * _coloured(rng, pink, len(age_s))
    share += log_uniform(rng, 0.0015, 0.008) * _coloured(rng, band, len(age_s))
    for at_s in rng.uniform(0.0, press.last_s, int(rng.poisson(press.last_s / 30.0))):
        since_s = np.maximum(age_s - at_s, 0.0)
        share += rng.uniform(-0.06, 0.06) * (since_s / 0.1) * np.exp(1.0 - since_s / 0.1)
    factor: Floats = np.maximum(0.0, 1.0 + share) * steps(press, age_s)
    return factor


def _coloured(rng: np.random.Generator, amplitude: Floats, count: int) -> Floats:
    """Gaussian noise of that spectrum, with standard deviation 1."""
    white = rng.standard_normal((2, len(amplitude)))
    noise = np.fft.irfft(amplitude * (white[0] + 1j * white[1]), count)
    scaled: Floats = noise / noise.std()
    return scaled


def _simulate(press: Press, other: Other) -> tuple[Floats, Floats]:
    """Force at the tip and depth, on the fine grid."""
    tissue = press.tissue
    reference_mm = tissue.exponent * tissue.reference_n / tissue.stiffness_n_mm
    law = _Law(tissue.reference_n / reference_mm**tissue.exponent, tissue.exponent, other.power)
    carried = np.zeros(len(other.give))
    depths = np.zeros(len(other.give))
    hand = _Memory(press, other)
    for step in range(len(carried)):
        stiff = (1.0 - float(other.give[step])) * (1.0 + float(other.guard[step]))
        depths[step], carried[step] = hand.step(step, law, stiff)
        law.relax(depths[step])
    fine = np.arange(len(other.share)) / FINE_STEPS
    grid = np.arange(len(carried))
    force_n = np.interp(fine, grid, carried) * other.share
    return force_n, np.interp(fine, grid, depths) * other.share ** (1.0 / tissue.exponent)


class _Law:
    """Tissue: a power of depth, of which every arm of `ARMS_S` takes its share in its time."""

    def __init__(self, scale: float, exponent: float, power: float) -> None:
        self.scale, self.exponent = scale, exponent
        weight = ARMS_S**-power
        self._shares = (weight - np.append(weight[1:], weight[-1] * 0.97)) / weight[0]
        self._follow = -np.expm1(-STEP_S / ARMS_S)
        self._arms = np.zeros(len(ARMS_S))

    @property
    def relaxed_n(self) -> float:
        return float(self._shares @ self._arms)

    def elastic_n(self, depth_mm: float) -> float:
        return self.scale * math.pow(max(depth_mm, 0.0), self.exponent)

    def relax(self, depth_mm: float) -> None:
        self._arms += (self.elastic_n(depth_mm) - self._arms) * self._follow

    def depth_for(self, force_n: float, stiff: float) -> float:
        elastic_n = max(force_n, 0.0) / stiff + self.relaxed_n
        return math.pow(elastic_n / self.scale, 1.0 / self.exponent)


class _Memory:
    """A hand that goes after the force it remembers, through its own stiffness."""

    def __init__(self, press: Press, other: Other) -> None:
        self._press, self._other = press, other
        self._wanted_n = press.target_n
        self._sum = 0.0
        self._felt_n = self._leaving_n = 0.0
        self._rest_mm = self._depth_mm = 0.0

    def step(self, step: int, law: _Law, stiff: float) -> tuple[float, float]:
        """Depth and force now."""
        press, other = self._press, self._other
        age_s = step * STEP_S - press.ramp_s
        if 0.7 <= age_s < press.hold_s:
            self._wanted_n -= STEP_S * press.hand.drift * press.target_n / other.memory_s
            error_n = self._wanted_n - self._felt_n
            if abs(error_n) < press.hand.dead_share * press.target_n:
                error_n = 0.0
            self._sum += STEP_S * error_n
            pulled_mm = other.proportional * error_n + other.integral * self._sum
            pulled_mm /= press.hand.stiffness_n_mm
            force_n = self._balance(law, stiff, self._rest_mm + pulled_mm)
        else:
            x = smooth(
                np.array([age_s / press.ramp_s + 1.0, (age_s - press.hold_s) / press.fall_s])
            )
            going = age_s >= press.hold_s
            force_n = (
                self._leaving_n * (1.0 - float(x[1])) if going else press.target_n * float(x[0])
            )
            self._depth_mm = law.depth_for(force_n, stiff)
            self._rest_mm = self._depth_mm + force_n / press.hand.stiffness_n_mm
        if age_s < press.hold_s:
            self._leaving_n = force_n
        self._felt_n += (force_n - self._felt_n) * STEP_S / 0.3
        return self._depth_mm, force_n

    def _balance(self, law: _Law, stiff: float, rest_mm: float) -> float:
        k, depth, relaxed_n = self._press.hand.stiffness_n_mm, self._depth_mm, law.relaxed_n
        for _ in range(3):
            depth = max(depth, 1e-3)
            elastic_n = law.elastic_n(depth)
            excess = stiff * (elastic_n - relaxed_n) - k * (rest_mm - depth)
            depth -= excess / (stiff * elastic_n * law.exponent / depth + k)
        self._depth_mm = min(depth, rest_mm)
        return max(0.0, k * (rest_mm - self._depth_mm))
