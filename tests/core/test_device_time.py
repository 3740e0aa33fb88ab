"""Device clocks and arrivals on one line of time (A5)."""

import numpy as np
import pytest

from devicelink.core.device_time import ArrivalLine, DeviceLine, unwrapped_us
from firmware_protocol.messages import CLOCK_WRAP_US

LIFE = float("-inf")


def placed(
    line: DeviceLine, *device_us: int, at_s: float, resent: bool = False
) -> list[float] | None:
    places = line.place(tuple(us % CLOCK_WRAP_US for us in device_us), at_s, resent=resent)
    return None if places is None else [t_s for t_s, _ in places]


@pytest.mark.parametrize("turn", [0, 1, 2, -1])
@pytest.mark.parametrize("off", [-1_000_000, -1, 0, 1, 2_000_000_000])
def test_a_wrapped_clock_is_unwrapped_to_the_nearest(turn: int, off: int) -> None:
    near = turn * CLOCK_WRAP_US + 12_345
    assert unwrapped_us((near + off) % CLOCK_WRAP_US, near) == near + off


def test_anchored_at_the_first_arrival_then_the_device_counts() -> None:
    line = DeviceLine(LIFE)
    assert placed(line, 1_000_000, 1_010_000, at_s=5.0) == pytest.approx([4.99, 5.0])
    assert placed(line, 1_020_000, at_s=5.4) == pytest.approx(
        [5.01]
    )  # late on the air, not in life
    assert placed(line, 1_030_000, at_s=5.02) == pytest.approx([5.02])


@pytest.mark.parametrize("gap_s", [1.0, 4_000.0, 9_000.0])
def test_a_wrap_inside_a_gap_even_twice(gap_s: float) -> None:
    line = DeviceLine(LIFE)
    start_us = CLOCK_WRAP_US - 500_000
    placed(line, start_us, at_s=0.0)
    got = placed(line, start_us + round(gap_s * 1e6), at_s=gap_s + 0.03)
    assert got == pytest.approx([gap_s])


def test_a_wrap_inside_a_frame() -> None:
    line = DeviceLine(LIFE)
    got = placed(line, CLOCK_WRAP_US - 5_000, CLOCK_WRAP_US + 5_000, at_s=1.0)
    assert got == pytest.approx([0.99, 1.0])


def test_what_is_sent_again_lies_in_the_past_however_late_it_comes() -> None:
    line = DeviceLine(LIFE)
    placed(line, CLOCK_WRAP_US - 1_000_000, at_s=0.0)
    placed(line, CLOCK_WRAP_US + 60_000_000, at_s=61.0)
    assert placed(line, CLOCK_WRAP_US, at_s=75.0, resent=True) == pytest.approx([1.0])


def test_a_clock_that_began_anew_is_noticed() -> None:
    line = DeviceLine(LIFE)
    placed(line, 900_000_000, at_s=0.0)
    placed(line, 910_000_000, at_s=10.0)
    assert placed(line, 50_000, at_s=11.0) is None
    assert placed(line, 990_000_000, at_s=12.0) is None  # ran ahead of time
    assert line.place((909_900_000,), 11.0, resent=False, is_next=False)  # an old copy
    assert line.place((909_900_000,), 11.0, resent=False) is None  # nobody says that it is one
    assert placed(line, 912_000_000, at_s=17.0) is not None  # held up on the air for 5 s


@pytest.mark.parametrize("ppm", [-100, 100])
def test_a_drifting_clock_is_no_new_life_for_eight_hours(ppm: int) -> None:
    line = DeviceLine(LIFE)
    for at_s in np.arange(0.0, 8 * 3600.0, 10.0):
        us = round(float(at_s) * (1e6 + ppm))
        assert placed(line, us, at_s=float(at_s)) is not None


@pytest.mark.parametrize("ppm", [-300, -50, 0, 50, 300])
def test_drift_is_followed_for_four_hours_and_time_never_jumps(ppm: int) -> None:
    """A quick frame now and then is enough; sent again, a sample has the very place it had."""
    rng = np.random.default_rng(5)
    line, before_s = DeviceLine(LIFE), -1.0
    given: dict[int, float] = {}
    for true_s in np.arange(0.0, 4 * 3600.0, 0.5).tolist():
        us = round(true_s * (1e6 + ppm)) + 5_000_000
        late_s = 0.01 + float(rng.exponential(0.04)) if true_s else 0.01
        (t_s,) = placed(line, us, at_s=true_s + late_s) or [0.0]
        assert abs(t_s - (true_s + 0.01)) < 0.03
        assert t_s - before_s == pytest.approx(0.5, abs=0.5 * 900e-6) or not true_s
        before_s = t_s
        given[us] = t_s
    for us in list(given)[-400::7]:
        assert placed(line, us, at_s=4 * 3600.0 + 1.0, resent=True) == [given[us]]


def test_a_link_that_is_late_for_a_while_bends_nothing() -> None:
    line = DeviceLine(LIFE)
    for n in range(6000):
        late_s = (n % 7) * 0.1 if 2000 < n < 4000 else (n % 7) * 0.01
        (t_s,) = placed(line, n * 100_000, at_s=n * 0.1 + late_s) or [0.0]
        assert t_s == pytest.approx(n * 0.1, abs=1e-6)


def test_a_new_life_never_reaches_back() -> None:
    assert placed(DeviceLine(7.0), 100_000, 200_000, at_s=7.01) == pytest.approx([7.0, 7.1])


@pytest.mark.parametrize("count", [1, 4, 16])
def test_without_a_clock_samples_are_spread_and_jitter_is_smoothed(count: int) -> None:
    rng = np.random.default_rng(count)
    line = ArrivalLine(LIFE)
    times: list[float] = []
    for frame in range(1, 200):
        times += line.place(count, frame * count / 100 + float(rng.uniform(0.0, 0.03)))
    steps = np.diff(times)
    assert (steps > 0).all()
    assert np.median(steps[len(steps) // 2 :]) == pytest.approx(0.01, rel=0.1)
    assert steps[len(steps) // 2 :].max() < 0.03
    assert times[-1] == pytest.approx(199 * count / 100, abs=0.06)


def test_without_a_clock_a_stall_is_a_gap_and_a_burst_still_rises() -> None:
    line = ArrivalLine(LIFE)
    for frame in range(20):
        line.place(1, frame * 0.1)
    assert line.place(1, 6.0) == pytest.approx([6.0])
    burst = [t for _ in range(10) for t in line.place(2, 6.1)]
    assert (np.diff(burst) > 0).all()
