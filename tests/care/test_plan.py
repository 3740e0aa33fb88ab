"""What a plan may be (S26-S29, S49-S51, S53), over all plans."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devicelink import data
from devicelink.care.plan import (
    REPS,
    SESSION_MAX_S,
    Checks,
    Plan,
    Point,
    Programme,
    Side,
    make_plan,
)
from devicelink.care.safety import Device, DeviceKind, Personal
from devicelink.errors import PlanError
from tests.care.playbook import PROBE

HOME = data.programmes()["home"]
POINTS = data.points()
BALL = Device(kind=DeviceKind.BALL, full_scale_n=500.0)


def plan_for(point: str, device: Device = PROBE, checks: Checks | None = None) -> Plan:
    """A home plan for a point."""
    return make_plan(HOME, POINTS[point], Side.LEFT, device, Personal(), checks)


def test_s26_three_full_holds_fill_a_session_exactly() -> None:
    full = replace(HOME, goal_s=90.0, rest_s=15.0)
    assert full.longest_s == SESSION_MAX_S


def test_s26_four_points_of_the_short_programme_fit() -> None:
    short = data.programmes()["short"]
    one_s = short.reps * short.goal_s + (short.reps - 1) * short.rest_s
    assert one_s == 70.0
    assert 4 * one_s <= SESSION_MAX_S


@given(
    st.integers(1, 5),
    st.floats(0, 120),
    st.floats(0, 120),
    st.floats(0, 30),
    st.sampled_from(sorted(POINTS)),
    st.sampled_from([PROBE, BALL]),
    st.one_of(st.none(), st.floats(1, 200)),
)
def test_s25_s26_s28_s29_every_plan_keeps_the_rules_or_is_refused(
    reps: int,
    goal_s: float,
    max_s: float,
    rest_s: float,
    point: str,
    device: Device,
    threshold_n: float | None,
) -> None:
    try:
        programme = replace(HOME, reps=reps, goal_s=goal_s, max_hold_s=max_s, rest_s=rest_s)
        plan = make_plan(
            programme, POINTS[point], Side.RIGHT, device, Personal(threshold_n=threshold_n)
        )
    except PlanError:
        return
    assert plan.programme.longest_s <= SESSION_MAX_S
    assert plan.programme.reps <= REPS[1]
    assert 30 <= plan.programme.goal_s <= plan.programme.max_hold_s <= 90
    assert 10 <= plan.programme.rest_s <= 15
    assert plan.point.care_class != "C"
    assert 0 < plan.band.low_n < plan.band.high_n < 0.8 * plan.limit.limit_n
    assert plan.locate_cap_n <= plan.limit.limit_n / 2


def test_s29_a_fourth_hold_needs_a_confirmation_and_still_five_minutes() -> None:
    four = replace(HOME, reps=4, max_hold_s=60.0)
    with pytest.raises(PlanError, match="more than the usual"):
        make_plan(four, POINTS["ut"], Side.LEFT, PROBE)
    plan = make_plan(four, POINTS["ut"], Side.LEFT, PROBE, confirmed_reps=True)
    assert plan.programme.reps == 4
    with pytest.raises(PlanError, match="longest session"):
        replace(HOME, reps=4, max_hold_s=90.0)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"goal_s": 29.9}, "hold goal"),
        ({"goal_s": 90.1}, "hold goal"),
        ({"max_hold_s": 90.1}, "longest hold"),
        ({"min_hold_s": 29.9}, "shortest hold"),
        ({"rest_s": 9.9}, "rest"),
        ({"rest_s": 15.1}, "rest"),
        ({"rest_s": float("nan")}, "rest"),
        ({"reps": 7}, "number of holds"),
        ({"reps": 5}, "longest session"),
        ({"steps": 4}, "number of steps"),
        ({"every_days": 0}, "distance of the days"),
        ({"stretch_s": 31.0}, "stretch"),
        ({"locate_share": 0.51}, "share for locating"),
        ({"band_share": (0.5, 0.8)}, "top of the band"),
        ({"per_day": (5, 7)}, "sessions a day"),
    ],
)
def test_a_programme_outside_the_numbers_is_refused(changes: dict[str, float], why: str) -> None:
    with pytest.raises(PlanError, match=why):
        replace(HOME, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("point", ["scm", "sc", "sb", "ip"])
def test_s51_class_c_is_recorded_never_coached(point: str) -> None:
    for device in (PROBE, BALL):
        with pytest.raises(PlanError, match="professional"):
            plan_for(point, device)


def test_s49_s50_sore_skin_blocks_the_point() -> None:
    """S49, S50."""
    with pytest.raises(PlanError, match="bruise"):
        plan_for("ut", checks=Checks(sore_skin=True))


def test_s53_a_point_out_of_reach_is_for_a_professional() -> None:
    with pytest.raises(PlanError, match="reached"):
        plan_for("ut", checks=Checks(out_of_reach=True))


def test_the_calf_needs_the_question_about_a_clot_answered_with_no() -> None:
    for signs in (None, True):
        with pytest.raises(PlanError, match="clot"):
            plan_for("ca", checks=Checks(clot_signs=signs))
    assert plan_for("ca", checks=Checks(clot_signs=False)).point.id == "ca"


def test_no_hard_tip_below_the_skull() -> None:
    with pytest.raises(PlanError, match="hard tip"):
        plan_for("so")
    assert plan_for("so", BALL).limit.limit_n == 20.0


def test_a_known_threshold_narrows_the_band() -> None:
    plan = make_plan(HOME, POINTS["ut"], Side.LEFT, PROBE, Personal(threshold_n=24.0))
    assert plan.limit.name == "your threshold"
    assert plan.limit.limit_n == pytest.approx(1.25 * (1.10 * 24.0 + 0.24 * 9.80665))
    assert plan.band.high_n == pytest.approx(24.0)
    assert plan.band.low_n == pytest.approx(19.2)


def test_a_cap_must_go_with_the_class() -> None:
    with pytest.raises(PlanError, match="class"):
        replace(POINTS["scm"], cap_kpa=100.0)
    with pytest.raises(PlanError, match="class"):
        replace(POINTS["ut"], cap_kpa=0.0)


def test_types_are_what_the_data_gives() -> None:
    assert all(isinstance(point, Point) for point in POINTS.values())
    assert all(isinstance(programme, Programme) for programme in data.programmes().values())
