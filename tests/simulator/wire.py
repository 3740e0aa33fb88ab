"""A device driven by hand in virtual time: no radio, no loop, no clock."""

from collections.abc import Callable, Iterable

from firmware_protocol import profile
from firmware_protocol.messages import FrameRejected
from firmware_protocol.profile_control import ControlReply, Request, Start
from firmware_protocol.profile_data import DataBatch
from firmware_protocol.profile_event import DeviceEvent, parse_event
from simulator.device import ProfileDevice
from simulator.faults import parse_fault
from simulator.gatt import Drop, Notify, Outgoing
from simulator.models import PROBE, Model
from simulator.sensor import PERFECT, SensorParameters


class Pushed:
    """A force that is a function of time."""

    def __init__(self, force_at: Callable[[float], float]) -> None:
        self.force_at = force_at

    def begin(self, t_s: float) -> None:
        self.begun_s = t_s

    def force_n(self, t_s: float) -> float:
        return self.force_at(t_s)

    def is_over(self, t_s: float) -> bool:
        del t_s
        return False


def ramp(t_s: float) -> float:
    """1 N a second: each sample says when it was taken."""
    return t_s


class Wire:
    """The client's end of a device."""

    def __init__(
        self,
        force_at: Callable[[float], float] = ramp,
        *,
        model: Model = PROBE,
        sensor: SensorParameters = PERFECT,
        faults: Iterable[str] = (),
        mtu: int = 247,
        seed: int = 0,
    ) -> None:
        self.device = ProfileDevice(
            model, Pushed(force_at), sensor, seed=seed, faults=map(parse_fault, faults)
        )
        self.got: list[Outgoing] = []
        self.mtu = mtu
        self.now_s = 0.0
        self.connect()

    def connect(self) -> None:
        self.device.connected(self._us)
        self.device.mtu = self.mtu

    def cut(self) -> None:
        self.device.disconnected(self._us)

    @property
    def _us(self) -> int:
        return round(self.now_s * 1e6)

    def run(self, seconds: float, *, cut_us: int | None = None) -> None:
        """Lets time pass, in strides of `cut_us` if given; stops where the device drops."""
        end_us = round((self.now_s + seconds) * 1e6)
        while self._us < end_us:
            stride_us = end_us - self._us if cut_us is None else cut_us
            self.now_s = min(end_us, self._us + stride_us) / 1e6
            self.got += self.device.advance(self._us)
            if any(isinstance(one, Drop) for one in self.got):
                break

    def ask(self, request: Request) -> ControlReply:
        return self.ask_raw(request.serialize())

    def ask_raw(self, data: bytes) -> ControlReply:
        self.device.write(profile.CONTROL, data, self._us)
        answered = self.device.advance(self._us)
        self.got += answered
        (reply,) = (n.data for n in answered if isinstance(n, Notify) and n.uuid == profile.CONTROL)
        parsed = ControlReply.parse(reply)
        assert isinstance(parsed, ControlReply)
        return parsed

    def start(self) -> ControlReply:
        return self.ask(Start(1))

    def values(self, uuid: str) -> list[bytes]:
        return [n.data for n in self.got if isinstance(n, Notify) and n.uuid == uuid]

    @property
    def dropped(self) -> Drop | None:
        return next((one for one in self.got if isinstance(one, Drop)), None)

    def batches(self) -> list[DataBatch]:
        parsed = map(DataBatch.parse, self.values(profile.DATA))
        return [batch for batch in parsed if isinstance(batch, DataBatch)]

    def forces_mn(self) -> list[int]:
        return [value for batch in self.batches() for value in batch.force_mn]

    def seqs(self) -> list[int]:
        return [(b.seq + i) % 2**32 for b in self.batches() for i in range(len(b.force_mn))]

    def events(self) -> list[DeviceEvent]:
        parsed = map(parse_event, self.values(profile.EVENT))
        return [event for event in parsed if not isinstance(event, FrameRejected)]
