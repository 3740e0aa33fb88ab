"""Slips: found, dated, sized, and told from a letting go."""

from collections.abc import Callable

import numpy as np
import pytest

from devicelink.core.events import HoldEnded, Slip
from devicelink.core.pipeline import Pipeline, PipelineConfig
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
@pytest.mark.parametrize("rate_hz", [10.0, 20.0, 80.0, 200.0])
def test_a_slip_is_found_once_and_sized(share: float, rate_hz: float) -> None:
    (slip,) = slips(slipping(share), rate_hz)
    assert slip.t_s == pytest.approx(10.0, abs=0.11 if rate_hz < 20.0 else 0.05)
    assert slip.drop_pct == pytest.approx(100 * share, rel=0.15)
    assert 0.0 < slip.decided_s - slip.t_s <= 0.35


@pytest.mark.parametrize("share", [0.12, 0.2, 0.4])
@pytest.mark.parametrize("rate_hz", [80.0, 200.0])
def test_under_a_hand_a_slip_is_told_while_it_slides(share: float, rate_hz: float) -> None:
    """A hand is never still, which sets it apart from a rig."""

    def shape(t: float) -> float:
        return slipping(share)(t) * (1.0 + 0.01 * float(np.sin(5.0 * t) + np.sin(8.3 * t)))

    block = signal(shape, 19.0, rate_hz)
    (slip,) = [event for event in run(block) if isinstance(event, Slip)]
    assert slip.t_s == pytest.approx(10.0, abs=0.05)
    assert 8.0 < slip.drop_pct < 115 * share
    assert 0.0 < slip.decided_s - slip.t_s <= 0.15


@pytest.mark.parametrize("fall_s", [0.15, 0.2, 0.3, 0.5, 1.0, 3.0])
@pytest.mark.parametrize("rate_hz", [10.0, 20.0, 40.0, 80.0, 200.0])
def test_a_letting_go_is_no_slip(fall_s: float, rate_hz: float) -> None:
    """Hands move with the least jerk (Flash & Hogan 1985)."""

    def shape(t: float) -> float:
        x = float(np.clip((t - 15.0) / fall_s, 0.0, 1.0))
        return hold(2.0, 30.0)(t) * (1.0 - x**3 * (10.0 - 15.0 * x + 6.0 * x * x))

    assert slips(shape, rate_hz) == []


def test_a_fall_that_is_even_from_its_start_is_told_but_not_counted_where_it_ends_the_hold() -> (
    None
):
    events = run(
        signal(lambda t: hold(2.0, 30.0)(t) * float(np.clip(15.0 - 2.0 * (t - 8.0), 0, 1)), 24.0)
    )
    (ended,) = [event for event in events if isinstance(event, HoldEnded)]
    assert ended.slips == 0


def jerky(t: float) -> float:
    """Letting go in three steps, each as sudden as a slip."""
    return hold(2.0, 30.0)(t) * float(
        np.interp(t, [15, 15.1, 15.5, 15.6, 16, 16.1], [1, 0.7, 0.7, 0.4, 0.4, 0])
    )


def test_a_jerky_letting_go_that_was_asked_for_is_no_slip() -> None:
    block = signal(jerky, 24.0)
    pipeline = Pipeline(PipelineConfig())
    pipeline.feed(block.part(slice(0, 80 * 14)))
    pipeline.let_go(expected=True)
    rest = pipeline.feed(block.part(slice(80 * 14, None)))
    assert [event for event in rest if isinstance(event, Slip)] == []
    assert [event.slips for event in rest if isinstance(event, HoldEnded)] == [0]


def test_a_jerky_letting_go_is_not_counted_as_slips() -> None:
    (ended,) = [event for event in run(signal(jerky, 24.0)) if isinstance(event, HoldEnded)]
    assert ended.slips == 0


def test_a_slip_in_a_hold_is_counted() -> None:
    events = run(signal(slipping(0.3), 24.0))
    assert [event.slips for event in events if isinstance(event, HoldEnded)] == [1]


def test_rubbing_is_no_slip() -> None:
    def shape(t: float) -> float:
        return hold(2.0, 20.0)(t) * (
            1.0 + 0.1 * float(np.sin(9.0 * t) * np.clip(t - 8.0, 0.0, 1.0))
        )

    assert slips(shape) == []


def test_a_change_of_grip_is_no_slip() -> None:
    assert slips(slipping(0.15, fall_s=0.6)) == []


def test_resting_fingers_do_not_slip() -> None:
    assert slips(lambda t: 1.5 if (t * 2) % 2 < 1 else 0.8) == []
