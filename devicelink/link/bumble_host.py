"""A Bluetooth host of our own on any Bumble transport: what the system's stack is elsewhere.

It owns the one Bumble device, its keys and every task that speaks HCI. Two facts shape it. A
command sent into a dead transport is never answered, so nothing waits without watching for that
death. And what was sent must be left to end, as its late answer would pass for the next one's.
Guarded by tests/link/test_bumble_backend.py.
"""

import asyncio
import json
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, TypeVar

from bleak.exc import BleakError
from bumble import core, hci
from bumble.device import Advertisement, Connection, Device, DeviceConfiguration
from bumble.keys import JsonKeyStore, MemoryKeyStore
from bumble.pairing import PairingConfig
from bumble.transport.common import TransportSink, TransportSource

from devicelink.errors import LinkError
from devicelink.link.port import Bond

# Bumble logs warnings that mean nothing to a person; without this they would reach the terminal.
logging.getLogger("bumble").addHandler(logging.NullHandler())

T = TypeVar("T")
POWER_ON_S: Final = 5.0
HANG_UP_S: Final = 2.0
ANSWER_S: Final = 0.1
"""How long the close waits for the answer to a command that was sent."""
CALL_OFF_S: Final = 0.3
"""How long the close waits for a call that was cancelled: it may yet connect."""


class KeyFile(JsonKeyStore):
    """Keys in a JSON file that only its owner may read."""

    async def save(self, db: dict[str, dict[str, dict[str, Any]]]) -> None:
        """Write the file anew, whole or not at all."""
        self.directory_name.mkdir(parents=True, exist_ok=True)
        fresh = self.filename.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(db, sort_keys=True, indent=1), encoding="utf-8")
        fresh.replace(self.filename)


def _keys(path: Path | None) -> tuple[MemoryKeyStore | KeyFile, hci.Address]:
    """The keys and the address they were made for: a bond holds between two addresses."""
    fresh = hci.Address.generate_static_address()
    if path is None:
        return MemoryKeyStore(), fresh
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else "{}"
        address = hci.Address(next(iter(json.loads(text)), str(fresh)))
        return KeyFile(str(address), str(path)), address
    except (OSError, ValueError, TypeError) as error:
        raise LinkError("pairings_unreadable", path=path) from error


