"""The open profile's driver: what it asks for, in which order, and what it makes of the answers."""

import json
from pathlib import Path

import pytest

from devicelink.drivers.base import Read, Subscribe, Write
from devicelink.drivers.declared import DeviceCapabilities, Tare
from devicelink.drivers.open_profile import OpenProfile
from firmware_protocol.frames import Frame
from firmware_protocol.messages import (
    Battery,
    Button,
    Channel,
    DeviceFault,
    FrameRejected,
    Info,
    Press,
    ReadingFlag,
    Readings,
    Unit,
)
from firmware_protocol.profile import CAPABILITIES, CONTROL, DATA, EVENT, Direction, Kind
from firmware_protocol.profile_control import Fetch, SetRate, Start, Stop, parse_request
from firmware_protocol.sig import BATTERY, SERIAL

LINES = (Path(__file__).parents[1] / "vectors/open_profile.jsonl").read_text().splitlines()
GOLDEN = {vector["id"]: bytes.fromhex(vector["hex"]) for vector in map(json.loads, LINES)}


def heard(driver: OpenProfile, source: str, data: bytes) -> tuple[object, ...]:
    return driver.decode(Frame(0.0, source, data))


def test_opening_measures_first_and_asks_for_names_later() -> None:
    steps = OpenProfile().opening(100)
    assert steps[:4] == (Read(CAPABILITIES), Subscribe(CONTROL), Subscribe(EVENT), Subscribe(DATA))
    rate, start = steps[4:6]
    assert isinstance(rate, Write)
    assert isinstance(start, Write)
    assert parse_request(rate.data) == SetRate(rate.reply or 0, 100)
    assert parse_request(start.data) == Start(start.reply or 0)
    assert rate.reply != start.reply
    assert all(step.optional for step in steps[6:])
    assert {Subscribe(BATTERY, optional=True), Read(BATTERY, optional=True)} < set(steps[6:])


def test_the_rate_is_left_alone_unless_asked_for() -> None:
    writes = [step for step in OpenProfile().opening(None) if isinstance(step, Write)]
    assert [type(parse_request(write.data)) for write in writes] == [Start]


def test_capabilities_in_newtons() -> None:
    assert OpenProfile().capabilities is None
    driver = OpenProfile()
    messages = heard(driver, CAPABILITIES, GOLDEN["P02"])
    assert Info("kind", "ball") in messages
    assert driver.capabilities == DeviceCapabilities(
        kind=Kind.BALL,
        direction=Direction.SQUEEZE,
        full_scale_n=600.0,
        resolution_n=0.05,
        tip_area_mm2=None,
        rates_hz=(50, 100),
        channels=(Channel.PRESSURE, Channel.TEMPERATURE),
        ring_s=120,
        unit=Unit.MILLINEWTON,
        tare=Tare.DEVICE,
        has_clock=True,
    )
    assert driver.capabilities.can_press


def test_wrong_capabilities_are_kept_and_change_nothing() -> None:
    driver = OpenProfile()
    heard(driver, CAPABILITIES, GOLDEN["P01"])
    before = driver.capabilities
    (rejected,) = heard(driver, CAPABILITIES, GOLDEN["P12"])
    assert isinstance(rejected, FrameRejected)
    assert driver.capabilities == before


def test_samples_are_numbered_and_timed() -> None:
    (readings,) = heard(OpenProfile(), DATA, GOLDEN["D03"])
    assert isinstance(readings, Readings)
    assert readings.seq == 2**32 - 1
    assert readings.device_us == (2**32 - 10_000, 10_000)
    assert readings.flags == ReadingFlag.OVERLOAD | ReadingFlag.BACKFILL


def test_the_start_reply_tells_the_boot_id() -> None:
    assert OpenProfile().boot_id is None
    driver = OpenProfile()
    assert heard(driver, CONTROL, GOLDEN["R01"]) == (Info("boot_id", "c0ffee01"),)
    assert driver.boot_id == 0xC0FFEE01


@pytest.mark.parametrize(
    ("golden", "messages"),
    [
        ("R02", ()),
        ("R04", (Info("rate_hz", "500"),)),
        ("R05", ()),
        ("R06", ()),
        ("R03", (DeviceFault("refused", "tare: not_still"),)),
        ("R07", (DeviceFault("refused", "fetch: not_available"),)),
        ("R08", (DeviceFault("refused", "request 127: unknown_op"),)),
    ],
)
def test_replies(golden: str, messages: tuple[object, ...]) -> None:
    assert heard(OpenProfile(), CONTROL, GOLDEN[golden]) == messages


def test_reply_tokens_come_from_replies_only() -> None:
    driver = OpenProfile()
    assert driver.reply_token(Frame(0.0, CONTROL, GOLDEN["R06"])) == 14
    assert driver.reply_token(Frame(0.0, CONTROL, GOLDEN["R22"])) is None
    assert driver.reply_token(Frame(0.0, DATA, GOLDEN["R06"])) is None


def test_the_zero_is_asked_for_only_where_it_can_be_set() -> None:
    driver = OpenProfile()
    assert driver.tare() is None
    heard(driver, CAPABILITIES, GOLDEN["P02"])
    request = driver.tare()
    assert request is not None
    assert request.data == bytes([3, request.reply or 0])


def test_fetch_only_where_samples_are_kept() -> None:
    driver = OpenProfile()
    assert driver.fetch(0, 10) is None
    heard(driver, CAPABILITIES, GOLDEN["P01"])
    write = driver.fetch(3000, 50)
    assert write is not None
    assert parse_request(write.data) == Fetch(write.reply or 0, 3000, 50)
    most = driver.fetch(0, 100_000)
    assert most is not None
    assert parse_request(most.data) == Fetch(most.reply or 0, 0, 65_535)
    assert driver.fetch(0, 0) is None
    heard(driver, CAPABILITIES, GOLDEN["P01"][:3] + b"\x01\0" + GOLDEN["P01"][5:])
    assert driver.fetch(0, 10) is None


def test_tokens_never_repeat_within_255_requests_and_never_leave_a_byte() -> None:
    driver = OpenProfile()
    heard(driver, CAPABILITIES, GOLDEN["P01"])
    tokens = [write.reply for _ in range(600) if (write := driver.fetch(0, 1))]
    assert set(tokens) == set(range(1, 256))
    assert all(len(set(tokens[i : i + 255])) == 255 for i in range(len(tokens) - 255))


def test_closing_stops_the_samples() -> None:
    (step,) = OpenProfile().closing()
    assert isinstance(step, Write)
    assert parse_request(step.data) == Stop(step.reply or 0)


def test_events_charge_and_names() -> None:
    driver = OpenProfile()
    assert heard(driver, EVENT, GOLDEN["E01"]) == (Button(Press.SHORT, 1_234_567),)
    assert heard(driver, BATTERY, b"\x57") == (Battery(percent=87),)
    assert heard(driver, SERIAL, b"A-17\0") == (Info("serial", "A-17"),)


def test_what_was_not_asked_for_is_kept() -> None:
    (rejected,) = heard(OpenProfile(), "00002a37-0000-1000-8000-00805f9b34fb", b"\x01")
    assert isinstance(rejected, FrameRejected)
    assert rejected.data == b"\x01"
