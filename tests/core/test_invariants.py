"""What must hold for any signal: cut, shift, future, scale and repetition change nothing.

Time shifts: inside, time is whole microseconds since the first sample, and event times are whole
microseconds, so the claim is exact for shifts by whole microseconds and samples that are timed to
better than that. Scale: all thresholds are shares of the force but these, which stand for what a
hand and a sensor are: least touch 0.5 N, least hold 3 N, what a sensor may keep 3 N, what may slip
1 N, most of its noise 0.5 N, its drift 0.05 N/s. Above those a louder signal has the same holds.
"""

from dataclasses import fields, replace
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devicelink.core.block import Block
from devicelink.core.events import Event, Gap, HoldEnded, Regrip, Rubbing, Slip
from devicelink.core.pipeline import Pipeline, PipelineConfig
from devicelink.core.zone import Zone
from tests.core.scoring import run, spans
from tests.core.shapes import hold, signal
from tests.core.synthetic import scene
from tests.core.test_recordings import LABELS, recording

CONFIG = PipelineConfig(zone=Zone(15.0, 30.0), limit_n=35.0)
NAMES: list[Any] = sorted(LABELS) or [
    pytest.param("", marks=pytest.mark.skip(reason="no recordings here"))
]


def in_parts(block: Block, sizes: list[int]) -> bytes:
    """All events as bytes, the block cut into parts of these sizes, over and over."""
    pipeline, events, start, turn = Pipeline(CONFIG), [], 0, 0
    while start < len(block):
        end = start + sizes[turn % len(sizes)]
        events += pipeline.feed(Block.of(block.t_s[start:end], block.force_n[start:end]))
        start, turn = end, turn + 1
    return as_bytes(events + pipeline.finish())


def as_bytes(events: list[Event]) -> bytes:
    return b"\n".join(
        type(event).__name__.encode() + msgspec.json.encode(event) for event in events
    )


def spoilt(seed: int, rate_hz: float = 40.0) -> Block:
    """A session with gaps, lies and copies in it."""
    rng = np.random.default_rng(seed)
    block = scene(seed, rate_hz, loss=0.05, holds=3).block
    force = block.force_n.copy()
    force[rng.integers(0, len(force), 20)] = np.nan
    force[rng.integers(0, len(force), 3)] = np.inf
    gap_at = rng.uniform(5.0, block.t_s[-1] - 5.0)
    keep = np.abs(block.t_s - gap_at) > rng.uniform(0.1, 1.5)
    return Block.of(block.t_s[keep], force[keep])


@pytest.mark.parametrize("name", NAMES)
def test_the_cut_of_a_recording_does_not_matter(name: str) -> None:
    block = recording(name)
    sizes = np.random.default_rng(1).integers(1, 300, 50).tolist()
    whole = in_parts(block, [len(block)])
    assert all(in_parts(block, cut) == whole for cut in ([1], [7], [100], sizes))
    assert b"Touched" in whole


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.lists(st.integers(1, 400), min_size=1, max_size=8))
def test_the_cut_of_any_signal_does_not_matter(seed: int, sizes: list[int]) -> None:
    block = spoilt(seed)
    assert in_parts(block, sizes) == in_parts(block, [len(block)]) == in_parts(block, [1])


TIMES = {"t_s", "t0_s", "t1_s", "onset_s", "end_s", "declared_s", "decided_s", "settled_s"}


def moved(event: Event, by_s: float) -> Event:
    """The event, its times shifted."""
    times = {
        field.name: round(getattr(event, field.name) + by_s, 6)
        for field in fields(event)
        if field.name in TIMES and getattr(event, field.name) is not None
    }
    return replace(event, **times)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.sampled_from([1024.0, -4096.0, 0.25, 86_400.0, 1e6]))
def test_a_shift_in_time_shifts_the_events(seed: int, by_s: float) -> None:
    block = spoilt(seed)
    shifted = run(Block.of(block.t_s + by_s, block.force_n), CONFIG)
    assert as_bytes(shifted) == as_bytes([moved(event, by_s) for event in run(block, CONFIG)])


