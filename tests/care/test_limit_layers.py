"""Every layer of the limit at once: the strictest wins, and no setting gets past the ceiling."""

import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devicelink import data
from devicelink.care.own_limits import CEILINGS_N, OwnLimit, Whose, personal
from devicelink.care.plan import Checks, make_plan
from devicelink.care.point import CareClass, Point, Side
from devicelink.care.safety import (
    CEILING_TIP_KPA,
    Device,
    DeviceKind,
    Layer,
    Personal,
    ceiling,
    force_limit,
    layers,
)
from devicelink.care.stages import stage_of
from devicelink.errors import PlanError

QUANTUM_N = 0.001
EDGES = (0.0, -0.0, QUANTUM_N, -QUANTUM_N, 1e6, -1e6, math.nan, math.inf, -math.inf)
COACHED = [p for p in data.points().values() if p.care_class is not CareClass.C]
HOME = data.programmes()["home"]
NO_SIGNS = Checks(clot_signs=False)


def limit_n(point: Point, device: Device, own: Personal) -> float:
    plan = make_plan(HOME, point, Side.LEFT, device, own, NO_SIGNS)
    assert plan.band.low_n < plan.band.high_n <= 0.75 * plan.limit.limit_n * (1 + 1e-9)
    assert plan.locate_cap_n <= 0.5 * plan.limit.limit_n
    return plan.limit.limit_n


@pytest.mark.parametrize("kind", DeviceKind)
@pytest.mark.parametrize("point", [p for p in COACHED if p.hard_tip], ids=lambda p: p.id)
def test_a_quantum_to_either_side_of_each_layer(kind: DeviceKind, point: Point) -> None:
    """The layer that is a quantum lower wins; one a quantum higher changes nothing."""
    device = Device(kind=kind, full_scale_n=1e5, tip_area_mm2=100.0)
    cap_n = point.ball_cap_n if kind is DeviceKind.BALL else point.cap_kpa / 10
    assert limit_n(point, device, Personal()) == cap_n
    for step, wins in ((-QUANTUM_N, True), (QUANTUM_N, False)):
        found = force_limit(
            device, point.name, point.cap_kpa, point.ball_cap_n,
            Personal(clinician_cap_n=cap_n + step),
        )  # fmt: skip
        assert (found.layer is Layer.CLINICIAN) is wins
        assert found.limit_n == (cap_n + step if wins else cap_n)
        scale = Device(kind=kind, full_scale_n=(cap_n + step) / 0.8, tip_area_mm2=100.0)
        by_scale = force_limit(scale, point.name, point.cap_kpa, point.ball_cap_n, Personal())
        assert (by_scale.layer is Layer.DEVICE) is wins


@pytest.mark.parametrize(("kind", "whose"), list(product(DeviceKind, Whose)))
@pytest.mark.parametrize("step", EDGES)
def test_at_the_edges_of_the_ceiling_a_setting_is_refused_or_below_it(
    kind: DeviceKind, whose: Whose, step: float
) -> None:
    device = Device(kind=kind, full_scale_n=1e6, tip_area_mm2=1000.0)
    for value in (CEILINGS_N[kind] + step, step):
        try:
            one = OwnLimit(
                whose=whose, place="ut left", kind=kind, limit_n=value, tip_area_mm2=100.0
            )
        except PlanError:
            continue
        own = personal([one], "ut left", device)
        found = min(layers(device, "x", 1e6, 1e6, own), key=lambda layer: layer.limit_n)
        assert 0 < found.limit_n <= ceiling(device).limit_n


AREAS = st.none() | st.floats(10, 1000)
FORCES = st.floats(1e-3, 150) | st.sampled_from([QUANTUM_N, 150 - QUANTUM_N, 150.0])
OWN = st.builds(
    OwnLimit, whose=st.sampled_from(Whose), place=st.just("ut left"),
    kind=st.sampled_from(DeviceKind), limit_n=st.none() | FORCES, tip_area_mm2=AREAS,
)  # fmt: skip


@given(
    st.lists(OWN, max_size=5), st.sampled_from(COACHED), AREAS, st.integers(0, 9),
    st.sampled_from([0.5, 1.0]), st.floats(1.0, 1e6),
)  # fmt: skip
def test_nothing_a_person_sets_gets_past_the_point_or_the_ceiling(
    told: list[OwnLimit],
    point: Point,
    area_mm2: float | None,
    complete: int,
    factor: float,
    full_scale_n: float,
) -> None:
    stage = stage_of(data.stages(), complete)
    for kind in DeviceKind:
        if kind is DeviceKind.PROBE and not point.hard_tip:
            continue
        device = Device(kind=kind, full_scale_n=full_scale_n, tip_area_mm2=area_mm2)
        own = personal(told, "ut left", device, factor, "a condition", stage)
        found = limit_n(point, device, own)
        area = area_mm2 or 50.0
        cap_n = point.ball_cap_n if kind is DeviceKind.BALL else point.cap_kpa * area / 1000
        assert found <= cap_n * min(factor, stage.limit_share) * (1 + 1e-9)
        assert found <= 0.8 * full_scale_n * (1 + 1e-9)
        assert found <= (300.0 if kind is DeviceKind.BALL else 150.0)
        if kind is DeviceKind.PROBE:
            assert found <= CEILING_TIP_KPA * area / 1000 * (1 + 1e-9)


def test_every_layer_of_the_list_is_there_and_named() -> None:
    device = Device(kind=DeviceKind.PROBE, full_scale_n=200.0, tip_area_mm2=100.0)
    own = Personal(
        threshold_n=20.0, condition_factor=0.5, condition="blood thinners", clinician_cap_n=25.0,
        stage_factor=0.5, stage="learning",
    )  # fmt: skip
    found = layers(device, "a point", 400.0, 150.0, own)
    assert {layer.layer for layer in found} == set(Layer)
    assert all(layer.name for layer in found)


def test_s11_pressing_and_holding_is_the_one_thing_that_is_coached_live() -> None:
    """S11: Needling, spray, stretching by others, massage: records, never programmes or plans."""
    words = " ".join(f"{one.name} {one.source}".lower() for one in data.programmes().values())
    for other in ("needl", "spray", "vapo", "acupunct", "roll "):
        assert other not in words
    for programme in data.programmes().values():
        assert programme.min_hold_s >= 30.0
        assert programme.reps >= 1
