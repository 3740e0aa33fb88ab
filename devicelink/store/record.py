"""What the store is given and gives back: session facts, stream records, sample batches.

Plain values, no SQL. Samples keep the device's own numbers: newtons are worked out from them and
never stored in their place. Guarded by tests/store/test_samples.py and test_recorder.py.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from devicelink.core.block import Block, Columns, Floats, Integers
from firmware_protocol.messages import NEWTONS_PER, Channel, Unit

SESSION_FACTS: Final = "session_facts"
"""Kind of a record whose body holds fields of `SessionMeta` that became known after the start."""

URGENT: Final = frozenset(
    {"answered", "pain", "hold_ended", "release", "rep_ended", "session_over", SESSION_FACTS}
)
"""Kinds that are committed at once, not with the next half second."""


_DECIMALS: Final = 6
"""As many as any device here writes in text."""


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that entered or was concluded, at `t_s` on the session's time line.

    `samples` is how many samples the pipeline had been fed before it. `kind` is the value's class
    name in snake_case; `body` its fields, JSON values only.
    """

    t_s: float
    samples: int
    kind: str
    body: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionMeta:
    """What a session is about. Whatever is not known (yet) is None.

    `device_id` is a pseudonym or address as the caller chooses; it stays in the person's file.
    `raw_unit` is the unit the device sends. `plan` holds what else a replay needs (JSON values).
    """

    started_at: datetime
    app_version: str
    profile: str = "default"
    point: str | None = None
    side: str | None = None
    tool: str | None = None
    mode: str | None = None
    programme: str | None = None
    programme_version: str | None = None
    device_label: str | None = None
    device_id: str | None = None
    device_driver: str | None = None
    device_kind: str | None = None
    device_firmware: str | None = None
    boot_id: int | None = None
    raw_unit: str | None = None
    rate_hz: float | None = None
    tip_area_mm2: float | None = None
    full_scale_n: float | None = None
    resolution_n: float | None = None
    limit_n: float | None = None
    limit_name: str | None = None
    zone_low_n: float | None = None
    zone_high_n: float | None = None
    calibration: int | None = None
    calibration_slope: float | None = None
    device_trust: str | None = None
    simulated: bool = False
    speed: float = 1.0
    seed: int | None = None
    plan: Mapping[str, object] = field(default_factory=dict)

    @property
    def asked(self) -> bool:
        """Whether somebody was there to answer: else a declined answer was never asked for."""
        return bool(self.plan.get("asked", True))

    @property
    def point_of(self) -> tuple[int, int] | None:
        """Which of how many points of one session this was, from 1; None where it was alone."""
        match self.plan.get("visit"):
            case {"n": int(n), "of": int(of)}:
                return n, of
        return None

    def __post_init__(self) -> None:
        if self.started_at.tzinfo is None:
            raise ValueError("started_at needs its time zone")


def _fixed(values: ArrayLike, kind: type[np.float64] | type[np.int64]) -> NDArray[np.generic]:
    array = np.array(values, dtype=kind)
    array.flags.writeable = False
    return array


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class SampleBatch:
    """Samples as the pipeline was fed with them, one after the other; columns of equal length.

    `t_s` is the time line's own float64, kept to the bit. `raw` is the device's number in `unit`
    (NaN where it had none); `device_us` its clock, unwrapped; `seq` its count; both None where the
    device has none. `zero_n` is what this program takes off as its own zero, where the device has
    none; `slope` is the calibration, 1 without: `force_n` is raw in newtons, times `slope`, less
    `zero_n`. `first` counts the session's samples from 0; the Recorder sets it.
    """

    t_s: Floats
    raw: Floats
    unit: Unit
    device_us: Integers | None = None
    seq: Integers | None = None
    channels: tuple[tuple[Channel, Floats], ...] = ()
    zero_n: float = 0.0
    slope: float = 1.0
    first: int = 0

    @classmethod
    def of(  # noqa: PLR0913  one argument a column
        cls,
        t_s: ArrayLike,
        raw: ArrayLike,
        unit: Unit,
        *,
        device_us: ArrayLike | None = None,
        seq: ArrayLike | None = None,
        channels: tuple[tuple[Channel, ArrayLike], ...] = (),
        zero_n: float = 0.0,
        slope: float = 1.0,
        first: int = 0,
    ) -> "SampleBatch":
        """Copy into read-only arrays. Raises ValueError where the lengths differ."""
        made = cls(
            t_s=np.asarray(_fixed(t_s, np.float64), np.float64),
            raw=np.asarray(_fixed(raw, np.float64), np.float64),
            unit=unit,
            device_us=None if device_us is None else np.asarray(_fixed(device_us, np.int64)),
            seq=None if seq is None else np.asarray(_fixed(seq, np.int64)),
            channels=tuple((c, np.asarray(_fixed(v, np.float64))) for c, v in channels),
            zero_n=zero_n,
            slope=slope,
            first=first,
        )
        others = [made.raw, made.device_us, made.seq, *(values for _, values in made.channels)]
        if any(column is not None and column.shape != (len(made),) for column in others):
            raise ValueError("columns of a sample batch differ in length")
        return made

    @classmethod
    def of_block(
        cls, block: Block, unit: Unit, zero_n: float = 0.0, slope: float = 1.0
    ) -> "SampleBatch":
        """The batch whose `block()` is this block to the bit.

        The device's numbers are found again from the newtons; where that cannot be done exactly
        (the force was not worked out from them so) the newtons themselves are kept.
        """
        beside = block.beside

        def made(raw: Floats, unit: Unit, zero_n: float = 0.0, slope: float = 1.0) -> SampleBatch:
            return cls.of(
                block.t_s,
                raw,
                unit,
                device_us=beside.device_us,
                seq=beside.seq,
                channels=beside.channels,
                zero_n=zero_n,
                slope=slope,
            )

        for raw in _sent(block.force_n, zero_n, NEWTONS_PER[unit], slope):
            if np.array_equal(_newtons(raw, unit, slope, zero_n), block.force_n, equal_nan=True):
                return made(raw, unit, zero_n, slope)
        return made(block.force_n, Unit.NEWTON)

    @property
    def force_n(self) -> Floats:
        """The samples in newtons, worked out just as the time base does."""
        return _newtons(self.raw, self.unit, self.slope, self.zero_n)

    def block(self) -> Block:
        """What the pipeline was fed with."""
        beside = Columns.of(self.seq, self.device_us, self.channels)
        return Block.of(self.t_s, self.force_n, beside)

    def __len__(self) -> int:
        return len(self.t_s)


def _newtons(raw: Floats, unit: Unit, slope: float, zero_n: float) -> Floats:
    return raw * NEWTONS_PER[unit] * slope - zero_n


def _sent(force_n: Floats, zero_n: float, newtons_per: float, slope: float) -> Iterator[Floats]:
    """What the device may have sent: whole numbers, 32-bit floats, or a few decimals."""
    sent = (force_n + zero_n) / slope / newtons_per
    yield np.rint(sent)
    yield _single(sent)
    for places in range(1, _DECIMALS + 1):
        yield np.round(sent, places)


def _single(values: Floats) -> Floats:
    """Rounded to what a 32-bit float can hold, as many devices send."""
    with np.errstate(over="ignore"):
        return values.astype(np.float32).astype(np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveStatus:
    """Whether what was recorded is on the disk. `text` is for people: "saved", "not saved: ..."."""

    saved: bool
    text: str
    unsaved_records: int = 0
    unsaved_samples: int = 0
    lost_records: int = 0
    lost_samples: int = 0
    """Given up because the disk took nothing for so long that memory ran out (a marked hole)."""
