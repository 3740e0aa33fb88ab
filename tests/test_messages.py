"""The value types every codec decodes to: units, and names that do not collide."""

import math

import pytest

from firmware_protocol.frames import Advertisement, Frame, uuid16
from firmware_protocol.messages import NEWTONS_PER, Readings, Unit


@pytest.mark.parametrize(
    ("unit", "newtons"),
    [
        (Unit.NEWTON, 1.0),
        (Unit.MILLINEWTON, 0.001),
        (Unit.KILOGRAM, 9.80665),
        (Unit.POUND, 4.4482216152605),
    ],
)
def test_newtons_in_each_unit(unit: Unit, newtons: float) -> None:
    """Standard gravity, and the pound of 0.45359237 kg."""
    assert Readings(raw=(1.0, -2.0), unit=unit).force_n == pytest.approx((newtons, -2 * newtons))


def test_every_unit_has_its_newtons() -> None:
    assert set(NEWTONS_PER) == set(Unit)


def test_an_unknown_sample_stays_unknown() -> None:
    known, unknown = Readings(raw=(1.0, math.nan), unit=Unit.POUND).force_n
    assert math.isfinite(known)
    assert math.isnan(unknown)


def test_advertisements_share_nothing() -> None:
    first, second = Advertisement(address="a"), Advertisement(address="b")
    first.manufacturer_data[1] = b""
    assert second.manufacturer_data == {}


def test_frames_are_values() -> None:
    assert Frame(1.0, uuid16(0x2C07), b"\0") == Frame(
        1.0, "00002c07-0000-1000-8000-00805f9b34fb", b"\0"
    )
