"""Any bytes become a value or a rejection that keeps them; any value comes back from its bytes."""

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmware_protocol import progressor, sig
from firmware_protocol.messages import FrameRejected
from firmware_protocol.profile import Capabilities
from firmware_protocol.profile_control import ControlReply, parse_request
from firmware_protocol.profile_data import DataBatch
from firmware_protocol.profile_event import event_messages, parse_event
from tests.firmware_protocol import strategies

VECTORS = Path(__file__).parents[1] / "vectors"
GOLDEN = [
    bytes.fromhex(json.loads(line)["hex"])
    for name in ("open_profile.jsonl", "progressor.jsonl", "sig.jsonl")
    for line in (VECTORS / name).read_text().splitlines()
]
ONE_VALUE: dict[str, Callable[[bytes], Any]] = {
    "capabilities": Capabilities.parse,
    "data": DataBatch.parse,
    "request": parse_request,
    "reply": ControlReply.parse,
    "event": parse_event,
    "force": sig.parse_force,
    "battery": sig.parse_battery,
    "model": lambda data: sig.parse_information(sig.MODEL, data),
    "command": progressor.parse_command,
}


def look_at(data: bytes) -> None:
    """Parse with everything there is; what is rejected is kept, what is not says so again."""
    for name, parse in ONE_VALUE.items():
        value = parse(data)
        if isinstance(value, FrameRejected):
            assert value.data == data, name
            assert value.reason, name
        elif hasattr(value, "serialize"):
            assert data.startswith(value.serialize()), name
        if isinstance(value, DataBatch):
            readings = value.readings()
            assert len(readings.raw) == len(readings.device_us or ()) == len(readings.force_n)
    for pending in (None, progressor.Command.BATTERY, progressor.Command.ID):
        assert progressor.parse(data, pending)
    event_messages(data)


@given(st.binary(max_size=520))
def test_any_bytes(data: bytes) -> None:
    look_at(data)


def mutated(rng: random.Random) -> bytes:
    """A golden frame with some bytes changed, cut off, doubled or added; or just noise."""
    data = bytearray(rng.choice(GOLDEN))
    for _ in range(rng.randrange(4)):
        at = rng.randrange(len(data) + 1)
        match rng.randrange(4):
            case 0 if at < len(data):
                data[at] = rng.randrange(256)
            case 1:
                del data[at:]
            case 2:
                data[at:at] = rng.randbytes(rng.randrange(5))
            case _:
                data += data[:at]
    return bytes(data) if rng.random() < 0.8 else rng.randbytes(rng.randrange(64))


def test_200_000_random_and_mutated_frames() -> None:
    """Each frame goes to one parser by turns, so that all see frames meant for the others too."""
    rng = random.Random(20)
    parsers: list[Callable[[bytes], Any]] = [*ONE_VALUE.values(), progressor.parse, event_messages]
    rejected = 0
    for index in range(200_000):
        value = parsers[index % len(parsers)](mutated(rng))
        rejected += isinstance(value, FrameRejected)
    assert 50_000 < rejected < 190_000


def test_every_beginning_of_every_golden_frame() -> None:
    for frame in GOLDEN:
        for end in range(len(frame) + 1):
            look_at(frame[:end])


@given(strategies.capabilities)
def test_capabilities_come_back(value: Capabilities) -> None:
    assert Capabilities.parse(value.serialize()) == value


@given(strategies.batches())
def test_batches_come_back(value: DataBatch) -> None:
    assert DataBatch.parse(value.serialize()) == value


@given(strategies.requests)
def test_requests_come_back(value: Any) -> None:
    assert parse_request(value.serialize()) == value


@given(strategies.replies)
def test_replies_come_back(value: ControlReply) -> None:
    assert ControlReply.parse(value.serialize()) == value


@given(strategies.events)
def test_events_come_back(value: Any) -> None:
    assert parse_event(value.serialize()) == value


@pytest.mark.parametrize("size", [19, 100])
def test_a_wrong_size_is_never_read_as_a_shorter_message(size: int) -> None:
    """Only capabilities may grow; a request with something behind it is another request."""
    for op in range(1, 10):
        assert isinstance(parse_request(bytes((op, 1)) + bytes(size)), FrameRejected)
