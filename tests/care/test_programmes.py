"""The shipped programmes carry their sources' numbers, and keep inside the limits."""

import pytest

from devicelink import data
from devicelink.care.inputs import Answer, Easing, Pain
from devicelink.care.outputs import Phase, RepEnd
from devicelink.care.plan import Band, Plan, make_plan
from devicelink.care.point import Side
from devicelink.care.programme import SESSION_MAX_S, Target
from devicelink.care.safety import Personal
from devicelink.errors import PlanError
from tests.care.playbook import PROBE, Play, located

PROGRAMMES = data.programmes()
UT = data.points()["ut"]
THRESHOLD = Personal(threshold_n=20.0)


def plan_of(name: str, personal: Personal | None = THRESHOLD, *, more: bool = False) -> Plan:
    return make_plan(PROGRAMMES[name], UT, Side.LEFT, PROBE, personal, confirmed_reps=more)


def test_s26_every_programme_fits_five_minutes() -> None:
    assert len(PROGRAMMES) == 6
    for one in PROGRAMMES.values():
        assert one.planned_s <= one.longest_s <= SESSION_MAX_S, one.id
        assert one.source
        assert one.grade == "low"
    assert (PROGRAMMES["home"].longest_s, PROGRAMMES["short"].planned_s) == (294.0, 70.0)


def test_hou_at_the_threshold_for_90_s() -> None:
    plan = plan_of("threshold90")
    assert (plan.programme.goal_s, plan.programme.target) == (90.0, Target.THRESHOLD)
    assert plan.band.high_n == pytest.approx(20.0)


def test_hou_half_way_to_tolerance_for_60_to_90_s() -> None:
    """The published fit where only the threshold is known, the measured tolerance where it is."""
    plan = plan_of("average60")
    half_way_n = 1.10 * 20.0 + 0.24 * 9.80665
    assert (plan.programme.goal_s, plan.programme.max_hold_s) == (60.0, 90.0)
    assert plan.limit.limit_n == pytest.approx(1.25 * half_way_n)
    assert plan.band.high_n == pytest.approx(0.75 * 1.25 * half_way_n)
    measured = plan_of("average60", Personal(threshold_n=20.0, tolerance_n=28.0))
    assert measured.limit.limit_n == pytest.approx(30.0)
    assert measured.band.high_n == pytest.approx(22.5)


@pytest.mark.parametrize("name", ["threshold90", "average60", "stepwise"])
def test_without_a_threshold_such_a_programme_is_refused(name: str) -> None:
    with pytest.raises(PlanError, match="where pressing begins to hurt"):
        plan_of(name, None)


def test_s29_six_holds_need_a_confirmation_and_are_every_other_day() -> None:
    """Gulick: 6 x 30 s, every other day."""
    with pytest.raises(PlanError, match="6 holds on one point"):
        plan_of("otherday")
    plan = plan_of("otherday", more=True)
    assert (plan.programme.reps, plan.programme.goal_s) == (6, 30.0)
    assert (plan.programme.every_days, plan.programme.per_day) == (2, (1, 1))


def middle(band: Band) -> float:
    return (band.low_n + band.high_n) / 2


def test_stepwise_raises_the_pressure_each_time_it_eases() -> None:
    """Szajkowski: raised three times, each held until it eases; the last ends the hold."""
    play = located(plan_of("stepwise"))
    aims = [play.state.band]
    play.press(middle(aims[0]), 35.0)
    for _ in range(2):
        play.do(Easing())
        assert play.cues[-1] == "step_up"
        assert play.at(Phase.SETTLE), "nobody raises a force without seeing it"
        aims.append(play.state.band)
        play.press(middle(aims[-1]), 5.0)
        assert play.at(Phase.LISTEN), "not the last step: the hold goes on"
    whole = play.plan.band
    assert aims[0].low_n == whole.low_n
    assert [one.low_n for one in aims[1:]] == pytest.approx([one.high_n for one in aims[:2]])
    assert aims[2].high_n == whole.high_n <= 0.75 * play.plan.limit.limit_n
    play.do(Easing())
    assert play.state.band == aims[2], "there is no fourth"
    play.press(middle(aims[2]), 0.3)
    assert play.at(Phase.ASK)
    play.do(Answer(yes=True))
    play.do(Pain(3))
    assert play.reps[-1].end is RepEnd.EASED


def test_one_easing_still_ends_a_plain_hold() -> None:
    play = Play(plan_of("home"))
    play.do(Pain(4))
    play.press(8.0, 2.5)
    play.do(Answer(yes=True))
    play.press(18.0, 34.0)
    play.do(Easing())
    play.press(18.0, 0.3)
    assert play.at(Phase.ASK)
