"""The strip for drawing: whole, bounded, and no line across a gap."""

import numpy as np
import pytest

from devicelink.core.block import Block, Floats
from devicelink.session.trace import CARD_POINTS, GAP_S, Trace, thin


def block(from_s: float, to_s: float, rate_hz: int = 100) -> Block:
    t_s = np.arange(round(from_s * rate_hz), round(to_s * rate_hz)) / rate_hz
    return Block.of(t_s, np.sin(t_s) + 20.0)


def cut(trace: Trace, from_s: float, to_s: float) -> Floats:
    return trace.cut(from_s, to_s).t_s


@pytest.mark.parametrize("size", [1, 7, 100, 4096, 9000])
def test_blocks_of_any_size_come_out_as_they_went_in(size: int) -> None:
    whole = block(0.0, 90.0)
    trace = Trace()
    for start in range(0, len(whole), size):
        part = slice(start, start + size)
        trace.add(Block.of(whole.t_s[part], whole.force_n[part]))
    found = trace.cut(0.0, 100.0)
    np.testing.assert_array_equal(found.t_s, whole.t_s)
    np.testing.assert_array_equal(found.force_n, whole.force_n)
    inside = trace.cut(10.0, 20.0)
    assert (inside.t_s[0], inside.t_s[-1], len(inside)) == (10.0, 20.0, 1001)


def test_what_is_old_is_forgotten_and_the_newest_stays() -> None:
    trace = Trace(keep_s=10.0)
    for start in range(600):
        trace.add(block(float(start), start + 1.0, rate_hz=500))
    times = cut(trace, 0.0, 1e9)
    assert times[0] > 500.0
    assert times[-1] == pytest.approx(599.998)
    assert len(cut(trace, 590.0, 600.0)) == 5000
    assert trace._t_s.size < 60_000


def test_a_gap_between_or_within_blocks_breaks_the_line() -> None:
    trace = Trace()
    trace.add(block(0.0, 1.0))
    trace.add(block(1.0 + GAP_S + 0.1, 2.0))
    inner = block(2.0, 3.0)
    inner_t_s = inner.t_s + np.where(inner.t_s >= 2.5, 1.0, 0.0)
    trace.add(Block.of(inner_t_s, inner.force_n))
    found = trace.cut(0.0, 10.0)
    breaks = found.t_s[np.isnan(found.force_n)]
    np.testing.assert_allclose(breaks, [1.4, 3.5], atol=1e-4)
    assert np.all(np.diff(found.t_s) > 0)


def test_jitter_is_no_gap_and_an_empty_block_is_nothing() -> None:
    trace = Trace()
    assert len(trace.cut(0.0, 1.0)) == 0
    trace.add(block(0.0, 1.0))
    trace.add(Block.of([], []))
    trace.add(block(1.2, 2.0))
    assert not np.any(np.isnan(trace.cut(0.0, 3.0).force_n))


def test_thinning_keeps_every_peak_and_dip_in_order() -> None:
    whole = block(0.0, 60.0)
    force_n = whole.force_n.copy()
    force_n[1234], force_n[4321] = 99.0, -5.0
    few = thin(Block.of(whole.t_s, force_n))
    assert len(few) <= CARD_POINTS
    assert {99.0, -5.0} <= set(few.force_n.tolist())
    assert np.all(np.diff(few.t_s) > 0)


def test_thinning_keeps_a_gap_and_leaves_a_short_strip_alone() -> None:
    short = block(0.0, 3.0)
    assert thin(short) is short
    whole = block(0.0, 60.0)
    force_n = whole.force_n.copy()
    force_n[2000:3000] = np.nan
    few = thin(Block.of(whole.t_s, force_n))
    assert np.any(np.isnan(few.force_n))
    assert len(few) <= CARD_POINTS
