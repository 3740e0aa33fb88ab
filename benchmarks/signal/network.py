"""Trains the small networks of the release estimator: numpy, one seed, the same to the digit.

Rectified layers, logistic loss, Adam with weight decay; the epoch with the least loss on validation
is kept. Guarded by tests/benchmarks/test_training.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from devicelink.core.release_model import WIDEST, squashed

Singles: TypeAlias = NDArray[np.float32]
Layers: TypeAlias = list[tuple[Singles, Singles]]


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """Of n moments: features (n, F), whether a give was under way (n,), log-odds to add to (n,)."""

    features: Singles
    given: Singles
    offset: Singles


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How a network is trained."""

    hidden: tuple[int, ...] = (64, 32)
    epochs: int = 24
    batch: int = 2048
    rate: float = 2e-3
    decay: float = 1e-4
    dropped: float = 0.1
    """Share of the first layer's units that each example does without."""


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """Centre and scale of the squashed features (F,), layers of (out, in) and (out,)."""

    centre: Singles
    scale: Singles
    layers: Layers
    loss: float

    def log_odds(self, examples: Examples) -> Singles:
        """What it says of each, shape (n,)."""
        inner = _scaled(examples.features, self.centre, self.scale)
        said: Singles = _forward(self.layers, inner)[-1][:, 0] + examples.offset
        return said


def train(fit: Examples, check: Examples, recipe: Recipe, seed: int) -> Trained:
    """A network fitted to `fit`; `check` decides when it is best."""
    rng = np.random.default_rng(seed)
    shrunk = squashed(fit.features)
    centre, scale = shrunk.mean(axis=0), np.maximum(shrunk.std(axis=0), 1e-3)
    inner, inner_check = (_scaled(one.features, centre, scale) for one in (fit, check))
    layers = _first_layers(rng, (inner.shape[1], *recipe.hidden, 1))
    best, best_loss = [(w.copy(), b.copy()) for w, b in layers], float("inf")
    descent = _Adam(layers, recipe)
    for epoch in range(recipe.epochs):
        descent.rate = recipe.rate * 0.5 * (1.0 + np.cos(np.pi * epoch / recipe.epochs))
        for rows in _batches(rng, len(inner), recipe.batch):
            slopes = _slopes(layers, inner[rows], fit.given[rows], fit.offset[rows],
                             rng, recipe.dropped)  # fmt: skip
            descent.step(layers, slopes)
        said = _forward(layers, inner_check)[-1][:, 0] + check.offset
        loss = float(np.mean(np.logaddexp(0.0, said) - check.given * said))
        if loss < best_loss:
            best, best_loss = [(w.copy(), b.copy()) for w, b in layers], loss
    return Trained(centre, scale, best, best_loss)


def _scaled(features: Singles, centre: Singles, scale: Singles) -> Singles:
    scaled: Singles = np.clip((squashed(features) - centre) / scale, -WIDEST, WIDEST)
    return scaled.astype(np.float32)


def _first_layers(rng: np.random.Generator, sizes: tuple[int, ...]) -> Layers:
    layers: Layers = []
    for into, out in pairwise(sizes):
        weights: Singles = rng.standard_normal((out, into), dtype=np.float32)
        biases: Singles = np.zeros(out, dtype=np.float32)
        layers.append((weights * np.float32(np.sqrt(2.0 / into)), biases))
    return layers


def _batches(rng: np.random.Generator, count: int, size: int) -> Iterator[NDArray[np.int64]]:
    order = rng.permutation(count)
    yield from (order[at : at + size] for at in range(0, count - size + 1, size))


def _forward(layers: Layers, inner: Singles) -> list[Singles]:
    """Of every layer, the input first."""
    values = [inner]
    for nth, (weights, biases) in enumerate(layers):
        out = values[-1] @ weights.T + biases
        values.append(np.maximum(out, 0.0) if nth < len(layers) - 1 else out)
    return values


def _slopes(
    layers: Layers,
    inner: Singles,
    given: Singles,
    offset: Singles,
    rng: np.random.Generator,
    dropped: float,
) -> Layers:
    """Of the mean loss, for every weight and bias."""
    values = [inner]
    masks: list[Singles] = []
    for nth, (weights, biases) in enumerate(layers):
        out = values[-1] @ weights.T + biases
        if nth < len(layers) - 1:
            share = dropped if nth == 0 else 0.0
            kept = (rng.random(out.shape, dtype=np.float32) >= share) / np.float32(1.0 - share)
            mask: Singles = np.multiply(out > 0.0, kept, dtype=np.float32)
            masks.append(mask)
            out = out * masks[-1]
        values.append(out.astype(np.float32))
    said = values[-1][:, 0] + offset
    back = ((1.0 / (1.0 + np.exp(-said)) - given) / len(given))[:, None].astype(np.float32)
    slopes: Layers = []
    for nth in range(len(layers) - 1, -1, -1):
        slopes.append((back.T @ values[nth], back.sum(axis=0)))
        if nth:
            back = (back @ layers[nth][0]) * masks[nth - 1]
    return slopes[::-1]


class _Adam:
    """Kingma & Ba 2015, with weight decay apart from the slope."""

    def __init__(self, layers: Layers, recipe: Recipe) -> None:
        self.rate = recipe.rate
        self._decay = recipe.decay
        self._steps = 0
        self._mean, self._square = (
            [[np.zeros_like(part) for part in layer] for layer in layers] for _ in range(2)
        )

    def step(self, layers: Layers, slopes: Layers) -> None:
        """Changes the layers in place."""
        self._steps += 1
        even = self.rate * np.sqrt(1.0 - 0.999**self._steps) / (1.0 - 0.9**self._steps)
        for layer, slope, means, squares in zip(
            layers, slopes, self._mean, self._square, strict=True
        ):
            for part, by, mean, square in zip(layer, slope, means, squares, strict=True):
                mean[...] += 0.1 * (by - mean)
                square[...] += 0.001 * (by * by - square)
                part[...] -= even * mean / (np.sqrt(square) + 1e-8)
            layer[0][...] *= 1.0 - self.rate * self._decay
