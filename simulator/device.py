"""A device of the open profile as a pure state machine over the world's microseconds.

It measures, numbers, keeps and sends samples, tells events, falls asleep and wakes; control.py
answers requests on its behalf. It knows no radio and no clock: `advance` is told the time, and the
outcome is the same however time is cut. Guarded by tests/simulator/test_device.py.
"""

from collections.abc import Iterable
from typing import Final

from firmware_protocol import profile, sig
from firmware_protocol.messages import CLOCK_WRAP_US, Press, ReadingFlag
from firmware_protocol.profile_event import (
    BatteryLow,
    ButtonPressed,
    DeviceEvent,
    Overloaded,
    SelfTested,
    Sleeping,
    Tared,
)
from simulator import identity
from simulator.control import answer
from simulator.faults import Fault, Faults
from simulator.gatt import Identity, Outgoing, Service
from simulator.mishaps import Mishaps
from simulator.models import RING_S, Model
from simulator.outbox import Outbox
from simulator.person import ForceSource
from simulator.power import LOW_PERCENT, Battery, Power
from simulator.ranges import generator
from simulator.ring import Ring, Sample
from simulator.sampler import Sampler
from simulator.sensor import SensorParameters

_BATCH_S: Final = 0.045
_SLOW_US: Final = 100_000
"""How often the plain Force characteristic, the charge and the timed faults are seen to."""
_ASLEEP_US: Final = 5_000_000
"""After so long somebody presses the button of a sleeping device."""
_FORGET_US: Final = 15_000_000
"""A client that comes back later than this finds a person who begins anew."""
_WRAP_LEAD_US: Final = 10_000_000


