"""A small probe of the open profile on an emulated controller, with every way to be unkind.

It is no simulator: its samples count up, its clock is their number. The link's tests need a device
whose every sample can be told from its force.
"""

import asyncio
from dataclasses import dataclass, field

from bumble import att, gatt, hci, ll
from bumble.controller import Controller
from bumble.core import UUID, AdvertisingData
from bumble.device import Connection, Device, DeviceConfiguration
from bumble.link import LocalLink
from bumble.pairing import PairingConfig, PairingDelegate

from firmware_protocol import profile
from firmware_protocol.messages import FrameRejected, ReadingFlag
from firmware_protocol.profile import Capabilities, Direction, Feature, Kind
from firmware_protocol.profile_control import (
    ControlReply,
    Fetch,
    Fetching,
    Op,
    Request,
    Result,
    Start,
    Started,
    Stop,
    parse_request,
)
from firmware_protocol.profile_data import ChannelMask, DataBatch
from firmware_protocol.profile_event import Sleeping

ADDRESS = "F0:0D:CA:FE:00:01"
NAME = "DL-Probe"
PLAIN = "d1c300aa-7f0e-4b6a-9a52-6c696e6b0001"
"""Readable and writable without a bond; refuses what starts with 0xff."""
TIMED_OUT = hci.HCI_ErrorCode.CONNECTION_TIMEOUT_ERROR
PERIOD_S = 0.02
BATCH = 4
CAPABILITIES = Capabilities(
    kind=Kind.PROBE,
    direction=Direction.PUSH,
    features=Feature.BACKFILL,
    channels=ChannelMask.FORCE,
    full_scale_mn=250_000,
    resolution_mn=10,
    tip_area_mm2=100.0,
    ring_s=60,
    rates_hz=(200,),
)


class RefusingDelegate(PairingDelegate):
    """Says no."""

    async def accept(self) -> bool:
        return False


def controller(name: str, link: LocalLink) -> Controller:
    """One with buffers of 251 bytes; Bumble's default is 27."""
    made = Controller(name, link=link)
    made.le_acl_data_packet_length = made.acl_data_packet_length = 251
    return made


