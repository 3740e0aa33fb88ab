"""The open profile's Data characteristic: numbered, timed batches of samples, both directions.

Any bytes parse to a `DataBatch` or to a `FrameRejected` that keeps them, never to an exception.
Bytes in docs/protocol.md; guarded by tests/firmware_protocol/test_profile_data.py.
"""

import math
from dataclasses import dataclass
from enum import IntFlag
from typing import Final

from firmware_protocol.messages import (
    CLOCK_WRAP_US,
    Channel,
    FrameRejected,
    ReadingFlag,
    Readings,
    Unit,
)
from firmware_protocol.wire import Layout

UNKNOWN_FORCE_MN: Final = 0x7FFFFFFF
"""A sample the sensor could not give (the value that the Bluetooth SIG's Force uses)."""
INTERVAL_STEP_US: Final = 10
ATT_HEADER: Final = 3
"""Bytes of a notification that are not its value (Bluetooth Core, Vol 3, Part F, 3.4.7.1)."""
LONGEST_VALUE: Final = 512
"""Longest attribute value (Bluetooth Core, Vol 3, Part F, 3.2.9)."""

HEADER: Final = Layout("seq u32", "t_us u32", "interval_10us u16", "flags u8", "channels u8")
MISSING_FORCE: Final = "the force channel is missing"


class ChannelMask(IntFlag):
    """Which signals a record holds, in the order of the bits. Force is always there."""

    FORCE = 1
    DISPLACEMENT = 2
    ACCELERATION = 4
    PRESSURE = 8
    TEMPERATURE = 16


RECORD: Final[dict[ChannelMask, tuple[str, ...]]] = {
    ChannelMask.FORCE: ("force_mn s32",),
    ChannelMask.DISPLACEMENT: ("displacement_um s32",),
    ChannelMask.ACCELERATION: (
        "acceleration_x_mg s16",
        "acceleration_y_mg s16",
        "acceleration_z_mg s16",
    ),
    ChannelMask.PRESSURE: ("pressure_pa s32",),
    ChannelMask.TEMPERATURE: ("temperature_centi_c s16",),
}
"""What each channel adds to a record."""

# Plain integers: arithmetic with flags costs a microsecond, and a frame has five.
_FORCE, _DISPLACEMENT, _ACCELERATION, _PRESSURE, _TEMPERATURE = map(int, ChannelMask)
_LAYOUTS: Final = {
    mask: Layout(*(text for bit, texts in RECORD.items() if mask & bit for text in texts))
    for mask in range(1, 1 << len(RECORD), 2)
}


