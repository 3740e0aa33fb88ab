"""Golden frames of the open profile, written by hand from the byte tables before the codec was."""

import json
from dataclasses import asdict
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from firmware_protocol.messages import FrameRejected
from firmware_protocol.profile import Capabilities
from firmware_protocol.profile_control import ControlReply, parse_request
from firmware_protocol.profile_data import DataBatch
from firmware_protocol.profile_event import parse_event

VECTORS = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "vectors/open_profile.jsonl").read_text().splitlines()
]
PARSERS: dict[str, Any] = {
    "capabilities": Capabilities.parse,
    "data": DataBatch.parse,
    "control": parse_request,
    "reply": ControlReply.parse,
    "event": parse_event,
}


def plain(value: Any) -> Any:
    """The decoded value as the vectors write it."""
    if isinstance(value, ControlReply):
        inner = None if value.value is None else plain(value.value)
        return {**asdict(value), "result": value.result.name, "value": inner}
    fields = {name: held for name, held in asdict(value).items() if held != ()}
    if isinstance(value, Capabilities):
        fields = {n: v.name if n in {"kind", "direction"} else v for n, v in fields.items()}
    elif not isinstance(value, DataBatch):
        fields = {"type": type(value).__name__, **fields}
    return json.loads(
        json.dumps(fields, default=lambda enum: enum.value if isinstance(enum, Enum) else enum)
    )


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_golden_frame(vector: dict[str, Any]) -> None:
    data = bytes.fromhex(vector["hex"])
    value = PARSERS[vector["part"]](data)
    if "reject" in vector:
        assert isinstance(value, FrameRejected)
        assert vector["reject"] in value.reason
        assert value.data == data
    else:
        assert plain(value) == vector["value"]
        assert data.startswith(value.serialize())


def test_every_frame_says_one_thing() -> None:
    """A golden frame stands once and is used: no id twice, every part both ways."""
    assert len({vector["id"] for vector in VECTORS}) == len(VECTORS)
    for part in PARSERS:
        kinds = {"reject" in vector for vector in VECTORS if vector["part"] == part}
        assert kinds == {True, False}, part
