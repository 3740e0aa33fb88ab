"""The open profile's driver: probes and balls that anyone can build (docs/protocol.md).

It gives every request a token, so a reply is matched and never guessed, and asks for lost samples
again. Guarded by tests/drivers/test_open_profile.py.
"""

from collections.abc import Callable
from typing import ClassVar, Final

from devicelink.drivers.base import DriverType, Read, Step, Subscribe, Write, offers
from devicelink.drivers.declared import DeviceCapabilities, Evidence, Tare
from firmware_protocol.command import Sendable
from firmware_protocol.frames import Frame
from firmware_protocol.messages import (
    Channel,
    DeviceFault,
    FrameRejected,
    Info,
    Message,
    Unit,
)
from firmware_protocol.profile import (
    CAPABILITIES,
    CONTROL,
    DATA,
    EVENT,
    SERVICE,
    Capabilities,
    Feature,
)
from firmware_protocol.profile_control import (
    REQUESTS,
    Buzz,
    ControlReply,
    Fetch,
    Op,
    RateSet,
    Request,
    Result,
    SetRate,
    Start,
    Started,
    Stop,
)
from firmware_protocol.profile_control import Tare as SetZero
from firmware_protocol.profile_data import ChannelMask, DataBatch
from firmware_protocol.profile_event import event_messages
from firmware_protocol.sig import (
    BATTERY,
    FIRMWARE,
    INFORMATION,
    MODEL,
    SERIAL,
    parse_battery,
    parse_information,
)

LONGEST_FETCH: Final = 0xFFFF
CHANNELS: Final = dict(zip(list(ChannelMask)[1:], Channel, strict=False))


class OpenProfile:
    """One open link to a device of the open profile."""

    id: ClassVar[str] = "open_profile"
    label: ClassVar[str] = "Open profile probe or ball"
    needs_bond: ClassVar[bool] = True
    commands: ClassVar[tuple[type[Sendable], ...]] = tuple(REQUESTS.values())
    pulse_s: ClassVar[float | None] = None

    def __init__(self) -> None:
        self._token = 0
        self._told: Capabilities | None = None
        self._boot_id: int | None = None
        self._parsers: dict[str, Callable[[bytes], tuple[Message, ...]]] = {
            DATA: _samples,
            CONTROL: self._replied,
            EVENT: event_messages,
            CAPABILITIES: self._introduced,
            BATTERY: lambda data: (parse_battery(data),),
        }

    def opening(self, rate_hz: int | None) -> tuple[Step, ...]:
        """Samples first, then what can wait: charge and names."""
        rate = () if rate_hz is None else (self._write(lambda token: SetRate(token, rate_hz)),)
        return (
            Read(CAPABILITIES),
            Subscribe(CONTROL),
            Subscribe(EVENT),
            Subscribe(DATA),
            *rate,
            self._write(Start),
            Subscribe(BATTERY, optional=True),
            Read(BATTERY, optional=True),
            *(Read(uuid, optional=True) for uuid in (MODEL, SERIAL, FIRMWARE)),
        )

    def decode(self, frame: Frame) -> tuple[Message, ...]:
        """What a frame means; never raises."""
        parse = self._parsers.get(frame.source)
        if parse is not None:
            return parse(frame.data)
        if frame.source in INFORMATION:
            return (parse_information(frame.source, frame.data),)
        return (FrameRejected(f"from {frame.source}, which was not asked for", frame.data),)

    def reply_token(self, frame: Frame) -> int | None:
        """The token in a control reply."""
        if frame.source != CONTROL:
            return None
        reply = ControlReply.parse(frame.data)
        return reply.token if isinstance(reply, ControlReply) else None

    def fetch(self, first_seq: int, count: int) -> Write | None:
        """The request for at most 65,535 samples to be sent again."""
        if count < 1 or self._told is None or not self._told.features & Feature.BACKFILL:
            return None
        return self._write(lambda token: Fetch(token, first_seq, min(count, LONGEST_FETCH)))

    def pulse(self) -> tuple[Step, ...]:
        """Needs none."""
        return ()

    def tare(self) -> Write | None:
        """The device takes the force of now as zero, or says why not."""
        if self._told is None or not self._told.features & Feature.TARE:
            return None
        return self._write(SetZero)

    def buzz(self, *, on: bool) -> Write | None:
        """Its buzzer on or off; the device ends it by itself when the link is lost."""
        if self._told is None or not self._told.features & Feature.BUZZER:
            return None
        return self._write(lambda token: Buzz(token, int(on)))

    def closing(self) -> tuple[Step, ...]:
        """Stop the samples, so that the device may rest."""
        return (self._write(Stop),)

    @property
    def capabilities(self) -> DeviceCapabilities | None:
        """What the device can measure; None until it has said so."""
        if self._told is None:
            return None
        return DeviceCapabilities(
            kind=self._told.kind,
            direction=self._told.direction,
            full_scale_n=self._told.full_scale_mn / 1000,
            resolution_n=self._told.resolution_mn / 1000,
            tip_area_mm2=self._told.tip_area_mm2,
            rates_hz=self._told.rates_hz,
            channels=tuple(c for bit, c in CHANNELS.items() if self._told.channels & bit),
            ring_s=self._told.ring_s,
            unit=Unit.MILLINEWTON,
            tare=Tare.DEVICE if self._told.features & Feature.TARE else Tare.NONE,
            has_clock=True,
        )

    @property
    def boot_id(self) -> int | None:
        """From the reply to START."""
        return self._boot_id

    def _write(self, request: Callable[[int], Request]) -> Write:
        self._token = self._token % 255 + 1
        return Write(CONTROL, request(self._token), reply=self._token)

    def _introduced(self, data: bytes) -> tuple[Message, ...]:
        told = Capabilities.parse(data)
        if isinstance(told, FrameRejected):
            return (told,)
        self._told = told
        return (
            Info("profile", str(told.version)),
            Info("kind", told.kind.name.lower()),
            Info("direction", told.direction.name.lower()),
            Info("full_scale_n", f"{told.full_scale_mn / 1000:g}"),
            Info("rates_hz", " ".join(map(str, told.rates_hz))),
        )

    def _replied(self, data: bytes) -> tuple[Message, ...]:
        match ControlReply.parse(data):
            case FrameRejected() as rejected:
                return (rejected,)
            case ControlReply(result=Result.OK, value=Started(boot_id=boot_id)):
                self._boot_id = boot_id
                return (Info("boot_id", f"{boot_id:08x}"),)
            case ControlReply(result=Result.OK, value=RateSet(rate_hz=rate_hz)):
                return (Info("rate_hz", str(rate_hz)),)
            case ControlReply(result=Result.OK):
                return ()
            case ControlReply(op=op, result=result):
                asked = Op(op).name if op in set(Op) else f"request {op}"
                return (DeviceFault("refused", f"{asked}: {result.name}".lower()),)


def _samples(data: bytes) -> tuple[Message, ...]:
    batch = DataBatch.parse(data)
    return (batch.readings() if isinstance(batch, DataBatch) else batch,)


DRIVER = DriverType(
    OpenProfile.id,
    OpenProfile.label,
    lambda advertisement: offers(advertisement, SERVICE),
    OpenProfile,
    evidence=(Evidence.OWN,),
    note="says itself what it can do; asks for samples again that were lost on the air",
)
