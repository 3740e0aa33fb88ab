"""Drivers of others' devices: what they ask for, in which order, and what they make of answers."""

from collections.abc import Iterable
from typing import Any

import pytest

from devicelink.drivers import DRIVERS
from devicelink.drivers.b24 import B24
from devicelink.drivers.base import Driver, DriverType, Pause, Read, Step, Subscribe, Write
from devicelink.drivers.dynamo import Dynamo
from devicelink.drivers.go_direct import GoDirect
from devicelink.drivers.motherboard import Motherboard, mass_kg
from devicelink.drivers.teraforce import TeraForce
from devicelink.drivers.text_lines import TextLines
from firmware_protocol import b24, dynamo, go_direct, motherboard, sig, teraforce
from firmware_protocol.frames import Frame
from firmware_protocol.lines import NUS_NOTIFY, NUS_WRITE
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


def heard(driver: Driver, source: str, data: bytes) -> tuple[Message, ...]:
    return driver.decode(Frame(0.0, source, data))


def first_index(steps: Iterable[Step], kind: type[Any]) -> int:
    return next((i for i, step in enumerate(steps) if isinstance(step, kind)), 99)


@pytest.mark.parametrize("kind", DRIVERS, ids=lambda kind: kind.id)
def test_subscribes_before_it_starts_the_stream(kind: DriverType) -> None:
    """A device may answer at once, and some hang when nobody listens yet."""
    if kind.id in {"mantracourt_b24", "open_profile"}:
        return  # the one is unlocked first, the other is guarded by a test of its own
    steps = list(kind.make().opening(None))
    assert first_index(steps, Subscribe) <= first_index(steps, Write)


@pytest.mark.parametrize("kind", DRIVERS, ids=lambda kind: kind.id)
def test_what_was_not_asked_for_is_kept(kind: DriverType) -> None:
    (kept,) = kind.make().decode(Frame(0.0, "00002a37-0000-1000-8000-00805f9b34fb", b"\x01"))
    assert isinstance(kept, FrameRejected)
    assert kept.data == b"\x01"


@pytest.mark.parametrize("kind", DRIVERS, ids=lambda kind: kind.id)
def test_the_declaration_is_the_drivers(kind: DriverType) -> None:
    told = kind.make().capabilities
    if kind.measures is not None and told is not None:
        assert (told.direction, told.rates_hz) == (kind.measures.direction, kind.measures.rates_hz)


@pytest.mark.parametrize(
    ("device", "why"),
    [
        ("tindeq", "pulling only"),
        ("cts500", "pulling only"),
        ("sig_pressure", "does not send a force"),
        ("nus_text", "does not send a force"),
        ("sig_weight", "too slow"),
        ("miscale", "too slow"),
        ("squegg", ""),
        ("entralpi", ""),
        ("musclemeter_v2", ""),
        ("vald_dynamo", ""),
        ("bookoo", ""),
        ("sig_force", ""),
    ],
)
def test_why_a_device_cannot_guide_a_hold(device: str, why: str) -> None:
    (kind,) = (kind for kind in DRIVERS if kind.id == device)
    assert kind.measures is not None
    assert why in kind.measures.why_not_guided
    assert bool(why) == bool(kind.measures.why_not_guided)


def test_dynamo_takes_its_handshake_with_rests_and_is_kept_awake() -> None:
    _, *steps = Dynamo().opening(100)
    sent = [step.command for step in steps if isinstance(step, Write)]
    assert sent == list(dynamo.HANDSHAKE)
    assert [type(step) for step in steps] == [Write, Pause] * len(sent)
    assert Dynamo.pulse_s == 1.0


