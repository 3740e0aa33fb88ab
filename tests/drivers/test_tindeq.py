"""Tindeq: start and stop, nothing that could harm it."""

from devicelink.drivers.base import Subscribe, Write
from devicelink.drivers.tindeq import Tindeq
from firmware_protocol.frames import Frame
from firmware_protocol.messages import FrameRejected, Readings
from firmware_protocol.progressor import CONTROL, DATA, Command


def test_subscribes_before_it_starts_and_does_without_a_control_point() -> None:
    subscribe, start = Tindeq().opening(None)
    assert subscribe == Subscribe(DATA)
    assert start == Write(CONTROL, bytes((Command.START,)), optional=True)
    assert Tindeq().closing() == (Write(CONTROL, bytes((Command.STOP,)), optional=True),)


def test_every_sample_of_a_notification_is_used_with_its_own_time() -> None:
    data = bytes.fromhex("0110 0000a041 d4300000 0000a841 9c5c0000".replace(" ", ""))
    (readings,) = Tindeq().decode(Frame(0.0, DATA, data))
    assert isinstance(readings, Readings)
    assert readings.raw == (20.0, 21.0)
    assert readings.device_us == (12500, 23708)
    assert readings.seq is None


def test_it_can_only_be_pulled_and_keeps_nothing() -> None:
    driver = Tindeq()
    assert driver.capabilities is not None
    assert not driver.capabilities.can_press
    assert driver.fetch(0, 10) is None
    assert driver.boot_id is None
    assert driver.reply_token(Frame(0.0, DATA, b"\0\0")) is None


def test_what_was_not_asked_for_is_kept() -> None:
    assert isinstance(Tindeq().decode(Frame(0.0, CONTROL, b"\x65"))[0], FrameRejected)
