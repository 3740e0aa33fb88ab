"""What all twins of others' devices share: the force, the sensor, a grid of samples, the link.

A twin speaks through the same codec as the driver that reads it, at its device's rate, in its
batches and with its quirks. Pure: `advance` is told the time. Guarded by
tests/simulator/test_twins.py.
"""

import dataclasses
import math
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import ClassVar, Final, NamedTuple

from firmware_protocol import sig
from firmware_protocol.messages import Press
from simulator.faults import Fault, Faults
from simulator.gatt import Can, Characteristic, Drop, Identity, Notify, Outgoing, Service
from simulator.person import ForceSource
from simulator.ranges import generator
from simulator.sensor import Sensor, SensorParameters
from simulator.spoil import SampleSpoiler, StreamSpoiler

KGF: Final = 9.80665
CHARGE: Final = Service(sig.BATTERY_SERVICE, (Characteristic(sig.BATTERY, Can.READ | Can.NOTIFY),))
PERCENT: Final = 87


def about(*uuids: str) -> Service:
    """The Device Information service with these strings."""
    strings = tuple(Characteristic(uuid, Can.READ) for uuid in uuids)
    return Service(sig.INFORMATION_SERVICE, strings)


class Taken(NamedTuple):
    """One sample: newtons as the sensor gave them, and microseconds since the stream began."""

    force_n: float
    at_us: int

    @property
    def kg(self) -> float:
        """As the weight of a mass."""
        return self.force_n / KGF


