"""Weiheng WH-C06 crane scale (MAT Muscle Meter v1): what it broadcasts, both ways.

The load is signed and counts hundredths of the unit on its display, which the status byte names
(the byte before the load may disagree). Any bytes parse to messages, never to an exception.
Guarded by tests/firmware_protocol/test_device_codecs.py.
"""

from typing import Final

from firmware_protocol.messages import FrameRejected, Message, Readings, Unit

NAME: Final = "IF_B7"
COMPANY: Final = 0x0100
"""Assigned to another company: name and shape have to fit as well."""
SOURCE: Final = f"manufacturer:{COMPANY:04x}"

HEAD: Final = b"\x02\x03\x11"
_COMPANY_BYTES: Final = COMPANY.to_bytes(2, "little")
_UNIT_AT, _LOAD_AT, _STATUS_AT = 9, 10, 14
_SHORTEST: Final = 12
_STABLE: Final = 0xA0
_UNITS: Final = {0: Unit.POUND, 1: Unit.KILOGRAM, 2: Unit.POUND, 3: Unit.STONE, 4: Unit.JIN}
_CODES: Final = {Unit.KILOGRAM: 1, Unit.POUND: 2, Unit.STONE: 3, Unit.JIN: 4}


def parse(data: bytes) -> tuple[Message, ...]:
    """The load in an advertisement's manufacturer data, with or without its company number."""
    body = data.removeprefix(_COMPANY_BYTES)
    if len(body) == len(data) and not data.startswith(HEAD):
        return (FrameRejected("not a WH-C06's", data),)
    if len(body) < _SHORTEST:
        return (FrameRejected(f"cut short: {len(body)} bytes", data),)
    load = int.from_bytes(body[_LOAD_AT : _LOAD_AT + 2], "big", signed=True)
    if len(body) <= _STATUS_AT:
        unit = Unit.KILOGRAM if body[_UNIT_AT] == 1 else Unit.POUND
        return (Readings(raw=(load / 100,), unit=unit),)
    status = body[_STATUS_AT]
    unit = _UNITS.get(status & 0x0F, Unit.KILOGRAM)
    stable = status & 0xF0 == _STABLE
    return (Readings(raw=(load / 100,), unit=unit, also=(("stable", stable),)),)


def serialize(readings: Readings, count: int = 0) -> bytes:
    """The manufacturer data of a scale that shows this; `count` changes with every packet.

    Raises ValueError for what it cannot show.
    """
    if len(readings.raw) != 1 or readings.unit not in _CODES:
        raise ValueError(f"a WH-C06 cannot say {readings}")
    code = _CODES[readings.unit]
    try:
        load = round(readings.raw[0] * 100).to_bytes(2, "big", signed=True)
    except OverflowError as error:
        raise ValueError(f"{readings.raw[0]} does not fit") from error
    status = code | (_STABLE if dict(readings.also).get("stable") else 0)
    return (
        HEAD
        + b"\x2a\xc0\x19\x11\x23\xe1"
        + bytes((1 if readings.unit is Unit.KILOGRAM else 0xFF,))
        + load
        + b"\x01\xf4"
        + bytes((status,))
        + (count % 2**16).to_bytes(2, "big")
    )
