"""Which device is read by which driver, and that a driver of any kind fits the seam."""

from typing import ClassVar

import pytest

from devicelink.drivers import DRIVERS, supported
from devicelink.drivers.base import (
    DeviceCapabilities,
    Driver,
    DriverType,
    Step,
    Streamer,
)
from firmware_protocol.frames import Advertisement, Frame, uuid16
from firmware_protocol.messages import FrameRejected, Message, Readings, Unit
from firmware_protocol.profile import SERVICE, Direction

FORCE_SERVICE = uuid16(0x185A)
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
        (None, (), None),
    ],
)
def test_who_reads_what(name: str | None, services: tuple[str, ...], driver: str | None) -> None:
    found = supported(Advertisement(address="x", name=name, service_uuids=services))
    assert (found and found.id) == driver


def test_every_entry_makes_its_own_driver_anew() -> None:
    assert len({kind.id for kind in DRIVERS}) == len(DRIVERS)
    for kind in DRIVERS:
        first, second = kind.make(), kind.make()
        assert (first.id, first.label) == (kind.id, kind.label)
        assert first is not second
        assert first.opening(100)
        assert first.needs_bond == (kind.id == "open_profile")


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