class Twin(ABC):
    """One device of somebody else's. Times given to it never go back.

    A subclass states its names and numbers, and says in `packet` what a batch of samples is sent
    as. Of the faults, those of the signal, of the notifications and of the link strike it.
    """

    kind: ClassVar[str]
    name: ClassVar[str]
    address: ClassVar[str]
    service_uuid: ClassVar[str | None] = None
    services: tuple[Service, ...] = ()
    texts: ClassVar[dict[str, str]] = {}
    """What its Device Information says, by characteristic."""
    interval_us: ClassVar[int]
    batch: int = 1
    full_scale_n: ClassVar[float] = 500.0
    routine_n: ClassVar[float] = 25.0
    streams_by_itself: ClassVar[bool] = True
    fastest: ClassVar[float] = 100.0
    """How many times as fast its world can run before its notifications crowd each other out."""
    data_uuid: ClassVar[str] = ""
    """Where its samples go: the notifications that faults of the stream strike."""

    def __init__(
        self,
        source: ForceSource,
        sensor: SensorParameters,
        *,
        seed: int = 0,
        faults: Iterable[Fault] = (),
    ) -> None:
        self.source, self.faults = source, Faults(faults)
        noise_n = self.faults.get("noise")
        if noise_n is not None:
            sensor = dataclasses.replace(sensor, noise_n=noise_n)
        self.sensor = Sensor(sensor, self.full_scale_n, generator(seed, 4))
        self.values: dict[str, bytes] = {sig.BATTERY: sig.serialize_battery(PERCENT)}
        texts = dict.fromkeys((*sig.INFORMATION, *sig.INFORMATION_OTHER), "") | self.texts
        self.values |= {uuid: text.encode() for uuid, text in texts.items()}
        self.mtu = 23
        self.now_us = 0
        self.sending = False
        self.written: list[bytes] = []
        """All that clients wrote, for who wants to know."""
        self._spoiler = SampleSpoiler(self.faults)
        self._stream = StreamSpoiler(self.faults, self.data_uuid, generator(seed, 6))
        self._is_open = False
        self._drop: Drop | None = None
        self._next_us = self._start_us = 0
        self._begun = False
        self._pending: list[Taken] = []

    @abstractmethod
    def packet(self, samples: Sequence[Taken]) -> Iterable[Notify]:
        """What a batch is sent as."""

    def commanded(self, uuid: str, data: bytes) -> None:
        """A client wrote."""
        del uuid, data

    def hurry(self, speed: float) -> None:
        """The world runs that many times as fast as life."""
        del speed

    def idle(self) -> None:
        """A sample's time has passed, whether or not one was sent."""
        return

    def gap_us(self) -> int:
        """Until the next sample."""
        return self.interval_us

    @property
    def rate_hz(self) -> int:
        """Its samples a second, nearly."""
        return round(1e6 / self.interval_us)

    @property
    def identity(self) -> Identity:
        """How it shows itself."""
        return Identity(name=self.name, address=self.address, service_uuid=self.service_uuid)

    @property
    def is_advertising(self) -> bool:
        """Whether it can be found now."""
        return not self._is_open

    @property
    def accepts_pairing(self) -> bool:
        """Whether it bonds with who asks."""
        return "pair_refused" not in self.faults

    def connected(self, at_us: int) -> None:
        """A client connected."""
        self._run(at_us)
        self._is_open = True
        if self.streams_by_itself:
            self.start()

    def disconnected(self, at_us: int) -> None:
        """The client is gone."""
        self._run(at_us)
        self._is_open, self.mtu, self._drop = False, 23, None
        self.stop()
        self._stream.clear()

    def read(self, uuid: str) -> bytes:
        """A characteristic's value. Raises KeyError for one that cannot be read."""
        return self.values[uuid]

    def write(self, uuid: str, data: bytes, at_us: int) -> None:
        """A client wrote: kept, and obeyed as far as it is understood."""
        self._run(at_us)
        self.written.append(data)
        self.commanded(uuid, data)

    def press_button(self, press: Press) -> None:
        """Such a device has no button that is told of."""
        del press

    def advance(self, to_us: int) -> list[Outgoing]:
        """All that is to be sent up to then, in order."""
        self._run(to_us)
        outgoing: list[Outgoing] = [*self._stream.pop(self.now_us)]
        if self._drop is not None:
            outgoing.append(self._drop)
            self._drop = None
        return outgoing

    def start(self) -> None:
        """The stream begins (anew)."""
        self._start_us, self._next_us = self.now_us, self.now_us + self.interval_us
        self._pending.clear()
        self._spoiler.begin()
        self.sending = True
        self.begin_person()

    def begin_person(self) -> None:
        """Whoever presses begins, unless they have already."""
        if not self._begun or self.source.is_over(self.now_us / 1e6):
            self._begun = True
            self.source.begin(self.now_us / 1e6)

    def stop(self) -> None:
        """The stream ends."""
        self.sending = False
        self._pending.clear()

    def now_n(self) -> float:
        """What its sensor reads now, in newtons."""
        return self.sensor.read(self.source.force_n(self.now_us / 1e6), self.now_us / 1e6)

    def tare(self) -> None:
        """What is on it now is its zero."""
        self.sensor.tare(self.now_n())

    def hang_up(self) -> None:
        """The device ends the connection."""
        self._drop = Drop(lost=False)
        self.sending = False

    def say(self, *notifications: Notify) -> None:
        """Queues what is to be sent, if anyone is connected."""
        for one in notifications if self._is_open else ():
            self._stream.push(one, self.now_us, self._since_s)

    @property
    def _since_s(self) -> float:
        return (self.now_us - self._start_us) / 1e6

    def _run(self, to_us: int) -> None:
        while self._next_us <= to_us:
            self.now_us = max(self.now_us, self._next_us)
            if self.sending:
                self._take()
            self.idle()
            self._next_us += self.gap_us()
        self.now_us = max(self.now_us, to_us)
        self.source.force_n(self.now_us / 1e6)  # whoever presses lives on, measured or not
        self._be_at_fault()

    def _take(self) -> None:
        t_s = self.now_us / 1e6
        measured_n = self.sensor.read(self.source.force_n(t_s), t_s)
        force_n = self._spoiler.spoil(measured_n, self._since_s)
        if math.isnan(force_n):
            return  # no such device can say that it does not know: it says nothing
        self._pending.append(Taken(force_n, self.now_us - self._start_us))
        if len(self._pending) >= self.batch:
            self.say(*self.packet(tuple(self._pending)))
            self._pending.clear()

    def _be_at_fault(self) -> None:
        for name in ("drop_link", "disconnect"):
            at_s = self.faults.get(name)
            if at_s is not None and self.sending and self._since_s >= at_s:
                self._drop = Drop(lost=name == "drop_link")
                self.sending = False


class Broadcaster(Twin):
    """A twin that is never connected to: its newest sample stands in its advertisement."""

    fastest: ClassVar[float] = 2.0
    """What it advertises is heard twenty times a second of the real time, not more often."""
    company: ClassVar[int | None] = None
    data_service: ClassVar[str | None] = None

    def __init__(
        self,
        source: ForceSource,
        sensor: SensorParameters,
        *,
        seed: int = 0,
        faults: Iterable[Fault] = (),
    ) -> None:
        super().__init__(source, sensor, seed=seed, faults=faults)
        self._newest = b""
        self.start()

    @abstractmethod
    def payload(self, sample: Taken) -> bytes:
        """What it advertises of a sample."""

    def packet(self, samples: Sequence[Taken]) -> Iterable[Notify]:
        """Nothing is notified."""
        self._newest = self.payload(samples[-1])
        return ()

    @property
    def identity(self) -> Identity:
        """With what it measures now."""
        company, service = self.company, self.data_service
        return Identity(
            name=self.name,
            address=self.address,
            manufacturer_data=None if company is None else (company, self._newest),
            service_data=None if service is None else (service, self._newest),
            is_connectable=False,
        )
