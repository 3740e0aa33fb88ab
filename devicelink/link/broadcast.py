"""A device that only broadcasts, as a connection: what it advertises comes as frames.

Nothing is sent to it. The link is lost when the radio dies; a device that falls silent is the
supervisor's business, as with any other. Guarded by tests/link/test_broadcast.py.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import aclosing, suppress
from typing import Final

from devicelink.errors import LinkError
from devicelink.link import trouble
from devicelink.link.port import Bond, FrameSink, Now, Radio
from firmware_protocol.frames import Advertisement, Frame

LISTEN_S: Final = 60.0
"""A scan is begun anew after so many wall seconds: systems tire of long ones."""


def frames_of(heard: Advertisement, at_s: float) -> Iterator[Frame]:
    """All payloads of an advertisement, each with where it stood as its source."""
    for company, data in heard.manufacturer_data.items():
        yield Frame(at_s, f"manufacturer:{company:04x}", data)
    for uuid, data in heard.service_data.items():
        yield Frame(at_s, f"service:{uuid}", data)


class Listening:
    """A `Connection` that only hears."""

    mtu = 23

    def __init__(self, address: str, work: "asyncio.Task[None]") -> None:
        self.address = address
        self._work = work

    @property
    def is_open(self) -> bool:
        """Whether it is still listened for."""
        return not self._work.done()

    table = ""

    def offers(self, uuid: str) -> bool:  # noqa: ARG002
        """Nothing can be read."""
        return False

    async def bond(self) -> Bond:
        """There is no link to protect."""
        return Bond.NONE

    async def read(self, uuid: str) -> bytes:
        """Nothing can be read. Raises LinkError."""
        raise trouble.foreign(f"{self.address} {uuid}")

    async def write(self, uuid: str, data: bytes) -> None:  # noqa: ARG002
        """Nothing can be written. Raises LinkError."""
        raise trouble.foreign(f"{self.address} {uuid}")

    async def subscribe(self, uuid: str) -> None:
        """There is nothing to subscribe to. Raises LinkError."""
        raise trouble.foreign(f"{self.address} {uuid}")

    async def pair(self) -> None:
        """There is nobody to pair with."""

    async def close(self) -> None:
        """Stop listening."""
        self._work.cancel()
        await asyncio.gather(self._work, return_exceptions=True)


def listen(
    radio: Radio, address: str, now: Now, on_frame: FrameSink, on_lost: Callable[[], None]
) -> Listening:
    """Listen for the device until closed; `on_lost` if the radio dies first."""

    async def work() -> None:
        with suppress(LinkError):
            while radio.is_alive:
                async with aclosing(radio.scan(LISTEN_S)) as heard:
                    async for one in heard:
                        if one.address.casefold() == address.casefold():
                            for frame in frames_of(one, now()):
                                on_frame(frame)
        on_lost()

    return Listening(address, asyncio.create_task(work(), name="listening"))
