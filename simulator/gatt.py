"""What a simulated device is to a radio: services, values, and what it sends; of any protocol.

radio.py puts whatever is a `SimulatedDevice` on the air and knows no protocol; a device knows no
radio. Pure types. Guarded by tests/simulator/test_radio.py.
"""

from dataclasses import dataclass
from enum import Flag, auto
from typing import Protocol, TypeAlias


class Can(Flag):
    """What a client may do with a characteristic."""

    READ = auto()
    WRITE = auto()
    NOTIFY = auto()
    INDICATE = auto()
    WRITE_UNANSWERED = auto()


@dataclass(frozen=True, slots=True)
class Characteristic:
    """`encrypted`: read and written over an encrypted link only."""

    uuid: str
    can: Can
    encrypted: bool = False


@dataclass(frozen=True, slots=True)
class Service:
    """A service and its characteristics."""

    uuid: str
    characteristics: tuple[Characteristic, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """How a device shows itself now; one that only broadcasts says what it measures in here.

    Name and other data must fit the 31 bytes of one advertisement; the service UUID goes into the
    scan response where it does not. `manufacturer_data` is a company's number and bytes,
    `service_data` a 16-bit service and bytes.
    """

    name: str
    address: str
    service_uuid: str | None = None
    appearance: int = 0
    manufacturer_data: tuple[int, bytes] | None = None
    service_data: tuple[str, bytes] | None = None
    is_connectable: bool = True


@dataclass(frozen=True, slots=True)
class Notify:
    """A value for whoever subscribed to the characteristic."""

    uuid: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Drop:
    """The connection ends: the device hangs up, or, if `lost`, the link just dies."""

    lost: bool


Outgoing: TypeAlias = Notify | Drop


class SimulatedDevice(Protocol):
    """A device as a state machine over microseconds since it was switched on."""

    mtu: int
    """The connection's ATT MTU, set by the radio."""

    @property
    def identity(self) -> Identity:
        """How it shows itself now."""

    @property
    def services(self) -> tuple[Service, ...]:
        """What it offers."""

    @property
    def is_advertising(self) -> bool:
        """Whether it can be found and connected to now."""

    @property
    def accepts_pairing(self) -> bool:
        """Whether it bonds with who asks."""

    def connected(self, at_us: int) -> None:
        """A client connected."""

    def disconnected(self, at_us: int) -> None:
        """The client is gone, for whatever reason."""

    def read(self, uuid: str) -> bytes:
        """A characteristic's value."""

    def write(self, uuid: str, data: bytes, at_us: int) -> None:
        """A client wrote; what it answers comes with the next `advance`."""

    def advance(self, to_us: int) -> list[Outgoing]:
        """All that is to be sent up to then, in order."""
