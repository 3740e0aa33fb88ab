"""Events and happenings as lines: JSON objects that other programs read, and words for people.

Holds, slips and releases have the forms of `devicelink replay --json`; every other happening has
its class in snake_case and its own fields. Floats carry six decimals at most; a number that is not
known is null, never NaN. Guarded by tests/test_lines.py.
"""

import math
from dataclasses import fields
from enum import Enum
from typing import Final

import msgspec

from devicelink.care.phrases import clock
from devicelink.care.red_flags import RedFlags
from devicelink.core.events import (
    Doubted,
    Event,
    Gap,
    HoldEnded,
    OverForce,
    Regrip,
    Release,
    ReleaseEvidence,
    Rubbing,
    Slip,
    TrustedAgain,
)
from devicelink.data import phrases
from devicelink.plaintext import clean, escaped
from devicelink.session.codec import kind_of
from devicelink.session.port import Happening

LONGEST: Final = 500
"""Characters of a text; what a device sent may be longer, and is kept whole in the record."""
_HOLD: Final = ("onset_s", "end_s", "declared_s", "decided_s", "mean_n", "peak_n", "cv", "reason")
_SLIP: Final = ("t_s", "drop_pct", "decided_s")
_REGRIP: Final = ("t_s", "change_pct", "decided_s")
_RUBBING: Final = ("t_s", "hz", "swing_pct", "decided_s")
_RELEASE: Final = (
    "hold", "verdict", "p", "t_s", "declared_s", "drop_pct", "min_detectable_drop_pct",
)  # fmt: skip


def as_line(event: object) -> dict[str, object] | None:
    """The event as `devicelink replay --json` prints it; None where it prints nothing."""
    match event:
        case HoldEnded():
            return _form("hold", event, _HOLD)
        case Slip():
            return _form("slip", event, _SLIP)
        case Regrip():
            return _form("regrip", event, _REGRIP)
        case Rubbing():
            return _form("rubbing", event, _RUBBING)
        case Release():
            return _form("release", event, _RELEASE)
        case _:
            return None


def _form(name: str, event: object, keys: tuple[str, ...]) -> dict[str, object]:
    return {"type": name} | {key: plain_value(getattr(event, key)) for key in keys}


def happening_line(t_s: float, happening: Happening) -> dict[str, object]:
    """Any happening as `--json` prints it: the forms of `as_line`, else class, time, own fields."""
    line = as_line(happening)
    if line is None:
        line = {"type": kind_of(type(happening)), "t_s": plain_value(t_s)}
        for field in (one for one in fields(happening) if one.name != "terms"):
            line[field.name] = plain_value(getattr(happening, field.name))
    if isinstance(happening, ReleaseEvidence):
        line["terms"] = [{"source": t.source, "log_odds": t.log_odds} for t in happening.terms]
    return line


def as_json(line: dict[str, object]) -> str:
    """One line of JSON, keys in the order given; what a terminal would obey is escaped."""
    return escaped(msgspec.json.encode(line).decode())


def plain_value(value: object) -> object:
    """A value that JSON can hold: enums by value, pairs as an object, floats rounded or None."""
    match value:
        case Enum():
            return value.value
        case bytes():
            return value.hex()
        case str():
            return clean(value, LONGEST)
        case float():
            return round(value, 6) if math.isfinite(value) else None
        case tuple():
            return {str(key): plain_value(item) for key, item in value}
        case _:
            return value


def flag_lines(flags: RedFlags) -> list[str]:
    """When to stop and get help, a line a sign."""
    lines = []
    for level in flags.level:
        lines += [f"{level.name}: {level.do}", *(f"  - {sign}" for sign in level.signs)]
    return [*lines, flags.note]


def as_words(event: Event) -> str | None:
    """A finding of the core in one plain line, holds counted from 1; None where it needs none."""
    match event:
        case HoldEnded():
            return _words(
                "hold", event, hold=event.hold + 1, steadiness_pct=event.cv * 100,
                reason=event.reason.value.replace("_", " "),
            )  # fmt: skip
        case Slip() | Gap() | Rubbing():
            return _words(kind_of(type(event)), event)
        case Regrip():
            return _words("regrip_up" if event.change_pct > 0 else "regrip_down", event)
        case Release():
            return _words(
                "release", event, hold=event.hold + 1, verdict=_words(event.verdict.value, event),
                seen=_seen(event),
            )  # fmt: skip
        case _:
            return _of_the_signal(event)


def _of_the_signal(event: Event) -> str | None:
    match event:
        case Doubted() | TrustedAgain():
            entry = "doubted" if isinstance(event, Doubted) else "trusted"
            return _words(entry, event, why=event.why.value)
        case OverForce():
            entry = "too_hard" if event.level.value == "alarm" else "near_limit"
            return _words(entry, event, at=clock(event.t_s))
        case _:
            return None


def _words(entry: str, event: Event, **more: object) -> str:
    """The catalogue's sentence, its places filled from the event's own fields and from `more`."""
    known = {field.name: getattr(event, field.name) for field in fields(event)}
    return phrases().text("finding", entry, **(known | more))


def _seen(release: Release) -> str:
    if release.t_s is not None and release.drop_pct is not None:
        return _words("seen", release)
    return _words("why", release) if release.why else ""
