"""The layered force limit: most restrictive wins, exact edges, no number is no way around."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devicelink.care.safety import (
    CEILING_BODY_WEIGHT_N,
    CEILING_TIP_KPA,
    CEILING_TIP_N,
    Device,
    DeviceKind,
    ForceLimit,
    Layer,
    Personal,
    ceiling,
    force_limit,
    layers,
)
from devicelink.errors import PlanError


def limit(
    area_mm2: float | None = 100.0,
    full_scale_n: float = 1000.0,
    cap_kpa: float = 400.0,
    personal: Personal | None = None,
    kind: DeviceKind = DeviceKind.PROBE,
    cap_n: float = 150.0,
) -> ForceLimit:
    """The limit for a point with the given caps: of a tip, and in newtons of a ball."""
    device = Device(kind=kind, full_scale_n=full_scale_n, tip_area_mm2=area_mm2)
    return force_limit(device, "a point", cap_kpa, cap_n, personal or Personal())


@pytest.mark.parametrize(
    ("found", "limit_n", "layer"),
    [
        (limit(), 40.0, Layer.POINT),
        (limit(full_scale_n=50.0), 40.0, Layer.DEVICE),
        (limit(full_scale_n=50.01), 40.0, Layer.POINT),
        (limit(full_scale_n=49.99), 39.992, Layer.DEVICE),
        (limit(personal=Personal(threshold_n=26.9)), 39.929495, Layer.THRESHOLD),
        (limit(personal=Personal(threshold_n=27.0)), 40.0, Layer.POINT),
        (limit(personal=Personal(threshold_n=20.0, tolerance_n=24.0)), 27.5, Layer.THRESHOLD),
        (limit(kind=DeviceKind.BALL, personal=Personal(threshold_n=80.0)), 110.0, Layer.THRESHOLD),
        (limit(personal=Personal(stage_factor=0.5)), 20.0, Layer.STAGE),
        (limit(personal=Personal(stage_factor=0.5, condition_factor=0.5)), 20.0, Layer.CONDITION),
        (limit(personal=Personal(condition_factor=0.5)), 20.0, Layer.CONDITION),
        (limit(personal=Personal(clinician_cap_n=39.99)), 39.99, Layer.CLINICIAN),
        (limit(cap_kpa=600.01), 60.0, Layer.CEILING),
        (limit(area_mm2=1000.0), 150.0, Layer.CEILING),
        (limit(area_mm2=None), 20.0, Layer.POINT),
        (limit(area_mm2=0.0), 20.0, Layer.POINT),
        (limit(kind=DeviceKind.BALL), 150.0, Layer.POINT),
        (limit(kind=DeviceKind.BALL, cap_n=301.0), 300.0, Layer.CEILING),
    ],
)
def test_the_most_restrictive_layer_wins_and_is_named(
    found: ForceLimit, limit_n: float, layer: Layer
) -> None:
    assert found.limit_n == pytest.approx(limit_n)
    assert found.layer is layer
    assert found.name


def test_a_tip_of_unknown_size_is_said_in_the_name() -> None:
    assert "unknown" in limit(area_mm2=None).name


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, -1e6, 0.0, -0.0])
@pytest.mark.parametrize(
    "where", ["full_scale", "threshold", "tolerance", "clinician", "factor", "stage", "area"]
)
def test_a_value_that_is_no_positive_number_refuses_the_plan(value: float, where: str) -> None:
    if where == "area" and value == 0:
        return  # no area given: the smallest is taken
    with pytest.raises(PlanError):
        limit(
            area_mm2=value if where == "area" else 100.0,
            full_scale_n=value if where == "full_scale" else 1000.0,
            personal=Personal(
                threshold_n=value if where == "threshold" else 20.0,
                tolerance_n=value if where == "tolerance" else None,
                stage_factor=value if where == "stage" else 1.0,
                clinician_cap_n=value if where == "clinician" else None,
                condition_factor=value if where == "factor" else 1.0,
            ),
        )


POSITIVE = st.floats(min_value=1e-3, max_value=1e6)


@given(POSITIVE, POSITIVE, POSITIVE, POSITIVE, POSITIVE, POSITIVE, st.sampled_from(DeviceKind))
def test_no_setting_raises_the_ceiling(
    area: float,
    scale: float,
    cap: float,
    threshold: float,
    clinician: float,
    factor: float,
    kind: DeviceKind,
) -> None:
    """1e6 anywhere leaves the physical ceiling where it is."""
    personal = Personal(threshold_n=threshold, condition_factor=factor, clinician_cap_n=clinician)
    device = Device(kind=kind, full_scale_n=scale, tip_area_mm2=area)
    found = force_limit(device, "a point", cap, cap, personal)
    highest_n = CEILING_BODY_WEIGHT_N
    if kind is DeviceKind.PROBE:
        highest_n = min(CEILING_TIP_N, CEILING_TIP_KPA * area / 1000)
    assert found.limit_n <= highest_n == pytest.approx(ceiling(device).limit_n)
    assert found.limit_n == min(
        layer.limit_n for layer in layers(device, "a point", cap, cap, personal)
    )


def test_a_ball_has_no_tip_whose_size_could_be_unknown() -> None:
    assert limit(kind=DeviceKind.BALL, area_mm2=None).name == "cap for a point"


def test_without_a_condition_and_past_learning_no_layer_says_otherwise() -> None:
    device = Device(kind=DeviceKind.PROBE, full_scale_n=1000.0, tip_area_mm2=100.0)
    told = [layers(device, "a point", 400.0, 150.0, personal) for personal in (
        Personal(), Personal(condition_factor=1.0, stage_factor=1.0),
    )]  # fmt: skip
    for found in told:
        assert [one.layer for one in found] == [Layer.CEILING, Layer.DEVICE, Layer.POINT]
    slight = Personal(condition_factor=0.99, stage_factor=0.98)
    assert {Layer.CONDITION, Layer.STAGE} <= {
        one.layer for one in layers(device, "a point", 400.0, 150.0, slight)
    }
