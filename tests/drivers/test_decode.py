"""What `devicelink decode` says: exact forms, golden frames, and no exception over any bytes."""

import json
import random
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from devicelink.drivers import DRIVERS
from devicelink.drivers.base import DriverType
from devicelink.drivers.decode import decode_frames
from devicelink.drivers.decoders import DECODERS
from devicelink.errors import UsageError
from firmware_protocol.messages import FrameRejected
from tests.drivers.sums import HEADS, LONGEST, SOUND

LINES = (Path(__file__).parents[1] / "vectors/devices.jsonl").read_text().splitlines()
VECTORS = [json.loads(line) for line in LINES]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_golden_frames_of_others_devices(vector: dict[str, Any]) -> None:
    rows = decode_frames(vector["device"], vector["frames"], vector.get("pending"))
    told = [
        {k: v for k, v in row.items() if (row["kind"], k) != ("rejected", "hex")} for row in rows
    ]
    assert json.loads(json.dumps(told, allow_nan=False)) == vector["rows"]
    kept = "".join(row["hex"] for row in rows if row["kind"] == "rejected")
    assert not kept or any(kept[:2] in frame for frame in vector["frames"])


def test_a_million_random_and_mutated_frames_raise_nothing_and_no_wrong_sum_is_taken() -> None:
    """Over all decoders by turns, each going on with the state that the frames before left."""
    rng = random.Random(30)
    golden = [bytes.fromhex(frame) for vector in VECTORS for frame in vector["frames"]]
    streams = [(name, one.parts, one.begin(None)) for name, one in DECODERS.items()]
    before, unsound = dict.fromkeys(SOUND, b""), Counter[str]()
    begun_s, said = time.process_time(), 0
    for index in range(1_000_000):
        data = bytearray(rng.choice(golden) if index % 5 else rng.randbytes(index % 60))
        if data and index % 3:
            data[index % len(data)] = rng.randrange(256)
        name, parts, decode = streams[index % len(streams)]
        told = decode(parts[index % len(parts)], bytes(data))
        said += len(told)
        if name in SOUND:
            meant = sum(not isinstance(one, FrameRejected) for one in told)
            sound = SOUND[name](before[name], bytes(data))
            assert meant <= sound, (name, data.hex(), told)
            before[name] = (before[name] + data)[1 - LONGEST :]
            unsound[name] += sound == 0 and bytes(data[:2]) in HEADS[name]
    assert said > 500_000
    assert all(unsound[name] > 200 for name in SOUND), unsound
    assert time.process_time() - begun_s < 30


@pytest.mark.parametrize("kind", DRIVERS, ids=lambda kind: kind.id)
def test_the_ids_that_scan_shows_can_be_decoded_too(kind: DriverType) -> None:
    assert decode_frames(kind.id, ["00"]) is not None


def test_a_scale_is_known_by_either_of_its_names() -> None:
    for names, data in (
        (("miscale", "miscale_v1"), "229E43E507040B101301"),
        (("miscale", "miscale_v2"), "0226B20705040F0201AC018642"),
        (("sig_force", "sig_2c07"), "E8030000"),
        (("sig_weight", "sig_2a9d"), "02B036E7070C190E1E2D"),
        (("sig_pressure", "sig_2a6d"), "02760F00"),
    ):
        (one, other) = (decode_frames(name, [data]) for name in names)
        assert one == other
        assert one[0]["kind"] == "reading"


def test_every_device_has_golden_frames() -> None:
    ours_elsewhere = {"open_profile", "sig_2c07", "sig_2a19"}
    assert {vector["device"] for vector in VECTORS} == set(DECODERS) - ours_elsewhere


def test_what_a_client_wrote_is_told_as_a_command() -> None:
    (row,) = decode_frames("vernier_gdx", ["command:580ffdb51bff001027000000000000"])
    assert row == {"kind": "command", "name": "period", "value": 10_000}
    (row,) = decode_frames("tindeq", ["command:74"])
    assert row == {"kind": "rejected", "reason": "not a command that is ever sent", "hex": "74"}
    (row,) = decode_frames("cts500", ["command:05860000008b"])
    assert row == {"kind": "command", "name": "zero"}


