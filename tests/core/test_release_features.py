"""What is told of the likeliest give: whole, in order, free of scale, and of the hand's habits."""

import numpy as np
import pytest

from devicelink.core.block import Floats
from devicelink.core.plateau import BLOCK_S
from devicelink.core.release_course import Course
from devicelink.core.release_features import NAMES


def wander(count: int) -> Floats:
    """Logarithms of a force that wavers by 1 %."""
    rng = np.random.default_rng(5)
    smooth = np.convolve(rng.standard_normal(count + 4), np.ones(5) / 5, mode="valid")
    values: Floats = np.log(20.0) + 0.02 * smooth
    return values


def told(values: Floats, every: int = 2) -> dict[str, float]:
    """The features of the last look, after looks at all before it."""
    course = Course()
    features = np.empty(0)
    for nth, value in enumerate(values.tolist(), start=1):
        course.keep(value)
        if nth >= 40 and nth % every == 0:
            _, _, features = course.seen()
    return dict(zip(NAMES, features.tolist(), strict=True))


def given(values: Floats, at_s: float, drop: float) -> Floats:
    """The same with a give of two seconds, begun then."""
    since_s = np.arange(len(values)) * BLOCK_S - at_s
    lower: Floats = values - drop * np.clip(since_s / 2.0, 0.0, 1.0)
    return lower


def test_all_are_there_and_are_numbers() -> None:
    found = told(given(wander(200), 34.0, 0.15))
    assert len(found) == len(NAMES) == len(set(NAMES))
    assert all(np.isfinite(list(found.values())))
    assert found["ratio"] > 6.0
    assert found["drop"] == pytest.approx(0.15, abs=0.04)
    assert found["began_s"] == pytest.approx(6.0, abs=0.8)


def test_another_unit_changes_nothing() -> None:
    values = given(wander(200), 34.0, 0.15)
    in_kilograms = told(values - np.log(9.80665))
    for name, value in told(values).items():
        assert in_kilograms[name] == pytest.approx(value, abs=1e-6), name


def test_what_a_hand_often_does_is_remembered_once_it_is_past() -> None:
    """A dip 20 s ago stands out as much as the give that is looked at now."""
    calm = given(wander(240), 42.0, 0.08)
    at_s = np.arange(240) * BLOCK_S
    dipped = calm - 0.08 * np.clip(np.minimum(at_s - 18.0, 22.0 - at_s) / 2.0, 0.0, 1.0)
    assert told(dipped)["ratio_earlier"] > told(calm)["ratio_earlier"] + 2.0
    until = round(27.0 / BLOCK_S)  # 9 s after the dip began: it is what is looked at
    assert told(dipped[:until])["ratio_earlier"] < told(dipped)["ratio_earlier"] - 2.0


def test_a_new_hold_is_another_hand() -> None:
    course = Course()
    for value in given(wander(200), 15.0, 0.3).tolist():
        course.keep(value)
        if course.count >= 40:
            course.seen()
    course.begin()
    for value in wander(60).tolist():
        course.keep(value)
    found = dict(zip(NAMES, course.seen()[2].tolist(), strict=True))
    assert (found["ratio_earlier"], found["rise_ratio_earlier"]) == (0.0, 0.0)
