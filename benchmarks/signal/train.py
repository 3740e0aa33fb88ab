"""Trains the release estimator: `python -m benchmarks.signal.train [--jobs N] [--cache FOLDER]`.

Makes its corpora, fits the networks on training holds, calibrates on validation holds, and writes
devicelink/data/release_model.json with what it rests on. The same command gives the same bytes on
the same machine; elsewhere the last digits of a sum may differ. Guarded by
tests/benchmarks/test_training.py.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from benchmarks.signal.draws import Split
from benchmarks.signal.network import Examples, Recipe, Singles, Trained, train
from benchmarks.signal.training_corpus import PORTIONS, Heard, corpus, digest
from benchmarks.signal.training_examples import FURTHER, Looked, all_looked, key_features, together
from benchmarks.signal.training_fit import curve, logistic, pain_terms, seen_curve
from devicelink.core.block import Floats
from devicelink.core.release_model import FEATURES, FORMAT, Curve, Source, named
from devicelink.core.release_verdict import LOOK_S, POSSIBLE

HERE = Path(__file__).resolve()
MODEL = HERE.parents[2] / "devicelink" / "data" / "release_model.json"
COMMAND = "python -m benchmarks.signal.train"
DIGITS = 4
BESIDE = 3
"""One training hold in so many has the sources beside force."""
RECIPES = {
    Source.FORCE: (Recipe(), 3),
    Source.DEPTH: (Recipe(hidden=(32, 16), epochs=12), 1),
    Source.TREMOR: (Recipe(hidden=(32, 16), epochs=12), 1),
    Source.KEY: (Recipe(hidden=(16, 8), epochs=12, dropped=0.0), 1),
}
"""How each is trained, and how many of them are averaged."""


@dataclass(slots=True)
class Half:
    """Holds of one split with the terms found so far, hold by hold."""

    holds: list[Looked]
    terms: dict[Source, list[Floats]] = field(default_factory=dict)

    def features(self, source: Source) -> list[Singles]:
        """Of every hold, (n, F) each."""
        if source is Source.KEY:
            return [key_features(*pair) for pair in zip(self.holds, self.sum(()), strict=True)]
        found = [one.features[source] for one in self.holds]
        if source is Source.FORCE:
            return found
        width = len(FEATURES[source])
        wide = [f if f.shape[1] == width else np.full((len(f), width), np.nan) for f in found]
        for f, z in zip(wide, self.terms[Source.FORCE], strict=True):
            f[:, -1] = np.where(np.isnan(f[:, 0]), np.nan, z)  # known only now
        return [f.astype(np.float32) for f in wide]

    def sum(self, further: Sequence[Source]) -> list[Floats]:
        """Log-odds of every hold by force and these; NaN where one of them was not there."""
        return [
            np.sum([self.terms[source][nth] for source in (Source.FORCE, *further)], axis=0)
            for nth in range(len(self.holds))
        ]


def main() -> None:
    """Trains, and says how it went."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=__doc__)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--cache", type=Path, help="where corpora are kept (default: nowhere)")
    parser.add_argument("--share", type=float, default=1.0, help="of the corpora, for a try")
    parser.add_argument("--to", type=Path, default=MODEL, metavar="FILE", help="the model")
    asked = parser.parse_args()
    began_s = time.monotonic()
    with TemporaryDirectory() as spare:
        folder = asked.cache or Path(spare)
        folder.mkdir(parents=True, exist_ok=True)
        heard = [corpus(folder, split, asked.jobs, asked.share)
                 for split in (Split.TRAIN, Split.VAL)]  # fmt: skip
    say(f"{len(heard[0])} + {len(heard[1])} holds, {time.monotonic() - began_s:.0f} s")
    fit, check = (
        Half(all_looked(one, asked.jobs, every))
        for one, every in zip(heard, (BESIDE, 1), strict=True)
    )
    say(f"looked at, {time.monotonic() - began_s:.0f} s")
    networks = {source: trained(source, fit, check) for source in RECIPES}
    table = model_table(heard, networks, check)
    asked.to.write_text(as_json(table), "utf-8")
    say(f"{asked.to.name}: {table['name']}, {time.monotonic() - began_s:.0f} s")


def trained(source: Source, fit: Half, check: Half) -> list[Trained]:
    """The networks of one source; their mean becomes its term in both halves."""
    recipe, count = RECIPES[source]
    learnt, held = (_examples(source, half) for half in (fit, check))
    several = [train(learnt, held, recipe, seed) for seed in range(count)]
    say(f"{source}: loss {', '.join(f'{one.loss:.5f}' for one in several)}")
    for half in (fit, check):
        half.terms[source] = [_term(several, f) for f in half.features(source)]
    return several


