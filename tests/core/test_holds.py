"""Holds: found, dated, ended for the right reason, and nothing else taken for one."""

import numpy as np
import pytest

from devicelink.core.block import Block
from devicelink.core.events import (
    EndReason,
    Event,
    Gap,
    HoldEnded,
    HoldStarted,
    LetGo,
    Release,
    Touched,
)
from devicelink.core.pipeline import Pipeline, PipelineConfig
from tests.core.scoring import Score, run, spans
from tests.core.shapes import hold, signal, without
from tests.core.synthetic import scene

TARGETS = [
    # rate, loss, F1, onset error median and p95 in s
    (10.0, 0.10, 0.96, 0.100, 0.200),
    (20.0, 0.05, 0.985, 0.100, 0.200),
    (40.0, 0.05, 0.985, 0.040, 0.100),
    (80.0, 0.02, 0.985, 0.040, 0.100),
    (200.0, 0.02, 0.985, 0.040, 0.100),
]


def ends(events: list[Event]) -> list[HoldEnded]:
    return [event for event in events if isinstance(event, HoldEnded)]


@pytest.mark.parametrize(("rate_hz", "loss", "f1", "median_s", "p95_s"), TARGETS)
def test_targets_on_sessions_with_every_confounder(
    rate_hz: float, loss: float, f1: float, median_s: float, p95_s: float
) -> None:
    score = Score()
    for seed in range(100, 125):
        made = scene(seed, rate_hz, loss=loss)
        events = run(made.block)
        score.add_holds(made.holds, spans(events))
        score.add_slips(made.slips, events)
    assert score.f1 >= f1
    assert score.onset_error_s(50) <= median_s
    assert score.onset_error_s(95) <= p95_s
    assert score.slips_found >= 0.8 * score.slips
    assert score.slips_false <= (8 if rate_hz < 20 else 4)


def test_the_order_of_a_hold() -> None:
    events = run(signal(hold(2.0, 8.0), 12.0))
    assert [type(event) for event in events] == [Touched, HoldStarted, HoldEnded, Release, LetGo]
    started, ended = events[1], events[2]
    assert isinstance(started, HoldStarted)
    assert isinstance(ended, HoldEnded)
    assert 3.0 <= started.declared_s - started.onset_s <= 3.25
    assert ended.declared_s == started.declared_s
    assert ended.reason is EndReason.HAND
    assert 0.25 <= ended.decided_s - ended.end_s <= 0.5


@pytest.mark.parametrize(("last_s", "count"), [(2.7, 0), (3.1, 1)])
def test_a_hold_lasts_three_seconds(last_s: float, count: int) -> None:
    assert len(ends(run(signal(hold(2.0, 2.0 + last_s), 9.0)))) == count


def test_a_long_gap_ends_a_hold_and_blames_the_link() -> None:
    """LINK: never taken for a letting go, and the gap is no part of the hold."""
    events = run(without(signal(hold(2.0, 20.0), 24.0), 9.0, 12.0))
    first, second = ends(events)
    assert (first.reason, second.reason) == (EndReason.LINK, EndReason.HAND)
    assert first.end_s == pytest.approx(9.0)
    assert second.onset_s == pytest.approx(12.0)
    assert Gap(t0_s=9.0, t1_s=12.0) in events


def test_a_short_gap_does_not_end_a_hold() -> None:
    (ended,) = ends(run(without(signal(hold(2.0, 20.0), 24.0), 9.0, 10.5)))
    assert ended.gap_s == pytest.approx(1.5)
    assert ended.impulse_ns == pytest.approx(20.0 * 16.4, rel=0.02)


def test_time_in_a_gap_does_not_make_a_hold() -> None:
    assert ends(run(without(signal(hold(2.0, 5.5), 9.0), 3.0, 4.5))) == []
    assert ends(run(without(signal(hold(2.0, 5.5), 9.0), 3.7, 5.6))) == []


