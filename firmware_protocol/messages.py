"""What a force device can say, whichever device it is.

Every codec of this package decodes frames to these values. They hold what was on the wire beside
what it means, and never convert twice. Guarded by tests/test_messages.py.
"""

from dataclasses import dataclass
from enum import Enum, IntEnum, IntFlag, StrEnum, unique
from typing import Final, TypeAlias

CLOCK_WRAP_US: Final = 2**32
"""Device clocks are 32-bit microseconds: they start again after 71 min 34.967 s."""


@unique
class Unit(StrEnum):
    """A unit of force as devices send it (mass units stand for the weight of that mass)."""

    NEWTON = "N"
    MILLINEWTON = "mN"
    KILOGRAM = "kg"
    POUND = "lb"
    STONE = "st"
    JIN = "jin"


NEWTONS_PER: Final[dict[Unit, float]] = {
    Unit.NEWTON: 1.0,
    Unit.MILLINEWTON: 0.001,
    Unit.KILOGRAM: 9.80665,
    Unit.POUND: 0.45359237 * 9.80665,
    Unit.STONE: 6.35029318 * 9.80665,
    Unit.JIN: 0.5 * 9.80665,
}
"""Newtons in one of the unit: standard gravity 9.80665 m/s2, international pound 0.45359237 kg,
stone 14 of them, jin (catty) half a kilogram.
"""


class ReadingFlag(IntFlag):
    """What the device says of a batch of samples. Unknown bits are kept."""

    NONE = 0
    OVERLOAD = 1
    """At least one sample of the batch was beyond full scale."""
    TARE_CHANGED = 2
    """The zero moved since the batch before."""
    OVERRUN = 4
    """The device lost samples before this batch."""
    BACKFILL = 8
    """Sent again on request, out of the device's memory."""


@unique
class Channel(Enum):
    """Signals a device may send beside force, with the unit their values are decoded to."""

    DISPLACEMENT = "displacement_mm"
    ACCELERATION = "acceleration_g"
    PRESSURE = "pressure_pa"
    TEMPERATURE = "temperature_c"
    COMPRESSION = "compression"
    """1 where the sensor was pressed, 0 where it was pulled: for values sent without a sign."""


Further: TypeAlias = tuple[tuple[str, str | float | tuple[int, ...]], ...]
"""What else a frame says of its samples, by name: whether the load is stable, when it was taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """The force samples of one frame, oldest first; all columns have the same length.

    `device_us` is the device's clock as sent, so it wraps at `CLOCK_WRAP_US`; None where the device
    sends no time. `seq` is the number of the first sample (the others follow it); None where the
    device does not count. `channels` holds further signals, sample by sample.
    """

    raw: tuple[float, ...]
    unit: Unit
    device_us: tuple[int, ...] | None = None
    seq: int | None = None
    flags: ReadingFlag = ReadingFlag.NONE
    channels: tuple[tuple[Channel, tuple[float, ...]], ...] = ()
    also: Further = ()

    @property
    def force_n(self) -> tuple[float, ...]:
        """The samples in newtons."""
        scale = NEWTONS_PER[self.unit]
        return tuple(value * scale for value in self.raw)


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """Samples of one frame that are no force: counts of a converter, pascals, a unit never told.

    Columns as in `Readings`. `unit` is for people; "?" where the device does not say.
    """

    raw: tuple[float, ...]
    unit: str
    device_us: tuple[int, ...] | None = None
    also: Further = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Battery:
    """Charge, as a share or as a voltage, whichever the device sends."""

    percent: float | None = None
    millivolts: int | None = None


@dataclass(frozen=True, slots=True)
class Info:
    """A fact about the device: `name` is version, serial, model, ..."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class LowPower:
    """The device is about to switch itself off for want of charge."""


@dataclass(frozen=True, slots=True)
class Asleep:
    """The device says that it switches itself off now, as asked or out of idleness."""


@unique
class Press(IntEnum):
    """How the device's own button was pressed."""

    SHORT = 1
    DOUBLE = 2
    LONG = 3


@dataclass(frozen=True, slots=True)
class Button:
    """The device's own button was pressed at this time of its clock."""

    press: Press
    device_us: int


@dataclass(frozen=True, slots=True)
class DeviceFault:
    """The device reports that something is wrong with itself."""

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class FrameRejected:
    """Bytes that mean nothing here, kept as they came."""

    reason: str
    data: bytes


Message: TypeAlias = (
    Readings | Values | Battery | Info | LowPower | Asleep | Button | DeviceFault | FrameRejected
)
"""All that a frame of any device can decode to."""