def test_the_forms_that_others_rely_on() -> None:
    assert decode_frames("tindeq", ["01080000A041D4300000", "0x0400"]) == [
        {"kind": "reading", "raw": 20.0, "unit": "kg", "force_n": 196.133, "device_us": 12500},
        {"kind": "low_power"},
    ]
    assert decode_frames("tindeq", ["000468100000"], "0x6F") == [
        {"kind": "battery", "millivolts": 4200}
    ]
    assert decode_frames("tindeq", ["0006312E322E3300"], "6b") == [
        {"kind": "info", "name": "version", "value": "1.2.3"}
    ]
    assert decode_frames("sig_2a19", ["57"]) == [{"kind": "battery", "percent": 87}]
    assert decode_frames("tindeq", ["010C0000A041D43000000000803F"]) == [
        {
            "kind": "rejected",
            "reason": "length 12 is not a multiple of 8",
            "hex": "010c0000a041d43000000000803f",
        }
    ]


def test_open_profile_frames_name_their_part() -> None:
    rows = decode_frames(
        "open_profile",
        [
            "0800000000710200d0070019b8880000d4300000300c",
            "data:ffffffff00000000e8030801ffffff7f",
            "event:0187d6120001",
            "event:0600093d00",
            "control:830905",
        ],
    )
    assert rows == [
        {
            "kind": "reading",
            "raw": 35000,
            "unit": "mN",
            "force_n": 35.0,
            "device_us": 160000,
            "seq": 8,
            "flags": 0,
            "pressure_pa": 12500.0,
            "temperature_c": 31.2,
        },
        {
            "kind": "reading",
            "raw": None,
            "unit": "mN",
            "force_n": None,
            "device_us": 0,
            "seq": 2**32 - 1,
            "flags": 8,
        },
        {"kind": "button", "press": "short", "device_us": 1234567},
        {"kind": "asleep"},
        {"kind": "fault", "code": "refused", "detail": "tare: not_still"},
    ]


def test_the_reply_to_a_query_that_we_never_make_stays_unread() -> None:
    (row,) = decode_frames("tindeq", ["00040000803f"], "72")
    assert row["kind"] == "rejected"
    assert row["hex"] == "00040000803f"


def test_a_float_that_is_no_number_is_not_a_reading() -> None:
    rejected, reading = decode_frames("tindeq", ["01100000c07f000000000000a041d4300000"])
    assert rejected["reason"] == "sample 0 is not a finite number"
    assert reading["raw"] == 20.0


@pytest.mark.parametrize(
    ("device", "frame", "pending"),
    [
        ("toaster", "00", None),
        ("tindeq", "0g", None),
        ("tindeq", "040", None),
        ("tindeq", "00", "6"),
        ("sig_2a19", "00", "6f"),
        ("open_profile", "door:00", None),
    ],
)
def test_wrong_usage_says_why_and_what_to_do(device: str, frame: str, pending: str | None) -> None:
    with pytest.raises(UsageError) as caught:
        decode_frames(device, [frame], pending)
    assert caught.value.why
    assert caught.value.what_to_do.endswith(".")


@pytest.mark.parametrize("device", DECODERS)
def test_any_bytes_become_json(device: str) -> None:
    rng = random.Random(1)
    parts = (
        ["", "data:", "control:", "event:", "capabilities:"] if device == "open_profile" else [""]
    )
    frames = [rng.choice(parts) + rng.randbytes(rng.randrange(30)).hex() for _ in range(3000)]
    rows: list[dict[str, Any]] = decode_frames(device, frames)
    assert len(rows) > 100
    assert all(row["kind"] for row in json.loads(json.dumps(rows, allow_nan=False)))