def test_the_end_of_the_data_ends_a_hold() -> None:
    pipeline = Pipeline(PipelineConfig())
    assert ends(pipeline.feed(signal(hold(2.0, 20.0), 10.0))) == []
    events = pipeline.finish()
    assert [type(event) for event in events] == [HoldEnded, Release]
    assert ends(events)[0].reason is EndReason.END_OF_DATA
    assert ends(events)[0].end_s == pytest.approx(9.9875)
    assert pipeline.finish() == []


def test_pumping_is_no_hold() -> None:
    assert ends(run(signal(lambda t: 12.0 - 8.0 * np.cos(3.0 * t), 40.0))) == []


def test_a_light_touch_is_no_hold() -> None:
    assert ends(run(signal(hold(2.0, 20.0, 2.5), 24.0))) == []


def test_much_less_than_the_holds_before_is_no_hold() -> None:
    def shape(t: float) -> float:
        return hold(2.0, 8.0, 60.0)(t) + hold(12.0, 20.0, 6.0)(t) + hold(24.0, 30.0, 9.0)(t)

    assert [round(ended.median_n) for ended in ends(run(signal(shape, 34.0)))] == [60, 9]


def test_a_hold_that_sags_to_half_is_one_hold() -> None:
    """An end at half of a fast attack would cut a hold that sags."""

    def shape(t: float) -> float:
        return hold(2.0, 30.0, 40.0)(t) * (0.45 + 0.55 * float(np.exp(-max(0.0, t - 2.0) / 8.0)))

    (ended,) = ends(run(signal(shape, 34.0)))
    assert ended.end_s == pytest.approx(30.0, abs=0.1)


def test_a_slip_that_recovers_stays_in_the_hold() -> None:
    def shape(t: float) -> float:
        return hold(2.0, 15.0)(t) * (0.4 if 8.0 < t < 9.5 else 1.0)

    assert len(ends(run(signal(shape, 18.0)))) == 1


def test_what_is_no_number_is_in_no_peak_and_no_mean() -> None:
    """A3: NaN and infinity are counted and left out, whatever their number."""
    block = signal(hold(2.0, 12.0), 15.0)
    force = block.force_n.copy()
    force[300:310] = np.nan
    force[400::50] = np.inf
    pipeline = Pipeline(PipelineConfig(limit_n=100.0))
    (ended,) = ends(pipeline.feed(Block.of(block.t_s, force)))
    (clean,) = ends(run(block))
    assert ended.peak_n == clean.peak_n
    assert ended.mean_n == pytest.approx(clean.mean_n, rel=1e-3)
    assert ended.onset_s == pytest.approx(clean.onset_s, abs=0.03)
    assert pipeline.bad_samples == int((~np.isfinite(force)).sum())


def test_a_device_that_lies_only_gives_no_events() -> None:
    nothing = Block.of(np.arange(100) / 10, np.full(100, np.nan))
    assert run(nothing) == []
    assert run(Block.of([], [])) == []
    assert run(Block.of([np.nan, np.inf], [1.0, 1.0])) == []


def test_times_that_do_not_rise_are_left_out() -> None:
    block = signal(hold(2.0, 8.0), 12.0)
    t = np.repeat(block.t_s, 2)
    t[1::2] -= 1.0
    assert run(Block.of(t, np.repeat(block.force_n, 2))) == run(block)


def test_a_missing_sample_in_ten_changes_nothing_that_matters() -> None:
    made = scene(7, 80.0, loss=0.0)
    keep = np.arange(len(made.block)) % 10 != 3
    thinned = run(Block.of(made.block.t_s[keep], made.block.force_n[keep]))
    for whole, part in zip(ends(run(made.block)), ends(thinned), strict=True):
        assert part.onset_s == pytest.approx(whole.onset_s, abs=0.03)
        assert part.end_s == pytest.approx(whole.end_s, abs=0.03)
        assert part.mean_n == pytest.approx(whole.mean_n, rel=0.01)
        assert part.gap_s == whole.gap_s == 0.0
