"""The device's memory: what is kept, what a wrapped number means, and how it is packed."""

from itertools import pairwise

from firmware_protocol.messages import ReadingFlag
from simulator.ring import SEQ_WRAP, Ring, Sample, batches


def sample(seq: int, t_us: int, interval_us: int = 10_000, flags: int = 0) -> Sample:
    return Sample(seq, t_us, interval_us, seq, None, ReadingFlag(flags))


def filled(seconds: int, count: int, first: int = 0) -> Ring:
    ring = Ring(seconds)
    for number in range(count):
        ring.append(sample(first + number, number * 10_000))
    return ring


def test_it_keeps_its_seconds_and_no_more() -> None:
    kept = [one.seq for one in filled(2, 500)]
    assert kept == list(range(300, 500))


def test_a_range_is_clipped_to_what_is_kept() -> None:
    ring = filled(2, 500)
    assert [one.seq for one in ring.range(350, 3)] == [350, 351, 352]
    assert [one.seq for one in ring.range(290, 12)] == [300, 301]
    assert [one.seq for one in ring.range(498, 100)] == [498, 499]
    assert ring.range(100, 200) == []
    assert ring.range(500, 10) == []
    assert Ring(2).range(0, 10) == []


def test_numbers_wrap_on_the_wire_only() -> None:
    ring = filled(5, 100, SEQ_WRAP - 50)
    assert [one.seq for one in ring.range(SEQ_WRAP - 2, 4)] == list(
        range(SEQ_WRAP - 2, SEQ_WRAP + 2)
    )
    assert [one.seq for one in ring.range(3, 2)] == [SEQ_WRAP + 3, SEQ_WRAP + 4]
    (batch,) = batches(ring.range(SEQ_WRAP - 2, 4), 100)
    assert batch.seq == SEQ_WRAP - 2
    (batch,) = batches(ring.range(3, 2), 100)
    assert batch.seq == 3


def test_batches_are_cut_at_capacity_and_where_samples_do_not_follow() -> None:
    row = [sample(n, n * 10_000) for n in range(7)]
    row += [sample(7, 90_000, flags=ReadingFlag.OVERLOAD), sample(9, 100_000)]
    row += [sample(10, 120_000, 20_000), sample(11, 140_000, 20_000)]
    packed = list(batches(row, 3, ReadingFlag.BACKFILL))
    assert [batch.force_mn for batch in packed] == [
        (0, 1, 2),
        (3, 4, 5),
        (6,),
        (7,),
        (9,),
        (10, 11),
    ]
    assert packed[3].flags == ReadingFlag.BACKFILL | ReadingFlag.OVERLOAD
    assert all(a.seq < b.seq for a, b in pairwise(packed))
