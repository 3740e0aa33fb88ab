"""The trained part of the release estimator: small tables that come as data, and their use.

For each source a few small networks over its features, whose answers are averaged: the force gives
log-odds, every further source a term to add to them. Curves turn the sum into probabilities that
mean what they say (docs/signal.md). No training here, no file is opened. Guarded by
tests/core/test_release_model.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum, unique
from math import exp, log
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from devicelink.core.block import Floats
from devicelink.core.release_features import NAMES
from devicelink.core.release_report import KEY_NAMES

WIDEST: Final = 4.0
"""Features beyond so many standard deviations of the training are taken for as many."""
FORMAT: Final = 1
_Real = TypeVar("_Real", NDArray[np.float64], NDArray[np.float32])


@unique
class Source(StrEnum):
    """What a term of the evidence rests on."""

    FORCE = "force"
    DEPTH = "depth"
    """Stiffness by force and displacement."""
    TREMOR = "tremor"
    """Stiffness by force and acceleration."""
    KEY = "key"
    """The person said that it eases."""
    PAIN = "pain"
    """The person's pain number fell, or did not."""


FEATURES: Final = {
    Source.FORCE: NAMES,
    Source.DEPTH: (*NAMES, "force_log_odds"),
    Source.TREMOR: (*NAMES, "force_log_odds"),
    Source.KEY: KEY_NAMES,
}


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """A rising calibration curve: probability `p` by log-odds `at`, both of shape (k,), k >= 2."""

    at: Floats
    p: Floats

    def __call__(self, log_odds: float) -> float:
        """The probability; constant beyond the ends, where nothing was measured."""
        return float(np.interp(log_odds, self.at, self.p))


@dataclass(frozen=True, slots=True, eq=False)
class Networks:
    """`centre` and `scale` (F,) of the squashed features; each network's (weights, biases)."""

    centre: Floats
    scale: Floats
    several: tuple[tuple[tuple[Floats, Floats], ...], ...]

    def log_odds(self, features: Floats) -> float:
        """The mean of what they say of this moment; not yet calibrated."""
        inner = np.clip((squashed(features) - self.centre) / self.scale, -WIDEST, WIDEST)
        total = 0.0
        for layers in self.several:
            values = inner
            for weights, biases in layers[:-1]:
                values = np.maximum(weights @ values + biases, 0.0)
            weights, biases = layers[-1]
            total += float((weights @ values + biases)[0])
        return total / len(self.several)


@dataclass(frozen=True, slots=True, eq=False)
class ReleaseModel:
    """`now` calibrates a moment ("giving now or within the last 6 s"), `seen` the give of a hold
    by its highest moment, both by the sources at hand; `unseen` (4,) weighs 1, that moment, the
    logarithm of the smallest drop and the share listened to: the log-odds of a release not seen.
    `pain` is the term for a fall of the pain number by 0, 1, 2, .. in a hold.
    """

    name: str
    networks: Mapping[Source, Networks]
    now: Mapping[str, Curve]
    seen: Mapping[str, Curve]
    unseen: Floats
    pain: tuple[float, ...]

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> "ReleaseModel":
        """From the data file. Raises ValueError or KeyError where it does not fit this program."""
        if table["format"] != FORMAT:
            raise ValueError("the model is of another format")
        for source, names in FEATURES.items():
            if tuple(table["features"][source]) != names:
                raise ValueError(f"the model for {source} was trained on other features")
        return cls(
            name=str(table["name"]),
            networks={Source(s): _networks(one) for s, one in table["networks"].items()},
            now={who: _curve(one) for who, one in table["now"].items()},
            seen={who: _curve(one) for who, one in table["seen"].items()},
            unseen=np.array(table["unseen"], dtype=float),
            pain=tuple(float(term) for term in table["pain"]),
        )

    def term(self, source: Source, features: Floats) -> float:
        """Log-odds by the force, or what a further source adds to them."""
        return self.networks[source].log_odds(features)

    def pain_term(self, fall: int) -> float:
        """What a fall of the pain number within the hold adds."""
        return self.pain[min(max(fall, 0), len(self.pain) - 1)]

    def p_unseen(self, peak: float, smallest_drop: float, listened: float) -> float:
        """Of a release in a hold in which none stands out."""
        terms = np.array([1.0, peak, log(smallest_drop), listened])
        return 1.0 / (1.0 + exp(-float(np.clip(self.unseen @ terms, -30.0, 30.0))))


def named(sources: Sequence[Source]) -> str:
    """How the curves call these sources together."""
    return "+".join(sources)


def squashed(features: _Real) -> _Real:
    """Signed logarithms: a slip's ratio of 200 is not 20 times one of 10."""
    shrunk: _Real = np.copysign(np.log1p(np.abs(features)), features)
    return shrunk


def _networks(table: Mapping[str, Any]) -> Networks:
    return Networks(
        centre=np.array(table["centre"], dtype=float),
        scale=np.array(table["scale"], dtype=float),
        several=tuple(
            tuple((np.array(w, dtype=float), np.array(b, dtype=float)) for w, b in layers)
            for layers in table["several"]
        ),
    )


def _curve(table: Mapping[str, Any]) -> Curve:
    curve = Curve(np.array(table["at"], dtype=float), np.array(table["p"], dtype=float))
    if len(curve.at) < 2 or np.any(np.diff(curve.at) <= 0.0) or np.any(np.diff(curve.p) < 0.0):
        raise ValueError("a calibration curve must rise")
    return curve