def _examples(source: Source, half: Half) -> Examples:
    offsets = None if source is Source.FORCE else half.sum(())
    return together(half.holds, half.features(source), offsets)


def _term(several: Sequence[Trained], features: Singles) -> Floats:
    known = ~np.isnan(features).any(axis=1)
    term = np.full(len(features), np.nan)
    zero = np.zeros(int(known.sum()), dtype=np.float32)
    given = Examples(features[known], zero, zero)
    term[known] = np.mean([one.log_odds(given) for one in several], axis=0)
    return term


def model_table(
    heard: Sequence[list[Heard]], networks: Mapping[Source, list[Trained]], check: Half
) -> dict[str, Any]:
    """All of the data file."""
    further = (*FURTHER, Source.KEY)
    sets = [s for size in range(len(further) + 1) for s in combinations(further, size)]
    curves = {named((Source.FORCE, *some)): _curves(check, some) for some in sets}
    seen = curves[Source.FORCE][1]
    table: dict[str, Any] = {
        "format": FORMAT,
        "command": COMMAND,
        "numpy": np.__version__,
        "corpus": {"train": digest(heard[0]), "validation": digest(heard[1])},
        "portions": [asdict(one) for one in PORTIONS],
        "recipes": {source: asdict(recipe) for source, (recipe, _) in RECIPES.items()},
        "features": {source: list(names) for source, names in FEATURES.items()},
        "networks": {source: _networks(several) for source, several in networks.items()},
        "now": {name: _curve(pair[0]) for name, pair in curves.items()},
        "seen": {name: _curve(pair[1]) for name, pair in curves.items()},
        "unseen": _unseen(check, seen).round(DIGITS).tolist(),
        "pain": pain_terms(*_pains(check)),
    }
    name = sha256(json.dumps(table, sort_keys=True).encode()).hexdigest()[:12]
    return {"name": name} | table


def _curves(half: Half, further: Sequence[Source]) -> tuple[Curve, Curve]:
    sums = half.sum(further)
    looks, releases, given, flat = [], [], [], []
    for one, z in zip(half.holds, sums, strict=True):
        known = ~np.isnan(z)
        for _ in range(PORTIONS[one.heard.portion].weight if known.any() else 0):
            looks.append((one.t_s[known], one.since_s[known], z[known]))
            releases.append(one.heard.truth.release)
            given.append(one.given[known])
            flat.append(z[known])
    return curve(np.concatenate(flat), np.concatenate(given)), seen_curve(looks, releases)


def _unseen(half: Half, seen: Curve) -> Floats:
    """Among holds in which nothing is claimed: what speaks for a release all the same."""
    rows, gave = [], []
    for one, z in zip(half.holds, half.sum(()), strict=True):
        if seen(float(z.max())) >= POSSIBLE:
            continue
        truth = one.heard.truth
        smallest = float(np.mean(np.log(one.smallest_drop)))
        listened = min(1.0, LOOK_S * len(z) / (truth.end_s - truth.onset_s))
        rows.append((1.0, float(z.max()), smallest, listened))
        gave.append(float(truth.release is not None))
    return logistic(np.array(rows), np.array(gave))


def _pains(half: Half) -> tuple[list[int], list[bool]]:
    heard = [one.heard for one in half.holds if len(one.heard.pains) == 2]
    falls = [one.pains[0].level - one.pains[1].level for one in heard]
    return falls, [one.truth.release is not None for one in heard]


def _networks(several: Sequence[Trained]) -> dict[str, Any]:
    return {
        "centre": _short(several[0].centre),
        "scale": _short(several[0].scale),
        "several": [[[_short(w), _short(b)] for w, b in one.layers] for one in several],
    }


def _short(values: Singles) -> list[Any]:
    """To so many significant digits."""
    if values.ndim > 1:
        return [_short(row) for row in values]
    return [float(f"{value:.{DIGITS}g}") for value in values.tolist()]


def _curve(found: Curve) -> dict[str, list[float]]:
    return {"at": found.at.tolist(), "p": found.p.tolist()}


def as_json(table: Mapping[str, Any]) -> str:
    """One line for each part, so that a difference can be read."""
    lines = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in table.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def say(text: str) -> None:
    """How far it is."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
