"""Between a new link and the session: nothing passes before the device has shown itself the same.

Its identity is read before anything else is asked of it. What it sends is held until its count and
clock are seen to go on; what another device sends is dropped. Guarded by tests/link/test_spoof.py.
"""

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Final

from devicelink.errors import LinkError
from devicelink.link.identity import Identity, Proof
from devicelink.link.port import Connection, StrangerError
from devicelink.plaintext import clean
from firmware_protocol.frames import uuid16
from firmware_protocol.messages import Info, Message, ReadingFlag, Readings
from firmware_protocol.sig import MODEL, SERIAL, parse_information

MAKER: Final = uuid16(0x2A29)
HELD_MAX: Final = 1024
"""Messages held at most; a device that sends more before it says who it is loses them."""
DECIDED_S: Final = 2.0
"""Wall seconds in which a device that streams has sent something."""
LONGEST: Final = 80
"""Characters of what a device says of itself that count."""


async def show_identity(linked: Connection, driver: str, proof: Proof) -> dict[str, bytes]:
    """Read what the device says of itself and hold it to what is known; the bytes by UUID.

    Raises LinkError.
    """
    told: dict[str, str | None] = {}
    read: dict[str, bytes] = {}
    unread: LinkError | None = None
    for name, uuid in (("serial", SERIAL), ("model", MODEL), ("maker", MAKER)):
        if not linked.offers(uuid):
            continue
        try:
            read[uuid] = await linked.read(uuid)
            told[name] = _text(uuid, read[uuid])
        except LinkError as error:
            if not linked.is_open:
                raise
            unread = error
    proof.shown(linked.address, Identity(driver=driver, table=linked.table, **told), unread)
    return read


def _text(uuid: str, data: bytes) -> str | None:
    message = parse_information(uuid, data)
    value = clean(message.value, LONGEST) if isinstance(message, Info) else data[:LONGEST].hex()
    return value or None


class Gate:
    """One link's. It stands open where nothing is to be gone on from."""

    def __init__(self, proof: Proof, who: str) -> None:
        self._proof, self._who = proof, who
        self._is_open = not proof.is_waiting
        self._held: list[tuple[float, Message]] = []
        self._error: StrangerError | None = None
        self._known = asyncio.Event()

    async def decided(self) -> bool:
        """Wait until it is known that it goes on, but not for long: False where nothing comes.

        Raises StrangerError where it does not.
        """
        if not self._is_open:
            with suppress(TimeoutError):
                async with asyncio.timeout(DECIDED_S):
                    await self._known.wait()
        self.check()
        return self._is_open

    def check(self) -> None:
        """Raise StrangerError once it is known that it is another device."""
        if self._error is not None:
            raise self._error

    def passed(
        self, at_s: float, messages: Iterable[Message], boot_id: int | None
    ) -> Iterator[tuple[float, Message]]:
        """What may be handed on by now, each with when it came."""
        for message in messages:
            if self._error is not None:
                return
            if not self._is_open:
                self._hold(at_s, message, boot_id)
                yield from self._let_go()
            else:
                self._note(message, boot_id, at_s)
                yield at_s, message

    def _hold(self, at_s: float, message: Message, boot_id: int | None) -> None:
        if len(self._held) < HELD_MAX:
            self._held.append((at_s, message))
        is_live = isinstance(message, Readings) and not message.flags & ReadingFlag.BACKFILL
        if not is_live or boot_id is None or not isinstance(message, Readings):
            return
        try:
            self._proof.begins(self._who, message, boot_id, at_s)
        except StrangerError as error:
            self._error = error
            self._held.clear()
        self._is_open = self._error is None
        self._known.set()

    def _let_go(self) -> Iterator[tuple[float, Message]]:
        if self._is_open:
            held, self._held = self._held, []
            yield from held

    def _note(self, message: Message, boot_id: int | None, at_s: float) -> None:
        if isinstance(message, Readings):
            self._proof.heard(message, boot_id, at_s)
