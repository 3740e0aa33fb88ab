"""Slips: found, dated, sized, and told from a letting go."""

from collections.abc import Callable

import numpy as np
import pytest

from devicelink.core.events import Slip
from tests.core.scoring import run
from tests.core.shapes import hold, signal


def slipping(share: float, fall_s: float = 0.12) -> Callable[[float], float]:
    """A hold from 2 to 20 s that loses a share of its force at 10 s and regains it in 1.5 s."""

    def shape(t: float) -> float:
        lost = np.interp(t, [10.0, 10.0 + fall_s, 10.3 + fall_s, 11.8 + fall_s], [0, 1, 1, 0])
        return hold(2.0, 20.0)(t) * (1.0 - share * float(lost))

    return shape


def slips(shape: Callable[[float], float], rate_hz: float = 80.0) -> list[Slip]:
    return [event for event in run(signal(shape, 24.0, rate_hz)) if isinstance(event, Slip)]


@pytest.mark.parametrize("share", [0.12, 0.2, 0.5])
@pytest.mark.parametrize("rate_hz", [20.0, 80.0, 200.0])
def test_a_slip_is_found_once_and_sized(share: float, rate_hz: float) -> None:
    (slip,) = slips(slipping(share), rate_hz)
    assert slip.t_s == pytest.approx(10.0, abs=0.08)
    assert slip.drop_pct == pytest.approx(100 * share, rel=0.15)
    assert 0.0 < slip.decided_s - slip.t_s <= 0.35


@pytest.mark.parametrize("fall_s", [0.05, 0.2, 0.5, 1.0, 3.0])
def test_a_letting_go_is_no_slip(fall_s: float) -> None:
    def shape(t: float) -> float:
        return hold(2.0, 30.0)(t) * float(np.clip((15.0 - t) / fall_s, 0.0, 1.0))

    assert slips(shape) == []


def test_a_change_of_grip_is_no_slip() -> None:
    assert slips(slipping(0.15, fall_s=0.6)) == []


def test_resting_fingers_do_not_slip() -> None:
    assert slips(lambda t: 1.5 if (t * 2) % 2 < 1 else 0.8) == []
