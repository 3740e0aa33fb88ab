"""One open link to one device: the driver's steps out, its frames in, replies matched by token.

Frames are decoded and handed on synchronously, in the loop turn they arrive in. Guarded by
tests/link/test_supervisor.py.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final, TypeAlias

from devicelink.drivers.base import Driver, DriverType, Pause, Read, Step, Subscribe, Write
from devicelink.errors import LinkError
from devicelink.link import mistaken, trouble
from devicelink.link.broadcast import listen
from devicelink.link.gate import DECIDED_S, Gate, show_identity
from devicelink.link.identity import Proof
from devicelink.link.port import Bond, Connection, Now, Radio
from firmware_protocol.frames import Frame
from firmware_protocol.messages import Message

CLOSING_S: Final = 1.0

Heard: TypeAlias = Callable[[float, Message], None]


class Conversation:
    """What is said over one connection. `frame_s` is when the newest frame came."""

    def __init__(
        self, kind: DriverType, now: Now, heard: Heard, proof: Proof | None = None
    ) -> None:
        self.driver: Driver = kind.make()
        self.proof = proof or Proof()
        self.bond = Bond.NONE
        """What protects the link, once it is open."""
        self._read: dict[str, bytes] = {}
        """Read while the device showed who it is: not to be asked for on the air again."""
        self._gate = Gate(self.proof, kind.label)
        self._only_listens = kind.transport == "broadcast"
        self.frame_s: float | None = None
        self._now = now
        self._heard = heard
        self._connection: Connection | None = None
        self._replies: dict[int, asyncio.Future[tuple[Message, ...]]] = {}

    @property
    def is_open(self) -> bool:
        """Whether the link stands."""
        return self._connection is not None and self._connection.is_open

    async def connect(
        self, radio: Radio, address: str, on_lost: Callable[[], None], timeout_s: float
    ) -> None:
        """Connect, or listen to a device that only broadcasts. Raises LinkError."""
        if self._only_listens:
            self._connection = listen(radio, address, self._now, self._on_frame, on_lost)
        else:
            self._connection = await radio.connect(address, self._on_frame, on_lost, timeout_s)

    async def open(self, rate_hz: int | None) -> None:
        """Bond if the driver needs it, see that it is the same, then take its opening steps.

        Nothing it sends is handed on before it has shown that it goes on where it stopped. Raises
        LinkError: StrangerError for another device, BondLostError for a lost key.
        """
        linked = self._linked()
        if self.driver.needs_bond:
            if self.proof.needs_key and await linked.bond() is Bond.NONE:
                raise mistaken.key_gone(linked.address)
            await linked.pair()
        self.bond = await linked.bond()
        self.proof.encrypted = self.bond in {Bond.SECURE, Bond.LEGACY}
        self._read = await show_identity(linked, self.driver.id, self.proof)
        for step in self.driver.opening(rate_hz):
            await self._take(step)
            self._gate.check()
        if not await self._gate.decided():
            raise trouble.no_answer(linked.address, DECIDED_S)

    async def ask(self, request: Write) -> tuple[Message, ...]:
        """Write, and wait for the reply if there is to be one: what it decoded to."""
        if request.reply is None:
            await self._write(request)
            return ()
        loop = asyncio.get_running_loop()
        reply: asyncio.Future[tuple[Message, ...]] = loop.create_future()
        self._replies[request.reply] = reply
        try:
            await self._write(request)
            async with asyncio.timeout(request.within_s):
                return await reply
        except TimeoutError as error:
            raise trouble.no_answer(self._linked().address, request.within_s) from error
        finally:
            self._replies.pop(request.reply, None)

    async def keep_alive(self, sleep: Callable[[float], Awaitable[None]]) -> None:
        """Take the steps of the driver's pulse whenever they are due, until the link is gone.

        `sleep` takes session seconds: a world that runs faster wants its pulse more often.
        """
        while self.driver.pulse_s is not None and self.is_open:
            await sleep(self.driver.pulse_s)
            with suppress(LinkError):  # a lost link is told by the connection
                for step in self.driver.pulse():
                    await self._take(step)

    async def close(self, *, politely: bool) -> None:
        """Let go of the device, after the driver's closing steps if there is time; never raises."""
        if self._connection is None:
            return
        if politely and self.is_open:
            with suppress(LinkError, TimeoutError):
                async with asyncio.timeout(CLOSING_S):
                    for step in self.driver.closing():
                        await self._take(step)
        await self._connection.close()

    async def _take(self, step: Step) -> None:
        try:
            await self._do(step)
        except LinkError:
            if not (step.optional and self.is_open):
                raise

    async def _do(self, step: Step) -> None:
        connection = self._linked()
        match step:
            case Read(uuid):
                value = self._read.pop(uuid, None)
                if value is None:
                    value = await connection.read(uuid)
                self._on_frame(Frame(self._now(), uuid, value))
            case Subscribe(uuid):
                await connection.subscribe(uuid)
            case Write():
                await self.ask(step)
            case Pause(seconds):
                await asyncio.sleep(seconds)

    async def _write(self, request: Write) -> None:
        """Write a command of the driver's list, and nothing else."""
        connection = self._linked()
        if not isinstance(request.command, self.driver.commands):
            raise trouble.never_sent(connection.address)
        data, size = request.data, request.piece_bytes
        for start in range(0, len(data), size):
            await connection.write(request.uuid, data[start : start + size])

    def _linked(self) -> Connection:
        if self._connection is None:
            raise trouble.lost(None)
        return self._connection

    def _on_frame(self, frame: Frame) -> None:
        self.frame_s = frame.at_s
        messages = self.driver.decode(frame)
        boot_id = self.driver.boot_id
        token = self.driver.reply_token(frame)
        reply = None if token is None else self._replies.pop(token, None)
        if reply is not None and not reply.done():  # it may come as the wait for it is given up
            reply.set_result(messages)
        for at_s, message in self._gate.passed(frame.at_s, messages, boot_id):
            self._heard(at_s, message)
