"""Makes recordings with known truth: single holds and sessions of holds, from a seed, to the digit.

A recording depends on its own number alone: not on how many are made, nor in which batch. Uses no
entropy and no clock. Guarded by tests/benchmarks/test_generator.py.
"""

from dataclasses import dataclass

import numpy as np

from benchmarks.signal.assembly import Segment, assemble
from benchmarks.signal.draws import ALL, Confounder, Press, Split, draw_press
from benchmarks.signal.mechanics import Pressed, press_all
from benchmarks.signal.truth import Handling, Recording
from benchmarks.signal.unsteady import FINE_S, kicks, shares

TREATMENT_S = (30.0, 60.0)
"""Of a hold that may show a release."""
SESSION_S = (3.5, 25.0)
"""Of the holds of a session for judging where holds begin and end."""
BATCH = 128
"""Presses simulated side by side: speed and memory only."""
RATES_HZ = (10.0, 20.0, 40.0, 80.0, 100.0, 200.0, 500.0)
PERSON, NOISE, SESSION, LINK, SIZE = range(5)
"""Branches of a recording's seed: a change in one draws nothing differently in another."""
SAME_HANDS = {Handling.WINDOW: Handling.TRACKING}
NUMBERS = {handling: number for number, handling in enumerate(Handling)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What sort of recordings to make. `rough`: a worse hand, sensor and link than most."""

    handling: Handling
    split: Split
    rate_hz: float
    hold_s: tuple[float, float]
    rough: bool = False
    only: frozenset[Confounder] = ALL
    wire: bool = False


def holds(
    handling: Handling,
    count: int,
    seed: int,
    *,
    rate_hz: float = 80.0,
    split: Split = Split.TRAIN,
    rough: bool = False,
    only: frozenset[Confounder] = ALL,
) -> list[Recording]:
    """`count` recordings of one hold of 30-60 s each, half of them with a release.

    Of all confounders `only` these happen. The split `RANGES` is meant for 10 Hz, rough.
    """
    kind = Kind(handling=handling, split=split, rate_hz=rate_hz, hold_s=TREATMENT_S, rough=rough,
                only=only)  # fmt: skip
    return make(kind, [1] * count, seed)


def some_holds(
    handling: Handling,
    numbers: range,
    seed: int,
    *,
    rate_hz: float,
    split: Split,
    rough: bool,
) -> list[Recording]:
    """Those with these numbers of the recordings that `holds` makes."""
    kind = Kind(handling=handling, split=split, rate_hz=rate_hz, hold_s=TREATMENT_S, rough=rough)
    return make(kind, [1] * len(numbers), seed, numbers.start)


def sessions(
    handling: Handling,
    count: int,
    seed: int,
    *,
    rate_hz: float = 80.0,
    split: Split = Split.TRAIN,
    rough: bool = True,
    first: int = 0,
) -> list[Recording]:
    """`count` sessions of 3-6 holds of 3.5-25 s, with bumps, taps, short touches between them.

    `first` is the number of the first of them: parts made apart are the whole.
    """
    kind = Kind(handling=handling, split=split, rate_hz=rate_hz, hold_s=SESSION_S, rough=rough,
                wire=True)  # fmt: skip
    numbers = range(first, first + count)
    sizes = [int(_rng(kind, seed, number, SIZE, 0).integers(3, 7)) for number in numbers]
    return make(kind, sizes, seed, first)


def make(kind: Kind, sizes: list[int], seed: int, first: int = 0) -> list[Recording]:
    """A recording for each of `sizes`, the holds in it; the first has the number `first`.

    Parts made apart, in other processes say, are the whole.
    """
    made: list[Recording] = []
    queue: list[tuple[int, int]] = []
    for offset, size in enumerate(sizes):
        queue.append((first + offset, size))
        if sum(n for _, n in queue) >= BATCH or offset == len(sizes) - 1:
            made += _batch(kind, queue, seed)
            queue = []
    return made


def simulate(presses: list[Press], seeds: list[list[int]]) -> list[Pressed]:
    """What these presses do, each with the noise of its own seed."""
    last_s = max(press.last_s for press in presses)
    noise = kicks(seeds, presses, round(last_s / FINE_S) + 2)
    return press_all(presses, shares(presses, noise))


def _batch(kind: Kind, queue: list[tuple[int, int]], seed: int) -> list[Recording]:
    roughness = 2.0 if kind.rough else 1.0
    presses: list[Press] = []
    seeds: list[list[int]] = []
    for number, size in queue:
        for nth in range(size):
            rng = _rng(kind, seed, number, PERSON, nth)
            presses.append(
                draw_press(rng, kind.handling, kind.split, kind.hold_s, roughness, kind.only)
            )
            seeds.append(_branch(kind, seed, number, NOISE, nth))
    pressed = simulate(presses, seeds)
    segments = [Segment(press, done) for press, done in zip(presses, pressed, strict=True)]
    out, at = [], 0
    for number, size in queue:
        out.append(
            assemble(
                f"{kind.split.name}/{kind.handling}/{seed}/{number}".lower(),
                segments[at : at + size],
                rate_hz=kind.rate_hz,
                rough=kind.rough,
                only=kind.only,
                wire=kind.wire,
                rngs=(_rng(kind, seed, number, SESSION, 0), _rng(kind, seed, number, LINK, 0)),
            )
        )
        at += size
    return out


def _branch(kind: Kind, seed: int, number: int, branch: int, nth: int) -> list[int]:
    hands = NUMBERS[SAME_HANDS.get(kind.handling, kind.handling)]
    return [seed, int(kind.split), hands, number, branch, nth]


def _rng(kind: Kind, seed: int, number: int, branch: int, nth: int) -> np.random.Generator:
    return np.random.default_rng(_branch(kind, seed, number, branch, nth))
