"""Rubbing: told once with its beat and swing, and not of a still hand or one that only wanders."""

import numpy as np
import pytest

from devicelink.core.events import Event, HoldEnded, Rubbing
from tests.core.scoring import run
from tests.core.shapes import hold, signal


def rubbed(hz: float, share: float, rate_hz: float = 80.0) -> list[Event]:
    def shape(t: float) -> float:
        swell = float(np.clip(min(t - 10.0, 18.0 - t) / 0.5, 0.0, 1.0))
        return hold(2.0, 30.0)(t) * (1.0 + share * swell * float(np.sin(2 * np.pi * hz * t)))

    return run(signal(shape, 34.0, rate_hz))


@pytest.mark.parametrize(
    ("hz", "rate_hz"), [(0.8, 10.0), (1.25, 10.0), (0.8, 80.0), (1.25, 80.0), (2.0, 80.0)]
)
def test_rubbing_is_told_once_with_its_beat(hz: float, rate_hz: float) -> None:
    events = rubbed(hz, 0.08, rate_hz)
    (told,) = [event for event in events if isinstance(event, Rubbing)]
    assert told.hz == pytest.approx(hz, abs=0.25)
    assert told.t_s == pytest.approx(10.0, abs=1.1)
    assert told.decided_s < 15.0
    assert 6.0 < told.swing_pct < 17.0
    (ended,) = [event for event in events if isinstance(event, HoldEnded)]
    assert ended.rubbing_s == pytest.approx(8.0, abs=3.0)


@pytest.mark.parametrize(("hz", "share"), [(1.25, 0.0), (1.25, 0.02), (0.2, 0.08)])
def test_a_still_hand_and_a_breath_are_no_rubbing(hz: float, share: float) -> None:
    events = rubbed(hz, share)
    assert not [event for event in events if isinstance(event, Rubbing)]
    assert [event.rubbing_s for event in events if isinstance(event, HoldEnded)] == [0.0]
