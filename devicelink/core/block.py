"""A stretch of force samples: the one shape in which signal moves through the core.

Arrays are read-only and of equal length; how a recording is cut into blocks never changes a result.
What the device sent beside force travels with its samples. Guarded by tests/core/test_block.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from firmware_protocol.messages import Channel

Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]

GAP_S = 0.5
"""Samples further apart have a gap between them, across which nothing is interpolated."""


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """What came beside force, sample by sample: read-only arrays of shape (n,).

    `seq` is the device's count, `device_us` its clock, unwrapped; None where it has none. A channel
    that a sample lacks is NaN there; one that no sample has is not listed.
    """

    seq: Integers | None = None
    device_us: Integers | None = None
    channels: tuple[tuple[Channel, Floats], ...] = ()

    @classmethod
    def of(
        cls,
        seq: ArrayLike | None = None,
        device_us: ArrayLike | None = None,
        channels: Iterable[tuple[Channel, ArrayLike]] = (),
    ) -> "Columns":
        """Copy into read-only arrays; `NO_COLUMNS` itself where there are none."""
        made = cls(
            None if seq is None else _integers(seq),
            None if device_us is None else _integers(device_us),
            tuple((channel, _floats(values)) for channel, values in channels),
        )
        is_empty = made.seq is None and made.device_us is None and not made.channels
        return NO_COLUMNS if is_empty else made

    def channel(self, channel: Channel) -> Floats | None:
        """The channel's values in the unit that `Channel` names, None where it was not sent."""
        return next((values for kind, values in self.channels if kind is channel), None)

    def part(self, part: slice) -> "Columns":
        """The same columns of some of the samples."""
        if self is NO_COLUMNS:
            return self
        return Columns(
            None if self.seq is None else self.seq[part],
            None if self.device_us is None else self.device_us[part],
            tuple((channel, values[part]) for channel, values in self.channels),
        )

    def fits(self, n: int) -> bool:
        """Whether every column has n values."""
        columns = (self.seq, self.device_us, *(values for _, values in self.channels))
        return all(column is None or column.shape == (n,) for column in columns)


NO_COLUMNS = Columns()


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """`t_s` (seconds, rising) and `force_n` (newtons, NaN for a lie), both of shape (n,)."""

    t_s: Floats
    force_n: Floats
    beside: Columns = NO_COLUMNS

    @classmethod
    def of(
        cls, t_s: Floats | list[float], force_n: Floats | list[float], beside: Columns = NO_COLUMNS
    ) -> "Block":
        """Copy into read-only arrays. Raises ValueError where the lengths differ."""
        t, f = _floats(t_s), _floats(force_n)
        if t.shape != f.shape or t.ndim != 1:
            raise ValueError(f"times {t.shape} and forces {f.shape} differ in shape")
        if not beside.fits(len(t)):
            raise ValueError(f"a column beside {len(t)} samples differs in length")
        return cls(t, f, beside)

    def part(self, part: slice) -> "Block":
        """Some of the samples with all that belongs to them; nothing is copied."""
        return Block(self.t_s[part], self.force_n[part], self.beside.part(part))

    def __len__(self) -> int:
        return len(self.t_s)


def joined(blocks: Iterable[Block]) -> Block:
    """Blocks one after the other; a column is kept where every block that has samples has it."""
    parts = [block for block in blocks if len(block)]
    if len(parts) < 2:
        return parts[0] if parts else Block.of([], [])
    beside = [block.beside for block in parts]
    kinds = [kind for kind, _ in beside[0].channels]
    channels = {kind: _all([one.channel(kind) for one in beside]) for kind in kinds}
    return Block.of(
        np.concatenate([block.t_s for block in parts]),
        np.concatenate([block.force_n for block in parts]),
        Columns.of(
            _all([one.seq for one in beside]),
            _all([one.device_us for one in beside]),
            [(kind, values) for kind, values in channels.items() if values is not None],
        ),
    )


def _all(columns: "list[Floats | None] | list[Integers | None]") -> ArrayLike | None:
    known = [column for column in columns if column is not None]
    return np.concatenate(known) if len(known) == len(columns) else None


def _floats(values: ArrayLike) -> Floats:
    array = np.array(values, dtype=np.float64)
    array.flags.writeable = False
    return array


def _integers(values: ArrayLike) -> Integers:
    array = np.array(values, dtype=np.int64)
    array.flags.writeable = False
    return array
