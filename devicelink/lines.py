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
    Verdict,
)
from devicelink.plaintext import clean
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
    """One line of JSON, keys in the order given."""
    return msgspec.json.encode(line).decode()


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


_VERDICTS: Final = {
    Verdict.RELEASE_LIKELY: "the tissue may have given",
    Verdict.RELEASE_POSSIBLE: "it eased a little: tissue or hand",
    Verdict.NO_RELEASE_SEEN: "no give seen",
    Verdict.CANNOT_TELL: "cannot tell from force whether it gave",
}


def as_words(event: Event) -> str | None:  # noqa: PLR0911 - one form an event
    """A finding of the core in one plain line, holds counted from 1; None where it needs none."""
    match event:
        case HoldEnded():
            return (
                f"hold {event.hold + 1} from {event.onset_s:.1f} s to {event.end_s:.1f} s, "
                f"{event.mean_n:.1f} N mean, steady to {event.cv * 100:.0f} %, "
                f"ended by {event.reason.value.replace('_', ' ')}"
            )
        case Slip():
            return f"slip at {event.t_s:.1f} s, {event.drop_pct:.0f} % of the force lost at once"
        case Regrip():
            who = "the grip moved" if event.change_pct > 0 else "the grip moved, or the tissue gave"
            return f"step of {event.change_pct:+.0f} % at {event.t_s:.1f} s: {who}"
        case Rubbing():
            return f"rubbing from about {event.t_s:.0f} s on, {event.hz:.1f} times a second"
        case Release():
            return f"hold {event.hold + 1}: {_VERDICTS[event.verdict]}{_seen(event)}"
        case Gap():
            return f"no samples from {event.t0_s:.1f} s to {event.t1_s:.1f} s"
        case Doubted():
            return f"readings not believed from {event.t_s:.1f} s on: {event.why.value}"
        case TrustedAgain():
            return f"{event.samples} readings left out up to {event.t_s:.1f} s: {event.why.value}"
        case OverForce():
            return f"{event.force_n:.0f} N at {clock(event.t_s)}, limit {event.limit_n:.0f} N: " + (
                "too hard" if event.level.value == "alarm" else "near the limit"
            )
        case _:
            return None


def _seen(release: Release) -> str:
    if release.t_s is not None and release.drop_pct is not None:
        return f", {release.drop_pct:.0f} % less from {release.t_s:.1f} s, p {release.p:.2f}"
    return f" ({release.why})" if release.why else ""