def data_capacity(mtu: int, channels: ChannelMask) -> int:
    """How many records fit one notification at this ATT MTU; 0 where not even one does."""
    room = min(mtu - ATT_HEADER, LONGEST_VALUE) - HEADER.size
    return max(0, room // _LAYOUTS[channels].size)


@dataclass(frozen=True, slots=True, kw_only=True)
class DataBatch:
    """Samples one `interval_us` apart, oldest first, each channel a column (empty: not sent).

    `seq` is the number of the first sample, `t_us` the device's clock at it; both wrap at 2^32.
    Raises ValueError where columns differ in length or a value does not fit its field.
    """

    seq: int
    t_us: int
    interval_us: int
    flags: ReadingFlag = ReadingFlag.NONE
    force_mn: tuple[int, ...]
    displacement_um: tuple[int, ...] = ()
    acceleration_mg: tuple[tuple[int, int, int], ...] = ()
    pressure_pa: tuple[int, ...] = ()
    temperature_centi_c: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.interval_us <= 0 or self.interval_us % INTERVAL_STEP_US:
            raise ValueError(f"interval {self.interval_us} us is not a multiple of 10 above 0")
        size = len(self.force_mn)
        if not size or any(len(column) != size for column in self._further() if column):
            raise ValueError("every channel sent has one value a sample, and one sample at least")

    def _further(self) -> tuple[tuple[object, ...], ...]:
        return (
            self.displacement_um,
            self.acceleration_mg,
            self.pressure_pa,
            self.temperature_centi_c,
        )

    @property
    def channels(self) -> ChannelMask:
        """The channels this batch holds."""
        mask = ChannelMask.FORCE
        for bit, column in zip(list(ChannelMask)[1:], self._further(), strict=True):
            if column:
                mask |= bit
        return mask

    def serialize(self) -> bytes:
        """The bytes on the wire. Raises ValueError where a value does not fit its field."""
        mask = self.channels
        head = HEADER.pack(
            self.seq, self.t_us, self.interval_us // INTERVAL_STEP_US, self.flags, mask
        )
        columns = [self.force_mn, self.displacement_um]
        columns += zip(*self.acceleration_mg, strict=True)
        columns += [self.pressure_pa, self.temperature_centi_c]
        record = _LAYOUTS[mask]
        records = zip(*(column for column in columns if column), strict=True)
        return head + b"".join(record.pack(*values) for values in records)

    @classmethod
    def parse(cls, data: bytes) -> "DataBatch | FrameRejected":
        """The batch in a notification's value."""
        if len(data) < HEADER.size + 4:
            return FrameRejected(f"shorter than 16 bytes: {len(data)}", data)
        seq, t_us, interval, flags, mask = HEADER.unpack(data)
        if not mask & _FORCE:
            return FrameRejected(MISSING_FORCE, data)
        if mask not in _LAYOUTS:
            return FrameRejected(f"unknown channel in 0x{mask:02x}", data)
        if not interval:
            return FrameRejected("interval 0", data)
        record = _LAYOUTS[mask]
        if (len(data) - HEADER.size) % record.size:
            reason = f"{len(data) - HEADER.size} bytes are not records of {record.size}"
            return FrameRejected(reason, data)
        column = zip(*record.unpack_all(data[HEADER.size :]), strict=True)
        return cls(
            seq=seq,
            t_us=t_us,
            interval_us=interval * INTERVAL_STEP_US,
            flags=ReadingFlag(flags),
            force_mn=next(column),
            displacement_um=next(column) if mask & _DISPLACEMENT else (),
            acceleration_mg=tuple(zip(next(column), next(column), next(column), strict=True))
            if mask & _ACCELERATION
            else (),
            pressure_pa=next(column) if mask & _PRESSURE else (),
            temperature_centi_c=next(column) if mask & _TEMPERATURE else (),
        )

    def readings(self) -> Readings:
        """The batch as every device's samples look: an unknown force is NaN, its place kept."""
        raw: tuple[float, ...] = self.force_mn
        if UNKNOWN_FORCE_MN in raw:
            raw = tuple(math.nan if value == UNKNOWN_FORCE_MN else value for value in raw)
        end_us = self.t_us + len(raw) * self.interval_us
        times = tuple(range(self.t_us, end_us, self.interval_us))
        if end_us > CLOCK_WRAP_US:
            times = tuple(time % CLOCK_WRAP_US for time in times)
        return Readings(
            raw=raw,
            unit=Unit.MILLINEWTON,
            device_us=times,
            seq=self.seq,
            flags=self.flags,
            channels=self._decoded_channels() if any(self._further()) else (),
        )

    def _decoded_channels(self) -> tuple[tuple[Channel, tuple[float, ...]], ...]:
        columns = (
            (Channel.DISPLACEMENT, tuple(um / 1e3 for um in self.displacement_um)),
            (Channel.ACCELERATION, tuple(math.hypot(*mg) / 1e3 for mg in self.acceleration_mg)),
            (Channel.PRESSURE, tuple(map(float, self.pressure_pa))),
            (Channel.TEMPERATURE, tuple(c / 100 for c in self.temperature_centi_c)),
        )
        return tuple((channel, values) for channel, values in columns if values)
