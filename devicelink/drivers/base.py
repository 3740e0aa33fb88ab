"""What a driver is: the seam between the radio, which moves bytes, and all that needs meaning.

A driver asks for steps and explains frames. It does no I/O, reads no clock, and never raises over
a device's bytes. A device that only broadcasts fits as well: its driver has no steps, and each
payload comes as a Frame whose source is the service UUID or `manufacturer:0100`. To add a device,
write one file with a class after `Driver` and a `DriverType`. Guarded by tests/drivers/.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Literal, Protocol, TypeAlias

from firmware_protocol.frames import Advertisement, Frame
from firmware_protocol.messages import Channel, Message
from firmware_protocol.profile import Direction, Kind


@dataclass(frozen=True, slots=True)
class Read:
    """Read a characteristic; its value is decoded as a frame. `optional`: skip it if not there."""

    uuid: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Subscribe:
    """Have a characteristic notify or indicate. `optional`: skip it if not there."""

    uuid: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Write:
    """Write with response. `reply` is the token to wait for, None where no reply is sent."""

    uuid: str
    data: bytes
    reply: int | None = None
    optional: bool = False


Step: TypeAlias = Read | Subscribe | Write


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceCapabilities:
    """What a device can measure, in newtons; None and empty where it does not say.

    `kind` is None for a gauge made for neither pressing nor rolling; `ring_s` seconds of samples
    can be fetched again.
    """

    kind: Kind | None
    direction: Direction
    full_scale_n: float | None = None
    resolution_n: float | None = None
    tip_area_mm2: float | None = None
    rates_hz: tuple[int, ...] = ()
    channels: tuple[Channel, ...] = ()
    can_backfill: bool = False
    ring_s: int = 0

    @property
    def can_press(self) -> bool:
        """Whether pressing with it can be measured."""
        return self.direction is not Direction.PULL


class Driver(Protocol):
    """One instance an open link; what it learns from one frame it may use for the next."""

    id: ClassVar[str]
    label: ClassVar[str]
    needs_bond: ClassVar[bool]

    def opening(self, rate_hz: int | None) -> tuple[Step, ...]:
        """What to do once connected, in order. `rate_hz` None leaves the rate as it is."""
        ...

    def decode(self, frame: Frame) -> tuple[Message, ...]:
        """What a frame means; never raises."""
        ...

    def reply_token(self, frame: Frame) -> int | None:
        """The token of the request that this frame answers, if it answers one."""
        ...

    def fetch(self, first_seq: int, count: int) -> Write | None:
        """The request for samples to be sent again; None where the device keeps none."""
        ...

    def closing(self) -> tuple[Step, ...]:
        """What to do before the link is closed on purpose, in order."""
        ...

    @property
    def capabilities(self) -> DeviceCapabilities | None:
        """What the device can measure; None until it has said so."""
        ...

    @property
    def boot_id(self) -> int | None:
        """A number that is another after each restart; None until known, or where there is none."""
        ...


class Streamer:
    """The answers of a driver whose device streams and does nothing else: subclass it."""

    needs_bond: ClassVar[bool] = False
    measures: ClassVar[DeviceCapabilities]

    def reply_token(self, frame: Frame) -> int | None:  # noqa: ARG002
        """Such a device answers nothing."""
        return None

    def fetch(self, first_seq: int, count: int) -> Write | None:  # noqa: ARG002
        """Such a device keeps nothing."""
        return None

    def closing(self) -> tuple[Step, ...]:
        """Such a device stops when the link closes."""
        return ()

    @property
    def capabilities(self) -> DeviceCapabilities | None:
        """Known beforehand, from the kind of device."""
        return self.measures

    @property
    def boot_id(self) -> int | None:
        """Such a device has none."""
        return None


@dataclass(frozen=True, slots=True)
class DriverType:
    """A kind of device in the registry; `make()` gives the driver of one open link."""

    id: str
    label: str
    matches: Callable[[Advertisement], bool]
    make: Callable[[], Driver]
    transport: Literal["gatt", "broadcast"] = "gatt"


def offers(advertisement: Advertisement, uuid: str) -> bool:
    """Whether the service is advertised; some stacks write UUIDs in capitals."""
    return uuid in {service.lower() for service in advertisement.service_uuids}
