"""A hand that does what the band says gets to listen, whatever came before (S38, S40)."""

from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from devicelink import data
from devicelink.care.inputs import Decline, Go
from devicelink.care.outputs import Phase
from devicelink.care.plan import BAND_TOP_SHARE, Programme, Side, make_plan
from devicelink.care.safety import Device, DeviceKind, Personal
from devicelink.core.events import Level
from devicelink.core.overforce import CLEAR_SHARE, WARN_SHARE, Guard
from tests.care.playbook import TICK_S, Play

STEPS = 10
"""Samples to a tick."""
BANDS = st.floats(0.1, BAND_TOP_SHARE).flatmap(
    lambda top: st.tuples(st.floats(0.05, top * 0.9), st.just(top))
)


def programme(band_share: tuple[float, float]) -> Programme:
    return Programme(
        id="any", name="Any", version="1", source="a test", grade="low", reps=2, goal_s=45.0,
        rest_s=12.0, band_share=band_share,
    )  # fmt: skip


def settling(
    band_share: tuple[float, float], device: Device, threshold_n: float | None = None
) -> tuple[Play, Guard]:
    """Pressing where the band begins, the hold not yet settled; and a guard that watches."""
    plan = make_plan(
        programme(band_share), data.points()["gm"], Side.LEFT, device,
        Personal(threshold_n=threshold_n),
    )  # fmt: skip
    play = Play(plan)
    play.do(Decline())
    play.press(plan.band.low_n, 0.1, slope_n_s=0.0)
    play.do(Go())
    return play, Guard(plan.limit.limit_n)


def press(play: Play, guard: Guard, force_n: float, seconds: float, tremor_n: float = 0.0) -> None:
    """Press with a tremor that the guard sees in every sample, and the smoothed force does not."""
    for _ in range(round(seconds / TICK_S)):
        for n in range(STEPS):
            swing_n = tremor_n if n % 4 < 2 else -tremor_n
            event = guard.step(play.t_s + n * TICK_S / STEPS, force_n + swing_n)
            if event is not None:
                play.do(event)
        play.press(force_n, TICK_S, slope_n_s=0.0)


@given(
    band_share=BANDS,
    where=st.floats(0, 1),
    scale_n=st.floats(20.0, 500.0),
    ball=st.booleans(),
    threshold_n=st.none() | st.floats(5.0, 200.0),
    too_hard=st.floats(WARN_SHARE, 1.0),
)
def test_after_a_warning_every_place_in_every_band_leads_to_listening(
    band_share: tuple[float, float],
    where: float,
    scale_n: float,
    ball: bool,
    threshold_n: float | None,
    too_hard: float,
) -> None:
    kind = DeviceKind.BALL if ball else DeviceKind.PROBE
    device = Device(kind=kind, full_scale_n=scale_n, tip_area_mm2=None if ball else 100.0)
    play, guard = settling(band_share, device, threshold_n)
    assume(play.plan.band.low_n > 1.0)  # below it, nothing counts as pressing
    band, limit_n = play.plan.band, play.plan.limit.limit_n
    press(play, guard, too_hard * limit_n, 0.5)
    assert play.state.alarm_level is Level.WARN
    inside_n = min(band.low_n + where * (band.high_n - band.low_n), band.high_n)
    press(play, guard, inside_n, play.plan.programme.settle_s + 0.3)
    assert play.at(Phase.LISTEN)
    assert play.state.alarm is None
    assert "over_limit" not in play.cues


@pytest.mark.parametrize("tremor", [0.02, 0.04, 0.06])
def test_a_trembling_hand_at_the_top_of_the_band_listens_too(tremor: float) -> None:
    """The guard sees the tremor's peaks near the warning; the hand as a whole is in its band."""
    device = Device(kind=DeviceKind.BALL, full_scale_n=500.0)
    play, guard = settling((0.5, BAND_TOP_SHARE), device)
    limit_n = play.plan.limit.limit_n
    press(play, guard, 0.85 * limit_n, 0.5)
    seen = set()
    for _ in range(60):
        press(play, guard, play.plan.band.high_n, TICK_S, tremor * limit_n)
        seen.add(play.phase)
    assert Phase.LISTEN in seen


def test_a_warning_is_told_again_after_it_has_cleared() -> None:
    device = Device(kind=DeviceKind.PROBE, full_scale_n=200.0, tip_area_mm2=100.0)
    play, guard = settling((0.5, BAND_TOP_SHARE), device)
    limit_n = play.plan.limit.limit_n
    for share in (0.85, 0.76, 0.85, 0.76):
        press(play, guard, share * limit_n, 1.5)
    assert play.cues.count("near_limit") == 2


def test_a_warning_is_told_where_the_guard_has_not_spoken() -> None:
    """After a pause the force may be near the limit already."""
    device = Device(kind=DeviceKind.PROBE, full_scale_n=200.0, tip_area_mm2=100.0)
    play, _ = settling((0.5, BAND_TOP_SHARE), device)
    play.press(0.81 * play.plan.limit.limit_n, 0.2, slope_n_s=0.0)
    assert play.state.alarm_level is Level.WARN


def test_the_alarm_stays_until_well_below_for_a_second() -> None:
    device = Device(kind=DeviceKind.PROBE, full_scale_n=200.0, tip_area_mm2=100.0)
    play, guard = settling((0.5, BAND_TOP_SHARE), device)
    limit_n = play.plan.limit.limit_n
    press(play, guard, 1.05 * limit_n, 0.5)
    press(play, guard, 0.72 * limit_n, 2.5)
    assert play.state.alarm_level is Level.ALARM
    press(play, guard, 0.69 * limit_n, 0.8)
    assert play.state.alarm_level is Level.ALARM
    press(play, guard, 0.69 * limit_n, 0.5)
    assert play.state.alarm is None


def test_the_shares_stand_in_their_order() -> None:
    for low, high in product((CLEAR_SHARE[Level.ALARM], BAND_TOP_SHARE), (0.775,)):
        assert low < high == CLEAR_SHARE[Level.WARN] < WARN_SHARE
