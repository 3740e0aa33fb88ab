"""What a supervisor is asked for, and where it hands everything: plain values.

Guarded by tests/link/test_supervisor.py.
"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from devicelink.care.inputs import LinkChanged
from devicelink.drivers.base import DriverType
from devicelink.link import recovery_terms as terms
from devicelink.link.identity import Known
from devicelink.link.port import Radio
from devicelink.link.registry import drivers
from firmware_protocol.messages import Message

OpenRadio: TypeAlias = Callable[[], AbstractAsyncContextManager[Radio]]


class SessionClock(Protocol):
    """Session time, which may run faster than the wall: `devicelink.clock.Clock`."""

    def now(self) -> float:
        """Seconds of session time."""

    async def sleep(self, seconds: float) -> None:
        """Sleep that many of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sinks:
    """Where everything goes, synchronously. `message` takes arrival time and message;
    `unavailable` takes samples, first and count, that no device keeps any more.
    """

    message: Callable[[float, Message], None]
    link: Callable[[LinkChanged], None]
    unavailable: Callable[[int, int], None] = lambda _first, _count: None
    stranger: Callable[[str], None] = lambda _why: None
    """Another device answered in the place of the one there was a link to, and was refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which device: its name or address in any case, None for one of `mine`, which were paired, or,
    where that is empty, for the only one in range that is supported.

    `rate_hz` None leaves the device's rate as it is; `silence_s` is session time.
    """

    device: str | None = None
    mine: tuple[Known, ...] = ()
    rate_hz: int | None = None
    silence_s: float = terms.SILENCE_S
    drivers: tuple[DriverType, ...] = field(default_factory=drivers)
