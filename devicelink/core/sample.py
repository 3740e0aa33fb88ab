"""One sample between its frame and its block, and how blocks are made of them.

It keeps hold of its frame, so that nothing the device sent beside force has to be copied on the
way. Guarded by tests/core/test_block.py.
"""

from collections.abc import Sequence
from math import nan
from typing import NamedTuple

from devicelink.core.block import Block, Columns
from firmware_protocol.messages import Channel, Readings


class Sample(NamedTuple):
    """Sample number `place` of its frame, on the time line. `seq` is as the device counts."""

    t_s: float
    force_n: float
    seq: int | None
    device_us: int | None
    frame: Readings
    place: int


def block_of(samples: Sequence[Sample]) -> Block:
    """The samples, which rise in time, as a block with all their columns."""
    if not samples:
        return EMPTY
    t_s, force_n, seq, device_us, frames, _ = zip(*samples, strict=True)
    channels = _channels(samples) if any(frame.channels for frame in frames) else ()
    beside = Columns.of(
        None if None in seq else seq, None if None in device_us else device_us, channels
    )
    return Block.of(list(t_s), list(force_n), beside)


def _channels(samples: Sequence[Sample]) -> list[tuple[Channel, list[float]]]:
    columns: dict[Channel, list[float]] = {}
    for at, sample in enumerate(samples):
        for channel, values in sample.frame.channels:
            column = columns.setdefault(channel, [nan] * len(samples))
            column[at] = values[sample.place]
    return sorted(columns.items(), key=lambda item: _ORDER[item[0]])


EMPTY = Block.of([], [])
_ORDER = {channel: place for place, channel in enumerate(Channel)}
