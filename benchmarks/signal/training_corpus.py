"""What the release estimator is trained on: corpora of all modes, and what it heard of each hold.

Training and validation seeds only, never a test hold, the ranges kept aside or the second
generator. What the core hands its estimator is written down call by call and can be played to any
estimator again. Guarded by tests/benchmarks/test_training.py.
"""

import pickle
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from operator import itemgetter
from pathlib import Path

import numpy as np

from benchmarks.signal import adversarial
from benchmarks.signal.draws import Split
from benchmarks.signal.generator import some_holds
from benchmarks.signal.script import Call, Script, play
from benchmarks.signal.truth import Handling, HoldTruth, Pain, Recording
from benchmarks.signal.widening import widened
from devicelink.core.release import Mode

SEED = 1_000_003
"""Not the benchmark's: even its validation holds are new to the model."""
WIDE_MARK = 9_176
PIECE = 50
"""Holds made in one piece of work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """Some recordings of one kind; `wide`: a share of them is made stranger. `weight`: how often
    each validation hold counts in the curves."""

    handling: Handling
    train: int
    validation: int
    rate_hz: float = 80.0
    rough: bool = False
    wide: float = 0.0
    adversarial: bool = False
    weight: int = 1


PORTIONS = (
    Portion(handling=Handling.GUIDED, train=1500, validation=1000, weight=3),  # what is coached
    Portion(handling=Handling.GUIDED, train=1000, validation=200, wide=1.0),
    Portion(handling=Handling.GUIDED, train=500, validation=0, rough=True, rate_hz=20.0),
    Portion(handling=Handling.NATURAL, train=2000, validation=1000),
    Portion(handling=Handling.NATURAL, train=1200, validation=200, wide=1.0),
    Portion(handling=Handling.NATURAL, train=600, validation=150, rough=True),
    Portion(handling=Handling.NATURAL, train=600, validation=150, rough=True, rate_hz=10.0),
    Portion(handling=Handling.TRACKING, train=1000, validation=300),
    Portion(handling=Handling.WINDOW, train=1000, validation=500),
    Portion(handling=Handling.SOFT, train=1000, validation=500),
    Portion(handling=Handling.SOFT, train=500, validation=0, wide=1.0),
    Portion(handling=Handling.DEADLOAD, train=200, validation=100),
    Portion(handling=Handling.GUIDED, train=300, validation=100, adversarial=True),
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """One hold: its truth, what the person said during it, and what the core told."""

    portion: int
    truth: HoldTruth
    keys_s: tuple[float, ...]
    pains: tuple[Pain, ...]
    calls: tuple[Call, ...]


def heard(index: int, split: Split, first: int, count: int) -> list[Heard]:
    """Some holds of a portion; a hold that the core does not find is left out."""
    portion = PORTIONS[index]
    if portion.adversarial:
        recordings = adversarial.holds(count, SEED + int(split), first=first)
    else:
        numbers = range(first, first + count)
        recordings = some_holds(portion.handling, numbers, SEED + index, rate_hz=portion.rate_hz,
                                split=split, rough=portion.rough)  # fmt: skip
    out = []
    for number, one in enumerate(recordings, start=first):
        rng = np.random.default_rng([WIDE_MARK, SEED, index, int(split), number])
        out += _heard(index, widened(one, rng) if rng.random() < portion.wide else one)
    return out


def _heard(index: int, recording: Recording) -> list[Heard]:
    script, truth = Script(Mode.PROBE), recording.holds[0]
    play(recording, script, recording.whole)
    starts = [nth for nth, call in enumerate(script.calls) if call[0] == "begin"]
    for first, last in pairwise([*starts, len(script.calls)]):
        calls = script.calls[first:last]
        ended = [call[1] for call in calls if call[0] == "verdict"]
        if ended and min(ended[0].end_s, truth.end_s) - max(ended[0].onset_s, truth.onset_s) > 2.0:
            return [Heard(index, truth, recording.keys_s, recording.pains, tuple(calls))]
    return []


def corpus(folder: Path, split: Split, jobs: int, share: float = 1.0) -> list[Heard]:
    """All portions of a split, made once and kept in `folder`."""
    pieces = []
    for index, portion in enumerate(PORTIONS):
        count = round(share * (portion.train if split is Split.TRAIN else portion.validation))
        pieces += [(index, first, min(PIECE, count - first)) for first in range(0, count, PIECE)]
    pieces.sort(key=itemgetter(1))  # some of all kinds early
    with ProcessPoolExecutor(jobs) as pool:
        done = [pool.submit(_kept, folder, split, *piece) for piece in pieces]
        return [one for piece in done for one in piece.result()]


def _kept(folder: Path, split: Split, index: int, first: int, count: int) -> list[Heard]:
    path = folder / f"{split.name}-{index}-{first}-{count}.pickle"
    if path.exists():
        kept: list[Heard] = pickle.loads(path.read_bytes())  # noqa: S301 - our own file
        return kept
    made = heard(index, split, first, count)
    path.write_bytes(pickle.dumps(made, protocol=5))
    return made


def digest(holds: list[Heard]) -> str:
    """SHA-256 of all that was heard, to six digits."""
    found = sha256()
    for one in holds:
        found.update(repr((one.truth, one.keys_s, one.pains)).encode())
        for call in one.calls:
            found.update(repr(call).encode())
    return found.hexdigest()
