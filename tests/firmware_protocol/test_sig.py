"""Bluetooth SIG characteristics: golden values, and back to bytes."""

import json
import math
from pathlib import Path
from typing import Any

import pytest

from firmware_protocol import sig
from firmware_protocol.messages import Battery, FrameRejected, Info, Message, Readings, Unit

LINES = (Path(__file__).parents[1] / "vectors/sig.jsonl").read_text(encoding="utf-8").splitlines()
VECTORS = [json.loads(line) for line in LINES]


def parsed(vector: dict[str, Any]) -> tuple[bytes, Message]:
    data = bytes.fromhex(vector["hex"])
    match vector["part"]:
        case "force":
            return data, sig.parse_force(data)
        case "battery":
            return data, sig.parse_battery(data)
        case _:
            return data, sig.parse_information(sig.MODEL, data)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_golden_value(vector: dict[str, Any]) -> None:
    data, message = parsed(vector)
    match message:
        case FrameRejected(reason=reason, data=kept):
            assert vector["reject"] in reason
            assert kept == data
        case Readings(raw=(raw,), unit=unit):
            expected = vector["force_mn"]
            assert unit is Unit.MILLINEWTON
            assert raw == expected or (expected is None and math.isnan(raw))
            assert sig.serialize_force(expected) == data
        case Battery(percent=percent):
            assert percent == vector["percent"]
            assert sig.serialize_battery(vector["percent"]) == data
        case other:
            assert other == Info("model", vector["text"])


def test_what_does_not_fit() -> None:
    with pytest.raises(ValueError, match="cannot hold"):
        sig.serialize_force(2**31)
