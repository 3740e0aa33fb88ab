"""What a kind of device can measure and how sure we are of it, as its driver declares it.

docs/devices.md is made from these declarations. Guarded by tests/drivers/test_devices_page.py.
"""

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final

from firmware_protocol.messages import NEWTONS_PER, Channel, Unit
from firmware_protocol.profile import Direction, Kind

SLOWEST_HZ: Final = 4
"""No number older than half a second is shown, so a hold needs two values in that time."""


@unique
class Evidence(StrEnum):
    """Where a protocol is known from."""

    OWN = "our own specification"
    STANDARD = "Bluetooth standard"
    VENDOR = "vendor's document"
    SOURCES = "independent sources"
    SOURCE = "a single source"
    CAPTURES = "captures"
    NONE = "none"


@unique
class Tare(StrEnum):
    """Who sets the zero."""

    DEVICE = "device"
    POWER_ON = "at power-on"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceCapabilities:
    """What a device can measure, in newtons; None and empty where it does not say.

    `kind` is None for a gauge made for neither pressing nor rolling; `ring_s` seconds of samples
    can be fetched again. `unit` is what it sends; text for what is no force.
    """

    kind: Kind | None
    direction: Direction
    full_scale_n: float | None = None
    resolution_n: float | None = None
    tip_area_mm2: float | None = None
    rates_hz: tuple[int, ...] = ()
    channels: tuple[Channel, ...] = ()
    ring_s: int = 0
    unit: Unit | str = Unit.NEWTON
    tare: Tare = Tare.NONE
    has_clock: bool = False

    @property
    def can_press(self) -> bool:
        """Whether pressing with it can be measured."""
        return self.direction is not Direction.PULL

    @property
    def why_not_guided(self) -> str:
        """Why no session can be guided with it, as the end of a sentence; empty if one can."""
        if not self.can_press:
            return "measures pulling only, so it cannot tell how hard you press"
        if self.unit not in NEWTONS_PER:
            return "does not send a force, so it cannot tell how hard you press"
        if self.rates_hz and max(self.rates_hz) < SLOWEST_HZ:
            return "sends about one value a second, which is too slow to guide a hold"
        return ""