def go_direct_told(
    driver: GoDirect, order: str, sensor: go_direct.Sensor
) -> list[go_direct.Request]:
    """What it asks of a device that answers so."""
    asked: list[go_direct.Request] = []
    for step in driver.opening(200):
        if not isinstance(step, Write):
            continue
        request = go_direct.parse_request(step.data)
        assert isinstance(request, go_direct.Request)
        asked.append(request)
        payload = {
            go_direct.Op.STATUS: bytes((0, 0, 1, 7, 0, 0, 0, 0, 0, 0, 88, 0)),
            go_direct.Op.INFO: order.encode().ljust(16, b"\0") + b"0K1".ljust(16, b"\0"),
            go_direct.Op.DEFAULT: (1 << sensor.number).to_bytes(4, "little"),
            go_direct.Op.SENSOR: sensor.serialize(),
        }.get(request.op, b"\0")
        data = go_direct.Reply(request.op, request.counter, payload).serialize()
        tokens = []
        for at in range(0, len(data), 20):
            frame = Frame(0.0, go_direct.DATA, data[at : at + 20])
            driver.decode(frame)
            tokens.append(driver.reply_token(frame))
        assert tokens == [None] * (len(tokens) - 1) + [step.reply]
        assert step.piece_bytes == 20
    return asked


def test_go_direct_learns_what_it_measures() -> None:
    assert GoDirect().capabilities is None
    driver = GoDirect()
    asked = go_direct_told(driver, "GDX-FOR", go_direct.Sensor(1, "Force", "N", -50.0, 50.0))
    assert [request.op.name for request in asked] == [
        "INIT", "STATUS", "INFO", "DEFAULT", "SENSOR", "PERIOD", "START",
    ]  # fmt: skip
    assert [request.counter for request in asked] == list(range(0xFE, 0xFE - 7, -1))
    assert [request.value for request in asked[-3:]] == [1, 10_000, 2]
    told = driver.capabilities
    assert told is not None
    assert (told.direction, told.full_scale_n, told.unit) == (Direction.BOTH, 50.0, Unit.NEWTON)
    data = go_direct.Measurement(1, (12.5, -10.0)).serialize()
    (readings,) = heard(driver, go_direct.DATA, data)
    assert isinstance(readings, Readings)
    assert readings.force_n == (12.5, -10.0)


def test_go_direct_gas_pressure_is_no_force() -> None:
    driver = GoDirect()
    go_direct_told(driver, "GDX-GP", go_direct.Sensor(1, "Gas Pressure", "kPa", 0.0, 400.0))
    told = driver.capabilities
    assert told is not None
    assert "does not send a force" in told.why_not_guided
    (values,) = heard(driver, go_direct.DATA, go_direct.Measurement(1, (101.25,)).serialize())
    assert values == Values(raw=(101.25,), unit="kPa", also=(("mask", 2),))


def test_motherboard_weighs_once_its_calibration_is_read() -> None:
    driver = Motherboard()
    sample = (motherboard.Sample(1, 300, (10, -20, -30, 0)).serialize() + "\n").encode()
    (counts,) = heard(driver, NUS_NOTIFY, sample)
    assert isinstance(counts, Values)
    assert list(counts.raw) == [60]
    points = [(sensor, i, kg) for sensor in range(4) for i, kg in enumerate((0.0, 10.0, 40.0))]
    for sensor, number, kg in points:
        line = motherboard.Point(sensor, number, kg, round(kg)).serialize() + "\r\n"
        heard(driver, NUS_NOTIFY, line.encode())
    (kilograms,) = heard(driver, NUS_NOTIFY, sample)
    assert isinstance(kilograms, Readings)
    assert (kilograms.raw, kilograms.unit) == ((60.0,), Unit.KILOGRAM)
    assert str(driver.capabilities.unit) == "kg"


def test_a_mass_lies_straight_between_the_points_and_beyond() -> None:
    points = [
        motherboard.Point(0, i, kg, adc)
        for i, (kg, adc) in enumerate(((0, 0), (10, 100), (40, 200)))
    ]
    assert [mass_kg(points, adc) for adc in (0, 50, 100, 150, 300, -50)] == [0, 5, 10, 25, 70, -5]


def test_a_sensor_whose_zero_is_not_at_nothing_has_no_step_there() -> None:
    """Below the first point of a calibration it goes straight on, on wired-about sensors too."""
    points = [
        motherboard.Point(0, i, kg, adc) for i, (kg, adc) in enumerate(((0, 1000), (10, 3000)))
    ]
    masses = [mass_kg(points, adc) for adc in (3000, 1000, 1, -1)]
    assert masses == pytest.approx([10, 0, -4.995, -5.005])


