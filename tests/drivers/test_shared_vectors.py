"""Golden frames of real devices, gathered from other projects, decode as they state.

The collection lies beside the repository and not in it; tests/vectors/ holds our own.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from devicelink.drivers.decode import decode_frames
from firmware_protocol.messages import FrameRejected
from firmware_protocol.progressor import Command, parse_command

SHARED = Path(__file__).parents[2] / "../shared/vectors/devices.jsonl"
DEVICES = ("tindeq", "sig_2c07", "sig_2a19")
VECTORS = (
    [v for v in map(json.loads, SHARED.read_text().splitlines()) if v["device"] in DEVICES]
    if SHARED.exists()
    else []
)
FRAMES = [vector for vector in VECTORS if vector["kind"] != "command"]
COMMANDS = [vector for vector in VECTORS if vector["kind"] == "command"]
WORDS = {
    "tare": Command.TARE,
    "start": Command.START,
    "stop": Command.STOP,
    "version?": Command.VERSION,
    "sleep": Command.SLEEP,
    "battery?": Command.BATTERY,
    "id?": Command.ID,
}
SAID: dict[str, Callable[[Any], dict[str, Any]]] = {
    "battery_mv": lambda value: {"kind": "battery", "millivolts": value},
    "pct": lambda value: {"kind": "battery", "percent": value},
    "version": lambda value: {"kind": "info", "name": "version", "value": value},
    "id_hex": lambda value: {"kind": "info", "name": "id", "value": value},
    "low_power": lambda _: {"kind": "low_power"},
}


@pytest.mark.skipif(not SHARED.exists(), reason="no collection of golden frames beside this clone")
def test_the_collection_is_used() -> None:
    assert len(FRAMES) >= 20
    assert len(COMMANDS) >= 10


@pytest.mark.parametrize("vector", FRAMES, ids=lambda vector: vector["id"])
def test_frames(vector: dict[str, Any]) -> None:
    rows = decode_frames(vector["device"], vector["frames"], vector.get("pending"))
    readings = [row for row in rows if row["kind"] == "reading"]
    expect = vector["expect"]
    for key in expect.keys() & SAID.keys():
        assert SAID[key](expect[key]) in rows
    for key in expect.keys() & {"samples", "samples_finite"}:
        assert [[row["raw"], row["device_us"]] for row in readings] == expect[key]
    if "N" in expect:
        assert [row["force_n"] for row in readings] == [expect["N"]]
    if "error" in expect:
        assert [row["kind"] for row in rows] == ["rejected"]
    if "raw" in expect:
        assert [row["kind"] for row in rows] == ["rejected"]
        assert rows[0]["hex"].endswith(expect["raw"])


@pytest.mark.parametrize("vector", COMMANDS, ids=lambda vector: vector["id"])
def test_commands_are_ours_or_cannot_be_sent(vector: dict[str, Any]) -> None:
    command = parse_command(bytes.fromhex(vector["frames"][0]))
    known = WORDS.get(vector["expect"]["command"])
    assert command is known if known else isinstance(command, FrameRejected)