@dataclass
class Peripheral:
    """Sample n has the force n mN. `kept_from` is the oldest sample that can be fetched."""

    controller: Controller
    name: bytes = NAME.encode()
    address: str = ADDRESS
    seq: int = 0
    kept_from: int = 0
    boot_id: int = 7
    streaming: bool = False
    muted: bool = False
    busy: int = 0
    writes: list[bytes] = field(default_factory=list)
    fetches: list[Fetch] = field(default_factory=list)
    links: list[Connection] = field(default_factory=list)
    delegate: PairingDelegate = field(
        default_factory=lambda: PairingDelegate(PairingDelegate.NO_OUTPUT_NO_INPUT)
    )

    async def start(self) -> None:
        config = DeviceConfiguration(
            name=NAME,
            address=hci.Address(self.address),
            advertising_interval_min=20,
            advertising_interval_max=20,
        )
        self.device = Device.from_config_with_hci(config, self.controller, self.controller)
        self._serve()
        structures = [
            (AdvertisingData.FLAGS, b"\x06"),
            (AdvertisingData.COMPLETE_LOCAL_NAME, self.name),
            (
                AdvertisingData.COMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS,
                bytes(UUID(profile.SERVICE)),
            ),
        ]
        self.device.advertising_data = bytes(AdvertisingData(structures))
        self.device.pairing_config_factory = lambda _: PairingConfig(
            sc=True, mitm=False, bonding=True, delegate=self.delegate
        )
        self.device.on("connection", self._connected)
        await self.device.power_on()
        await self.device.start_advertising(auto_restart=True)
        self._pump = asyncio.create_task(self._stream())

    async def stop(self) -> None:
        self._pump.cancel()
        await asyncio.gather(self._pump, return_exceptions=True)
        self.controller.le_legacy_advertiser.stop()

    async def hide(self) -> None:
        """Stop being heard, as a device switched off."""
        await self.device.stop_advertising()

    async def show(self) -> None:
        """Be heard again."""
        await self.device.start_advertising(auto_restart=True)

    def drop(self) -> None:
        """Lose the link, as by walking away; the emulated air has no supervision timeout."""
        for link in list(self.controller.le_connections.values()):
            link.send_ll_control_pdu(ll.TerminateInd(TIMED_OUT))
            self.controller.on_le_disconnected(link, TIMED_OUT)
        asyncio.get_running_loop().call_later(0.1, self._time_out)

    def _time_out(self) -> None:
        """End the link for a central that was only half connected when it was dropped."""
        assert self.controller.link is not None
        for central in self.controller.link.controllers - {self.controller}:
            for link in list(central.le_connections.values()):
                ours = str(link.peer_address).startswith(self.address)
                if ours and not self.controller.le_connections:
                    central.on_le_disconnected(link, TIMED_OUT)

    async def send_batch(self, first: int, count: int, flags: ReadingFlag) -> None:
        force = tuple(range(first, first + count))
        batch = DataBatch(
            seq=first, t_us=first * 5000, interval_us=5000, flags=flags, force_mn=force
        )
        await self.device.notify_subscribers(self._data, batch.serialize())

    async def fall_asleep(self) -> None:
        await self.device.notify_subscribers(self._event, Sleeping(device_us=1).serialize())

    def _serve(self) -> None:
        p, a = gatt.Characteristic.Properties, gatt.Characteristic.Permissions
        value = gatt.CharacteristicValue
        self._data = gatt.Characteristic[bytes](profile.DATA, p.NOTIFY, a(0))
        self._event = gatt.Characteristic[bytes](profile.EVENT, p.NOTIFY, a(0))
        self._control = gatt.Characteristic[bytes](
            profile.CONTROL,
            p.WRITE | p.INDICATE,
            a.WRITEABLE | a.WRITE_REQUIRES_ENCRYPTION,
            value(write=self._ask),
        )
        plain = gatt.Characteristic[bytes](
            PLAIN,
            p.READ | p.WRITE | p.WRITE_WITHOUT_RESPONSE,
            a.READABLE | a.WRITEABLE,
            value(read=lambda _: bytes(600)[:512], write=self._write_plain),
            [gatt.Descriptor("2901", a.READABLE | a.WRITEABLE, b"plain")],
        )
        told = gatt.Characteristic(
            profile.CAPABILITIES, p.READ, a.READABLE, CAPABILITIES.serialize()
        )
        parts = [told, self._data, self._control, self._event, plain]
        self.device.add_service(gatt.Service(profile.SERVICE, parts))

    def _connected(self, link: Connection) -> None:
        self.links.append(link)

        def gone(_: int) -> None:
            self.links.remove(link)
            self.streaming = False

        link.on("disconnection", gone)

    def _write_plain(self, _: Connection, data: bytes) -> None:
        if data.startswith(b"\xff"):
            raise att.ATT_Error(att.ErrorCode(0x81))
        self.writes.append(bytes(data))

    async def _ask(self, link: Connection, data: bytes) -> None:
        request = parse_request(data)
        assert not isinstance(request, FrameRejected)
        reply = self._answer(request)
        task = asyncio.create_task(self._reply(link, request, reply))
        link.cancel_on_disconnection(task)

    def _answer(self, request: Request) -> ControlReply:
        token, op = request.token, Op(request.NUMBER)
        match request:
            case Start():
                self.streaming = True
                value = Started(boot_id=self.boot_id, next_seq=self.seq, device_us=0)
                return ControlReply(op, token, Result.OK, value)
            case Stop():
                self.streaming = False
            case Fetch() if self.busy:
                self.busy -= 1
                return ControlReply(op, token, Result.BUSY)
            case Fetch(first_seq=first, count=count):
                self.fetches.append(request)
                start, end = max(first, self.kept_from), min(first + count, self.seq)
                if start >= end:
                    return ControlReply(op, token, Result.NOT_AVAILABLE)
                return ControlReply(op, token, Result.OK, Fetching(start, end - start))
            case _:
                pass
        return ControlReply(op, token, Result.OK)

    async def _reply(self, link: Connection, request: Request, reply: ControlReply) -> None:
        if self.muted:
            return
        await self.device.indicate_subscriber(link, self._control, reply.serialize())
        if isinstance(request, Fetch) and isinstance(reply.value, Fetching):
            first, end = reply.value.first_seq, reply.value.first_seq + reply.value.count
            for at in range(first, end, 40):
                await self.send_batch(at, min(40, end - at), ReadingFlag.BACKFILL)

    async def _stream(self) -> None:
        """Samples are taken whether or not anybody listens, as the ring of a real device has it."""
        while True:
            await asyncio.sleep(PERIOD_S)
            first, self.seq = self.seq, self.seq + BATCH
            if self.streaming and not self.muted:
                await self.send_batch(first, BATCH, ReadingFlag.NONE)
