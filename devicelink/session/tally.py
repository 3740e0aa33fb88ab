"""Counts what a device sends and what of it meant nothing; says when that becomes much.

Pure: time comes in. Guarded by tests/session/test_device_news.py.
"""

from dataclasses import dataclass, replace
from typing import Final

from devicelink.care.inputs import FramesRejected

SPAN_S, SHARE = 10.0, 0.01
"""More of the frames than this share, over so long, is worth telling."""
KEPT: Final = 100
"""Rejected frames kept whole in each span; the others are counted."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Of `frames` that should hold samples, how many meant nothing; faults the device told of."""

    frames: int = 0
    rejected: int = 0
    faults: int = 0


class Tally:
    """One device, over all its links."""

    def __init__(self) -> None:
        self.counts = Counts()
        self._from_s: float | None = None
        self._before = Counts()

    def read(self) -> None:
        """A frame with samples."""
        self.counts = replace(self.counts, frames=self.counts.frames + 1)

    def rejected(self) -> bool:
        """A frame that means nothing; answers whether it is to be kept whole."""
        counts = self.counts
        self.counts = replace(counts, frames=counts.frames + 1, rejected=counts.rejected + 1)
        return counts.rejected - self._before.rejected < KEPT

    def fault(self) -> None:
        """The device says that something is wrong with it."""
        self.counts = replace(self.counts, faults=self.counts.faults + 1)

    def judge(self, now_s: float) -> FramesRejected | None:
        """Call often: once a span is over, what is to be told of it."""
        if self._from_s is not None and now_s - self._from_s < SPAN_S:
            return None
        count = self.counts.rejected - self._before.rejected
        of = self.counts.frames - self._before.frames
        is_whole, self._from_s, self._before = self._from_s is not None, now_s, self.counts
        return FramesRejected(count=count, of=of) if is_whole and count > SHARE * of else None
