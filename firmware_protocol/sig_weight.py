"""Weight, pressure and time as the Bluetooth SIG lays them out, both directions.

Numbers and layouts from the SIG's Assigned Numbers and GATT Specification Supplement. Any bytes
parse to messages, never to an exception. Guarded by tests/firmware_protocol/test_device_codecs.py.
"""

import struct
from collections.abc import Iterator
from typing import Final

from firmware_protocol.frames import uuid16
from firmware_protocol.messages import FrameRejected, Info, Message, Readings, Unit, Values
from firmware_protocol.wire import Layout

ENVIRONMENT_SERVICE: Final = uuid16(0x181A)
PRESSURE: Final = uuid16(0x2A6D)
WEIGHT_SERVICE: Final = uuid16(0x181D)
WEIGHT_MEASUREMENT: Final = uuid16(0x2A9D)
WEIGHT_FEATURES: Final = uuid16(0x2A9E)
WEIGHT: Final = uuid16(0x2A98)
CURRENT_TIME: Final = uuid16(0x2A2B)

PRESSURE_LAYOUT: Final = Layout("tenths_pa u32")
_WEIGHT: Final = Layout("weight u16")
_DATE: Final = struct.Struct("<HBBBBB")
_IMPERIAL, _TIME, _USER, _BODY = 1, 2, 4, 8
_UNSUCCESSFUL: Final = 0xFFFF
_UNKNOWN_USER: Final = 0xFF
_PER: Final = {Unit.KILOGRAM: 200, Unit.POUND: 100}


def parse_pressure(data: bytes) -> Values | FrameRejected:
    """One pressure; whether above the air's or above nothing is not said."""
    if len(data) != PRESSURE_LAYOUT.size:
        return FrameRejected(f"a pressure is 4 bytes long, not {len(data)}", data)
    (tenths,) = PRESSURE_LAYOUT.unpack(data)
    return Values(raw=(tenths / 10,), unit="Pa")


def serialize_pressure(pressure_pa: float) -> bytes:
    """A pressure to a tenth of a pascal. Raises ValueError beyond 32 bits."""
    return PRESSURE_LAYOUT.pack(round(pressure_pa * 10))


def parse_weight(data: bytes) -> Readings | FrameRejected:
    """A weight in steps of 5 g."""
    if len(data) != _WEIGHT.size:
        return FrameRejected(f"a weight is 2 bytes long, not {len(data)}", data)
    return Readings(raw=(_WEIGHT.unpack(data)[0] / 200,), unit=Unit.KILOGRAM)


def parse_measurement(data: bytes) -> Readings | FrameRejected:
    """A scale's measurement, with the time, user, body mass index and height if it has them."""
    flags = data[0] if data else 0
    sizes = ((_TIME, _DATE.size), (_USER, 1), (_BODY, 4))
    size = 3 + sum(bytes_ for flag, bytes_ in sizes if flags & flag)
    if len(data) < size:
        return FrameRejected(f"too short: {len(data)} bytes, not {size}", data)
    weight = int.from_bytes(data[1:3], "little")
    if weight == _UNSUCCESSFUL:
        return FrameRejected("the measurement was unsuccessful", data)
    unit = Unit.POUND if flags & _IMPERIAL else Unit.KILOGRAM
    also = tuple(_further(flags, data[3:]))
    return Readings(raw=(weight / _PER[unit],), unit=unit, also=also)


def _further(flags: int, rest: bytes) -> Iterator[tuple[str, str | float]]:
    if flags & _TIME:
        yield "time", _date(rest)
        rest = rest[_DATE.size :]
    if flags & _USER:
        if rest[0] != _UNKNOWN_USER:
            yield "user", rest[0]
        rest = rest[1:]
    if flags & _BODY:
        index, height = struct.unpack_from("<HH", rest)
        yield "body_mass_index", index / 10
        yield ("height_in", height / 10) if flags & _IMPERIAL else ("height_m", height / 1000)


def _date(data: bytes) -> str:
    year, month, day, hour, minute, second = _DATE.unpack_from(data)
    return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"


def serialize_measurement(readings: Readings) -> bytes:
    """The measurement of a scale that says no more than the load. Raises ValueError."""
    if len(readings.raw) != 1 or readings.unit not in _PER:
        raise ValueError(f"a scale cannot say {readings}")
    flags = _IMPERIAL if readings.unit is Unit.POUND else 0
    value = round(readings.raw[0] * _PER[readings.unit])
    if value == _UNSUCCESSFUL:
        raise ValueError("that value is kept for what was not measured")
    return bytes((flags,)) + _WEIGHT.pack(value)


def parse_features(data: bytes) -> tuple[Message, ...]:
    """What a scale can say, and its resolutions by the SIG's numbers for them."""
    if len(data) != 4:
        return (FrameRejected(f"features are 4 bytes long, not {len(data)}", data),)
    bits = int.from_bytes(data, "little")
    return (
        Info("features", str(bits)),
        Info("weight_resolution", str(bits >> 3 & 0xF)),
        Info("height_resolution", str(bits >> 7 & 0x7)),
    )


def parse_time(data: bytes) -> tuple[Message, ...]:
    """The device's date and time, weekday, 256ths of a second and why it was set."""
    if len(data) != 10:
        return (FrameRejected(f"a time is 10 bytes long, not {len(data)}", data),)
    month, day, hour, minute, second, weekday, part, reason = data[2:]
    if month > 12 or day > 31 or hour > 23 or minute > 59 or second > 59 or weekday > 7:
        return (FrameRejected("no time of a calendar", data),)
    return (
        Info("time", _date(data)),
        Info("weekday", str(weekday)),
        Info("fraction_256", str(part)),
        Info("adjust_reason", str(reason)),
    )
