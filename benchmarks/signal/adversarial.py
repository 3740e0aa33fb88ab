"""Signals that are no hand on tissue at all: no release may be seen in any of them.

A weight on the sensor, an elastomer that relaxes, a force that drifts evenly, a slow sine. Each is
one hold. Guarded by tests/benchmarks/test_generator.py.
"""

from dataclasses import replace

import numpy as np

from benchmarks.signal.assembly import Segment, assemble
from benchmarks.signal.draws import Confounder, Press, Split, draw_press, log_uniform
from benchmarks.signal.generator import TREATMENT_S
from benchmarks.signal.mechanics import Pressed, smooth
from benchmarks.signal.truth import Handling, Recording
from benchmarks.signal.unsteady import FINE_S
from devicelink.core.block import Floats

KINDS = ("weight", "elastomer", "drift", "sine")
MARK = 6_007
NOTHING: frozenset[Confounder] = frozenset()


def holds(count: int, seed: int, *, rate_hz: float = 80.0, first: int = 0) -> list[Recording]:
    """`count` recordings, the kinds in turn."""
    return [_recording(seed, number, rate_hz) for number in range(first, first + count)]


def _recording(seed: int, number: int, rate_hz: float) -> Recording:
    kind = KINDS[number % len(KINDS)]
    rng = np.random.default_rng([MARK, seed, number, 0])
    drawn = draw_press(rng, Handling.GUIDED, Split.TEST, TREATMENT_S, 1.0, NOTHING)
    press = replace(drawn, release=None)
    age_s = np.arange(0.0, press.last_s + FINE_S, FINE_S) - press.ramp_s
    rise = smooth(age_s / press.ramp_s + 1.0) * (
        1.0 - smooth((age_s - press.hold_s) / press.fall_s)
    )
    force_n = press.target_n * rise * _shape(rng, kind, press, np.maximum(age_s, 0.0))
    rngs = (np.random.default_rng([MARK, seed, number, 1]),
            np.random.default_rng([MARK, seed, number, 2]))  # fmt: skip
    segment = Segment(press, Pressed(force_n, None, np.zeros_like(force_n)))
    name = f"adversarial/{kind}/{seed}/{number}"
    return assemble(name, [segment], rate_hz=rate_hz, rough=False, only=NOTHING, rngs=rngs)


def _shape(rng: np.random.Generator, kind: str, press: Press, age_s: Floats) -> Floats:
    """The force as a share of the target."""
    if kind == "elastomer":
        fast, slow = rng.uniform(0.02, 0.15), rng.uniform(0.05, 0.25)
        fast_s, slow_s = log_uniform(rng, 0.5, 3.0), log_uniform(rng, 6.0, 60.0)
        relaxed: Floats = (
            1.0 - fast * -np.expm1(-age_s / fast_s) - slow * -np.expm1(-age_s / slow_s)
        )
        return relaxed
    if kind == "drift":
        return 1.0 + rng.uniform(-0.4, 0.4) * age_s / press.hold_s
    if kind == "sine":
        hz, share = log_uniform(rng, 0.05, 1.0), log_uniform(rng, 0.01, 0.1)
        return 1.0 + share * np.sin(2.0 * np.pi * hz * age_s)
    return np.ones_like(age_s)
