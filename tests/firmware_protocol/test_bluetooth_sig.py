"""An independent judge of the Bluetooth standard's values: bluetooth-sig decodes them as we do.

Where the two differ, docs/judges.md says who is right. `./run more extras` installs it.
"""

import itertools
import random
from collections.abc import Callable
from typing import Any

import pytest

from firmware_protocol import sig, sig_weight
from firmware_protocol.messages import Battery, FrameRejected, Info, Readings, Unit, Values

bluetooth_sig: Any = pytest.importorskip("bluetooth_sig", reason="bluetooth-sig is not installed")
RNG = random.Random(7)
MANY = 300


def judged(uuid: str, data: bytes) -> Any:
    """What the judge makes of it; None where it refuses."""
    try:
        return bluetooth_sig.BluetoothSIGTranslator().parse_characteristic(uuid, bytearray(data))
    except bluetooth_sig.gatt.exceptions.CharacteristicError:
        return None


def numbers(size: int, *odd: int) -> list[bytes]:
    """Random numbers of that many bytes, and the odd ones."""
    values = [*odd, *(RNG.randrange(256**size) for _ in range(MANY))]
    return [value.to_bytes(size, "little") for value in values]


def raw_of(message: object) -> float | None:
    """The one number of a message; None where it was rejected or is not known."""
    match message:
        case Readings(raw=(one,)) | Values(raw=(one,)):
            return one if one == one else None  # noqa: PLR0124 - NaN is not known
        case Battery(percent=percent):
            return percent
        case _:
            return None


ONE_NUMBER: dict[str, tuple[Callable[[bytes], object], list[bytes], float]] = {
    "2C07": (sig.parse_force, numbers(4, 0, 1000, 0x7FFFFFFF, 0x80000000, 2**32 - 1000), 1000.0),
    "2A6D": (sig_weight.parse_pressure, numbers(4, 0, 1_013_250, 2**32 - 1), 1.0),
    "2A98": (sig_weight.parse_weight, numbers(2, 0, 14_220), 1.0),
    "2A19": (sig.parse_battery, [bytes((level,)) for level in range(256)], 1.0),
}
"""Ours, the bytes, and ours in one of the judge's units: millinewtons in a newton."""


@pytest.mark.parametrize("uuid", ONE_NUMBER)
def test_one_number(uuid: str) -> None:
    parse, frames, scale = ONE_NUMBER[uuid]
    for data in frames:
        mine, theirs = raw_of(parse(data)), judged(uuid, data)
        assert mine == (None if theirs is None else pytest.approx(theirs * scale)), data.hex()
    for size in (0, 1, 3, 5, 20):
        if size != len(frames[0]):
            assert isinstance(parse(bytes(size)), FrameRejected)


def measurement(flags: int) -> bytes:
    """A weight with everything that the flags say, and a date of the calendar."""
    date = (RNG.randrange(1990, 2100), RNG.randrange(1, 13), RNG.randrange(1, 29))
    clock = (RNG.randrange(24), RNG.randrange(60), RNG.randrange(60))
    data = bytes((flags,)) + RNG.randrange(0xFFFF).to_bytes(2, "little")
    if flags & 2:
        data += date[0].to_bytes(2, "little") + bytes((*date[1:], *clock))
    if flags & 4:
        data += bytes((RNG.randrange(256),))
    if flags & 8:
        data += RNG.randrange(1000).to_bytes(2, "little") + RNG.randrange(3000).to_bytes(
            2, "little"
        )
    return data


@pytest.mark.parametrize("flags", range(16))
def test_a_scales_measurement(flags: int) -> None:
    for _ in range(20):
        data = measurement(flags)
        mine, theirs = sig_weight.parse_measurement(data), judged("2A9D", data)
        assert isinstance(mine, Readings)
        also = dict(mine.also)
        assert mine.raw == pytest.approx((theirs.weight,))
        assert mine.unit is (Unit.POUND if theirs.weight_unit.value == "lb" else Unit.KILOGRAM)
        assert also.get("time") == (theirs.timestamp.isoformat() if theirs.timestamp else None)
        assert also.get("user") == (None if theirs.user_id == 255 else theirs.user_id)
        height = also.get("height_in", also.get("height_m"))
        for told, other in ((also.get("body_mass_index"), theirs.bmi), (height, theirs.height)):
            assert told == (None if other is None else pytest.approx(other))


def test_a_measurement_that_did_not_succeed() -> None:
    """The judge says 327.675 kg; the standard keeps FFFF for "unsuccessful"."""
    assert isinstance(sig_weight.parse_measurement(b"\0\xff\xff"), FrameRejected)
    assert judged("2A9D", b"\0\xff\xff").weight == pytest.approx(327.675)


def test_what_a_scale_can_say() -> None:
    """Resolutions above 7 are kept for later: the judge calls them unspecified, we by number."""
    for known, weight, height in itertools.product((0, 7), range(8), range(4)):
        bits = known | weight << 3 | height << 7
        data = bits.to_bytes(4, "little")
        theirs = judged("2A9E", data)
        told = {
            one.name: one.value for one in sig_weight.parse_features(data) if isinstance(one, Info)
        }
        assert told["weight_resolution"] == str(int(theirs.weight_measurement_resolution))
        assert told["height_resolution"] == str(int(theirs.height_measurement_resolution))


def test_date_and_time() -> None:
    for _ in range(MANY):
        date = bytes(
            (RNG.randrange(1, 13), RNG.randrange(1, 29), *map(RNG.randrange, (24, 60, 60)))
        )
        data = RNG.randrange(1990, 2100).to_bytes(2, "little") + date
        data += bytes((RNG.randrange(8), RNG.randrange(256), RNG.randrange(16)))
        told = {one.name: one.value for one in sig_weight.parse_time(data) if isinstance(one, Info)}
        theirs = judged("2A2B", data)
        assert told["time"] == theirs.date_time.isoformat()
        assert (told["weekday"], told["fraction_256"], told["adjust_reason"]) == (
            str(int(theirs.day_of_week)), str(theirs.fractions256), str(int(theirs.adjust_reason)),
        )  # fmt: skip


@pytest.mark.parametrize("uuid", sig.INFORMATION)
def test_names(uuid: str) -> None:
    mine = sig.parse_information(uuid, "P-100 ä".encode())
    assert isinstance(mine, Info)
    assert mine.value == judged(uuid[4:8].upper(), "P-100 ä".encode())