def test_a_go_direct_reply_that_is_too_long_is_kept() -> None:
    """Found by a million frames: its length says less than a head, so all of it is one frame."""
    (kept,) = heard(GoDirect(), go_direct.DATA, bytes((1, 2)) + bytes(300))
    assert isinstance(kept, FrameRejected)
    assert kept.data == bytes((1, 2)) + bytes(300)


def test_a_gauge_whose_two_serial_characteristics_are_swapped_is_read() -> None:
    wanted = [step for step in TextLines().opening(None) if isinstance(step, Subscribe)]
    assert [step.uuid for step in wanted] == [NUS_NOTIFY, NUS_WRITE]
    assert all(step.optional for step in wanted)
    assert heard(TextLines(), NUS_WRITE, b"12.5 N\n") == heard(TextLines(), NUS_NOTIFY, b"12.5 N\n")


def test_teraforce_weighs_by_its_hardware_and_sends_counts_without() -> None:
    for told, scale in ((b"HW v1", 8.65 / 235), (b"2.1", 45 / 3800), (b"7", 45 / 3800)):
        driver = TeraForce()
        (counts,) = heard(driver, teraforce.DATA, b"\x00\xeb")
        assert counts == Values(raw=(235,), unit="count")
        heard(driver, sig.HARDWARE, told)
        (kilograms,) = heard(driver, teraforce.DATA, b"\x00\xeb")
        assert isinstance(kilograms, Readings)
        assert kilograms.raw == pytest.approx((235 * scale,))
        (kept,) = heard(driver, teraforce.DATA, b"\x00")
        assert isinstance(kept, FrameRejected)


def test_b24_is_unlocked_and_told_its_unit() -> None:
    driver = B24()
    unlock, read_unit, *_ = driver.opening(None)
    assert unlock == Write(b24.PIN, b24.Unlock())
    assert read_unit == Read(b24.UNIT, optional=True)
    assert "does not send a force" in driver.capabilities.why_not_guided
    heard(driver, b24.UNIT, b"\x96")
    assert isinstance(heard(driver, b24.VALUE, b24.serialize_value(2.0))[0], Values)
    assert heard(driver, b24.UNIT, b"\x2d") == (Info("unit", "kg"),)
    assert driver.capabilities.why_not_guided == ""
    (readings,) = heard(driver, b24.VALUE, b24.serialize_value(2.0))
    assert isinstance(readings, Readings)
    assert readings.force_n == pytest.approx((19.6133,))


def test_text_is_a_force_only_with_its_unit() -> None:
    driver = TextLines()
    heard(driver, NUS_NOTIFY, b"R:8345\n")
    assert "does not send a force" in driver.capabilities.why_not_guided
    heard(driver, NUS_NOTIFY, b"12.5 N\n")
    assert driver.capabilities.why_not_guided == ""


def test_charge_is_read_wherever_it_is_standard() -> None:
    (kind,) = (kind for kind in DRIVERS if kind.id == "entralpi")
    charge = "00002a19-0000-1000-8000-00805f9b34fb"
    assert kind.make().decode(Frame(0.0, charge, b"\x32")) == (Battery(percent=50),)


@pytest.mark.parametrize("kind", [k for k in DRIVERS if k.transport == "broadcast"])
def test_a_payload_heard_again_is_no_new_measurement(kind: DriverType) -> None:
    driver = kind.make()
    source, one, other = {
        "whc06": (
            "manufacturer:0100",
            "0203112ac0191123e10104d201f401d4cb",
            "0203112ac0191123e10104d201f401d4cc",
        ),
        "miscale": (
            "service:0000181d-0000-1000-8000-00805f9b34fb",
            "229e43e507040b101301",
            "229e43e507040b101302",
        ),
    }[kind.id]
    said = [driver.decode(Frame(0.0, source, bytes.fromhex(data))) for data in (one, one, other)]
    assert [len(messages) for messages in said] == [1, 0, 1]