class ProfileDevice:
    """One probe or ball. Times given to it never go back."""

    def __init__(
        self,
        model: Model,
        source: ForceSource,
        sensor: SensorParameters,
        *,
        seed: int = 0,
        faults: Iterable[Fault] = (),
        boot_id: int | None = None,
    ) -> None:
        self.model = model
        self.faults = Faults(faults)
        self.source = source
        self.power = Power.AWAKE
        self.now_us = 0
        self.outbox = Outbox(model.channels, self.faults, generator(seed, 6))
        self.sending = False
        self.buzzing = False
        self.identify_until_us = 0
        self.sampler = Sampler(source, model, sensor, self.faults, seed)
        self.services: tuple[Service, ...] = identity.services()
        self.identity: Identity = identity.identity(model)
        self._seed = seed
        self._mishaps = Mishaps(self.faults)
        self._boot_ids = generator(seed, 5)
        self._battery = Battery(self.faults)
        self._gone_us: int | None = None
        self._slow_us = 0
        self._percent = self._battery.percent(0.0)
        self._low_told = False
        self._wake_us = 0
        self._begun = False
        self._start_us = 0
        self._first_start_us: int | None = None
        wraps = "clock_wrap" in self.faults
        clock_us = CLOCK_WRAP_US - _WRAP_LEAD_US if wraps else 0
        self._boot(clock_us, clock_us and CLOCK_WRAP_US - 10 * self.sampler.rate_hz, boot_id)

    def _boot(self, clock_us: int, seq: int, boot_id: int | None = None) -> None:
        drawn = int(self._boot_ids.integers(1, 2**32))
        self.boot_id = drawn if boot_id is None else boot_id
        self._clock_from_us = self.now_us - clock_us
        self.seq = seq
        self.ring = Ring(self.ring_s)
        self.sampling = self.sending = False
        self._pending: list[Sample] = []
        self._overload_told = False

    @property
    def ring_s(self) -> int:
        """Seconds of samples it keeps."""
        return 0 if "no_backfill" in self.faults else RING_S

    @property
    def mtu(self) -> int:
        """The connection's ATT MTU, set by the radio."""
        return self.outbox.mtu

    @mtu.setter
    def mtu(self, mtu: int) -> None:
        self.outbox.mtu = mtu

    @property
    def is_advertising(self) -> bool:
        """Whether it can be found and connected to now."""
        return self.power is Power.AWAKE and not self.outbox.is_open

    @property
    def accepts_pairing(self) -> bool:
        """Whether it bonds with who asks."""
        return "pair_refused" not in self.faults

    @property
    def clock_us(self) -> int:
        """The device's own clock, not wrapped."""
        return self.now_us - self._clock_from_us

    def read(self, uuid: str) -> bytes:
        """A characteristic's value. Raises KeyError for one that cannot be read."""
        if uuid == profile.CAPABILITIES:
            return self.model.capabilities(ring_s=self.ring_s).serialize()
        if uuid == sig.FORCE:
            return sig.serialize_force(self.sampler.newest_mn)
        if uuid == sig.BATTERY:
            return sig.serialize_battery(self._percent)
        return identity.information(self.model, self._seed)[uuid]

    def connected(self, at_us: int) -> None:
        """A client connected: the sensor is read from now on."""
        self._run(at_us)
        if self._gone_us is not None and at_us - self._gone_us > _FORGET_US:
            self._begun = False
        self.outbox.is_open = True
        if not self.sampling:
            self.sampler.next_us = self.now_us

    def disconnected(self, at_us: int) -> None:
        """The client is gone; samples are still taken and kept for it."""
        self._run(at_us)
        self.sending = self.buzzing = False
        self._gone_us = self.now_us
        self._pending.clear()
        self.outbox.close()

    def write(self, uuid: str, data: bytes, at_us: int) -> None:
        """A client wrote: to the control point, or for nothing."""
        self._run(at_us)
        if uuid == profile.CONTROL:
            reply = answer(self, data)
            if reply is not None:
                self.outbox.put(profile.CONTROL, reply.serialize(), self.now_us)

    def press_button(self, press: Press) -> None:
        """Somebody presses the device's button; it wakes a sleeping one."""
        if self.power is Power.ASLEEP:
            self.power = Power.AWAKE
            return
        self.tell(ButtonPressed(self.clock_us % CLOCK_WRAP_US, press))

    def advance(self, to_us: int) -> list[Outgoing]:
        """All that is to be sent up to `to_us`, in order; a `Drop` is the last."""
        self._run(to_us)
        return self.outbox.take(self.now_us)

    def start(self) -> None:
        """Samples are numbered and sent from the next one on."""
        if not self.sending:
            self._pending.clear()
            self._start_us = self.outbox.start_us = self.now_us
            self.sampler.spoiler.begin()
        if not self._begun or self.source.is_over(self.now_us / 1e6):
            self.source.begin(self.now_us / 1e6)
            self._begun = True
        if self._first_start_us is None:
            self._first_start_us = self.now_us
            self.tell(SelfTested(self.clock_us % CLOCK_WRAP_US, 0))
        self.sampling = self.sending = True

    def stop(self) -> None:
        """No more samples are numbered or sent."""
        self.flush()
        self.sampling = self.sending = False

    def fall_asleep(self) -> None:
        """Says so, hangs up, and is off until the button is pressed."""
        self.flush()
        self.tell(Sleeping(self.clock_us % CLOCK_WRAP_US))
        self.sampling = self.sending = False
        self.power = Power.ASLEEP if self._percent else Power.EMPTY
        self._wake_us = self.now_us + _ASLEEP_US
        self._drop(lost=False)

    def tare(self) -> None:
        """The zero is set; samples of before go out first."""
        self.flush()
        offset_n = self.sampler.tare()
        self.tell(Tared(self.clock_us % CLOCK_WRAP_US, round(offset_n * 1e3)))

    def send_again(self, samples: list[Sample]) -> None:
        """Queues kept samples, oldest first, and the event that ends them."""
        self.outbox.put_kept(samples, self.now_us, self.clock_us)

    def tell(self, event: DeviceEvent) -> None:
        """Sends an event, if anyone is connected."""
        self.outbox.put_event(event, self.now_us)

    def flush(self) -> None:
        """Sends the samples taken so far, full batch or not."""
        self.outbox.put_samples(self._pending, self.now_us)
        self._pending.clear()

    def _run(self, to_us: int) -> None:
        """Does all that is due, in order of time."""
        while True:
            sample_us = self.sampler.next_us if self._is_measuring else to_us + 1
            kept_us = self.outbox.kept_us if self.outbox.is_sending_kept else to_us + 1
            due_us = min(sample_us, kept_us, self._slow_us)
            if due_us > to_us:
                break
            self.now_us = max(self.now_us, due_us)
            if due_us == sample_us:
                self._take_sample()
            elif due_us == kept_us:
                self.outbox.send_kept(self.now_us)
            else:
                self._see_to_slow_things()
        self.now_us = max(self.now_us, to_us)
        self.source.force_n(self.now_us / 1e6)  # whoever presses lives on, measured or not

    @property
    def _is_measuring(self) -> bool:
        return self.power is Power.AWAKE and (self.sampling or self.outbox.is_open)

    def _drop(self, *, lost: bool) -> None:
        self.sending = False
        self.outbox.drop(lost=lost)

    def _take_sample(self) -> None:
        sample = self.sampler.sample(self.seq, self.clock_us, (self.now_us - self._start_us) / 1e6)
        if not self.sampling:
            return
        self.seq += 1
        if self.ring_s:
            self.ring.append(sample)
        overloaded = bool(sample.flags & ReadingFlag.OVERLOAD)
        if overloaded and not self._overload_told:
            self.tell(Overloaded(self.clock_us % CLOCK_WRAP_US, sample.force_mn))
        self._overload_told = overloaded
        if self.sending:
            self._pending.append(sample)
            if len(self._pending) >= max(1, round(_BATCH_S * self.sampler.rate_hz)):
                self.flush()

    def _see_to_slow_things(self) -> None:
        self._slow_us += _SLOW_US
        if self.power is Power.ASLEEP and self.now_us >= self._wake_us:
            self.power = Power.AWAKE
        if self.power is not Power.AWAKE:
            return
        self._look_at_battery()
        if self.outbox.is_open:
            self.outbox.put(sig.FORCE, self.read(sig.FORCE), self.now_us)
        elif self.sampling and self._gone_us is not None:
            self.sampling = self.now_us - self._gone_us <= RING_S * 1_000_000
        self._be_at_fault()
        if self.sending and self.source.is_over(self.now_us / 1e6):
            self.fall_asleep()

    def _look_at_battery(self) -> None:
        percent = self._battery.percent(self.now_us / 1e6)
        if percent != self._percent:
            self._percent = percent
            self.outbox.put(sig.BATTERY, self.read(sig.BATTERY), self.now_us)
        if percent <= LOW_PERCENT and self.outbox.is_open and not self._low_told:
            self._low_told = True
            self.tell(BatteryLow(self.clock_us % CLOCK_WRAP_US, percent))
        if not percent:
            self.fall_asleep()

    def _be_at_fault(self) -> None:
        if self._mishaps.is_due("reboot", self.now_us, self._first_start_us):
            self._drop(lost=True)
            self._boot(0, 0)
        happenings = {
            "tare": self.tare,
            "drop_link": lambda: self._drop(lost=True),
            "disconnect": lambda: self._drop(lost=False),
            "sleep": self.fall_asleep,
        }
        for name, happen in happenings.items():
            if self._mishaps.is_due(name, self.now_us, self._start_us if self.sending else None):
                happen()
