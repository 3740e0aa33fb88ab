"""Twins of bare sensors: Go Direct, the Bluetooth standard's, Motherboard, gauges that send text.

Guarded by tests/simulator/test_twins.py.
"""

from collections.abc import Iterable, Sequence

from firmware_protocol import go_direct, lines, motherboard, sig, sig_weight, text_lines
from firmware_protocol.go_direct import Op, Reply, Request
from firmware_protocol.messages import FrameRejected, Readings, Unit, Values
from simulator.gatt import Can, Characteristic, Notify, Service
from simulator.twins.base import CHARGE, KGF, PERCENT, Taken, Twin

_NUS = Service(
    lines.NUS_SERVICE,
    (
        Characteristic(lines.NUS_WRITE, Can.WRITE | Can.WRITE_UNANSWERED),
        Characteristic(lines.NUS_NOTIFY, Can.NOTIFY),
    ),
)


class GoDirect(Twin):
    """A force sensor of 50 N that tells what it is, in pieces of twenty bytes."""

    kind, name, address = "vernier_gdx", "GDX-FOR 0K100", "F0:0D:CA:FE:03:01"
    service_uuid = go_direct.SERVICE
    services = (
        Service(
            go_direct.SERVICE,
            (
                Characteristic(go_direct.CONTROL, Can.WRITE_UNANSWERED),
                Characteristic(go_direct.DATA, Can.NOTIFY),
            ),
        ),
    )
    interval_us, full_scale_n, batch = 10_000, 50.0, 5
    streams_by_itself = False
    data_uuid = go_direct.DATA
    _SENSOR = go_direct.Sensor(1, "Force", "N", -50.0, 50.0)
    _STATUS = bytes((0, 0, 1, 7, 0, 0, 0, 0, 0, 0, PERCENT, 0))
    _INFO = b"GDX-FOR".ljust(16, b"\0") + b"0K100".ljust(16, b"\0") + bytes(120)
    _asked = b""
    _period_us = 10_000

    def gap_us(self) -> int:
        """The period that was asked for."""
        return self._period_us

    @property
    def rate_hz(self) -> int:
        """By the period that was asked for."""
        return round(1e6 / self._period_us)

    def packet(self, samples: Sequence[Taken]) -> Iterable[Notify]:
        """A measurement in pieces."""
        raw = tuple(one.force_n for one in samples)
        return self._pieces(go_direct.Measurement(1, raw).serialize())

    def commanded(self, uuid: str, data: bytes) -> None:
        """Answers a request once all its pieces are there."""
        del uuid
        self._asked += data
        if len(self._asked) < 2 or len(self._asked) < self._asked[1]:
            return
        request, self._asked = go_direct.parse_request(self._asked), b""
        if isinstance(request, FrameRejected):
            return
        self._obey(request)
        payload = {
            Op.STATUS: self._STATUS,
            Op.INFO: self._INFO,
            Op.DEFAULT: b"\x02\0\0\0",
            Op.AVAILABLE: b"\x02\0\0\0",
            Op.SENSOR: self._SENSOR.serialize(),
        }.get(request.op, b"\0")
        self.say(*self._pieces(Reply(request.op, request.counter, payload).serialize()))

    def _obey(self, request: Request) -> None:
        match request.op:
            case Op.PERIOD:
                self._period_us = min(1_000_000, max(self.interval_us, request.value))
            case Op.START:
                self.start()
            case Op.STOP:
                self.stop()
            case Op.DISCONNECT:
                self.hang_up()
            case _:
                pass

    def _pieces(self, data: bytes) -> list[Notify]:
        size = go_direct.PIECE_BYTES
        return [Notify(self.data_uuid, data[at : at + size]) for at in range(0, len(data), size)]


class SigForce(Twin):
    """The Bluetooth standard's force, to the millinewton."""

    kind, name, address = "sig_force", "Gauge", "F0:0D:CA:FE:03:02"
    service_uuid = sig.FORCE_SERVICE
    services = (
        Service(sig.FORCE_SERVICE, (Characteristic(sig.FORCE, Can.READ | Can.NOTIFY),)),
        CHARGE,
    )
    interval_us = 20_000
    data_uuid = sig.FORCE

    def packet(self, samples: Sequence[Taken]) -> Iterable[Notify]:
        """Four bytes."""
        (one,) = samples
        yield Notify(self.data_uuid, sig.serialize_force(round(one.force_n * 1000)))


