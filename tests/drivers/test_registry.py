"""Which device is read by which driver, and that a driver of any kind fits the seam."""

from typing import ClassVar

import pytest

from devicelink.drivers import DRIVERS, supported
from devicelink.drivers.base import Driver, DriverType, Step, Streamer
from devicelink.drivers.declared import DeviceCapabilities
from firmware_protocol.frames import Advertisement, Frame, uuid16
from firmware_protocol.messages import FrameRejected, Message, Readings, Unit
from firmware_protocol.profile import SERVICE, Direction

FORCE_SERVICE = uuid16(0x185A)
NUS = "6e400001-b5a3-f393-e0a9-e50e24dcca9e"
TINDEQ_SERVICE = "7e4e1701-1ea6-40c9-9dcc-13d34ffead57"


@pytest.mark.parametrize(
    ("name", "services", "driver"),
    [
        ("DL-Probe", (SERVICE,), "open_profile"),
        (None, (SERVICE.upper(),), "open_profile"),
        ("DL-Ball", (FORCE_SERVICE, SERVICE), "open_profile"),
        ("DL-Probe", (), None),
        ("Progressor_1234", (), "tindeq"),
        ("Hangman", (TINDEQ_SERVICE.upper(),), "tindeq"),
        ("Gauge", (FORCE_SERVICE,), "sig_force"),
        ("My Progressor", (), None),
        ("Force Board", (), "forceboard"),
        ("Force Board 2", (), None),
        ("GDX-FOR 0K100", (), "vernier_gdx"),
        ("weixin-nini", (), "squegg"),
        ("Squegg_12", (), "squegg"),
        ("MUSCLE 7", (), "musclemeter_v2"),
        ("mm01", (uuid16(0xFFE0),), "musclemeter_v2"),
        ("mmWave lamp", (), None),
        ("DynaMo-08464", (), "vald_dynamo"),
        ("ENTRALPI", (uuid16(0xFFF0),), "entralpi"),
        ("B24-1F", (), "mantracourt_b24"),
        ("CTS500", (uuid16(0xFFE0),), "cts500"),
        ("HM-10", (uuid16(0xFFE0),), None),
        ("PB-700BT", (uuid16(0xFFF0),), None),
        ("Climbro_1", (), "climbro"),
        ("Motherboard", (NUS,), "motherboard"),
        ("Tera Force 3", (), "teraforce"),
        ("BOOKOO_SC 232759", (), "bookoo"),
        ("Scale", (uuid16(0x181D),), "sig_weight"),
        ("Bladder", (uuid16(0x181A),), "sig_pressure"),
        ("B_GRIPFIT", (NUS,), "nus_text"),
        ("IF_B7", (), None),
        (None, (), None),
    ],
)
def test_who_reads_what(name: str | None, services: tuple[str, ...], driver: str | None) -> None:
    found = supported(Advertisement(address="x", name=name, service_uuids=services))
    assert (found and found.id) == driver


WHC06 = bytes.fromhex("0203112ac0191123e10104d201f401d4cb")


@pytest.mark.parametrize(
    ("name", "company", "data", "driver"),
    [
        ("IF_B7", 0x0100, WHC06, "whc06"),
        (None, 0x0100, WHC06, "whc06"),
        ("TomTom", 0x0100, WHC06, None),
        ("IF_B7", 0x0101, WHC06, None),
        ("IF_B7", 0x0100, WHC06[:11], None),
        ("IF_B7", 0x0100, b"\xff" + WHC06[1:], None),
    ],
)
def test_a_company_number_alone_is_no_scale(
    name: str | None, company: int, data: bytes, driver: str | None
) -> None:
    found = supported(Advertisement(address="x", name=name, manufacturer_data={company: data}))
    assert (found and found.id) == driver


def test_mi_scales_are_known_by_the_shape_of_what_they_broadcast() -> None:
    for service, size, driver in (
        (0x181D, 10, "miscale"),
        (0x181B, 13, "miscale"),
        (0x181D, 9, None),
    ):
        data = {uuid16(service).upper(): bytes(size)}
        found = supported(Advertisement(address="x", service_data=data))
        assert (found and found.id) == driver


def test_every_entry_makes_its_own_driver_anew() -> None:
    assert len({kind.id for kind in DRIVERS}) == len(DRIVERS)
    for kind in DRIVERS:
        first, second = kind.make(), kind.make()
        assert (first.id, first.label) == (kind.id, kind.label)
        assert first is not second
        assert bool(tuple(first.opening(100))) == (kind.transport == "gatt")
        assert first.needs_bond == (kind.id == "open_profile")
        assert kind.evidence
        assert "not verified on hardware" in kind.remarks


class Scale(Streamer):
    """A device that only broadcasts, as somebody else would add it in one file."""

    id: ClassVar[str] = "scale"
    label: ClassVar[str] = "Broadcasting scale"
    measures: ClassVar[DeviceCapabilities] = DeviceCapabilities(kind=None, direction=Direction.PULL)

    def opening(self, rate_hz: int | None) -> tuple[Step, ...]:  # noqa: ARG002
        return ()

    def decode(self, frame: Frame) -> tuple[Message, ...]:
        if frame.source != "manufacturer:0100" or len(frame.data) < 2:
            return (FrameRejected("not a scale's", frame.data),)
        grams = int.from_bytes(frame.data[:2], "big", signed=True)
        return (Readings(raw=(grams / 100,), unit=Unit.KILOGRAM),)


def test_a_broadcast_device_fits_the_same_seam() -> None:
    kind = DriverType(
        Scale.id, Scale.label, lambda adv: 0x0100 in adv.manufacturer_data, Scale, "broadcast"
    )
    assert kind.matches(Advertisement(address="x", manufacturer_data={0x0100: b""}))
    driver: Driver = kind.make()
    assert driver.opening(100) == driver.closing() == ()
    (reading,) = driver.decode(Frame(0.0, "manufacturer:0100", bytes.fromhex("ff38")))
    assert isinstance(reading, Readings)
    assert reading.raw == (-2.0,)
