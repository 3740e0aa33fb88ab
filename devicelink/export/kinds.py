"""Which kind of value a column holds: read off the classes that the rows come from.

Guarded by tests/export/test_csv_file.py.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from types import NoneType
from typing import Final, get_args, get_type_hints

from devicelink.care.journal import CheckIn, Note
from devicelink.store.derived import Hold, Rating
from devicelink.store.entries import Entry
from devicelink.store.history import SessionRow
from devicelink.store.record import SessionMeta
from firmware_protocol.messages import Channel

_PLAIN: Final = (bool, int, float, str)
_SAMPLES: Final[Mapping[str, type]] = {
    **dict.fromkeys(("t_s", "force_n", "raw", "zero_n", "slope"), float),
    **dict.fromkeys(("device_us", "seq", "session"), int),
    **{channel.value: float for channel in Channel},
}
_TOLD: Final[Mapping[str, type]] = {
    **dict.fromkeys(("pain_before", "pain_after", "soreness_next_day"), int),
    "counts": bool, "late": bool, "unit": str,
}  # fmt: skip


def kinds_of(columns: Sequence[str]) -> dict[str, type]:
    """bool, int, float or str for each column."""
    return {name: _all().get(name, str) for name in columns}


@cache
def _all() -> Mapping[str, type]:
    found: dict[str, type] = {}
    for cls in (Note, CheckIn, Entry, SessionRow, SessionMeta, Rating, Hold):
        found |= {name: _plain(hint) for name, hint in get_type_hints(cls).items()}
    return {**found, **_SAMPLES, **_TOLD}


def _plain(hint: object) -> type:
    """The plain type in a hint, None left out; text for whatever is put into words."""
    options = [one for one in get_args(hint) or (hint,) if one is not NoneType]
    numbers = [one for one in options if one in _PLAIN]
    return numbers[0] if numbers else str
