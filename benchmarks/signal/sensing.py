"""From the true force at the tip to samples: the sensor's errors, the clock, losses, the wire.

All randomness comes from the generator handed in. Guarded by tests/benchmarks/test_generator.py.
"""

from dataclasses import dataclass

import numpy as np

from benchmarks.signal.draws import log_uniform
from benchmarks.signal.truth import Longs, Wire
from devicelink.core.block import Floats

LOADED_N = 1.0
FULL_N = 40.0
"""The load that leaves the whole residual behind, and about which an FSR's curve bends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensor:
    """Noise 20-100 mN, steps 1-50 mN, creep 0.3 % a decade, residual to 1.5 N; a third are FSRs.

    An FSR bends (`bend` other than 1) and creeps more (2-5 % a decade).
    """

    noise_n: float
    step_n: float
    creep: float
    residual_n: float
    full_scale_n: float
    bend: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """How samples get across. `gaps` are (start, length) in seconds."""

    rate_hz: float
    jitter_s: float
    loss: float
    gaps: tuple[tuple[float, float], ...]
    batch: int
    first_us: int


def draw_sensor(rng: np.random.Generator, most_residual_n: float) -> Sensor:
    """A sensor of the range that such devices have."""
    is_fsr = rng.random() < 1 / 3
    bend, fsr_creep = rng.uniform(0.85, 1.1), rng.uniform(0.02, 0.05)
    return Sensor(
        noise_n=log_uniform(rng, 0.02, 0.1),
        step_n=log_uniform(rng, 0.001, 0.05),
        creep=fsr_creep if is_fsr else 0.003,
        residual_n=rng.uniform(0.0, most_residual_n),
        full_scale_n=float(rng.choice([60.0, 100.0, 200.0])),
        bend=bend if is_fsr else 1.0,
    )


def draw_link(rng: np.random.Generator, rate_hz: float, last_s: float, *, rough: bool) -> Link:
    """A link that jitters to 15 ms and loses to one sample in ten; a third of them have gaps."""
    kind, has_gaps = rng.random(2)
    loss = 0.1 if kind < 0.25 else 0.02 if kind < 0.5 else 0.0
    count = int(rng.integers(1, 4)) if rough or has_gaps < 1 / 3 else 0
    gaps = [(rng.uniform(0.0, last_s), log_uniform(rng, 0.1, 2.0)) for _ in range(count)]
    return Link(
        rate_hz=rate_hz,
        jitter_s=min(rng.uniform(0.0, 0.015), 0.4 / rate_hz),
        loss=max(loss, 0.1) if rough else loss,
        gaps=tuple(gaps),
        batch=int(rng.integers(1, 17)),
        first_us=int(rng.integers(0, 2**32)),
    )


def sample_times(rng: np.random.Generator, link: Link, last_s: float) -> Floats:
    """When samples were taken of which we have news, true to a microsecond, rising."""
    t_s = np.arange(1.0 / link.rate_hz, last_s - 0.02, 1.0 / link.rate_hz)
    t_s = t_s + rng.uniform(-0.5, 0.5, len(t_s)) * link.jitter_s
    kept = rng.random(len(t_s)) >= link.loss
    for begin_s, gap_s in link.gaps:
        kept &= (t_s < begin_s) | (t_s > begin_s + gap_s)
    return np.round(t_s[kept], 6)


def read(rng: np.random.Generator, sensor: Sensor, t_s: Floats, force_n: Floats) -> Floats:
    """The readings, in newtons, of the force at these times."""
    bent = FULL_N * (np.maximum(force_n, 0.0) / FULL_N) ** sensor.bend
    loaded = force_n >= LOADED_N
    starts = np.flatnonzero(np.diff(loaded.astype(int), prepend=0) == 1)
    ends = np.flatnonzero(np.diff(loaded.astype(int), prepend=0) == -1)
    since = np.zeros(len(t_s), dtype=np.int64)
    since[starts] = starts
    age_s = np.where(loaded, t_s - t_s[np.maximum.accumulate(since)], 0.0)
    left_n = np.zeros(len(t_s))
    for begin, end in zip(starts, ends, strict=False):
        share = min(1.0, float(force_n[begin:end].max()) / FULL_N)
        if t_s[end] - t_s[begin] > 2.0:  # a bump leaves nothing behind
            left_n[end:] = sensor.residual_n * share
    seen = bent * (1.0 + sensor.creep * np.log10(1.0 + age_s)) + left_n
    seen = np.clip(seen + sensor.noise_n * rng.standard_normal(len(t_s)), -5.0, sensor.full_scale_n)
    steps: Floats = np.round(np.round(seen / sensor.step_n) * sensor.step_n, 6)
    return steps


def send(rng: np.random.Generator, link: Link, t_s: Floats, force_n: Floats) -> Wire:
    """The samples as they arrive: batched, delayed by 10-60 ms, some batches late or twice."""
    count = -(-len(t_s) // link.batch)
    order = np.arange(count)
    ready_s = t_s[np.minimum((order + 1) * link.batch, len(t_s)) - 1]
    arrival_s = ready_s + 0.01 + rng.exponential(0.015, count)
    arrival_s += np.where(rng.random(count) < 0.01, rng.uniform(0.05, 0.4, count), 0.0)
    again = np.flatnonzero(rng.random(count) < 0.01)
    batches = np.concatenate((order, again))
    arrival_s = np.concatenate((arrival_s, arrival_s[again] + 0.05))
    by_arrival = np.argsort(arrival_s, kind="stable")
    sizes = [
        np.arange(b * link.batch, min((b + 1) * link.batch, len(t_s))) for b in batches[by_arrival]
    ]
    samples: Longs = np.concatenate(sizes)
    device_us = (link.first_us + np.rint(t_s * 1e6).astype(np.int64)) % 2**32
    arrivals = np.repeat(np.round(arrival_s[by_arrival], 6), [len(size) for size in sizes])
    return Wire(arrivals, device_us[samples], force_n[samples])
