"""Tremor: its size in the band, at any rate that shows it, with samples missing."""

import numpy as np
import pytest

from devicelink.core.events import HoldEnded
from devicelink.core.tremor import tremor_pct
from tests.core.scoring import run
from tests.core.shapes import hold, signal


@pytest.mark.parametrize("rate_hz", [40.0, 80.0, 200.0])
@pytest.mark.parametrize("hz", [7.0, 9.3, 12.0])
def test_the_size_of_a_tremor(rate_hz: float, hz: float) -> None:
    t = np.arange(0.0, 12.0, 1.0 / rate_hz)
    t = t[np.random.default_rng(2).random(len(t)) > 0.05]
    found = tremor_pct(t, 21.0 - 0.3 * t + 0.2 * np.sin(2 * np.pi * hz * t), 1.0)
    assert found == pytest.approx(100 * 0.2 / 2**0.5 / 18.2, rel=0.15)


@pytest.mark.parametrize("hz", [2.0, 18.0])
def test_what_is_slower_or_quicker_is_no_tremor(hz: float) -> None:
    t = np.arange(0.0, 12.0, 0.0125)
    found = tremor_pct(t, 20.0 + 0.2 * np.sin(2 * np.pi * hz * t), 0.0)
    assert found is not None
    assert found < 0.08


def test_slow_or_short_recordings_do_not_show_it() -> None:
    slow, short = np.arange(0.0, 12.0, 0.05), np.arange(0.0, 1.5, 0.0125)
    assert tremor_pct(slow, np.ones_like(slow), 0.0) is None
    assert tremor_pct(short, np.ones_like(short), 0.0) is None
    assert tremor_pct(short[:0], short[:0], 0.0) is None


def test_a_hold_tells_its_tremor_where_it_can_be_seen() -> None:
    def shape(t: float) -> float:
        return hold(2.0, 20.0)(t) * (1.0 + 0.01 * float(np.sin(60.0 * t)))

    for rate_hz in (40.0, 80.0):
        (ended,) = [e for e in run(signal(shape, 24.0, rate_hz)) if isinstance(e, HoldEnded)]
        assert ended.tremor_pct == pytest.approx(0.707, rel=0.15)
    (ended,) = [e for e in run(signal(shape, 24.0, 20.0)) if isinstance(e, HoldEnded)]
    assert ended.tremor_pct is None
