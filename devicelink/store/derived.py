"""Hold and rating rows, worked out from a session's stream.

The stream is the truth; these rows only make it quick to ask. They can be thrown away and made
again, and are when `VERSION` goes up. Rows S56-S58. Guarded by tests/store/test_derived.py.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from devicelink.store.record import Record, SessionMeta

VERSION: Final = 3
"""Of the rule by which rows are worked out."""

KINDS: Final = (
    "phase_changed", "hold_ended", "release", "rep_ended", "answered", "pain", "over_force",
)  # fmt: skip
"""The records that the rows rest on."""
V8: Final = tuple(
    f"ALTER TABLE hold ADD COLUMN {column}"
    for column in (
        "settled_s REAL", "regrips INTEGER", "rubbing_s REAL", "tremor_pct REAL", "alarms INTEGER",
    )
)  # fmt: skip
"""Columns that came later; files of before get them, and their rows are made again."""

_OF_SESSION: Final = (
    "tip_area_mm2", "raw_unit", "zone_low_n", "zone_high_n", "limit_n", "limit_name",
)  # fmt: skip
_MEASURED: Final = (
    "mean_n", "median_n", "peak_n", "cv", "impulse_ns", "load_rate_n_s", "unload_rate_n_s",
    "settled_s", "rubbing_s", "tremor_pct",
)  # fmt: skip
_OF_RELEASE: Final = {
    "release_p": "p",
    "release_t_s": "t_s",
    "release_declared_s": "declared_s",
    "drop_pct": "drop_pct",
    "min_detectable_drop_pct": "min_detectable_drop_pct",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """One sustained press: what was measured, what was concluded, what the person said.

    Field names carry their units; docs/data.md explains each. `rep` is the coached hold it belongs
    to, None for a press that was no part of one (while locating, say).
    """

    hold: int
    rep: int | None
    onset_s: float
    end_s: float
    total_s: float
    mean_n: float | None
    median_n: float | None
    peak_n: float | None
    mean_kpa: float | None
    tip_area_mm2: float | None
    raw_unit: str | None
    cv: float | None
    in_zone_s: float
    in_zone_pct: float | None
    zone_low_n: float | None
    zone_high_n: float | None
    limit_n: float | None
    limit_name: str | None
    impulse_ns: float | None
    load_rate_n_s: float | None
    unload_rate_n_s: float | None
    slips: int
    gap_s: float
    settled_s: float | None
    regrips: int | None
    rubbing_s: float | None
    tremor_pct: float | None
    alarms: int
    reason: str
    verdict: str | None
    release_p: float | None
    release_t_s: float | None
    release_declared_s: float | None
    drop_pct: float | None
    min_detectable_drop_pct: float | None
    verdict_why: str | None
    rep_end: str | None
    held_s: float | None
    quality: str | None
    user_easing_s: float | None
    gave: int | None
    gave_state: str | None
    pain_now: int | None
    pain_now_state: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """An answer, or a pain number noted without being asked (`question` is then "noted").

    `n` is the record it comes from. `state` is answered, declined or unanswered; `value` is 0-10
    for pain, 1 or 0 for yes or no, None without an answer. `rep` 0 is the session's own.
    """

    n: int
    t_s: float
    question: str
    rep: int
    state: str
    value: int | None


def ratings(records: Iterable[tuple[int, Record]], *, asked: bool) -> list[Rating]:
    """Every answer in a stream of (n, record), in order.

    Where nobody was there to be `asked` the session went on without one: that is no answer (S58).
    """
    notes: list[Rating] = []
    found: list[Rating] = []
    for n, record in records:
        body = record.body
        if record.kind == "pain":
            value = _whole(body, "value")
            notes.append(
                Rating(n=n, t_s=record.t_s, question="noted", rep=0, state="answered", value=value)
            )
        elif record.kind == "answered":
            found.append(
                Rating(
                    n=n,
                    t_s=record.t_s,
                    question=_text(body, "question") or "",
                    rep=_whole(body, "rep") or 0,
                    state=_text(body, "state") or "",
                    value=_whole(body, "value"),
                )
            )
    answered = {rating.t_s for rating in found if rating.question.startswith("pain")}
    unasked = [note for note in notes if note.t_s not in answered]
    meant = [rating for rating in found if asked or rating.value is not None]
    return sorted([*meant, *unasked], key=lambda rating: rating.n)


def holds(meta: SessionMeta, records: Sequence[tuple[int, Record]]) -> list[Hold]:
    """Every hold in a stream of (n, record), by its number."""
    bodies: dict[str, list[Mapping[str, object]]] = {kind: [] for kind in KINDS}
    for _, record in records:
        if record.kind in bodies:
            bodies[record.kind].append(record.body)
    verdicts = {_whole(body, "hold"): body for body in bodies["release"]}
    ends = {_whole(body, "rep"): body for body in bodies["rep_ended"]}
    spans = _spans(bodies["phase_changed"], bodies["rep_ended"])
    answers = {(r.rep, r.question): r for r in ratings(records, asked=meta.asked)}
    rows = []
    for ended in bodies["hold_ended"]:
        number = _whole(ended, "hold")
        rep = _rep_of(ended, spans)
        said = {q: answers.get((rep or -1, q)) for q in ("gave", "pain_now")}
        row = _row(meta, ended, verdicts.get(number, {}), rep, ends.get(rep, {}), said)
        rows.append(replace(row, alarms=_alarms(bodies["over_force"], row.onset_s, row.end_s)))
    return sorted(rows, key=lambda row: row.hold)


def _spans(
    phases: Iterable[Mapping[str, object]], ends: Iterable[Mapping[str, object]]
) -> dict[int, tuple[float, float]]:
    """When each coached hold was under way: from its settling to its end."""
    starts: dict[int, float] = {}
    for body in phases:
        rep = _whole(body, "rep")
        if rep and body.get("phase") in {"settle", "listen"}:
            starts.setdefault(rep, _number(body, "t_s") or 0.0)
    spans: dict[int, tuple[float, float]] = {}
    for body in ends:
        rep, end_s = _whole(body, "rep"), _number(body, "t_s")
        if rep and end_s is not None:
            spans[rep] = (starts.get(rep, -math.inf), end_s)
    for rep, start_s in starts.items():
        spans.setdefault(rep, (start_s, math.inf))
    return spans


def _rep_of(ended: Mapping[str, object], spans: Mapping[int, tuple[float, float]]) -> int | None:
    """The coached hold that a hold shares most time with."""
    onset_s, end_s = _number(ended, "onset_s") or 0.0, _number(ended, "end_s") or 0.0
    shared = {rep: min(end_s, b) - max(onset_s, a) for rep, (a, b) in spans.items()}
    best = max(shared, key=lambda rep: shared[rep], default=None)
    return best if best is not None and shared[best] > 0 else None


def _alarms(told: Iterable[Mapping[str, object]], onset_s: float, end_s: float) -> int:
    """How often the limit was passed, or about to be, while the hold lasted."""
    times = (_number(body, "t_s") for body in told if body.get("level") == "alarm")
    return sum(t_s is not None and onset_s <= t_s <= end_s for t_s in times)


def _row(
    meta: SessionMeta,
    ended: Mapping[str, object],
    release: Mapping[str, object],
    rep: int | None,
    end: Mapping[str, object],
    said: Mapping[str, Rating | None],
) -> Hold:
    mean_n, area = _number(ended, "mean_n"), meta.tip_area_mm2
    span = {
        name: _number(ended, name) or 0.0 for name in ("onset_s", "end_s", "in_zone_s", "gap_s")
    }
    total_s = span["end_s"] - span["onset_s"]
    with_signal_s = total_s - span["gap_s"]
    has_zone = meta.zone_low_n is not None and with_signal_s > 0
    values: dict[str, Any] = {
        **span,
        **{name: getattr(meta, name) for name in _OF_SESSION},
        **{name: _number(ended, name) for name in _MEASURED},
        **{name: _number(release, key) for name, key in _OF_RELEASE.items()},
        "hold": _whole(ended, "hold") or 0,
        "rep": rep,
        "total_s": total_s,
        "mean_kpa": mean_n / area * 1000 if mean_n is not None and area else None,
        "in_zone_pct": 100 * span["in_zone_s"] / with_signal_s if has_zone else None,
        "slips": _whole(ended, "slips") or 0,
        "regrips": _whole(ended, "regrips"),
        "alarms": 0,
        "reason": _text(ended, "reason") or "",
        "verdict": _text(release, "verdict"),
        "verdict_why": _text(release, "why"),
        "rep_end": _text(end, "end"),
        "held_s": _number(end, "held_s"),
        "quality": _text(end, "quality"),
        "user_easing_s": _number(end, "user_easing_s"),
    }
    for question, rating in said.items():
        values[question] = rating.value if rating else None
        values[f"{question}_state"] = rating.state if rating else None
    return Hold(**values)


def _number(body: Mapping[str, object], name: str) -> float | None:
    value = body.get(name)
    if isinstance(value, int | float) and math.isfinite(value):
        return float(value)
    return None


def _whole(body: Mapping[str, object], name: str) -> int | None:
    value = body.get(name)
    return int(value) if isinstance(value, int) else None


def _text(body: Mapping[str, object], name: str) -> str | None:
    value = body.get(name)
    return None if value is None else str(value)
