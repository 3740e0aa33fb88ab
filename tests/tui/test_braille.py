"""Force as dots: extremes are kept, gaps stay gaps, what was drawn does not shimmer."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from devicelink.core.block import Block
from devicelink.tui.braille import BLANK, Scale, braille_rows, dots, envelope, scale_for, whole


def test_a_peak_of_one_sample_is_kept() -> None:
    """Never a mean: the peak is what matters for safety."""
    times = np.arange(0, 20, 0.01)
    force = np.full(2000, 10.0)
    force[777] = 44.0
    low, high = envelope(Block.of(times, force), 20.0, 40, 20.0)
    assert np.nanmax(high) == 44.0
    assert np.nanmin(low) == 10.0


def test_nan_and_pauses_are_gaps() -> None:
    times = np.concatenate([np.arange(0, 5, 0.01), np.arange(8, 15, 0.01)])
    force = np.full(len(times), 20.0)
    force[(times > 10.5) & (times < 12.5)] = np.nan
    low, _ = envelope(Block.of(times, force), 19.99, 20, 20.0)
    known = {int(column) for column in np.flatnonzero(~np.isnan(low))}
    assert known == {0, 1, 2, 3, 4, 8, 9, 10, 12, 13, 14}


def test_ten_samples_a_second_are_a_line_without_holes() -> None:
    times = np.arange(0, 20, 0.1)
    low, _ = envelope(Block.of(times, times), 19.9, 400, 20.0)
    assert not np.isnan(low[3:-3]).any()


def test_what_is_drawn_does_not_shimmer() -> None:
    rng = np.random.default_rng(1)
    times = np.arange(0, 30, 0.01)
    block = Block.of(times, rng.normal(25, 1, len(times)))
    before = envelope(block, 25.1, 100, 20.0)[1]
    after = envelope(block, 25.3, 100, 20.0)[1]
    assert np.array_equal(before[1:-1], after[:-2])


def test_empty_and_single() -> None:
    scale = Scale(0.0, 5.0, 4)
    assert braille_rows(Block.of([], []), 1.0, 6, scale, 20.0) == [" " * 6] * 4
    assert whole(Block.of([1.0], [float("nan")]), 6, 2) == [" " * 6] * 2
    assert len(whole(Block.of([1.0], [3.0]), 6, 2)) == 2


def test_dots_by_hand() -> None:
    """One cell of 4 N: left column 0..1 N lights its two lowest dots, right 3 N its top one."""
    rows = dots(np.array([0.0, 3.0]), np.array([1.0, 3.0]), Scale(0.0, 4.0, 1))
    assert rows == [chr(0x2800 + 0x40 + 0x04 + 0x08)]
    assert dots(np.array([np.nan] * 2), np.array([np.nan] * 2), Scale(0.0, 4.0, 1)) == [BLANK]


@given(
    low=st.floats(0, 100), width=st.floats(0.5, 60), room=st.floats(0, 100), rows=st.integers(3, 50)
)
def test_limit_and_band_are_always_on_the_picture(
    low: float, width: float, room: float, rows: int
) -> None:
    high = low + width
    scale = scale_for(low, high, high + room, rows)
    assert scale.top_n >= (high + room) * 1.0
    assert scale.bottom_n <= 1e-6
    band = scale.band_rows(low, high)
    assert len(band) >= 1
    assert 0 <= band[0] <= band[-1] < rows


@pytest.mark.parametrize("force_n", [-20.0, 0.0, 24.0, 500.0])
def test_any_force_has_a_row(force_n: float) -> None:
    assert 0 <= scale_for(20, 30, 45, 11).row(force_n) < 11
