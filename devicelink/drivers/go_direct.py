"""Vernier Go Direct: the device says itself what it measures, in which unit and how far.

Which sign is pressing is not told. Guarded by tests/drivers/test_devices.py.
"""

import math
from collections.abc import Iterator, Mapping
from typing import ClassVar, Final

from devicelink.drivers.base import (
    DriverType,
    Step,
    Streamer,
    Subscribe,
    Write,
    named,
    offers,
)
from devicelink.drivers.declared import DeviceCapabilities, Evidence
from firmware_protocol.frames import Advertisement, Frame
from firmware_protocol.go_direct import (
    CONTROL,
    DATA,
    FIRST_COUNTER,
    NAME_PREFIX,
    PIECE_BYTES,
    SERVICE,
    Measurement,
    NoSamples,
    Op,
    Reassembler,
    Reply,
    Request,
    Sensor,
    parse_frame,
    text,
)
from firmware_protocol.messages import (
    Battery,
    FrameRejected,
    Info,
    Message,
    Readings,
    Unit,
    Values,
)
from firmware_protocol.profile import Direction

UNITS: Final = {"N": Unit.NEWTON, "lb": Unit.POUND, "kg": Unit.KILOGRAM}
FASTEST_HZ: Final = 100
DIRECTIONS: Final = {
    "GDX-FOR": Direction.BOTH,
    "GDX-HD": Direction.SQUEEZE,
    "GDX-GP": Direction.SQUEEZE,
}
"""By order code."""


def measured(frame: bytes, sensors: Mapping[int, Sensor]) -> tuple[Message, ...]:
    """What a whole frame means, with what is known of the sensors by number."""
    match parse_frame(frame):
        case FrameRejected() as rejected:
            return (rejected,)
        case NoSamples(what=what):
            return (Info("measurement", what),)
        case Reply() as reply:
            return _replied(reply, frame)
        case samples:
            return tuple(_sampled(one, sensors, frame) for one in samples)


def _sampled(samples: Measurement, sensors: Mapping[int, Sensor], frame: bytes) -> Message:
    if not all(map(math.isfinite, samples.raw)):
        return FrameRejected("not a finite number", frame)
    told = sensors[samples.sensor].unit if samples.sensor in sensors else "?"
    also = (("mask", 1 << samples.sensor),)
    if told in UNITS:
        return Readings(raw=samples.raw, unit=UNITS[told], also=also)
    return Values(raw=samples.raw, unit=told, also=also)


def _replied(reply: Reply, frame: bytes) -> tuple[Message, ...]:
    payload = reply.payload
    match reply.op:
        case Op.STATUS if len(payload) > 10 and payload[10] <= 100:
            return Info("version", f"{payload[2]}.{payload[3]}"), Battery(percent=payload[10])
        case Op.INFO if len(payload) >= 32:
            return Info("model", text(payload[:16])), Info("serial", text(payload[16:32]))
        case Op.SENSOR:
            sensor = Sensor.parse(payload)
            if isinstance(sensor, FrameRejected):
                return (sensor,)
            return (Info("sensor", f"{sensor.name} ({sensor.unit})"),)
        case op if op in set(Op):
            return ()
    return (FrameRejected(f"answers {reply.op:02x}, which was not asked", frame),)


class GoDirect(Streamer):
    """One open link to a Go Direct sensor."""

    id: ClassVar[str] = "vernier_gdx"
    label: ClassVar[str] = "Vernier Go Direct"
    commands = (Request,)

    def __init__(self) -> None:
        self.parsers = {DATA: self._parse}
        self._pieces = Reassembler()
        self._counter = FIRST_COUNTER + 1
        self._mask = 0
        self._model = ""
        self._sensors: dict[int, Sensor] = {}
        self._answered: int | None = None
        self._rate_hz = FASTEST_HZ

    def opening(self, rate_hz: int | None) -> Iterator[Step]:
        """Ask what it is and which sensor it opens with, and start that one."""
        self._rate_hz = min(rate_hz or FASTEST_HZ, FASTEST_HZ)
        yield Subscribe(DATA)
        for op in (Op.INIT, Op.STATUS, Op.INFO, Op.DEFAULT):
            yield self._ask(op)
        sensor = (self._mask & -self._mask).bit_length() - 1 if self._mask else 1
        yield self._ask(Op.SENSOR, sensor)
        yield self._ask(Op.PERIOD, 1_000_000 // self._rate_hz)
        yield self._ask(Op.START, 1 << sensor)

    def closing(self) -> tuple[Step, ...]:
        """Stop the samples."""
        return (self._ask(Op.STOP),)

    def reply_token(self, frame: Frame) -> int | None:  # noqa: ARG002
        """The request whose reply this frame completed, by its counter."""
        answered, self._answered = self._answered, None
        return answered

    @property
    def capabilities(self) -> DeviceCapabilities | None:
        """As the device describes the sensor that was opened; None until it has."""
        if not self._sensors:
            return None
        sensor = next(iter(self._sensors.values()))
        newtons = sensor.unit == "N"
        usual = Direction.BOTH if sensor.low < 0 else Direction.PUSH
        return DeviceCapabilities(
            kind=None,
            direction=DIRECTIONS.get(self._model, usual),
            full_scale_n=max(abs(sensor.low), abs(sensor.high)) if newtons else None,
            rates_hz=(self._rate_hz,),
            unit=UNITS.get(sensor.unit, sensor.unit),
        )

    def _ask(self, op: Op, value: int = 0) -> Write:
        self._counter = (self._counter - 1) % 256
        request = Request(op, self._counter, value)
        return Write(CONTROL, request, reply=self._counter, piece_bytes=PIECE_BYTES)

    def _parse(self, data: bytes) -> tuple[Message, ...]:
        return tuple(one for frame in self._pieces.feed(data) for one in self._learn(frame))

    def _learn(self, frame: bytes) -> tuple[Message, ...]:
        reply = parse_frame(frame)
        if isinstance(reply, Reply):
            self._answered = reply.counter
            if reply.op == Op.DEFAULT:
                self._mask = int.from_bytes(reply.payload[:4], "little")
            if reply.op == Op.INFO:
                self._model = text(reply.payload[:16])
            if reply.op == Op.SENSOR and isinstance(sensor := Sensor.parse(reply.payload), Sensor):
                self._sensors[sensor.number] = sensor
        return measured(frame, self._sensors)


def _matches(advertisement: Advertisement) -> bool:
    return named(advertisement, NAME_PREFIX) or offers(advertisement, SERVICE)


DRIVER = DriverType(
    GoDirect.id,
    GoDirect.label,
    _matches,
    GoDirect,
    evidence=(Evidence.VENDOR, Evidence.SOURCES),
    note="force (GDX-FOR) and hand strength (GDX-HD); which sign is pressing is not told",
)
