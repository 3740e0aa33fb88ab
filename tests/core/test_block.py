"""Blocks and the columns that travel with their samples."""

import numpy as np
import pytest

from devicelink.core.block import NO_COLUMNS, Block, Columns, joined
from devicelink.core.timebase import Timebase
from firmware_protocol.messages import CLOCK_WRAP_US, Channel, ReadingFlag, Readings, Unit

STEP_US = 10_000
START_US = CLOCK_WRAP_US - 2 * STEP_US


def frame(seq: int, *pressure_pa: float, resent: bool = False) -> Readings:
    """Samples whose clock wraps after the second one, with a bladder's pressure."""
    return Readings(
        raw=tuple(float(seq + n) for n in range(len(pressure_pa))),
        unit=Unit.NEWTON,
        device_us=tuple(
            (START_US + (seq + n) * STEP_US) % CLOCK_WRAP_US for n in range(len(pressure_pa))
        ),
        seq=seq,
        flags=ReadingFlag.BACKFILL if resent else ReadingFlag.NONE,
        channels=((Channel.PRESSURE, pressure_pa),),
    )


def test_columns_follow_their_samples_through_a_hole_that_is_filled() -> None:
    """S60: the device's own numbers stay beside each sample, whatever order frames come in."""
    base = Timebase(patience_s=1.0)
    blocks = [
        base.add(frame(0, 10.0, 11.0), 0.02),
        base.add(frame(4, 14.0, 15.0), 0.06),
        base.add(frame(2, 12.0, 13.0, resent=True), 0.5),
    ]
    whole = joined(blocks)
    assert whole.force_n.tolist() == [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]
    beside = whole.beside
    assert beside.seq is not None
    assert beside.device_us is not None
    assert beside.seq.tolist() == [0, 1, 2, 3, 4, 5]
    assert np.diff(beside.device_us).tolist() == [STEP_US] * 5
    pressure = beside.channel(Channel.PRESSURE)
    assert pressure is not None
    assert pressure.tolist() == [10.0, 11.0, 12.0, 13.0, 14.0, 15.0]
    assert beside.channel(Channel.TEMPERATURE) is None


def test_what_a_frame_lacks_is_nan_and_never_zero() -> None:
    base = Timebase(patience_s=1.0)
    base.add(frame(0, 10.0), 0.01)
    plain = Readings(raw=(2.0,), unit=Unit.NEWTON, device_us=(0,), seq=2)
    assert len(base.add(plain, 0.03)) == 0
    block = base.add(frame(1, 11.0), 0.04)
    pressure = block.beside.channel(Channel.PRESSURE)
    assert pressure is not None
    np.testing.assert_array_equal(pressure, [11.0, np.nan])


def test_a_device_without_columns_has_none_made_up() -> None:
    block = Timebase().add(Readings(raw=(1.0, 2.0), unit=Unit.NEWTON), 0.1)
    assert block.beside is NO_COLUMNS


def test_a_count_is_as_the_device_counts_also_where_it_wraps() -> None:
    readings = Readings(raw=(1.0, 2.0), unit=Unit.NEWTON, device_us=(5, 10), seq=2**32 - 1)
    seq = Timebase().add(readings, 0.0).beside.seq
    assert seq is not None
    assert seq.tolist() == [2**32 - 1, 0]


def test_a_part_keeps_its_columns_and_parts_join_to_the_whole() -> None:
    beside = Columns.of(range(5), range(0, 50, 10), [(Channel.DISPLACEMENT, np.arange(5) / 10)])
    whole = Block.of([0.0, 0.1, 0.2, 0.3, 0.4], [1.0] * 5, beside)
    again = joined([whole.part(slice(0, 2)), Block.of([], []), whole.part(slice(2, None))])
    for one, other in zip(flat(whole), flat(again), strict=True):
        np.testing.assert_array_equal(one, other)
    plain = Block.of([0.5], [1.0])
    assert plain.part(slice(0, 1)).beside is NO_COLUMNS
    assert joined([whole, plain]).beside is NO_COLUMNS
    assert len(joined([])) == 0


def flat(block: Block) -> list[object]:
    return [block.beside.seq, block.beside.device_us, *(v for _, v in block.beside.channels)]


def test_columns_of_another_length_are_refused_and_all_are_read_only() -> None:
    with pytest.raises(ValueError, match="beside 2 samples"):
        Block.of([0.0, 0.1], [1.0, 2.0], Columns.of(seq=[1]))
    seq = Columns.of(seq=[1]).seq
    assert seq is not None
    with pytest.raises(ValueError, match="read-only"):
        seq[0] = 2