@pytest.mark.parametrize("name", NAMES)
def test_a_recording_shifted_gives_the_same_events_shifted(name: str) -> None:
    block = recording(name)
    shifted = run(Block.of(block.t_s + 1024.0, block.force_n), CONFIG)
    assert as_bytes(shifted) == as_bytes([moved(event, 1024.0) for event in run(block, CONFIG)])


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.floats(0.0, 1.0))
def test_the_future_changes_nothing_already_said(seed: int, share: float) -> None:
    block = spoilt(seed)
    cut = int(share * len(block))
    early = Pipeline(CONFIG).feed(Block.of(block.t_s[:cut], block.force_n[:cut]))
    late = Pipeline(CONFIG).feed(block)
    assert late[: len(early)] == early


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.floats(0.7, 30.0))
def test_a_louder_signal_has_the_same_holds(seed: int, factor: float) -> None:
    rng = np.random.default_rng(seed)
    presses = [hold(3.0, 9.0, rng.uniform(8, 20)), hold(13.0, 18.0), hold(21.0, 25.0, 12.0)]
    block = signal(lambda t: sum(press(t) for press in presses), 28.0)
    force = block.force_n * (1.0 + 0.02 * np.sin(7.0 * block.t_s)) + rng.normal(0, 0.02, len(block))
    quiet, loud = spans(run(block)), spans(run(Block.of(block.t_s, factor * force)))
    assert len(loud) == 3
    assert np.allclose(loud, quiet, atol=0.04)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000), st.floats(2.0, 10.0))
def test_a_louder_signal_has_the_same_slips_and_steps(seed: int, factor: float) -> None:
    """What is judged in shares of the force is the same in newtons, kilograms and kilopascals."""
    rng = np.random.default_rng(seed)
    at_s, drop, step = rng.uniform(8, 20), rng.uniform(0.15, 0.4), rng.choice([-0.12, 0.12])
    swayed = rng.uniform(0.0, 6.0)

    def shape(t: float) -> float:
        slid = np.interp(t - at_s, [0.0, 0.12, 1.6], [0.0, 1.0, 0.0]) * drop
        moved = step * np.clip((t - at_s - 6.0) / 0.6, 0.0, 1.0)
        hand = 1.0 + 0.008 * np.sin(5.0 * t + swayed) + 0.008 * np.sin(8.3 * t)
        return float(hold(2.0, 40.0, 15.0)(t) * (1.0 - slid) * (1.0 + moved) * hand)

    block = signal(shape, 38.0)
    quiet, loud = (run(Block.of(block.t_s, by * block.force_n)) for by in (1.0, factor))
    kinds = (Slip, Regrip, Rubbing)
    told = [[round(e.t_s, 1) for e in events if isinstance(e, kinds)] for events in (quiet, loud)]
    assert told[0] == told[1]
    assert len(told[0]) >= 1


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.floats(0.6, 6.0))
def test_nothing_is_known_of_a_gap(seed: int, gap_s: float) -> None:
    """It is told, is no time in the hold or the zone, and a long one is in no hold."""
    block = scene(seed, 40.0, holds=3).block
    middle = float(np.random.default_rng(seed).uniform(5.0, block.t_s[-1] - gap_s - 1.0))
    keep = (block.t_s < middle) | (block.t_s > middle + gap_s)
    events = run(Block.of(block.t_s[keep], block.force_n[keep]), CONFIG)
    gaps = [event for event in events if isinstance(event, Gap)]
    assert sum(gap.t0_s < middle < gap.t1_s for gap in gaps) == 1
    for event in events:
        if not isinstance(event, HoldEnded):
            continue
        inside = [
            g.t1_s - g.t0_s for g in gaps if event.onset_s <= g.t0_s and g.t1_s <= event.end_s
        ]
        assert event.gap_s == pytest.approx(sum(inside), abs=1e-5)
        assert event.in_zone_s <= event.end_s - event.onset_s - event.gap_s + 0.05
        assert max(inside, default=0.0) <= 2.0
    before = [event for event in run(block, CONFIG) if _said_s(event) < middle - 0.05]
    assert as_bytes(events[: len(before)]) == as_bytes(before)


def _said_s(event: Event) -> float:
    for name in ("decided_s", "declared_s", "t1_s"):
        if hasattr(event, name):
            return float(getattr(event, name))
    return float("inf")


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 1000), st.integers(0, 1000))
def test_the_same_again_is_the_same_to_the_byte(seed: int, other: int) -> None:
    block = spoilt(seed)
    first = as_bytes(run(block, CONFIG))
    run(spoilt(other), CONFIG)
    assert as_bytes(run(block, CONFIG)) == first


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.floats(allow_nan=True, allow_infinity=True, width=32), max_size=200),
    st.integers(0, 2**32),
)
def test_any_force_and_any_time_are_survived(forces: list[float], seed: int) -> None:
    rng = np.random.default_rng(seed)
    t = np.cumsum(rng.exponential(0.05, len(forces))) + rng.choice([0.0, 1e9, -1e9])
    t[rng.random(len(t)) < 0.1] = rng.choice([np.nan, np.inf, -np.inf, 0.0, 1e300])
    events = run(Block.of(t, forces), CONFIG)
    numbers = [e.peak_n + e.mean_n + e.cv for e in events if isinstance(e, HoldEnded)]
    assert np.isfinite(numbers).all()
