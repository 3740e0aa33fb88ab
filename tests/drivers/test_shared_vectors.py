"""Golden frames of real devices, gathered from other projects, decode as they state.

The collection lies beside the repository and not in it; tests/vectors/ holds our own.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from devicelink.drivers.decode import decode_frames
from devicelink.drivers.decoders import DECODERS
from tests.drivers.harm import FORBIDDEN

SHARED = Path(__file__).parents[2] / "../shared/vectors/devices.jsonl"
VECTORS = [json.loads(line) for line in SHARED.read_text().splitlines()] if SHARED.exists() else []
FRAMES = [vector for vector in VECTORS if vector["kind"] != "command"]
COMMANDS = [vector for vector in VECTORS if vector["kind"] == "command"]

Rows = list[dict[str, Any]]


def raw(rows: Rows) -> list[Any]:
    return [row["raw"] for row in rows if row["kind"] == "reading"]


def kilograms(rows: Rows) -> list[float]:
    return [row["force_n"] / 9.80665 for row in rows if row["kind"] == "reading"]


def near(value: float | Sequence[float]) -> Any:
    return pytest.approx(value if isinstance(value, float | int) else list(value), abs=1e-6)


def is_info(name: str) -> Callable[[Rows, Any], bool]:
    return lambda rows, value: {"kind": "info", "name": name, "value": str(value)} in rows


def same(name: str) -> Callable[[Rows, Any], bool]:
    return lambda rows, value: rows[0][name] == value


def loads(rows: Rows, value: Any) -> bool:
    if value is None:
        return raw(rows) == []
    return bool(kilograms(rows) == near(value if isinstance(value, list) else [value]))


def timed(rows: Rows, value: Any) -> bool:
    pairs = [[row["raw"], row["device_us"]] for row in rows if row["kind"] == "reading"]
    return bool(pairs == value)


CHECKS: dict[str, Callable[[Rows, Any], bool]] = {
    "samples": timed,
    "samples_finite": timed,
    "battery_mv": lambda rows, value: {"kind": "battery", "millivolts": value} in rows,
    "battery_v": lambda rows, value: {"kind": "battery", "millivolts": 1000 * value} in rows,
    "battery_pct": lambda rows, value: (
        [r for r in rows if r["kind"] == "battery"][-1]["percent"] == near(value)
    ),
    "pct": lambda rows, value: {"kind": "battery", "percent": value} in rows,
    "low_power": lambda rows, _: {"kind": "low_power"} in rows,
    "version": is_info("version"),
    "id_hex": is_info("id"),
    "temperature_c": is_info("temperature_c"),
    "weight_res": is_info("weight_resolution"),
    "height_res": is_info("height_resolution"),
    "dow": is_info("weekday"),
    "frac256": is_info("fraction_256"),
    "reason": is_info("adjust_reason"),
    "time": is_info("time"),
    "kg": loads,
    "kg_signed": loads,
    "strength": loads,
    "strength_kg": loads,
    "N": lambda rows, value: [row["force_n"] for row in rows] == [value],
    "Pa": lambda rows, value: (raw(rows), rows[0]["unit"]) == ([value], "Pa"),
    "lb": lambda rows, value: (raw(rows), rows[0]["unit"]) == ([value], "lb"),
    "lbs": lambda rows, value: raw(rows) == value,
    "lbs_raw": lambda rows, value: raw(rows) == [value[0], value[2]],
    "force_n": lambda rows, value: raw(rows) == near(value),
    "value": lambda rows, value: raw(rows) == [value],
    "values": lambda rows, value: raw(rows) == value,
    "mask": same("mask"),
    "unit": lambda rows, value: rows[0]["unit"] == value.split()[0],
    "ts": same("time"),
    "user": same("user"),
    "bmi": same("body_mass_index"),
    "height_m": same("height_m"),
    "height_in": same("height_in"),
    "stable": same("stable"),
    "removed": same("removed"),
    "impedance": same("impedance"),
    "squeezing": same("squeezing"),
    "count": same("count"),
    "index": same("index"),
    "batt_raw": same("battery_raw"),
    "adc": lambda rows, value: list(rows[0]["adc"]) == value,
    "kg_with_unit_calibration": lambda rows, value: raw(rows) == [value["total"]],
    "meaning": lambda rows, _: rows[0]["name"] == "calibration",
    "compression": lambda rows, value: [row["compression"] for row in rows] == value,
    "error": lambda rows, _: [row["kind"] for row in rows] == ["rejected"],
    "status": lambda rows, value: (
        isinstance(value, str)
        or rows[0]["value"] == " ".join(name for name, is_set in value.items() if is_set)
    ),
}
SAID_OTHERWISE = {"note", "line", "raw", "type", "kg_unsigned_bug"}
"""Keys that hold a remark, or the same fact again."""


@pytest.mark.skipif(not SHARED.exists(), reason="no collection of golden frames beside this clone")
def test_the_collection_is_used() -> None:
    assert len(FRAMES) >= 70
    assert len(COMMANDS) >= 40
    assert {vector["device"] for vector in VECTORS} <= set(DECODERS)


@pytest.mark.parametrize("vector", FRAMES, ids=lambda vector: vector["id"])
def test_frames(vector: dict[str, Any]) -> None:
    rows = decode_frames(vector["device"], vector["frames"], vector.get("pending"))
    for key, value in vector["expect"].items():
        if key not in SAID_OTHERWISE:
            assert CHECKS[key](rows, value), key
    if vector["device"] == "nus_text":
        told = vector["expect"]["raw"]
        assert raw(rows) == (told if isinstance(told, list) else [told])


@pytest.mark.parametrize("vector", COMMANDS, ids=lambda vector: vector["id"])
def test_commands_are_known_or_can_do_harm(vector: dict[str, Any]) -> None:
    """What others were seen to send is understood, unless it is a command we never send."""
    (frame,) = vector["frames"]
    harmful = bytes.fromhex(frame)[:1] in FORBIDDEN["tindeq"] and vector["device"] == "tindeq"
    (row, *_) = decode_frames(vector["device"], [f"command:{frame}"])
    assert row["kind"] == ("rejected" if harmful else "command")
