"""Change detectors of other people's libraries, as their manuals use them, on 5 Hz block means.

`river` and `changepoint-online` stream; `ruptures` sees the whole hold before it speaks. They come
with the extra `bench` and are loaded only when a row is computed. Guarded by
tests/benchmarks/test_baselines.py.
"""

from collections.abc import Callable
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise

import numpy as np

from benchmarks.signal.baselines import (
    SECOND,
    Baseline,
    Blocks,
    Scorer,
    in_noise,
    in_percent,
    warm,
)
from devicelink.core.block import Floats

Scale = Callable[[Blocks], Floats]
LEVELS = np.geomspace(1.0, 2000.0, 31)
"""Thresholds of Page-Hinkley that are tried."""
PENALTIES = np.geomspace(3.0, 1e5, 31)
"""Penalties of ruptures that are tried."""
CONFIDENCES = np.geomspace(0.5, 1e-15, 31)
"""Chances of a false cut that ADWIN is allowed; its score is their -log10."""


LEAST = 2 * SECOND
"""Blocks that a segment of ruptures has at least: a slip is no level."""


def available(library: str) -> bool:
    """Whether the library of the extra `bench` is installed."""
    return find_spec(library) is not None


def page_hinkley(blocks: Blocks, *, scale: Scale, delta: float) -> Floats:
    """The highest of `LEVELS` that has been passed: a fall of the mean, less `delta` a block."""
    drift, start = import_module("river.drift"), warm(blocks)
    scores, values = np.full(len(blocks.age_s), -np.inf), scale(blocks)[start:]
    for level in LEVELS:
        detector = drift.PageHinkley(
            min_instances=4 * SECOND, delta=delta, threshold=level, mode="down"
        )
        for now, value in enumerate(values, start=start):
            detector.update(value)
            if detector.drift_detected:
                scores[now:] = level
                break
        else:
            break
    return scores


def adwin(blocks: Blocks, *, scale: Scale, gain: float) -> Floats:
    """Minus the decimal logarithm of the strictest confidence at which the window was cut."""
    drift, start = import_module("river.drift"), warm(blocks)
    scores, values = np.full(len(blocks.age_s), -np.inf), gain * scale(blocks)[start:]
    for confidence in CONFIDENCES:
        detector = drift.ADWIN(delta=confidence, clock=1)
        for now, value in enumerate(values, start=start):
            before = detector.estimation
            detector.update(value)
            if detector.drift_detected and detector.estimation < before:
                scores[now] = -np.log10(confidence)
    return scores


def focus(blocks: Blocks, *, scale: Scale) -> Floats:
    """The likelihood ratio of one fall of the mean against none (Romano et al. 2023)."""
    library, start = import_module("changepoint_online"), warm(blocks)
    detector, scores = library.Focus(library.Gaussian(), side="left"), []
    for value in scale(blocks)[start:]:
        detector.update(float(value))
        scores.append(detector.statistic())
    return np.concatenate((np.full(start, -np.inf), scores))


def segments(blocks: Blocks, *, method: str, scale: Scale) -> Floats:
    """The highest of `PENALTIES` at which a fall of the mean begins at the block (ruptures).

    Pelt by its implementation in C, which is the same for a linear kernel and the squared error.
    """
    ruptures, start = import_module("ruptures"), warm(blocks)
    scores, values = np.full(len(blocks.age_s), -np.inf), scale(blocks)[start:]
    if len(values) < 2 * LEAST:
        return scores
    search = (
        ruptures.KernelCPD(kernel="linear", min_size=LEAST, jump=1)
        if method == "pelt"
        else ruptures.Binseg(model="l2", min_size=LEAST, jump=1)
    ).fit(values)
    for penalty in PENALTIES:
        edges = [0, *map(int, search.predict(pen=penalty))]
        means = [float(values[a:b].mean()) for a, b in pairwise(edges)]
        falls = [edges[i] for i in range(1, len(means)) if means[i] < means[i - 1]]
        scores[[start + at for at in falls]] = penalty
    return scores


def _each_scale(scorer: Callable[..., Floats], **fixed: object) -> tuple[Scorer, ...]:
    return tuple(partial(scorer, scale=scale, **fixed) for scale in (in_percent, in_noise))


LIBRARIES: tuple[Baseline, ...] = (
    Baseline(
        "Page-Hinkley",
        tuple(
            scorer for delta in (0.5, 1.0, 4.0) for scorer in _each_scale(page_hinkley, delta=delta)
        ),
        library="river",
    ),
    Baseline(
        "ADWIN",
        tuple(scorer for gain in (0.1, 1.0) for scorer in _each_scale(adwin, gain=gain)),
        library="river",
    ),
    Baseline("FOCuS", _each_scale(focus), library="changepoint_online"),
    Baseline(
        "Pelt, offline", _each_scale(segments, method="pelt"), library="ruptures", offline=True
    ),
    Baseline(
        "Binseg, offline", _each_scale(segments, method="binseg"), library="ruptures", offline=True
    ),
)
