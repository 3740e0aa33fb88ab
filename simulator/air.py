"""An air without radio waves: emulated Bluetooth controllers that hear each other.

In this process (`controller`), or for other processes over loopback (`serve`): every HCI client
that joins gets a controller of its own, and one that dies is a lost link for its peers. What an
emulated air cannot do (air time, loss, signal strength) is not faked here. Guarded by
tests/simulator/test_air.py.
"""

import asyncio
import contextlib
import ipaddress
import itertools
from collections.abc import AsyncIterator
from typing import Final

from bumble import core, hci, ll
from bumble.controller import Connection, Controller
from bumble.link import LocalLink
from bumble.transport.common import StreamPacketSource

_ACL_OCTETS: Final = 251
"""Buffers as the LE data length extension allows; the emulator's default of 27 cuts everything."""
_READ_BYTES: Final = 65_536
_NOT_EMULATED: Final = hci.LeFeatureMask.LL_PRIVACY | hci.LeFeatureMask.LE_EXTENDED_ADVERTISING
"""What the emulator claims and does not do well enough for a kernel that joins from outside: with
either, BlueZ bonds with a device and never reaches it again (google/bumble#841).
"""
_LAST_WORDS_S: Final = 0.05
"""A dead client's controller stays so long, for its peers to be told."""


class AirError(Exception):
    """The air cannot be served there: `str()` is one sentence why."""


def lose_link(controller: Controller) -> None:
    """Every LE connection of the controller dies, as after a supervision timeout."""
    for connection in list(controller.le_connections.values()):
        _tell_peer(connection)
        controller.on_le_disconnected(connection, hci.HCI_ErrorCode.CONNECTION_TIMEOUT_ERROR)


def _tell_peer(connection: Connection) -> None:
    with contextlib.suppress(core.InvalidArgumentError):  # the peer is gone already
        connection.send_ll_control_pdu(ll.TerminateInd(hci.HCI_ErrorCode.CONNECTION_TIMEOUT_ERROR))


class _StreamSink:
    """Where a controller puts its packets for a client in another process."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer

    def on_packet(self, packet: bytes) -> None:
        if not self._writer.is_closing():
            self._writer.write(packet)


class Air:
    """Controllers in one room."""

    def __init__(self) -> None:
        self._link = LocalLink()  # type: ignore[no-untyped-call]  # Bumble leaves it untyped
        self._numbers = itertools.count(1)
        self._clients: set[asyncio.Task[None]] = set()

    def controller(self, name: str) -> Controller:
        """A new controller; it is the HCI source and the HCI sink of its host."""
        controller = Controller(name, link=self._link)
        controller.acl_data_packet_length = _ACL_OCTETS
        controller.le_acl_data_packet_length = _ACL_OCTETS
        controller.supported_max_tx_octets = _ACL_OCTETS
        controller.supported_max_rx_octets = _ACL_OCTETS
        controller.suggested_max_tx_octets = _ACL_OCTETS
        return controller

    def remove(self, controller: Controller) -> None:
        """Takes a controller away: silent at once, a lost link for whoever was connected to it."""
        for connection in list(controller.le_connections.values()):
            _tell_peer(connection)
        controller.le_legacy_advertiser.stop()
        for advertising in controller.advertising_sets.values():
            advertising.stop()
        controller.set_packet_sink(None)
        controller.le_scan_enable = False
        asyncio.get_running_loop().call_later(
            _LAST_WORDS_S, self._link.controllers.discard, controller
        )

    @contextlib.asynccontextmanager
    async def serve(self, moniker: str) -> AsyncIterator[str]:
        """Lets clients join at `tcp:HOST:PORT` or `unix:PATH`; gives the moniker that they use.

        Port 0 takes any that is free. Only loopback hosts are served. Raises AirError.
        """
        kind, _, place = moniker.partition(":")
        try:
            if kind == "unix":
                server: asyncio.Server = await asyncio.start_unix_server(self._join, place)
                theirs = moniker
            else:
                host, port = _loopback(place if kind == "tcp" else moniker)
                server = await asyncio.start_server(self._join, host, port)
                theirs = f"tcp-client:{host}:{server.sockets[0].getsockname()[1]}"
        except OSError as error:
            raise AirError(f"{moniker} cannot be served: {error.strerror or error}") from error
        async with contextlib.AsyncExitStack() as leaving:
            leaving.push_async_callback(self._end_clients)
            leaving.callback(server.close)
            yield theirs

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - asyncio runs every client in a task
        self._clients.add(task)
        source = StreamPacketSource()
        controller = self.controller(f"client {next(self._numbers)}")
        controller.le_features &= ~_NOT_EMULATED
        source.set_packet_sink(controller)
        controller.set_packet_sink(_StreamSink(writer))
        try:
            while data := await reader.read(_READ_BYTES):
                source.data_received(data)
        except (ConnectionError, asyncio.CancelledError):
            pass  # a client may die as it likes, and the air may close: both end here
        finally:
            self._clients.discard(task)
            self.remove(controller)
            writer.close()

    async def _end_clients(self) -> None:
        for task in self._clients:
            task.cancel()
        if self._clients:
            await asyncio.wait(self._clients)


def _loopback(place: str) -> tuple[str, int]:
    host, _, port = place.rpartition(":")
    try:
        is_ours = host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
        number = int(port)
    except ValueError:
        raise AirError(f"{place!r} is not HOST:PORT, as in 127.0.0.1:9601") from None
    if not is_ours:
        raise AirError(f"{host} can be reached by others; an air is served on 127.0.0.1 only")
    if not 0 <= number < 65_536:
        raise AirError(f"there is no port {number}")
    return host.strip("[]"), number
