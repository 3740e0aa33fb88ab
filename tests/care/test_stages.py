"""Staged permissions: the first sessions are lower and shorter, and nothing leaves a stage out."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devicelink import data
from devicelink.care.own_limits import OwnLimit, Whose, personal
from devicelink.care.plan import make_plan
from devicelink.care.point import Side
from devicelink.care.safety import DeviceKind, Layer
from devicelink.care.stages import Stage, stage_of
from devicelink.errors import PlanError
from tests.care.playbook import PROBE

STAGES = data.stages()
UT = data.points()["ut"]


@pytest.mark.parametrize(
    ("complete", "stage", "left", "limit_n"),
    [(0, "learn", 3, 20.0), (2, "learn", 1, 20.0), (3, "short", 3, 30.0), (5, "short", 1, 30.0),
     (6, "full", 0, 40.0), (1_000_000, "full", 0, 40.0)],
)  # fmt: skip
def test_s37_the_first_sessions_are_held_lower(
    complete: int, stage: str, left: int, limit_n: float
) -> None:
    now = stage_of(STAGES, complete)
    assert (now.id, now.left(complete)) == (stage, left)
    plan = make_plan(
        now.soften(data.programmes()["home"]), UT, Side.LEFT, PROBE,
        personal([], "ut left", PROBE, stage=now),
    )  # fmt: skip
    assert plan.limit.limit_n == limit_n
    assert (plan.limit.layer is Layer.STAGE) is (stage != "full")
    assert plan.programme.goal_s == (30.0 if stage == "learn" else 45.0)


def test_a_goal_is_never_shorter_than_the_least_hold() -> None:
    strict = replace(data.programmes()["home"], min_hold_s=40.0)
    assert STAGES[0].soften(strict).goal_s == 40.0


@pytest.mark.parametrize("share", [0.0, -0.5, 1.0000001, 1e6, float("nan"), float("inf")])
def test_a_stage_cannot_raise_the_limit(share: float) -> None:
    with pytest.raises(PlanError):
        Stage(id="x", name="x", until=0, limit_share=share, goal_s=30)


def test_the_stages_only_grow() -> None:
    shares = [stage.limit_share for stage in STAGES]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert [stage.until for stage in STAGES[:-1]] == sorted(s.until for s in STAGES[:-1])


@given(
    st.integers(0, 20),
    st.lists(st.sampled_from([1e-3, 19.999, 20.0, 20.001, 149.999, 150.0]), max_size=4),
)
def test_no_own_limit_raises_what_the_stage_allows(complete: int, forces: list[float]) -> None:
    told = [
        OwnLimit(whose=whose, place="ut left", kind=DeviceKind.PROBE, limit_n=force_n,
                 tip_area_mm2=None)
        for force_n in forces for whose in Whose
    ]  # fmt: skip
    stage = stage_of(STAGES, complete)
    plan = make_plan(
        data.programmes()["home"], UT, Side.LEFT, PROBE,
        personal(told, "ut left", PROBE, stage=stage),
    )  # fmt: skip
    assert plan.limit.limit_n <= 40.0 * stage.limit_share
