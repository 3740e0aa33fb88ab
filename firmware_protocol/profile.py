"""The open profile's names and its Capabilities characteristic, both directions.

A device says here, once a connection, what it is and what it can do. Any bytes parse to
`Capabilities` or to a `FrameRejected` that keeps them, never to an exception. Bytes in
docs/protocol.md; guarded by tests/firmware_protocol/test_profile.py.
"""

from dataclasses import dataclass
from enum import IntEnum, IntFlag, unique
from typing import Final

from firmware_protocol.messages import FrameRejected
from firmware_protocol.profile_data import MISSING_FORCE, ChannelMask
from firmware_protocol.wire import Layout

SERVICE: Final = "d1c30001-7f0e-4b6a-9a52-6c696e6b0001"
CAPABILITIES: Final = "d1c30002-7f0e-4b6a-9a52-6c696e6b0001"
DATA: Final = "d1c30003-7f0e-4b6a-9a52-6c696e6b0001"
CONTROL: Final = "d1c30004-7f0e-4b6a-9a52-6c696e6b0001"
EVENT: Final = "d1c30005-7f0e-4b6a-9a52-6c696e6b0001"

VERSION: Final = 1
TIP_AREA_PER_MM2: Final = 10

LAYOUT: Final = Layout(
    "version u8",
    "kind u8",
    "direction u8",
    "features u16",
    "channels u8",
    "full_scale_mn u32",
    "resolution_mn u16",
    "tip_area u16",
    "ring_s u16",
    "rate_count u8",
)
"""What stands before the sampling rates."""
RATE: Final = Layout("rate_hz u16")


@unique
class Kind(IntEnum):
    """What the device is."""

    PROBE = 1
    BALL = 2


ADVERTISED_NAME: Final = {Kind.PROBE: "DL-Probe", Kind.BALL: "DL-Ball"}


@unique
class Direction(IntEnum):
    """Which forces the device can measure. Positive is what it is made for; BOTH: push positive."""

    PUSH = 1
    PULL = 2
    BOTH = 3
    SQUEEZE = 4


class Feature(IntFlag):
    """What the device can do beside measuring. Unknown bits are kept."""

    TARE = 1
    BACKFILL = 2
    BUZZER = 4
    BUTTON = 8
    IDENTIFY = 16
    SLEEP = 32
    TIME_SYNC = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a device is and can do.

    `tip_area_mm2` is a flat tip's, to 0.1 mm2; None for a device without one. `ring_s` seconds of
    samples are kept for backfill. Raises ValueError for a device that could not measure.
    """

    version: int = VERSION
    kind: Kind
    direction: Direction
    features: Feature
    channels: ChannelMask
    full_scale_mn: int
    resolution_mn: int
    tip_area_mm2: float | None
    ring_s: int
    rates_hz: tuple[int, ...]

    def __post_init__(self) -> None:
        if self.version < 1:
            raise ValueError("version 0 was never published")
        if not self.channels & ChannelMask.FORCE:
            raise ValueError(MISSING_FORCE)
        if self.full_scale_mn < 1 or self.resolution_mn < 1:
            raise ValueError("a full scale or resolution of 0")
        if not self.rates_hz or 0 in self.rates_hz:
            raise ValueError("no rate, or a rate of 0")

    def serialize(self) -> bytes:
        """The bytes on the wire. Raises ValueError where a value does not fit its field."""
        head = LAYOUT.pack(
            self.version,
            self.kind,
            self.direction,
            self.features,
            self.channels,
            self.full_scale_mn,
            self.resolution_mn,
            round((self.tip_area_mm2 or 0) * TIP_AREA_PER_MM2),
            self.ring_s,
            len(self.rates_hz),
        )
        return head + b"".join(RATE.pack(rate) for rate in self.rates_hz)

    @classmethod
    def parse(cls, data: bytes) -> "Capabilities | FrameRejected":
        """The capabilities as read. Bytes beyond the rates belong to later versions: ignored."""
        if len(data) < LAYOUT.size:
            return FrameRejected(f"shorter than {LAYOUT.size} bytes: {len(data)}", data)
        version, kind, direction, features, channels, *scales, count = LAYOUT.unpack(data)
        full_scale_mn, resolution_mn, tip_area, ring_s = scales
        end = LAYOUT.size + count * RATE.size
        if len(data) < end:
            return FrameRejected(f"no room for {count} rates in {len(data)} bytes", data)
        try:
            return cls(
                version=version,
                kind=Kind(kind),
                direction=Direction(direction),
                features=Feature(features),
                channels=ChannelMask(channels),
                full_scale_mn=full_scale_mn,
                resolution_mn=resolution_mn,
                tip_area_mm2=tip_area / TIP_AREA_PER_MM2 if tip_area else None,
                ring_s=ring_s,
                rates_hz=tuple(rate for (rate,) in RATE.unpack_all(data[LAYOUT.size : end])),
            )
        except ValueError as error:
            return FrameRejected(str(error), data)
