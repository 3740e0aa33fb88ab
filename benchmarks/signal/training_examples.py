"""From what was heard of a hold to examples for training: one for each look of the estimator.

The estimator itself does the looking, with a model that only takes notes. Guarded by
tests/benchmarks/test_training.py.
"""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from typing import cast

import numpy as np

from benchmarks.signal.judging import LETTING_GO_S, right
from benchmarks.signal.network import Examples, Singles
from benchmarks.signal.script import ALL, told
from benchmarks.signal.training_corpus import Heard
from devicelink.core.block import Floats
from devicelink.core.release import Mode
from devicelink.core.release_listener import Listener
from devicelink.core.release_model import Curve, ReleaseModel, Source
from devicelink.core.release_report import Report

FURTHER = (Source.DEPTH, Source.TREMOR)
_FLAT = Curve(np.array([-1.0, 1.0]), np.array([0.1, 0.1]))


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """One hold at its n looks: times, features (n, F) by source, NaN rows where it was not there;
    `given`: whether a give was under way or just over."""

    heard: Heard
    t_s: Floats
    since_s: Floats
    smallest_drop: Floats
    features: dict[Source, Singles]
    given: Singles


class _Notes:
    """Stands in for the model, and keeps the features it is asked about."""

    def __init__(self) -> None:
        self.taken: list[dict[Source, Singles]] = []
        self.now = self.seen = _Flat()

    def term(self, source: Source, features: Floats) -> float:
        """Nothing is known yet."""
        if source is Source.FORCE:
            self.taken.append({})
        self.taken[-1][source] = features.astype(np.float32)
        return 0.0

    def p_unseen(self, *_: float) -> float:
        """Nor of this."""
        return 0.5


class _Flat(dict[str, Curve]):
    def __missing__(self, key: str) -> Curve:
        return _FLAT


def looked(heard: Heard, every: int = 1) -> Looked:
    """What the estimator asks its model about, look by look.

    One hold in `every` gets the sources beside force: they need fewer examples, and take time.
    """
    notes = _Notes()
    beside = ALL if round(heard.truth.onset_s * 1e6) % every == 0 else frozenset[Source]()
    listener = Listener(Mode.PROBE, cast("ReleaseModel", notes))
    told(heard.calls, listener, beside)
    moments = [m for m in listener.moments if m.t_s <= heard.truth.end_s - LETTING_GO_S]
    taken = notes.taken[: len(moments)]
    features = {}
    for source in (Source.FORCE, *FURTHER):
        width = max((len(one[source]) for one in taken if source in one), default=1)
        empty = np.full(width, np.nan, dtype=np.float32)
        rows = [one.get(source, empty) for one in taken]
        features[source] = np.array(rows, dtype=np.float32).reshape(len(rows), width)
    release = heard.truth.release
    return Looked(
        heard=heard,
        t_s=np.array([m.t_s for m in moments]),
        since_s=np.array([m.since_s for m in moments]),
        smallest_drop=np.array([m.smallest_drop for m in moments]),
        features=features,
        given=np.array([right(release, m.t_s) for m in moments], dtype=np.float32),
    )


def all_looked(heard: Sequence[Heard], jobs: int, every: int = 1) -> list[Looked]:
    """Of all holds that could be looked at at all."""
    with ProcessPoolExecutor(jobs) as pool:
        done = pool.map(looked, heard, repeat(every), chunksize=50)
        return [one for one in done if len(one.t_s)]


def key_features(one: Looked, log_odds: Floats) -> Singles:
    """Of every look, shape (n, len(KEY_NAMES)); `log_odds` (n,) are the signal's."""
    report, rows, keys_s = Report(), [], list(one.heard.keys_s)
    for t_s, since_s, z in zip(one.t_s, one.since_s, log_odds, strict=True):
        while keys_s and keys_s[0] <= t_s:
            report.eased(keys_s.pop(0))
        rows.append(report.features(float(t_s), float(since_s), float(z)))
    return np.array(rows, dtype=np.float32)


def together(
    holds: Sequence[Looked], features: Sequence[Singles], offsets: Sequence[Floats] | None = None
) -> Examples:
    """All looks of all holds as one; rows that are not known are left out."""
    rows = np.concatenate(list(features))
    known = ~np.isnan(rows).any(axis=1)
    given = np.concatenate([one.given for one in holds])
    offset = np.zeros(len(rows)) if offsets is None else np.concatenate(list(offsets))
    return Examples(rows[known], given[known], offset[known].astype(np.float32))
