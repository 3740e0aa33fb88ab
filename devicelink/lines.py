"""Happenings as lines of JSON: the forms that other programs read.

Holds, slips and releases have the forms of `devicelink replay --json`; everything else has its class
in snake_case and its own fields. Floats carry six decimals at most; a number that is not known is
null, never NaN. Guarded by tests/test_lines.py.
"""

import math
import re
from dataclasses import fields
from enum import Enum
from typing import Final

from devicelink.core.events import Event, HoldEnded, Release, Slip
from devicelink.session.port import Happening

_FORMS: Final[dict[type[object], tuple[str, tuple[str, ...]]]] = {
    HoldEnded: (
        "hold",
        (
            "onset_s",
            "end_s",
            "declared_s",
            "decided_s",
            "mean_n",
            "peak_n",
            "cv",
            "reason",
        ),
    ),
    Slip: ("slip", ("t_s", "drop_pct", "decided_s")),
    Release: (
        "release",
        (
            "hold",
            "verdict",
            "p",
            "t_s",
            "declared_s",
            "drop_pct",
            "min_detectable_drop_pct",
        ),
    ),
}


def as_line(event: Event) -> dict[str, object] | None:
    """The event as `devicelink replay --json` prints it; None where it prints nothing."""
    form = _FORMS.get(type(event))
    if form is None:
        return None
    name, keys = form
    return {"type": name} | {key: plain_value(getattr(event, key)) for key in keys}


def happening_line(t_s: float, happening: Happening, text: str | None = None) -> dict[str, object]:
    """Any happening as `--json` prints it; `text` is the sentence the person is given, if any."""
    line = as_line(happening) if isinstance(happening, tuple(_FORMS)) else None  # type: ignore[arg-type]
    if line is None:
        line = {"type": snake(type(happening).__name__), "t_s": plain_value(t_s)}
        for field in fields(happening):
            line[field.name] = plain_value(getattr(happening, field.name))
    return line if text is None else line | {"text": text}


def snake(name: str) -> str:
    """`PhaseChanged` -> `phase_changed`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def plain_value(value: object) -> object:
    """A value that JSON can hold: enums by value, pairs as an object, floats rounded or None."""
    match value:
        case Enum():
            return value.value
        case float():
            return round(value, 6) if math.isfinite(value) else None
        case tuple():
            return {str(key): plain_value(item) for key, item in value}
        case _:
            return value
