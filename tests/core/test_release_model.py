"""The model as data: what is shipped fits, what does not fit is refused."""

import json
from importlib import resources
from typing import Any

import numpy as np
import pytest

from devicelink import data
from devicelink.core.release_model import FEATURES, Curve, Networks, ReleaseModel, Source, squashed
from devicelink.data import release_model
from devicelink.errors import DevicelinkError


def shipped() -> dict[str, Any]:
    text = (resources.files(data) / "release_model.json").read_text("utf-8")
    table: dict[str, Any] = json.loads(text)
    return table


def test_the_shipped_model_says_what_it_rests_on() -> None:
    table, model = shipped(), release_model()
    assert model.name == table["name"]
    assert {"train", "validation"} == set(table["corpus"])
    assert all(len(digest) == 64 for digest in table["corpus"].values())
    assert table["command"].startswith("python -m benchmarks.signal.train")
    for source, names in FEATURES.items():
        assert len(model.networks[source].centre) == len(names)
        assert np.isfinite(model.term(source, np.zeros(len(names))))
    assert model.pain_term(-3) == model.pain_term(0) < model.pain_term(3) == model.pain[3]
    assert "force" in model.now
    assert "force+depth+tremor+key" in model.seen


@pytest.mark.parametrize(
    "change",
    [{"format": 0}, {"features": {}}, {"now": {"force": {"at": [1, 0], "p": [0, 1]}}}, {"pain": 3}],
)
def test_a_file_that_does_not_fit_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        ReleaseModel.of(shipped() | change)


def test_a_broken_file_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> ReleaseModel:
        raise ValueError("no")

    release_model.cache_clear()
    monkeypatch.setattr(ReleaseModel, "of", broken)
    with pytest.raises(DevicelinkError, match=r"release_model\.json"):
        release_model()
    release_model.cache_clear()


def test_networks_are_averaged() -> None:
    one = ((np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([0.0, -0.5])),
           (np.array([[1.0, 2.0]]), np.array([0.25])))  # fmt: skip
    two = ((np.zeros((1, 2)), np.zeros(1)), (np.zeros((1, 1)), np.array([1.0])))
    networks = Networks(np.array([0.1, 0.0]), np.array([1.0, 0.5]), (one, two))
    features = np.array([np.e - 1.0, -3.0])
    inner = np.array([0.9, -np.log(4.0) / 0.5])
    expected = (max(inner[0], 0.0) + 2.0 * max(inner[1] - 0.5, 0.0) + 0.25 + 1.0) / 2.0
    assert networks.log_odds(features) == pytest.approx(expected)
    assert squashed(features) == pytest.approx([1.0, -np.log(4.0)])
    assert networks.log_odds(np.array([1e9, 0.0])) == pytest.approx((4.0 + 1.25) / 2.0)


def test_a_curve_is_level_beyond_its_ends() -> None:
    curve = Curve(np.array([-1.0, 1.0]), np.array([0.2, 0.6]))
    assert [curve(z) for z in (-9.0, 0.0, 9.0)] == pytest.approx([0.2, 0.4, 0.6])
    assert Source("force") is Source.FORCE
