"""Thresholds compared with the error of the test, and Hou's target (S09)."""

import pytest

from devicelink.care.journal import Pressed, Trial
from devicelink.care.threshold import (
    MDC95_N,
    Threshold,
    Verdict,
    compare,
    hou_target_kpa,
    real_change_n,
    threshold_of,
)


def of(*forces: float | None, tip: float | None = 100.0) -> Threshold:
    trials = tuple(Trial(peak_n=60.0 if f is None else f, force_n=f) for f in forces)
    found = threshold_of(Pressed(test="threshold", tip_area_mm2=tip, trials=trials))
    assert found is not None
    return found


def test_mean_spread_and_what_the_limit_cut_off() -> None:
    told = of(20.0, 24.0, 28.0)
    assert (told.mean_n, told.spread_n, told.low_n, told.high_n) == (24.0, 4.0, 20.0, 28.0)
    assert told.kpa == 240.0
    cut = of(20.0, None)
    assert (cut.n, cut.at_limit, cut.spread_n) == (1, 1, None)
    assert of(20.0, tip=None).kpa is None
    above = Pressed(test="threshold", trials=(Trial(peak_n=40.0),))
    assert threshold_of(above) is None, "no pain is not a threshold of zero, nor of the limit"


def test_s09_a_change_within_the_error_is_not_clear() -> None:
    assert pytest.approx(5.71, abs=0.005) == MDC95_N
    assert compare(of(20.0), of(25.7)) is Verdict.NOT_CLEAR
    assert compare(of(20.0), of(25.8)) is Verdict.HIGHER
    assert compare(of(25.8), of(20.0)) is Verdict.LOWER


def test_another_tip_cannot_be_compared() -> None:
    assert compare(of(20.0), of(40.0, tip=50.0)) is Verdict.CANNOT_TELL
    assert compare(of(20.0, tip=50.0), of(40.0, tip=50.0)) is Verdict.CANNOT_TELL
    assert compare(of(20.0, tip=None), of(40.0, tip=None)) is Verdict.CANNOT_TELL
    assert real_change_n(100.0) == MDC95_N
    assert real_change_n(50.0) is None
    assert real_change_n(None) is None


@pytest.mark.parametrize(
    ("threshold", "target"), [(147, 185), (196, 239), (245, 293), (294, 347), (392, 455)]
)
def test_hous_target_from_a_threshold(threshold: float, target: float) -> None:
    assert hou_target_kpa(threshold) == pytest.approx(target, abs=0.8)
