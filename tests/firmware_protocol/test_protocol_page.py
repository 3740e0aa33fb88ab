"""docs/protocol.md says what the codec does: tables, numbers, UUIDs and every hex example."""

import json
import re
from collections.abc import Iterable
from enum import IntEnum, IntFlag
from itertools import chain
from pathlib import Path

import pytest

from firmware_protocol import profile, profile_control, profile_data, profile_event
from firmware_protocol.messages import Press, ReadingFlag
from firmware_protocol.wire import Layout, Packed

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/protocol.md").read_text()
TITLE_AND_BODY = re.compile(r"^##+ ([^\n]+)\n(.*?)(?=^##+ |\Z)", re.MULTILINE | re.DOTALL)
SECTIONS: dict[str, str] = dict(TITLE_AND_BODY.findall(PAGE))


def rows(section: str, first_column: str) -> list[dict[str, str]]:
    """The rows of all tables in the section whose first column is called so."""
    found: list[dict[str, str]] = []
    header: list[str] | None = None
    for line in SECTIONS[section].splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|"):
            header = None
        elif header is None:
            header = cells
        elif header[0] == first_column and not cells[0].startswith("---"):
            found.append(dict(zip(header, cells, strict=True)))
    return found


def fields(layout: Layout, base: int = 0, skip: int = 0) -> list[tuple[int, str, str]]:
    return [(base + field.offset, field.name, field.type) for field in layout.fields[skip:]]


def told(table: Iterable[dict[str, str]]) -> list[tuple[int, str, str]]:
    return [(int(row["offset"]), row["field"], row["type"]) for row in table if row["field"]]


def test_every_fixed_part_is_told_field_by_field() -> None:
    record = Layout(*chain.from_iterable(profile_data.RECORD.values()))
    rate = fields(profile.RATE, base=profile.LAYOUT.size)
    assert told(rows("Capabilities", "offset")) == fields(profile.LAYOUT) + rate
    assert told(rows("Data", "offset")) == fields(profile_data.HEADER)
    assert told(rows("Record", "offset")) == fields(record)
    assert told(rows("Request", "offset")) == fields(profile_control.Stop.LAYOUT)
    assert told(rows("Reply", "offset")) == fields(profile_control.REPLY_LAYOUT)
    assert told(rows("Event", "offset")) == fields(profile_event.Sleeping.LAYOUT)


def test_a_record_s_fields_stand_beside_their_channel() -> None:
    stated = [(row["channel"], f"{row['field']} {row['type']}") for row in rows("Record", "offset")]
    assert stated == [
        (mask.name, text) for mask, texts in profile_data.RECORD.items() for text in texts
    ]


@pytest.mark.parametrize(
    ("section", "column", "kinds", "head"),
    [
        ("Request", "op", profile_control.REQUESTS, 2),
        ("Event", "kind", profile_event.EVENTS, 2),
        ("Reply", "op", profile_control.REPLY_VALUES, 0),
    ],
)
def test_every_message_is_told_field_by_field(
    section: str, column: str, kinds: dict[int, type[Packed]], head: int
) -> None:
    table = rows(section, column)
    base = profile_control.REPLY_LAYOUT.size if section == "Reply" else 0
    name = {"op": section.lower(), "kind": "event"}[column]
    assert {(int(row[column]), row[name]) for row in table} == {
        (number, kind.__name__) for number, kind in kinds.items()
    }
    for number, kind in kinds.items():
        mine = told(row for row in table if int(row[column]) == number)
        assert mine == fields(kind.LAYOUT, base, skip=head), kind


@pytest.mark.parametrize(
    ("section", "enum"),
    [
        ("Kind", profile.Kind),
        ("Direction", profile.Direction),
        ("Feature", profile.Feature),
        ("Channel", profile_data.ChannelMask),
        ("Flag", ReadingFlag),
        ("Result", profile_control.Result),
        ("Press", Press),
    ],
)
def test_every_number_is_told(section: str, enum: type[IntEnum | IntFlag]) -> None:
    stated = {(int(row["value"]), row["name"]) for row in rows(section, "value")}
    assert stated == {(member.value, member.name) for member in enum if member.value}


def test_uuids() -> None:
    stated = [row["UUID"].strip("`") for row in rows("Services", "service or characteristic")]
    assert stated == [
        profile.SERVICE,
        profile.CAPABILITIES,
        profile.DATA,
        profile.CONTROL,
        profile.EVENT,
    ]


def test_advertising_fits_31_bytes_and_names_the_service() -> None:
    for row in rows("Advertising", "device"):
        pdu = bytes.fromhex(row["bytes"].strip("`"))
        service = bytes.fromhex(profile.SERVICE.replace("-", ""))[::-1]
        name = row["device"].encode()
        assert row["device"] in profile.ADVERTISED_NAME.values()
        assert pdu == (b"\x02\x01\x06\x11\x07" + service + bytes((len(name) + 1, 9)) + name)
        assert len(pdu) <= 31


@pytest.mark.parametrize("section", [title for title in SECTIONS if title.startswith("Example")])
def test_examples_are_golden_frames(section: str) -> None:
    lines = (ROOT / "tests/vectors/open_profile.jsonl").read_text().splitlines()
    golden = {vector["id"]: vector["hex"] for vector in map(json.loads, lines)}
    examples = rows(section, "frame")
    assert len(examples) >= 4
    for row in examples:
        assert row["bytes"].strip("`") == golden[row["frame"]], row["frame"]
