"""What a driver is: the seam between the radio, which moves bytes, and all that needs meaning.

A driver asks for steps and explains frames. It does no I/O, reads no clock, and never raises over
a device's bytes. A device that only broadcasts fits as well: its driver has no steps, and each
payload comes as a Frame whose source is `service:UUID` or `manufacturer:0100`. To add a device,
write one file with a class after `Driver` and a `DriverType`. Guarded by tests/drivers/.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final, Literal, Protocol, TypeAlias

from devicelink.drivers.declared import DeviceCapabilities, Evidence
from firmware_protocol import sig
from firmware_protocol.command import Sendable
from firmware_protocol.frames import Advertisement, Frame
from firmware_protocol.messages import FrameRejected, Message

REPLY_S: Final = 5.0


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
    """Write a command, acknowledged where the device can.

    `reply` is the token to wait for, at most `within_s`; None where no reply is sent. With
    `piece_bytes` a long command goes out in pieces of that size.
    """

    uuid: str
    command: Sendable
    reply: int | None = None
    optional: bool = False
    within_s: float = REPLY_S
    piece_bytes: int = 512

    @property
    def data(self) -> bytes:
        """The command's bytes."""
        return self.command.serialize()


@dataclass(frozen=True, slots=True)
class Pause:
    """Give the device that many wall seconds before the next step."""

    seconds: float
    optional: ClassVar[bool] = True


Step: TypeAlias = Read | Subscribe | Write | Pause


class Driver(Protocol):
    """One instance an open link; what it learns from one frame it may use for the next."""

    id: ClassVar[str]
    label: ClassVar[str]
    needs_bond: ClassVar[bool]
    pulse_s: ClassVar[float | None]
    """Every so many seconds the steps of `pulse` are due; None for a device without."""

    @property
    def commands(self) -> tuple[type[Sendable], ...]:
        """All that it may have written: the link refuses anything else."""
        ...

    def opening(self, rate_hz: int | None) -> Iterable[Step]:
        """What to do once connected, in order; the next step is asked for when one is done.

        `rate_hz` None leaves the rate as it is.
        """
        ...

    def decode(self, frame: Frame) -> tuple[Message, ...]:
        """What a frame means; never raises."""
        ...

    def reply_token(self, frame: Frame) -> int | None:
        """The token of the request that this frame answers, if it answers one."""
        ...

    def pulse(self) -> Iterable[Step]:
        """What keeps the stream alive, in order; asked for one by one, as in `opening`."""
        ...

    def fetch(self, first_seq: int, count: int) -> Write | None:
        """The request for samples to be sent again; None where the device keeps none."""
        ...

    def tare(self) -> Write | None:
        """The request to set the zero, which the device refuses unless still and free of load.

        None where it cannot, or would under load too.
        """
        ...

    def buzz(self, *, on: bool) -> Write | None:
        """The request to sound the device's own buzzer, or to end that; None where it has none."""
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


Parse: TypeAlias = Callable[[bytes], tuple[Message, ...]]
ABOUT: Final[tuple[Step, ...]] = tuple(
    Read(uuid, optional=True) for uuid in (sig.BATTERY, sig.MODEL, sig.SERIAL, sig.FIRMWARE)
)
"""Charge and names, as the Bluetooth SIG lays them out: for devices that have them."""


class Streamer:
    """The answers of a driver whose device streams and does nothing else: subclass it.

    A subclass fills `parsers`, by characteristic; charge and names are known already.
    """

    needs_bond: ClassVar[bool] = False
    commands: ClassVar[tuple[type[Sendable], ...]] = ()
    pulse_s: ClassVar[float | None] = None
    measures: ClassVar[DeviceCapabilities]
    parsers: Mapping[str, Parse]

    def decode(self, frame: Frame) -> tuple[Message, ...]:
        """What a frame means; never raises."""
        parse = self.parsers.get(frame.source)
        if parse is not None:
            return parse(frame.data)
        if frame.source == sig.BATTERY:
            return (sig.parse_battery(frame.data),)
        if frame.source in sig.INFORMATION:
            return (sig.parse_information(frame.source, frame.data),)
        return (FrameRejected(f"from {frame.source}, which was not asked for", frame.data),)

    def reply_token(self, frame: Frame) -> int | None:  # noqa: ARG002
        """Such a device answers nothing."""
        return None

    def pulse(self) -> Iterable[Step]:
        """Such a device needs none."""
        return ()

    def fetch(self, first_seq: int, count: int) -> Write | None:  # noqa: ARG002
        """Such a device keeps nothing."""
        return None

    def tare(self) -> Write | None:
        """Such a device is not asked: its own tare asks nothing of the load."""
        return None

    def buzz(self, *, on: bool) -> Write | None:  # noqa: ARG002
        """Such a device has none."""
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


class Listener(Streamer):
    """A driver of a device that only broadcasts: it has no steps, and a payload that is heard again
    unchanged is the same measurement and no new one.
    """

    _newest: tuple[str, bytes] | None = None

    def opening(self, rate_hz: int | None) -> tuple[Step, ...]:  # noqa: ARG002
        """There is nothing to do."""
        return ()

    def decode(self, frame: Frame) -> tuple[Message, ...]:
        """What a payload means, the first time it is heard; never raises."""
        heard = (frame.source, frame.data)
        if heard == self._newest:
            return ()
        self._newest = heard
        return super().decode(frame)


@dataclass(frozen=True, slots=True)
class DriverType:
    """A kind of device in the registry; `make()` gives the driver of one open link.

    `evidence` is where its protocol is known from, `measures` what such a device can do, None where
    each says so itself; `note` is what people have to know.
    """

    id: str
    label: str
    matches: Callable[[Advertisement], bool]
    make: Callable[[], Driver]
    transport: Literal["gatt", "broadcast"] = "gatt"
    evidence: tuple[Evidence, ...] = ()
    measures: DeviceCapabilities | None = None
    note: str = ""
    verified: bool = False
    """Whether it was ever seen to work with the device itself, and not only with its twin."""
    silence_s: float = 0.0
    """How long it may send nothing and still be there."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a person should know before using one."""
        why_not = "" if self.measures is None else self.measures.why_not_guided
        unverified = "" if self.verified else "not verified on hardware"
        return tuple(remark for remark in (why_not, unverified) if remark)


def offers(advertisement: Advertisement, uuid: str) -> bool:
    """Whether the service is advertised; some stacks write UUIDs in capitals."""
    return uuid in {service.lower() for service in advertisement.service_uuids}


def named(advertisement: Advertisement, *prefixes: str) -> bool:
    """Whether its name begins like one of these."""
    return (advertisement.name or "").startswith(prefixes)
