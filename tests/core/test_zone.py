"""The target zone and its clock (S25: only time in the zone counts)."""

import pytest

from devicelink.core.events import HoldEnded, HoldSettled, HoldStarted
from devicelink.core.pipeline import PipelineConfig
from devicelink.core.zone import Zone, ZoneClock
from tests.core.scoring import run
from tests.core.shapes import hold, signal, without

ZONE = PipelineConfig(zone=Zone(18.0, 22.0))


def test_a_zone_must_be_one() -> None:
    for low, high in [(5.0, 5.0), (9.0, 3.0), (-1.0, 3.0), (float("nan"), 3.0)]:
        with pytest.raises(ValueError, match="none"):
            Zone(low, high)


def test_hysteresis_keeps_a_wobble_at_the_edge_inside() -> None:
    clock = ZoneClock(Zone(18.0, 22.0))
    for index, force_n in enumerate([17.9, 18.0, 17.3, 22.7, 17.1, 18.0, 20.0]):
        clock.step(float(index), force_n, 1.0)
    assert clock.in_zone
    assert clock.in_zone_s == 3.0  # in at 1 s, out at 4 s, in again at 5 s


def test_s25_only_time_in_the_zone_counts() -> None:
    above = hold(10.0, 20.0, 12.0)
    block = signal(lambda t: hold(2.0, 20.0)(t) + above(t), 24.0)
    ended = next(event for event in run(block, ZONE) if isinstance(event, HoldEnded))
    assert ended.in_zone_s == pytest.approx(8.0, abs=0.35)
    assert ended.end_s - ended.onset_s == pytest.approx(18.0, abs=0.1)


def test_s25_a_gap_is_never_zone_time() -> None:
    whole = signal(hold(2.0, 20.0), 24.0)
    with_gap = run(without(whole, 8.0, 9.5), ZONE)
    ended = next(event for event in with_gap if isinstance(event, HoldEnded))
    assert ended.in_zone_s == pytest.approx(18.0 - 1.5, abs=0.35)
    assert ended.gap_s == pytest.approx(1.5, abs=0.03)


def test_settled_is_dated_at_the_entry_and_told_after_the_hold() -> None:
    events = run(signal(hold(2.0, 20.0), 24.0), ZONE)
    kinds = [type(event) for event in events]
    settled = next(event for event in events if isinstance(event, HoldSettled))
    assert kinds.index(HoldSettled) == kinds.index(HoldStarted) + 1
    assert settled.t_s == pytest.approx(2.25, abs=0.1)
    assert not any(isinstance(e, HoldSettled) for e in run(signal(hold(2.0, 20.0, 10.0), 24.0)))
