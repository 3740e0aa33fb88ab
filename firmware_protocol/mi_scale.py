"""Xiaomi Mi scales, both generations: what they broadcast as service data, both ways.

Any bytes parse to messages, never to an exception. Guarded by
tests/firmware_protocol/test_device_codecs.py.
"""

import struct
from typing import Final

from firmware_protocol.frames import uuid16
from firmware_protocol.messages import FrameRejected, Message, Readings, Unit

V1_SERVICE: Final = uuid16(0x181D)
V2_SERVICE: Final = uuid16(0x181B)
V1_SIZE: Final = 10
V2_SIZE: Final = 13

_DATE: Final = struct.Struct("<HBBBBB")
_POUND, _V1_CATTY, _V2_CATTY, _STABLE, _REMOVED = 0x01, 0x10, 0x40, 0x20, 0x80
_PER: Final = {Unit.KILOGRAM: 200, Unit.POUND: 100, Unit.JIN: 100}


def parse_v1(data: bytes) -> tuple[Message, ...]:
    """The load in a first scale's service data."""
    if len(data) != V1_SIZE:
        return (FrameRejected(f"must be {V1_SIZE} bytes long, not {len(data)}", data),)
    unit = _unit(pound=data[0] & _POUND, catty=data[0] & _V1_CATTY)
    return (_readings(int.from_bytes(data[1:3], "little"), unit, data[0], data[3:10]),)


def parse_v2(data: bytes) -> tuple[Message, ...]:
    """The load, and the impedance if it was measured, in a second scale's service data."""
    if len(data) != V2_SIZE:
        return (FrameRejected(f"must be {V2_SIZE} bytes long, not {len(data)}", data),)
    unit = _unit(pound=data[0] & _POUND, catty=data[1] & _V2_CATTY)
    impedance = int.from_bytes(data[9:11], "little")
    readings = _readings(int.from_bytes(data[11:13], "little"), unit, data[1], data[2:9])
    also = (*readings.also, ("impedance", impedance))
    return (Readings(raw=readings.raw, unit=unit, also=also),)


def _unit(*, pound: int, catty: int) -> Unit:
    if pound:
        return Unit.POUND
    return Unit.JIN if catty else Unit.KILOGRAM


def _readings(value: int, unit: Unit, state: int, date: bytes) -> Readings:
    year, month, day, hour, minute, second = _DATE.unpack(date)
    at = f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
    stable, removed = bool(state & _STABLE), bool(state & _REMOVED)
    also = (("stable", stable), ("removed", removed), ("time", at))
    return Readings(raw=(value / _PER[unit],), unit=unit, also=also)


def serialize_v1(readings: Readings) -> bytes:
    """The service data of a first scale that says this. Raises ValueError where it cannot."""
    flags = {Unit.KILOGRAM: 0, Unit.POUND: _POUND, Unit.JIN: _V1_CATTY}
    if len(readings.raw) != 1 or readings.unit not in flags:
        raise ValueError(f"a Mi scale cannot say {readings}")
    also = dict(readings.also)
    state = flags[readings.unit]
    state |= (_STABLE if also.get("stable") else 0) | (_REMOVED if also.get("removed") else 0)
    day, _, clock = str(also.get("time", "2000-01-01T00:00:00")).partition("T")
    date = (*map(int, day.split("-")), *map(int, clock.split(":")))
    try:
        load = round(readings.raw[0] * _PER[readings.unit]).to_bytes(2, "little")
        return bytes((state,)) + load + _DATE.pack(*date)
    except (OverflowError, struct.error) as error:
        raise ValueError(f"{readings} does not fit") from error


def serialize_v2(readings: Readings) -> bytes:
    """The service data of a second scale that says this. Raises ValueError where it cannot."""
    first = serialize_v1(readings)
    state = first[0] & (_STABLE | _REMOVED) | (_V2_CATTY if first[0] & _V1_CATTY else 0)
    impedance = dict(readings.also).get("impedance", 0)
    if not isinstance(impedance, int):
        raise ValueError(f"{impedance} is no impedance")  # noqa: TRY004 - a value that cannot be said
    unit = bytes((2 | first[0] & _POUND, state))
    return unit + first[3:10] + impedance.to_bytes(2, "little") + first[1:3]
