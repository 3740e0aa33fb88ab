"""A zero that moves: nothing on its one side is mixed with anything on the other."""

import numpy as np
import pytest

from devicelink.core.block import Block
from devicelink.core.events import EndReason, Event, Gap, HoldEnded, LetGo
from devicelink.core.pipeline import Pipeline, PipelineConfig
from devicelink.core.zone import Zone

RATE_HZ = 100
CONFIG = PipelineConfig(zone=Zone(15.0, 25.0))


def pressed(lasts_s: float, from_s: float = 0.0, offset_n: float = 0.0) -> Block:
    """A second of rest, a press of 20 N, a second of rest."""
    t_s = np.arange(round(lasts_s * RATE_HZ)) / RATE_HZ
    force_n = 20.0 * np.clip(np.minimum(t_s - 1.0, lasts_s - 1.0 - t_s) * 4.0, 0.0, 1.0)
    return Block.of(from_s + t_s, force_n - offset_n)


def moved_at(split: int, size: int) -> list[Event]:
    """A press of 18 s in whose middle the zero moves up by 12 N, then a press as it should be."""
    whole, shifted = pressed(20.0), pressed(20.0, offset_n=12.0)
    pipeline, events = Pipeline(CONFIG), []
    parts = [whole.part(slice(0, split)), shifted.part(slice(split, None)), pressed(20.0, 20.0)]
    for number, part in enumerate(parts):
        if number:
            events += pipeline.rezero()
        for start in range(0, len(part), size):
            events += pipeline.feed(part.part(slice(start, start + size)))
    return events + pipeline.finish()


def test_a_moved_zero_ends_the_hold_at_its_last_sample() -> None:
    events = moved_at(1000, 5)
    first, *_, last = [event for event in events if isinstance(event, HoldEnded)]
    assert first.reason is EndReason.ZERO
    assert first.end_s == pytest.approx(9.99)
    assert first.mean_n == pytest.approx(20.0, abs=0.5)
    assert any(isinstance(e, LetGo) and e.t_s == pytest.approx(9.99) for e in events)
    assert last.reason is EndReason.HAND
    assert last.mean_n == pytest.approx(20.0, abs=0.5)
    assert last.in_zone_s == pytest.approx(18.0, abs=0.6)


@pytest.mark.parametrize("size", [1, 7, 5000])
def test_the_cut_into_blocks_changes_nothing(size: int) -> None:
    assert moved_at(1000, size) == moved_at(1000, 5)


def test_a_gap_at_the_moved_zero_is_still_a_gap() -> None:
    """A device that restarts is away for a while, and its zero is another."""
    pipeline = Pipeline(CONFIG)
    pipeline.feed(pressed(5.0))
    pipeline.rezero()
    assert pipeline.rezero() == []
    late = pipeline.feed(Block.of([4.0, 8.0, 8.01], [0.0, 0.0, 0.0]))  # the first is not later
    assert late == [Gap(t0_s=4.99, t1_s=8.0)]
    assert pipeline.bad_samples == 1


def test_before_the_first_sample_there_is_nothing_to_end() -> None:
    assert Pipeline(CONFIG).rezero() == []
