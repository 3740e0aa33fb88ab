"""Twins of devices that are pressed or squeezed: plates, balls, dynamometers, coffee scales.

Guarded by tests/simulator/test_twins.py.
"""

import math
from collections.abc import Iterable, Sequence

from firmware_protocol import (
    b24,
    bookoo,
    dynamo,
    entralpi,
    mi_scale,
    muscle_meter,
    sig,
    sig_weight,
    squegg,
)
from firmware_protocol.messages import Channel, FrameRejected, Readings, Unit
from simulator.gatt import Can, Characteristic, Notify, Service
from simulator.twins.base import CHARGE, KGF, PERCENT, Broadcaster, Taken, Twin, about

_WRAP_KG = 655.36


class Entralpi(Twin):
    """Ten loads a second; less than nothing wraps, as nobody settled its sign."""

    kind, name, address = "entralpi", entralpi.NAME, "F0:0D:CA:FE:02:01"
    service_uuid = entralpi.SERVICE
    services = (
        Service(
            entralpi.SERVICE,
            (Characteristic(entralpi.OTHER, Can.WRITE), Characteristic(entralpi.FORCE, Can.NOTIFY)),
        ),
        about(*sig.INFORMATION_OTHER, *sig.INFORMATION),
        CHARGE,
    )
    interval_us, full_scale_n = 100_000, 275 * KGF
    data_uuid = entralpi.FORCE

    def packet(self, samples: Sequence[Taken]) -> Iterable[Notify]:
        """Two bytes."""
        (one,) = samples
        kg = round(one.kg, 2) % _WRAP_KG
        data = entralpi.serialize(Readings(raw=(kg,), unit=Unit.KILOGRAM))
        yield Notify(self.data_uuid, data)


class Squegg(Twin):
    """Five lines a second while it is squeezed, one a second at rest."""

    kind, name, address = "squegg", "Squegg_1", "F0:0D:CA:FE:02:02"
    service_uuid = squegg.SERVICE
    services = (Service(squegg.SERVICE, (Characteristic(squegg.FORCE, Can.NOTIFY),)),)
    interval_us, full_scale_n, routine_n = 200_000, 60 * KGF, 60.0
    data_uuid = squegg.FORCE
    _SQUEEZED_KG = 0.2
    _count = 0
    _was_squeezed = False

    def packet(self, samples: Sequence[Taken]) -> Iterable[Notify]:
        """One line, with the count of newer firmware."""
        (one,) = samples
        is_squeezed = one.kg > self._SQUEEZED_KG
        self._count += is_squeezed and not self._was_squeezed
        self._was_squeezed = is_squeezed
        if is_squeezed or one.at_us // self.interval_us % 5 == 0:
            kg, percent = max(0.0, one.kg), PERCENT // 10 * 10
            packet = squegg.Squeeze(kg, is_squeezed, percent, self._count)
            yield Notify(self.data_uuid, packet.serialize())


class MuscleMeter(Twin):
    """Twenty samples a packet, 485 a second, without a sign but with a flag."""

    kind, name, address = "musclemeter_v2", "MUSCLE_01", "F0:0D:CA:FE:02:03"
    service_uuid = muscle_meter.SERVICE
    services = (
        Service(muscle_meter.SERVICE, (Characteristic(muscle_meter.FORCE, Can.NOTIFY),)),
        CHARGE,
    )
    interval_us, batch, full_scale_n = 2_062, muscle_meter.SAMPLES, 150 * KGF
    data_uuid = muscle_meter.FORCE

    def packet(self, samples: Sequence[Taken]) -> Iterable[Notify]:
        """Sixty bytes."""
        readings = Readings(
            raw=tuple(abs(one.kg) for one in samples),
            unit=Unit.KILOGRAM,
            channels=((Channel.COMPRESSION, tuple(one.force_n >= 0 for one in samples)),),
        )
        yield Notify(self.data_uuid, muscle_meter.serialize(readings))


