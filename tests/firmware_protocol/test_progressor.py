"""Tindeq Progressor: golden frames, both directions, and commands that can do no harm."""

import json
import math
import struct
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmware_protocol.messages import (
    Battery,
    FrameRejected,
    Info,
    LowPower,
    Readings,
    Unit,
)
from firmware_protocol.progressor import Command, Notification, parse, parse_command, serialize

LINES = (Path(__file__).parents[1] / "vectors/progressor.jsonl").read_text().splitlines()
VECTORS = [json.loads(line) for line in LINES]
HARMFUL = (0x69, 0x6A, 0x71, 0x73, 0x74, 0x75, 0x76)


def expected(vector: dict[str, Any]) -> object:
    if "battery_mv" in vector:
        return Battery(millivolts=vector["battery_mv"])
    return Info(*vector["info"]) if "info" in vector else LowPower()


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_golden_frame(vector: dict[str, Any]) -> None:
    data = bytes.fromhex(vector["hex"])
    pending = Command(bytes.fromhex(vector["pending"])) if "pending" in vector else None
    (message,) = parse(data, pending)
    if isinstance(message, FrameRejected):
        assert vector["reject"] in message.reason
        assert message.data == data
    elif isinstance(message, Readings):
        assert message.unit is Unit.KILOGRAM
        raw = [None if math.isnan(kg) else kg for kg in message.raw]
        assert list(zip(raw, message.device_us or (), strict=True)) == [
            tuple(pair) for pair in vector["samples"]
        ]
    else:
        assert message == expected(vector)


def test_several_in_one_notification_and_a_cut_tail() -> None:
    packed = bytes.fromhex("01080000a041e8030000040001080000a841bc3400000108")
    first, low, second, tail = parse(packed)
    assert isinstance(first, Readings)
    assert isinstance(second, Readings)
    assert (first.raw, first.device_us, low) == ((20.0,), (1000,), LowPower())
    assert (second.raw, second.device_us) == ((21.0,), (13500,))
    assert tail == FrameRejected("cut short: 2 bytes", b"\x01\x08")


def test_no_harmful_command_has_a_name() -> None:
    """Calibration, reset and restart cannot be sent, nor be understood by a twin."""
    assert not {command.value[0] for command in Command} & set(HARMFUL)
    for op in HARMFUL:
        assert isinstance(parse_command(bytes((op,))), FrameRejected)


@pytest.mark.parametrize("command", Command)
def test_commands_with_and_without_the_zero_byte(command: Command) -> None:
    assert parse_command(command.value) is command
    assert parse_command(command.value + b"\0") is command
    assert isinstance(parse_command(command.value + b"\1"), FrameRejected)


KILOGRAMS = st.floats(width=32, allow_nan=False, allow_infinity=False)
SAMPLES = st.lists(st.tuples(KILOGRAMS, st.integers(0, 2**32 - 1)), min_size=1, max_size=31)


@given(SAMPLES)
def test_weights_come_back(samples: list[tuple[float, int]]) -> None:
    raw, times = zip(*samples, strict=True)
    readings = Readings(raw=raw, unit=Unit.KILOGRAM, device_us=times)
    assert parse(serialize(readings)) == (readings,)


@pytest.mark.parametrize(
    ("message", "pending"),
    [
        (Battery(millivolts=3900), Command.BATTERY),
        (Info("version", "2.0.1"), Command.VERSION),
        (Info("error_log", ""), Command.ERROR_LOG),
        (Info("id", "0a0b0c"), Command.ID),
        (Info("calibration", "slope 2, intercept -3, trim 0.5"), Command.CALIBRATION),
        (Info("version", "x" * 255), Command.VERSION),
        (LowPower(), None),
    ],
)
def test_replies_come_back(message: Notification, pending: Command | None) -> None:
    assert parse(serialize(message), pending) == (message,)


@pytest.mark.parametrize(
    "message",
    [
        Battery(percent=50),
        Battery(millivolts=2**32),
        Readings(raw=(1.0,), unit=Unit.KILOGRAM),
        Readings(raw=(1.0,) * 32, unit=Unit.KILOGRAM, device_us=(0,) * 32),
        Readings(raw=(1.0,), unit=Unit.KILOGRAM, device_us=(2**32,)),
        Readings(raw=(1e39,), unit=Unit.KILOGRAM, device_us=(0,)),
        Info("version", "x" * 256),
        Info("version", "é"),
        Info("id", "xyz"),
    ],
)
def test_what_it_cannot_say(message: Notification) -> None:
    with pytest.raises(ValueError, match=r"."):
        serialize(message)


@pytest.mark.parametrize("pending", [Command.CALIBRATION, Command.BATTERY])
@pytest.mark.parametrize("size", [0, 3, 11, 13])
def test_an_answer_of_another_size_is_no_answer(pending: Command, size: int) -> None:
    (message,) = parse(bytes((0, size)) + bytes(size), pending)
    assert isinstance(message, FrameRejected)
    assert pending.name in message.reason


def test_an_answer_to_nothing_is_no_calibration() -> None:
    (message,) = parse(bytes((0, 12)) + bytes(12), None)
    assert isinstance(message, FrameRejected)
    assert "no known query" in message.reason


def test_a_text_that_is_no_ascii_is_kept_readable() -> None:
    assert parse(b"\0\x02a\xff", Command.VERSION) == (Info("version", "a\\xff"),)


def test_finite_floats_never_sum_to_infinity() -> None:
    """The one check that stands for all holds at the very edge of 32-bit floats."""
    largest = struct.unpack("<f", bytes.fromhex("ffff7f7f"))[0]
    data = bytes((1, 248)) + struct.pack("<fI", largest, 0) * 31
    (readings,) = parse(data)
    assert isinstance(readings, Readings)
    assert readings.raw == (largest,) * 31
