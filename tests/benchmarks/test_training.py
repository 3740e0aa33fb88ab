"""Training the release estimator, made small: the same command gives the same bytes."""

import json
import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.signal import train, training_corpus
from benchmarks.signal.draws import Split
from benchmarks.signal.generator import holds
from benchmarks.signal.network import Examples, Recipe, Singles
from benchmarks.signal.network import train as fitted
from benchmarks.signal.training_corpus import PORTIONS, Portion, corpus, digest, heard
from benchmarks.signal.training_examples import looked
from benchmarks.signal.training_fit import curve, logistic, pain_terms, seen_curve
from benchmarks.signal.truth import Handling, ReleaseTruth
from benchmarks.signal.widening import widened
from devicelink.core.release_model import ReleaseModel, Source

SMALL = (
    Portion(handling=Handling.GUIDED, train=4, validation=4),
    Portion(handling=Handling.SOFT, train=1, validation=0, wide=1.0, rate_hz=20.0),
)


def test_a_stranger_hand_keeps_the_truth() -> None:
    one = holds(Handling.NATURAL, 1, 5)[0]
    strange, again = (widened(one, np.random.default_rng(1)) for _ in range(2))
    assert strange.holds == one.holds
    assert np.array_equal(strange.force_n, again.force_n)
    assert np.array_equal(strange.t_s, one.t_s)
    assert 0.001 < np.abs(strange.force_n / np.maximum(one.force_n, 1.0) - 1.0).mean() < 0.5
    assert strange.displacement_um is None


def test_nothing_is_trained_on_what_is_tested() -> None:
    """Neither a test hold, nor the ranges kept aside, nor the second generator."""
    assert training_corpus.SEED > 1_000_000
    assert {"draws", "adversarial", "generator"}.isdisjoint({"second"})
    text = Path(training_corpus.__file__).read_text("utf-8")
    assert "signal.second" not in text
    assert "Split.TEST" not in text
    assert "RANGES" not in text
    assert all(one.validation <= one.train or one.train >= 200 for one in PORTIONS)


def test_the_same_command_gives_the_same_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (training_corpus, train):
        monkeypatch.setattr(module, "PORTIONS", SMALL)
    few = {s: (replace(r, epochs=1, batch=64), 1) for s, (r, _) in train.RECIPES.items()}
    monkeypatch.setattr(train, "RECIPES", few)
    sides = [[*heard(0, Split.TRAIN, 0, 4), *heard(1, Split.TRAIN, 0, 1)],
             heard(0, Split.VAL, 0, 4)]  # fmt: skip
    examples = [[looked(one) for one in side] for side in sides]
    texts = []
    for _ in range(2):
        fit, check = (train.Half(list(side)) for side in examples)
        networks = {source: train.trained(source, fit, check) for source in few}
        texts.append(train.as_json(train.model_table(sides, networks, check)))
    assert texts[0] == texts[1]
    model = ReleaseModel.of(json.loads(texts[0]))
    assert set(model.networks) == set(few) == {*Source} - {Source.PAIN}
    assert len(model.now) == len(model.seen) == 8
    (tmp_path / "VAL-0-0-4.pickle").write_bytes(pickle.dumps(sides[1]))
    assert digest(corpus(tmp_path, Split.VAL, 1)) == digest(sides[1])  # kept ones are not made anew


def examples(seed: int) -> Examples:
    rng = np.random.default_rng(seed)
    features: Singles = rng.standard_normal((4000, 3)).astype(np.float32)
    odds = 2.0 * features[:, 0] * (features[:, 1] > 0.0)
    given = (rng.random(4000) < 1.0 / (1.0 + np.exp(-odds))).astype(np.float32)
    return Examples(features, given, np.zeros(4000, dtype=np.float32))


def test_a_network_learns_what_no_line_can_tell() -> None:
    fit, check = examples(1), examples(2)
    recipe = Recipe(hidden=(16, 8), epochs=12, batch=128)
    one, again = (fitted(fit, check, recipe, 7) for _ in range(2))
    weights = logistic(fit.features.astype(np.float64), fit.given.astype(np.float64))
    line = check.features @ weights
    of_line = float(np.mean(np.logaddexp(0.0, line) - check.given * line))
    assert one.loss == again.loss < of_line - 0.01
    assert np.array_equal(one.log_odds(check), again.log_odds(check))
    offset = replace(check, offset=np.full(4000, 0.5, dtype=np.float32))
    assert one.log_odds(offset) == pytest.approx(one.log_odds(check) + 0.5, abs=1e-5)


def test_curves_say_what_was_so() -> None:
    rng = np.random.default_rng(3)
    z = rng.normal(-1.0, 2.0, 40_000)
    truth = 1.0 / (1.0 + np.exp(-(0.7 * z - 0.3)))
    found = curve(z, (rng.random(len(z)) < truth).astype(float))
    for at in (-2.0, 0.0, 1.5, 3.0):
        assert found(at) == pytest.approx(1.0 / (1.0 + np.exp(-(0.7 * at - 0.3))), abs=0.04)
    assert np.all(np.diff(found.at) > 0.0)
    assert np.all(np.diff(found.p) > 0.0)


def test_what_is_declared_is_judged_when_it_was() -> None:
    """Half of the loud gives are real; the quiet ones never."""
    rng = np.random.default_rng(4)
    looks, releases = [], []
    for nth in range(400):
        t_s = np.arange(20.0, 40.0, 0.4)
        loud = nth % 2 == 0
        heard = (t_s >= 30.0) & (t_s < 34.0)
        z = np.where(heard, 3.0 if loud else -1.0, -4.0) + rng.normal(0, 0.1, len(t_s))
        looks.append((t_s, np.full(len(t_s), 28.0), z))
        releases.append(ReleaseTruth(28.0, 1.0, 0.1) if loud and nth % 4 == 0 else None)
    found = seen_curve(looks, releases)
    assert found(3.2) == pytest.approx(0.5, abs=0.1)
    assert found(-1.0) < 0.1


def test_counting_and_regression() -> None:
    rng = np.random.default_rng(5)
    rows = np.concatenate((np.ones((5000, 1)), rng.standard_normal((5000, 1))), axis=1)
    given = (rng.random(5000) < 1.0 / (1.0 + np.exp(-(rows @ [0.5, -1.0])))).astype(float)
    assert logistic(rows, given) == pytest.approx([0.5, -1.0], abs=0.12)
    terms = pain_terms([0, 0, 0, 3, 3, -1], [False, False, True, True, True, False])
    assert terms[0] < 0.0 < terms[3]
    assert len(terms) == 4
