"""A person's own limits: the newest counts, the lowest wins, none is above the ceiling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devicelink.care.own_limits import OwnLimit, Whose, in_force, personal
from devicelink.care.safety import Device, DeviceKind, ceiling, force_limit
from devicelink.errors import PlanError
from tests.care.playbook import PROBE

P, B = DeviceKind.PROBE, DeviceKind.BALL
BALL = Device(kind=B, full_scale_n=500.0)


def tip(area_mm2: float | None) -> Device:
    return Device(kind=P, full_scale_n=500.0, tip_area_mm2=area_mm2)


def cap(limit_n: float | None, place: str = "", kind: DeviceKind = P) -> OwnLimit:
    return OwnLimit(whose=Whose.CLINICIAN, place=place, kind=kind, limit_n=limit_n)


def threshold(limit_n: float | None, place: str = "ut left", kind: DeviceKind = P) -> OwnLimit:
    return OwnLimit(whose=Whose.THRESHOLD, place=place, kind=kind, limit_n=limit_n)


@pytest.mark.parametrize("limit_n", [150.01, 1e6, 0.0, -5.0, float("nan"), float("inf")])
def test_none_above_the_ceiling_and_none_that_is_no_force(limit_n: float) -> None:
    with pytest.raises(PlanError, match="150 N at most"):
        cap(limit_n)
    assert cap(150.0).limit_n == 150.0
    assert cap(300.0, kind=B).limit_n == 300.0


def test_a_threshold_belongs_to_a_place() -> None:
    with pytest.raises(PlanError, match="one place"):
        threshold(30.0, place="")


def test_the_newest_counts_and_none_takes_it_back() -> None:
    told = [threshold(30.0), cap(25.0), threshold(20.0), cap(None)]
    assert in_force(told) == [threshold(20.0)]
    assert personal(told, "ut left", PROBE).threshold_n == 20.0
    assert personal(told, "ut right", PROBE).threshold_n is None
    assert personal(told, "ut left", BALL).threshold_n is None, "another tool, another force"


def test_of_two_caps_the_lower_wins() -> None:
    told = [cap(25.0), cap(35.0, "ut left"), cap(15.0, "gm left")]
    assert personal(told, "ut left", PROBE).clinician_cap_n == 25.0
    assert personal(told, "gm left", PROBE).clinician_cap_n == 15.0


@given(
    st.lists(
        st.builds(cap, st.none() | st.floats(0.1, 150)) | st.builds(threshold, st.floats(0.1, 150))
    )
)
def test_nothing_a_person_sets_raises_the_limit(told: list[OwnLimit]) -> None:
    without = force_limit(PROBE, "a point", 400.0, 150.0, personal([], "ut left", PROBE))
    found = force_limit(PROBE, "a point", 400.0, 150.0, personal(told, "ut left", PROBE))
    assert found.limit_n <= without.limit_n <= ceiling(PROBE).limit_n


@pytest.mark.parametrize(
    ("found_with", "now", "threshold_n"),
    [
        (100.0, 100.0, 30.0),
        (100.0, 50.0, 15.0),
        (50.0, 100.0, 60.0),
        (200.0, 100.0, 15.0),
        (None, 100.0, 30.0),
        (None, 50.0, 15.0),
        (None, 200.0, 30.0),
        (100.0, None, 15.0),
        (None, None, 15.0),
    ],
)
def test_another_tip_is_the_same_pressure_and_a_tip_unknown_never_more(
    found_with: float | None, now: float | None, threshold_n: float
) -> None:
    """300 kPa stay 300 kPa; where the tip was not known nothing grows."""
    limit = OwnLimit(
        whose=Whose.THRESHOLD, place="ut left", kind=P, limit_n=30.0, tip_area_mm2=found_with
    )
    assert personal([limit], "ut left", tip(now)).threshold_n == pytest.approx(threshold_n)


def test_a_tolerance_below_the_threshold_is_left_out() -> None:
    told = [threshold(30.0), OwnLimit(whose=Whose.TOLERANCE, place="ut left", kind=P, limit_n=20.0)]
    assert personal(told, "ut left", PROBE).tolerance_n is None


@pytest.mark.parametrize("area_mm2", [0.0, 9.9, 1000.1, float("nan"), -1e6, 1e6])
def test_a_tip_that_is_none_is_refused(area_mm2: float) -> None:
    with pytest.raises(PlanError, match="cm2"):
        OwnLimit(
            whose=Whose.THRESHOLD, place="ut left", kind=P, limit_n=30.0, tip_area_mm2=area_mm2
        )
