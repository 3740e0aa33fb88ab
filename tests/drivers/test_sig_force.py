"""Any device with the Bluetooth SIG's Force characteristic."""

from devicelink.drivers.base import Subscribe
from devicelink.drivers.sig_force import SigForce
from firmware_protocol.frames import Frame, uuid16
from firmware_protocol.messages import Battery, FrameRejected, Info, Readings, Unit
from firmware_protocol.sig import BATTERY, FORCE, MODEL


def test_force_first_the_rest_only_if_it_is_there() -> None:
    first, *others = SigForce().opening(100)
    assert first == Subscribe(FORCE)
    assert all(step.optional for step in others)
    assert SigForce().closing() == ()


def test_frames() -> None:
    driver = SigForce()
    assert driver.decode(Frame(0.0, FORCE, bytes.fromhex("e8030000"))) == (
        Readings(raw=(1000,), unit=Unit.MILLINEWTON),
    )
    assert driver.decode(Frame(0.0, BATTERY, b"\x32")) == (Battery(percent=50),)
    assert driver.decode(Frame(0.0, MODEL, b"X1")) == (Info("model", "X1"),)
    (rejected,) = driver.decode(Frame(0.0, uuid16(0x2A37), b"\x01"))
    assert isinstance(rejected, FrameRejected)
    assert driver.capabilities is not None
    assert driver.capabilities.can_press