class Dynamo(Twin):
    """Sends what changed since the sample before, and stops when it is not written to."""

    kind, name, address = "vald_dynamo", "DynaMo-08464", "F0:0D:CA:FE:02:04"
    service_uuid = dynamo.SERVICE
    services = (
        Service(
            dynamo.SERVICE,
            (Characteristic(dynamo.DATA, Can.NOTIFY), Characteristic(dynamo.CONTROL, Can.WRITE)),
        ),
    )
    interval_us, full_scale_n = 4_444, 1000.0
    streams_by_itself = False
    fastest = 40.0
    data_uuid = dynamo.DATA
    _patience_us = 2_000_000
    _STATUS = dynamo.framed(b"\x52\x01\x00")
    _heard_us = 0
    _told = 0

    def packet(self, samples: Sequence[Taken]) -> Iterable[Notify]:
        """A difference, at most what a signed byte holds; a status behind it now and then."""
        data = b""
        for one in samples:
            counts = round(one.force_n * dynamo.COUNTS_PER_N)
            delta = min(127, max(-128, counts - self._told))
            self._told += delta
            data += dynamo.serialize(delta)
        is_due = any(one.at_us // self.interval_us % 500 == 0 for one in samples)
        yield Notify(self.data_uuid, data + (self._STATUS if is_due else b""))

    def hurry(self, speed: float) -> None:
        """Faster than life: no more notifications a real second, and no less patience."""
        self.batch = max(1, math.ceil(speed))
        self._patience_us = round(2_000_000 * max(1.0, speed))

    def commanded(self, uuid: str, data: bytes) -> None:
        """Any command keeps it awake; its zero is what is on it at the start."""
        del uuid
        self._heard_us = self.now_us
        command = dynamo.Command.parse(data)
        if command is dynamo.Command.START:
            self.start()
            self._told = round(self.now_n() * dynamo.COUNTS_PER_N)
            self.say(Notify(self.data_uuid, dynamo.STREAM_BEGINS))
        elif command is dynamo.Command.STOP:
            self.stop()
        elif command is dynamo.Command.NAME:
            self.say(Notify(self.data_uuid, dynamo.framed(b"\x01\x0d" + self.name.encode())))

    def idle(self) -> None:
        """Not written to for long, it falls silent."""
        if self.sending and self.now_us - self._heard_us > self._patience_us:
            self.stop()


class B24(Twin):
    """Twelve values a second in newtons, once it is unlocked."""

    kind, name, address = "mantracourt_b24", "B24-1F", "F0:0D:CA:FE:02:05"
    service_uuid = b24.DATA_SERVICE
    services = (
        Service(b24.CONFIG_SERVICE, (Characteristic(b24.PIN, Can.WRITE),)),
        Service(
            b24.DATA_SERVICE,
            (
                Characteristic(b24.STATUS, Can.READ | Can.NOTIFY),
                Characteristic(b24.VALUE, Can.READ | Can.NOTIFY),
                Characteristic(b24.UNIT, Can.READ),
            ),
        ),
    )
    interval_us, full_scale_n = 80_000, 500.0
    streams_by_itself = False
    data_uuid = b24.VALUE
    _FAST = bytes((1 << 4,))

    def read(self, uuid: str) -> bytes:
        """Newtons, sampled fast."""
        told = {b24.UNIT: b"\x41", b24.STATUS: self._FAST, b24.VALUE: b24.serialize_value(0.0)}
        return told[uuid]

    def packet(self, samples: Sequence[Taken]) -> Iterable[Notify]:
        """One value."""
        (one,) = samples
        yield Notify(self.data_uuid, b24.serialize_value(one.force_n))

    def commanded(self, uuid: str, data: bytes) -> None:
        """Unlocks with the number it was delivered with."""
        if uuid == b24.PIN and data == b24.Unlock().serialize():
            self.start()


class Bookoo(Twin):
    """Ten loads a second, up to two kilograms."""

    kind, name, address = "bookoo", "BOOKOO_SC 12", "F0:0D:CA:FE:02:06"
    service_uuid = bookoo.SERVICE
    services = (
        Service(
            bookoo.SERVICE,
            (Characteristic(bookoo.DATA, Can.NOTIFY), Characteristic(bookoo.CONTROL, Can.WRITE)),
        ),
    )
    interval_us, full_scale_n, routine_n = 100_000, 2 * KGF, 12.0
    data_uuid = bookoo.DATA

    def packet(self, samples: Sequence[Taken]) -> Iterable[Notify]:
        """Twenty bytes."""
        (one,) = samples
        readings = Readings(
            raw=(one.kg,), unit=Unit.KILOGRAM, also=(("timer_ms", one.at_us // 1000 % 2**24),)
        )
        yield Notify(self.data_uuid, bookoo.serialize(readings, PERCENT))

    def commanded(self, uuid: str, data: bytes) -> None:
        """Takes its zero."""
        del uuid
        command = bookoo.parse_command(data)
        if not isinstance(command, FrameRejected) and "TARE" in command.name:
            self.tare()


class Plate(Twin):
    """A scale of the Bluetooth standard: one indicated measurement a second."""

    kind, name, address = "sig_weight", "Scale", "F0:0D:CA:FE:02:07"
    service_uuid = sig_weight.WEIGHT_SERVICE
    services = (
        Service(
            sig_weight.WEIGHT_SERVICE,
            (
                Characteristic(sig_weight.WEIGHT_MEASUREMENT, Can.INDICATE),
                Characteristic(sig_weight.WEIGHT_FEATURES, Can.READ),
            ),
        ),
        CHARGE,
    )
    interval_us, full_scale_n = 1_000_000, 150 * KGF
    data_uuid = sig_weight.WEIGHT_MEASUREMENT

    def read(self, uuid: str) -> bytes:
        """Steps of 5 g."""
        is_features = uuid == sig_weight.WEIGHT_FEATURES
        return (7 << 3).to_bytes(4, "little") if is_features else super().read(uuid)

    def packet(self, samples: Sequence[Taken]) -> Iterable[Notify]:
        """A measurement."""
        (one,) = samples
        readings = Readings(raw=(max(0.0, one.kg),), unit=Unit.KILOGRAM)
        yield Notify(self.data_uuid, sig_weight.serialize_measurement(readings))


class MiScale(Broadcaster):
    """One load a second in its advertisements."""

    kind, name, address = "miscale", "MI_SCALE", "F0:0D:CA:FE:02:08"
    data_service = mi_scale.V1_SERVICE
    fastest = 10.0
    interval_us, full_scale_n = 1_000_000, 150 * KGF
    _UNLOADED_KG = 0.1

    def payload(self, sample: Taken) -> bytes:
        """With the time of day of a scale whose clock was never set."""
        second = sample.at_us // 1_000_000
        at = f"2000-01-01T{second // 3600 % 24:02}:{second // 60 % 60:02}:{second % 60:02}"
        also = (("removed", sample.kg < self._UNLOADED_KG), ("time", at))
        return mi_scale.serialize_v1(
            Readings(raw=(max(0.0, sample.kg),), unit=Unit.KILOGRAM, also=also)
        )
