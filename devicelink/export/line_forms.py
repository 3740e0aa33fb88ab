"""The lines of a session file, one class each; `type` tells them apart.

Their keys are explained in the dictionary. Guarded by tests/export/test_session_file.py.
"""

from datetime import datetime
from typing import Final, TypeAlias

import msgspec

from devicelink.store.record import SessionMeta
from firmware_protocol.messages import Channel, Unit

FORMAT: Final = 1
Number: TypeAlias = int | float | str | None
"""A sample in JSON: null for NaN, "inf" and "-inf" as text."""


class Line(msgspec.Struct, frozen=True, tag_field="type", kw_only=True):
    """What every line has: its type."""


class SessionLine(Line, frozen=True, tag="session", kw_only=True):
    """Begins a session."""

    format: int
    id: int
    facts: SessionMeta


class RecordLine(Line, frozen=True, tag="record", kw_only=True):
    """One thing that entered or was concluded."""

    n: int
    t_s: float
    samples: int
    kind: str
    body: dict[str, object]


class SamplesLine(Line, frozen=True, tag="samples", kw_only=True):
    """A run of samples."""

    first: int
    unit: Unit
    t_s: list[float]
    raw: list[Number]
    zero_n: float = 0.0
    slope: float = 1.0
    device_us: list[int] | None
    seq: list[int] | None
    channels: dict[Channel, list[Number]]


class HoleLine(Line, frozen=True, tag="hole", kw_only=True):
    """Samples that could not be kept or read."""

    first: int
    count: int


class EndLine(Line, frozen=True, tag="end", kw_only=True):
    """Closes a session."""

    ending: str
    ended_at: datetime | None
    t_s: float
    samples: int
    records: int


class HoldLine(Line, frozen=True, tag="hold"):
    """Worked out again from the records, so not read."""


class RatingLine(Line, frozen=True, tag="rating"):
    """Worked out again from the records, so not read."""


class RowLine(Line, frozen=True, tag="row", kw_only=True):
    """A row of a table that is no session's: values by column, bytes as {"base64": text}."""

    table: str
    values: dict[str, object]


AnyLine: TypeAlias = (
    SessionLine | RecordLine | SamplesLine | HoleLine | EndLine | HoldLine | RatingLine | RowLine
)