class SigPressure(Twin):
    """The Bluetooth standard's pressure: a bladder of 30 cm2 above the air's pressure."""

    kind, name, address = "sig_pressure", "Bladder", "F0:0D:CA:FE:03:03"
    service_uuid = sig_weight.ENVIRONMENT_SERVICE
    services = (
        Service(
            sig_weight.ENVIRONMENT_SERVICE,
            (Characteristic(sig_weight.PRESSURE, Can.READ | Can.NOTIFY),),
        ),
        CHARGE,
    )
    interval_us, routine_n = 50_000, 60.0
    data_uuid = sig_weight.PRESSURE
    AIR_PA = 101_325.0
    PA_PER_N = 1e6 / 3000

    def packet(self, samples: Sequence[Taken]) -> Iterable[Notify]:
        """Four bytes."""
        (one,) = samples
        pressure_pa = self.AIR_PA + one.force_n * self.PA_PER_N
        yield Notify(self.data_uuid, sig_weight.serialize_pressure(pressure_pa))


class Motherboard(Twin):
    """Three converters, two of them the other way round, and a calibration to be read."""

    kind, name, address = "motherboard", motherboard.NAME, "F0:0D:CA:FE:03:04"
    service_uuid = lines.NUS_SERVICE
    services = (_NUS, CHARGE)
    interval_us, full_scale_n = 33_333, 200 * KGF
    fastest = 20.0
    streams_by_itself = False
    data_uuid = lines.NUS_NOTIFY
    COUNTS_PER_KG = 20_000
    _MASSES_KG = (0.0, 20.0, 50.0, 100.0)

    def packet(self, samples: Sequence[Taken]) -> Iterable[Notify]:
        """A line; the load is shared evenly."""
        (one,) = samples
        share = round(one.kg / 3 * self.COUNTS_PER_KG)
        adc = (*(sign * share for sign in motherboard.SIGNS), 0)
        index = one.at_us // self.interval_us % 65_536
        sample = motherboard.Sample(index, 300, (adc[0], adc[1], adc[2], 0))
        return self._line(sample.serialize())

    def commanded(self, uuid: str, data: bytes) -> None:
        """Any command stops the stream; then it is obeyed."""
        del uuid
        self.stop()
        match motherboard.Command.parse(data.strip()):
            case motherboard.Command.START:
                self.start()
            case motherboard.Command.SERIAL:
                self.say(*self._line("SIM0001"))
            case motherboard.Command.TEXT:
                self.say(*self._line("simulated".ljust(320)))
            case motherboard.Command.CALIBRATION:
                for sensor in range(4):
                    for number, kg in enumerate(self._MASSES_KG):
                        adc = round(kg * self.COUNTS_PER_KG)
                        point = motherboard.Point(sensor, number, kg, adc)
                        self.say(*self._line(point.serialize()))
            case _:
                self.say(*self._line("Error: unknown command"))

    def _line(self, text: str) -> list[Notify]:
        return [Notify(self.data_uuid, piece) for piece in lines.in_pieces(text + "\r")]


class Gauge(Twin):
    """A home-made gauge: ten numbers a second as text, with their unit."""

    kind, name, address = "nus_text", "My gauge", "F0:0D:CA:FE:03:05"
    service_uuid = lines.NUS_SERVICE
    services = (_NUS,)
    interval_us = 100_000
    data_uuid = lines.NUS_NOTIFY

    def packet(self, samples: Sequence[Taken]) -> Iterable[Notify]:
        """A raw count, and the force."""
        (one,) = samples
        told = (
            Values(raw=(round(one.force_n * 1000),), unit="count"),
            Readings(raw=(one.force_n,), unit=Unit.NEWTON),
        )
        for message in told:
            for piece in lines.in_pieces(text_lines.serialize(message)):
                yield Notify(self.data_uuid, piece)
