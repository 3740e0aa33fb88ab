"""The device's memory of its samples, and how samples are packed into notifications.

Numbers and times are whole here (64 bits); they wrap on the wire only. Pure. Guarded by
tests/simulator/test_ring.py.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from firmware_protocol.messages import CLOCK_WRAP_US, ReadingFlag
from firmware_protocol.profile_data import DataBatch

SEQ_WRAP: Final = 2**32


class Sample(NamedTuple):
    """One sample as the device keeps it: `force_mn` is `UNKNOWN_FORCE_MN` where not known."""

    seq: int
    t_us: int
    interval_us: int
    force_mn: int
    pressure_pa: int | None
    flags: ReadingFlag


class Ring:
    """The samples of the last `seconds`."""

    def __init__(self, seconds: int) -> None:
        self._span_us = seconds * 1_000_000
        self._samples: deque[Sample] = deque()

    def __iter__(self) -> Iterator[Sample]:
        return iter(self._samples)

    def append(self, sample: Sample) -> None:
        """Keeps the sample and forgets those that are too old by now."""
        self._samples.append(sample)
        oldest_us = sample.t_us - self._span_us
        while self._samples and self._samples[0].t_us <= oldest_us:
            self._samples.popleft()

    def range(self, first_seq: int, count: int) -> list[Sample]:
        """What is kept of `count` samples from the wrapped number `first_seq` on; [] if nothing."""
        if not self._samples:
            return []
        oldest, newest = self._samples[0].seq, self._samples[-1].seq
        behind = (newest - first_seq) % SEQ_WRAP
        first = newest - behind
        start, end = max(first, oldest), min(first + count, newest + 1)
        return list(islice(self._samples, start - oldest, max(start, end) - oldest))


def batches(
    samples: Sequence[Sample], capacity: int, flags: ReadingFlag = ReadingFlag.NONE
) -> Iterator[DataBatch]:
    """The samples in notifications of at most `capacity`, cut where they do not follow each other.

    A batch has the flags of all its samples and `flags` beside; it begins where the zero moved.
    """
    start = 0
    for end in range(1, len(samples) + 1):
        if end == len(samples) or end - start == capacity or not _follows(samples, end):
            yield _batch(samples[start:end], flags)
            start = end


def _follows(samples: Sequence[Sample], at: int) -> bool:
    before, after = samples[at - 1], samples[at]
    return (
        after.seq == before.seq + 1
        and not after.flags & ReadingFlag.TARE_CHANGED
        and after.interval_us == before.interval_us
        and after.t_us == before.t_us + before.interval_us
    )


def _batch(samples: Sequence[Sample], flags: ReadingFlag) -> DataBatch:
    for sample in samples:
        flags |= sample.flags
    first = samples[0]
    return DataBatch(
        seq=first.seq % SEQ_WRAP,
        t_us=first.t_us % CLOCK_WRAP_US,
        interval_us=first.interval_us,
        flags=flags,
        force_mn=tuple(sample.force_mn for sample in samples),
        pressure_pa=tuple(s.pressure_pa for s in samples if s.pressure_pa is not None),
    )
