"""The present moment at a tick."""

import numpy as np
import pytest

from devicelink.core.block import Block
from devicelink.core.pipeline import Pipeline, PipelineConfig
from devicelink.core.zone import Zone
from tests.core.shapes import hold, signal, without


def fed(block: Block, zone: Zone | None = None) -> Pipeline:
    pipeline = Pipeline(PipelineConfig(zone=zone))
    pipeline.feed(block)
    return pipeline


def test_before_any_sample_there_is_nothing() -> None:
    now = Pipeline(PipelineConfig()).snapshot(3.0)
    assert now.force_n is None
    assert not now.in_contact


def test_in_a_hold() -> None:
    now = fed(signal(hold(2.0, 30.0), 12.0), Zone(18.0, 22.0)).snapshot(12.0)
    assert now.force_n == pytest.approx(20.0, abs=0.01)
    assert now.slope_n_s == pytest.approx(0.0, abs=0.01)
    assert now.in_contact
    assert now.in_zone
    assert now.in_zone_s == pytest.approx(9.8, abs=0.1)
    assert now.contact_s == pytest.approx(10.0, abs=0.1)
    assert now.steadiness_pct == pytest.approx(0.0, abs=0.01)


def test_slope_and_wobble_are_seen() -> None:
    rising = fed(signal(lambda t: 5.0 * t, 6.0)).snapshot(6.0)
    assert rising.slope_n_s == pytest.approx(5.0, abs=0.1)
    shaking = fed(signal(lambda t: 20.0 + 2.0 * np.sin(9.0 * t) if t > 1 else 0.0, 8.0))
    assert shaking.snapshot(8.0).steadiness_pct == pytest.approx(7.1, abs=0.7)


def test_d21_no_number_older_than_half_a_second_is_live() -> None:
    pipeline = fed(signal(hold(2.0, 30.0), 12.0))
    assert pipeline.snapshot(12.45).force_n is not None
    stale = pipeline.snapshot(12.6)
    assert stale.force_n is None
    assert stale.in_contact


def test_a_gap_is_not_contact_time() -> None:
    block = without(signal(hold(2.0, 30.0), 12.0), 5.0, 6.5)
    assert fed(block).snapshot(12.0).contact_s == pytest.approx(8.5, abs=0.1)


def test_asking_changes_nothing() -> None:
    block = signal(hold(2.0, 9.0), 12.0)
    asked, quiet = Pipeline(PipelineConfig()), Pipeline(PipelineConfig())
    events = []
    for index in range(len(block)):
        part = Block.of(block.t_s[index : index + 1], block.force_n[index : index + 1])
        events += asked.feed(part)
        asked.snapshot(float(part.t_s[0]))
    assert events == quiet.feed(block)
