"""The guard on force (D19-D23): in time, latched, and deaf to nonsense."""

from collections.abc import Callable, Iterable

import numpy as np
import pytest

from devicelink.core.block import GAP_S, Block
from devicelink.core.events import Level, OverForce, OverForceCleared
from devicelink.core.overforce import CLEAR_SHARE, Guard

LIMIT_N = 50.0
Alarm = OverForce | OverForceCleared


def alarms(samples: Iterable[tuple[float, float]], limit_n: float = LIMIT_N) -> list[Alarm]:
    guard = Guard(limit_n)
    return [event for t, f in samples if (event := guard.step(t, f)) is not None]


def sampled(
    shape: Callable[[float], float], last_s: float, rate_hz: float = 80.0
) -> list[tuple[float, float]]:
    return [(n / rate_hz, shape(n / rate_hz)) for n in range(round(last_s * rate_hz))]


@pytest.mark.parametrize("rate_hz", [20.0, 80.0, 200.0, 500.0])
@pytest.mark.parametrize("speed", [20.0, 50.0, 100.0])
def test_an_alarm_comes_before_the_limit_is_reached(rate_hz: float, speed: float) -> None:
    """Predicted force: F + 0.25 s x slope; at most two steps of 40 ms later than that."""
    found = alarms(sampled(lambda t: speed * t, 60.0 / speed, rate_hz))
    alarm = next(e for e in found if isinstance(e, OverForce) and e.level is Level.ALARM)
    assert alarm.force_n < LIMIT_N
    assert alarm.t_s == pytest.approx(LIMIT_N / speed - 0.25, abs=0.1)
    assert alarm.predicted_n == pytest.approx(alarm.force_n + 0.25 * speed, rel=0.02)


def test_d22_the_exact_edge() -> None:
    levels = {
        force_n: [e.level for e in alarms([(0.0, force_n)]) if isinstance(e, OverForce)]
        for force_n in (39.999, 40.0, 50.0, 50.001, 1e6, -1e6, float("nan"), float("inf"))
    }
    assert levels == {
        39.999: [],
        40.0: [Level.WARN],
        50.0: [Level.WARN],
        50.001: [Level.ALARM],
        1e6: [Level.ALARM],
        -1e6: [],
        **{key: [] for key in levels if not np.isfinite(key)},
    }


def test_it_latches_until_a_second_below_seventy_percent() -> None:
    def shape(t: float) -> float:
        if t < 1.0:
            return 55.0
        if t < 3.0:
            return 36.0  # below the warning, not below 70 %
        return 20.0 if t < 3.5 or t > 4.0 else 36.0

    found = alarms(sampled(shape, 8.0))
    assert [type(event) for event in found] == [OverForce, OverForceCleared]
    assert found[1].t_s == pytest.approx(4.0, abs=0.03)
    assert found[1].decided_s == pytest.approx(5.0, abs=0.03)


def test_silence_never_clears_an_alarm() -> None:
    pressed = [(0.0, 60.0), (0.1, 10.0), (5.0, 10.0), (5.1, 10.0), (5.9, 10.0)]
    assert [type(event) for event in alarms(pressed)] == [OverForce]
    nothing = [(0.0, 60.0), *((0.1 * n, float("nan")) for n in range(1, 100))]
    assert [type(event) for event in alarms(nothing)] == [OverForce]


def test_one_wild_sample_predicts_nothing_but_the_force_itself_counts() -> None:
    samples = sampled(lambda t: 30.0 if t == 0.5 else 10.0, 2.0)
    assert alarms(samples) == []
    assert alarms(sampled(lambda t: 60.0 if t == 0.5 else 10.0, 1.0))[0].t_s == 0.5


def test_noise_near_rest_is_quiet() -> None:
    rng = np.random.default_rng(5)
    for rate_hz in (20.0, 80.0, 500.0):
        assert alarms(sampled(lambda _: 30.0 + float(rng.normal(0.0, 0.1)), 60.0, rate_hz)) == []


def test_another_limit_keeps_the_alarm_that_stands() -> None:
    guard = Guard(LIMIT_N)
    guard.step(0.0, 55.0)
    guard.aim(200.0)
    assert guard.level is Level.ALARM
    for wrong in (0.0, -1.0, float("nan"), float("inf")):
        with pytest.raises(ValueError, match="none"):
            guard.aim(wrong)


def test_a_clock_that_went_back_does_not_blind_it() -> None:
    late = [(100.0 + t, f) for t, f in sampled(lambda _: 10.0, 1.0)]
    found = alarms(late + sampled(lambda t: 100.0 * t, 1.0))
    assert any(isinstance(event, OverForce) and event.force_n < LIMIT_N for event in found)


def test_a_slope_over_forty_milliseconds_counts_at_once_a_shorter_one_twice() -> None:
    slow = Guard(100.0)
    assert slow.step(0.0, 0.0) is None
    alarm = slow.step(0.04, 50.0)
    assert isinstance(alarm, OverForce)
    assert alarm.level is Level.ALARM
    quick = Guard(100.0)
    assert quick.step(0.0, 0.0) is None
    assert quick.step(0.03, 37.0) is None
    assert isinstance(quick.step(0.06, 74.0), OverForce)


def levels(*samples: tuple[float, float]) -> list[Level | None]:
    """What each alarm says; None where one is over."""
    return [one.level if isinstance(one, OverForce) else None for one in alarms(samples)]


def test_each_level_is_told_once_and_a_warning_never_softens_an_alarm() -> None:
    assert levels((0.0, 42.0), (0.1, 42.0), (0.2, 43.0)) == [Level.WARN]
    assert levels((0.0, 51.0), (0.1, 42.0), (0.2, 42.0)) == [Level.ALARM]


def test_a_warning_stands_at_its_very_edge_and_ends_after_a_whole_second_below() -> None:
    edge_n = CLEAR_SHARE[Level.WARN] * LIMIT_N
    beside = [(n / 8, edge_n) for n in range(1, 20)]
    assert levels((0.0, 42.0), *beside) == [Level.WARN]
    below = [(n / 8, edge_n - 0.1) for n in range(1, 20)]
    cleared = alarms([(0.0, 42.0), *below])[-1]
    assert cleared == OverForceCleared(t_s=1 / 8, decided_s=9 / 8)


def test_a_rise_is_followed_over_the_longest_step_that_is_no_gap() -> None:
    assert levels((0.0, 20.0), (GAP_S, 41.0)) == [Level.ALARM]
    assert levels((0.0, 20.0), (GAP_S + 0.01, 41.0)) == [Level.WARN]


def test_what_rose_only_once_and_what_falls_predicts_nothing() -> None:
    assert levels((0.0, 49.8), (0.03, 49.9)) == [Level.WARN]
    assert levels((0.0, 49.95), (0.05, 49.9)) == [Level.WARN]
    assert levels((0.0, 30.0), (0.025, 40.0 - 1e-3), (0.05, 40.0 - 1e-3)) == []


def test_samples_in_a_block_are_samples_one_by_one() -> None:
    samples = [(n / 10, 10.0 * n) for n in range(7)]
    block = Block.of([t_s for t_s, _ in samples], [force_n for _, force_n in samples])
    assert list(Guard(LIMIT_N).feed(block)) == alarms(samples) != []
