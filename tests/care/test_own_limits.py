"""A person's own limits: the newest counts, the lowest wins, none is above the ceiling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devicelink.care.own_limits import OwnLimit, Whose, in_force, personal
from devicelink.care.safety import DeviceKind, ceiling, force_limit
from devicelink.errors import PlanError
from tests.care.playbook import PROBE

P, B = DeviceKind.PROBE, DeviceKind.BALL


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
    assert personal(told, "ut left", P, 1.0, "").threshold_n == 20.0
    assert personal(told, "ut right", P, 1.0, "").threshold_n is None
    assert personal(told, "ut left", B, 1.0, "").threshold_n is None, "another tool, another force"


def test_of_two_caps_the_lower_wins() -> None:
    told = [cap(25.0), cap(35.0, "ut left"), cap(15.0, "gm left")]
    assert personal(told, "ut left", P, 1.0, "").clinician_cap_n == 25.0
    assert personal(told, "gm left", P, 1.0, "").clinician_cap_n == 15.0


@given(
    st.lists(
        st.builds(cap, st.none() | st.floats(0.1, 150)) | st.builds(threshold, st.floats(0.1, 150))
    )
)
def test_nothing_a_person_sets_raises_the_limit(told: list[OwnLimit]) -> None:
    without = force_limit(PROBE, "a point", 400.0, 150.0, personal([], "ut left", P, 1.0, ""))
    found = force_limit(PROBE, "a point", 400.0, 150.0, personal(told, "ut left", P, 1.0, ""))
    assert found.limit_n <= without.limit_n <= ceiling(PROBE).limit_n
