"""What the rest of the program may ask of a radio: scan, connect, read, write, listen, close.

Nothing here knows bleak, Bumble or an operating system. A frame is handed on synchronously, in the
loop turn it arrived in; there is no queue to overflow. Guarded by tests/link/.
"""

from collections.abc import AsyncGenerator, Callable
from enum import StrEnum, unique
from typing import Protocol, TypeAlias

from devicelink.errors import LinkError
from firmware_protocol.frames import Advertisement, Frame

Now: TypeAlias = Callable[[], float]
"""Seconds of session time; frames are stamped with it as they arrive."""

FrameSink: TypeAlias = Callable[[Frame], None]
"""Takes a frame at once: it must neither block nor raise."""


class RadioError(LinkError):
    """The radio itself is not to be had, or has died: trying the device again does not help."""


class PairingError(LinkError):
    """The device, or the person, refused to pair."""


class BondLostError(PairingError):
    """The device has no key for the bond any more, or another device answers in its place."""


class DriverError(LinkError):
    """A driver that somebody else wrote does not work: trying the device again does not help."""


class StrangerError(PairingError):
    """Another device answers in the place of the one that was paired."""


class ManyError(LinkError):
    """More than one device is meant: the person has to say which."""


@unique
class Bond(StrEnum):
    """What protects a link."""

    SECURE = "LE Secure Connections"
    LEGACY = "legacy pairing"
    SYSTEM = "kept by the system"
    """The operating system keeps the key, and does not say what it is or whether it is used."""
    NONE = "none"


class Connection(Protocol):
    """One open link to one device. UUIDs are lower case and 128 bits long.

    Every call raises LinkError where the link is lost, the device refuses or a deadline passes.
    """

    @property
    def address(self) -> str:
        """The device's address, as the radio says it."""

    @property
    def mtu(self) -> int:
        """Bytes of one ATT packet; 23 where the operating system does not tell."""

    @property
    def is_open(self) -> bool:
        """Whether the link stands."""

    @property
    def table(self) -> str:
        """A digest of the services and characteristics that the device offers."""

    def offers(self, uuid: str) -> bool:
        """Whether there is such a characteristic."""

    async def bond(self) -> Bond:
        """What protects the link now."""

    async def read(self, uuid: str) -> bytes:
        """The characteristic's value."""

    async def write(self, uuid: str, data: bytes) -> None:
        """Write, acknowledged wherever the characteristic allows it."""

    async def subscribe(self, uuid: str) -> None:
        """Let notifications or indications flow to the frame sink."""

    async def pair(self) -> None:
        """Bond, unless bonded already. Raises PairingError where that is refused."""

    async def close(self) -> None:
        """Let go of the device. May be called at any time, any number of times; never raises."""


class Radio(Protocol):
    """One adapter, opened by `devicelink.link.radio.open_radio`."""

    @property
    def is_alive(self) -> bool:
        """False once the adapter or what carries it has gone: the radio must be opened anew."""

    def scan(self, timeout_s: float) -> AsyncGenerator[Advertisement, None]:
        """What is heard within `timeout_s` wall seconds; leave early through `aclosing` only.

        The same device comes again whenever it is heard again. Raises RadioError.
        """

    async def connect(
        self,
        address: str,
        on_frame: FrameSink,
        on_lost: Callable[[], None],
        timeout_s: float,
    ) -> Connection:
        """Connect to a device, best one heard in a scan, within `timeout_s` wall seconds.

        `on_lost` is called once, in the loop turn the loss is known, unless `close` was called.
        Raises LinkError; a cancelled or failed call leaves nothing open.
        """

    async def forget(self, address: str) -> None:
        """Delete the bond with a device, if there is one. Raises LinkError."""