class BumbleHost:
    """A central on one HCI source and sink. `death` resolves when the transport is gone."""

    def __init__(
        self, source: TransportSource, sink: TransportSink, key_file: Path | None = None
    ) -> None:
        keys, address = _keys(key_file)
        config = DeviceConfiguration(name="devicelink", address=address)
        self.device = Device.from_config_with_hci(config, source, sink)
        self.device.keystore = keys
        self.device.pairing_config_factory = lambda _: PairingConfig(
            sc=True, mitm=False, bonding=True
        )
        self.death: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._source = source
        self._tasks: set[asyncio.Task[Any]] = set()
        self._listeners: set[Callable[[Advertisement], None]] = set()
        self._scan_lock = asyncio.Lock()
        self._dial_lock = asyncio.Lock()
        self._leaving: dict[Connection, asyncio.Task[None]] = {}
        self._dialling: tuple[hci.Address, asyncio.Task[Connection]] | None = None
        self.device.on(Device.EVENT_ADVERTISEMENT, self._advertised)
        source.terminated.add_done_callback(self._died)

    @property
    def is_alive(self) -> bool:
        """False from the moment the transport is known to be gone."""
        return not (self.death.done() or self._source.terminated.done())

    async def bond_with(self, address: str) -> Bond:
        """What protects the link to that device now."""
        links = [
            link
            for link in self.device.connections.values()
            if str(link.peer_address).partition("/")[0].upper() == address.upper()
        ]
        keys = self.device.keystore
        if not links or not links[0].is_encrypted or keys is None:
            return Bond.NONE
        kept = await keys.get(str(links[0].peer_address))
        if kept is None:
            return Bond.NONE
        return Bond.SECURE if kept.ltk is not None else Bond.LEGACY

    async def power_on(self) -> None:
        """Reset the controller. Raises BleakError where the transport dies, TimeoutError."""
        async with asyncio.timeout(POWER_ON_S):
            await self.unless_dead(self.device.power_on())

    async def close(self) -> None:
        """Hang up on every device and end every task; the transport stays its owner's."""
        if self.is_alive:
            if self._dialling is not None:
                await asyncio.wait({self._dialling[1]}, timeout=CALL_OFF_S)
            links = tuple(self.device.connections.values())
            await asyncio.gather(*(self.hang_up(link) for link in links))
            if self._tasks:
                await asyncio.wait(self._tasks, timeout=ANSWER_S)
        self._end()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=HANG_UP_S)
        self._source.terminated.remove_done_callback(self._died)

    def own(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Run as a task that outlives whoever waits for it, ended at the latest by `close`."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    async def unless_dead(self, work: Coroutine[Any, Any, T]) -> T:
        """The work's result, or BleakError as soon as the transport is gone."""
        return await unless(self.death, self.own(work), "the Bluetooth radio has gone")

    async def listen(self, listener: Callable[[Advertisement], None], *, active: bool) -> None:
        """Scan, and call with every advertisement heard."""
        async with self._scan_lock:
            if not self._listeners:
                await self.unless_dead(self.device.start_scanning(active=active))
            self._listeners.add(listener)

    async def stop_listening(self, listener: Callable[[Advertisement], None]) -> None:
        """Call it no more; the scan ends with the last listener."""
        async with self._scan_lock:
            self._listeners.discard(listener)
            if not self._listeners and self.device.is_scanning:
                await self.unless_dead(self.device.stop_scanning())

    async def dial(self, address: hci.Address) -> Connection:
        """Connect. Cancelled, it hangs up by itself whatever may still come of it.

        Some controllers, Bumble's emulated one among them, do not end a pending connection when
        told to: it is kept, taken up by the next call to the same address, else hung up.
        """
        async with self._dial_lock:
            if self._dialling is not None and self._dialling[0] != address:
                raise BleakError("the radio is still calling another device")
            if self._dialling is None:
                self._dialling = address, self.own(self._call(address))
            task = self._dialling[1]
            task.remove_done_callback(self._unwanted)
            try:
                link = await unless(self.death, task, "the Bluetooth radio has gone")
            except asyncio.CancelledError:
                task.add_done_callback(self._unwanted)
                self.own(self._call_off())
                raise
            finally:
                if task.done():
                    self._dialling = None
            return link

    async def hang_up(self, link: Connection) -> None:
        """Disconnect; never raises, never takes longer than `HANG_UP_S`, goes on if cancelled."""
        if link not in self._leaving:
            self._leaving[link] = self.own(self._leave(link))
            self._leaving[link].add_done_callback(lambda _: self._leaving.pop(link, None))
        await asyncio.wait({self._leaving[link]})

    async def _leave(self, link: Connection) -> None:
        with suppress(Exception):
            async with asyncio.timeout(HANG_UP_S):
                await self.unless_dead(link.disconnect())

    async def _call(self, address: hci.Address) -> Connection:
        link = await self.device.connect(address, transport=core.PhysicalTransport.LE, timeout=None)
        assert isinstance(link, Connection)  # noqa: S101
        return link

    async def _call_off(self) -> None:
        with suppress(Exception):
            await self.device.cancel_connection()  # type: ignore[no-untyped-call]

    def _unwanted(self, task: "asyncio.Task[Connection]") -> None:
        if self._dialling is not None and self._dialling[1] is task:
            self._dialling = None
        if not task.cancelled() and task.exception() is None:
            self.own(self.hang_up(task.result()))

    def _advertised(self, advertisement: Advertisement) -> None:
        for listener in tuple(self._listeners):
            listener(advertisement)

    def _died(self, terminated: "asyncio.Future[None]") -> None:
        if not terminated.cancelled():
            terminated.exception()  # retrieved, or asyncio would report it as forgotten
        self._end()
        # Some of Bumble's transports end without telling the links that ran over them.
        self.device.on_flush()

    def _end(self) -> None:
        if not self.death.done():
            self.death.set_result(None)
        for task in tuple(self._tasks):
            task.cancel()

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # whoever waited was cancelled: nobody else will look


async def unless(end: "asyncio.Future[None]", task: asyncio.Task[T], why: str) -> T:
    """The task's result, or BleakError(why) once `end` resolves. Cancelled, lets the task run."""
    either: set[asyncio.Future[Any]] = {task, end}
    await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
    if task.done() and not task.cancelled():
        return task.result()
    task.cancel()
    raise BleakError(why)
