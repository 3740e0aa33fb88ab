"""The trained part of the release estimator: small tables that come as data, and their use.

A network of two hidden layers over the features, then tables that turn its answer into
probabilities that mean what they say (docs/signal.md). No training here, no file is opened.
Guarded by tests/core/test_release_model.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log
from typing import Any, Final

import numpy as np

from devicelink.core.block import Floats
from devicelink.core.release_features import NAMES

WIDEST: Final = 4.0
"""Features beyond so many standard deviations of the training are taken for as many."""


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """A rising calibration curve: probability `p` by log-odds `at`, both of shape (k,), k >= 2."""

    at: Floats
    p: Floats

    def __call__(self, log_odds: float) -> float:
        """The probability; constant beyond the ends, where nothing was measured."""
        return float(np.interp(log_odds, self.at, self.p))


@dataclass(frozen=True, slots=True, eq=False)
class ReleaseModel:
    """`centre` and `scale` (F,) of the squashed features; `layers` of weights (out, in) and biases.

    `now` calibrates a moment ("giving now or within the last 6 s"), `seen` the give of a hold by
    its highest moment; `unseen` (4,) weighs 1, that moment, the logarithm of the smallest drop
    and the share listened to: the log-odds of a release that was not seen.
    """

    centre: Floats
    scale: Floats
    layers: tuple[tuple[Floats, Floats], ...]
    now: Curve
    seen: Curve
    unseen: Floats

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> "ReleaseModel":
        """From the data file. Raises ValueError or KeyError where it does not fit this program."""
        if tuple(table["features"]) != NAMES:
            raise ValueError("the model was trained on other features")
        layers = tuple((np.array(w, dtype=float), np.array(b, dtype=float))
                       for w, b in table["layers"])  # fmt: skip
        return cls(
            centre=np.array(table["centre"], dtype=float),
            scale=np.array(table["scale"], dtype=float),
            layers=layers,
            now=_curve(table["now"]),
            seen=_curve(table["seen"]),
            unseen=np.array(table["unseen"], dtype=float),
        )

    def log_odds(self, features: Floats) -> float:
        """What the network says of this moment; not yet calibrated."""
        values = squashed(features)
        values = np.clip((values - self.centre) / self.scale, -WIDEST, WIDEST)
        for weights, biases in self.layers[:-1]:
            values = np.maximum(weights @ values + biases, 0.0)
        weights, biases = self.layers[-1]
        return float((weights @ values + biases)[0])

    def p_unseen(self, peak: float, smallest_drop: float, listened: float) -> float:
        """Of a release in a hold in which none stands out."""
        terms = np.array([1.0, peak, log(smallest_drop), listened])
        return 1.0 / (1.0 + exp(-float(np.clip(self.unseen @ terms, -30.0, 30.0))))


def squashed(features: Floats) -> Floats:
    """Signed logarithms: a slip's ratio of 200 is not 20 times one of 10."""
    shrunk: Floats = np.copysign(np.log1p(np.abs(features)), features)
    return shrunk


def _curve(table: Mapping[str, Any]) -> Curve:
    curve = Curve(np.array(table["at"], dtype=float), np.array(table["p"], dtype=float))
    if len(curve.at) < 2 or np.any(np.diff(curve.at) <= 0.0) or np.any(np.diff(curve.p) < 0.0):
        raise ValueError("a calibration curve must rise")
    return curve
