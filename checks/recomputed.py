"""A record's numbers worked out again from its export, with nothing of this program.

Reads JSON Lines with the standard library alone and writes what a report of them must say: rules
and forms are written down here a second time, on purpose. Used by checks/two_weeks.py.
"""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import mean, median
from typing import Any, Final

STATUS: Final = {
    "responding": "clearly less", "not_clear": "not clear", "worse": "clearly more",
    "not_responding": "no clear change in two weeks",
}  # fmt: skip
BANDS: Final = ((1, "none"), (4, "mild"), (7, "moderate"), (99, "severe"))
NEWTONS: Final = {"mN": 0.001, "N": 1.0, "kg": 9.80665, "lb": 4.4482216152605}


@dataclass(frozen=True)
class Number:
    """One pain number at a place ("" is overall), None where it was declined."""

    at: datetime
    when: str
    value: int | None


@dataclass
class Run:
    """What a run of numbers comes to."""

    numbers: list[Number]
    counted: list[Number] = field(default_factory=list)
    first: float = 0.0
    last: float = 0.0
    status: str = ""
    noise: int = 0
    days: int = 0
    returned: date | None = None

    def __post_init__(self) -> None:
        asked = [n for n in self.numbers if n.when == "before"]
        asked = asked or [n for n in self.numbers if n.when == "now"]
        self.counted = [n for n in asked if n.value is not None]
        values = [n.value for n in self.counted if n.value is not None]
        self.first, self.last = median(values[:3]), median(values[-3:])
        self.days = (self.counted[-1].at.date() - self.counted[0].at.date()).days
        self.noise = 1 if self.first < 5 else 2 if self.first < 8 else 3
        drop = self.first - self.last
        if drop >= 2 and drop >= 0.3 * self.first:
            self.status = "responding"
        elif -drop >= 2:
            self.status = "worse"
        else:
            self.status = "not_clear" if self.days < 14 else "not_responding"
        self.returned = _returned(self.numbers)


def _returned(numbers: list[Number]) -> date | None:
    """Seven days at 2 or less, then 4 or more; numbers from after a session left out."""
    told = [n for n in numbers if n.value is not None and n.when != "after"]
    back: date | None = None
    for here, one in enumerate(told):
        quiet = []
        for before in reversed(told[:here]):
            if (before.value or 0) > 2:
                if (before.value or 0) >= 4:
                    break
                continue
            quiet.append(before.at.date())
        if (one.value or 0) >= 4 and quiet and (quiet[0] - quiet[-1]).days >= 7:
            back = one.at.date()
    return back


class Record:
    """An export, read line by line."""

    def __init__(self, path: Path) -> None:
        self.sessions: list[dict[str, Any]] = []
        self.rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for text in path.read_text("utf-8").splitlines():
            line = json.loads(text)
            kind = line["type"]
            if kind == "session":
                self.sessions.append({"facts": line["facts"], "id": line["id"]})
                here: dict[str, list[dict[str, Any]]] = defaultdict(list)
                self.sessions[-1]["lines"] = here
            elif kind == "row":
                self.rows[line["table"]].append(line["values"])
            else:
                here[kind].append(line)

    def entries(self, kind: str) -> list[tuple[datetime, str, dict[str, Any]]]:
        """When, where, what: the entries of a kind that count, in order."""
        gone = {row["supersedes"] for row in self.rows["entry"]}
        counted = [r for r in self.rows["entry"] if r["uid"] not in gone and r["kind"] == kind]
        told = [(_zoned(r), r["place"], json.loads(r["body"])) for r in counted]
        return sorted(told, key=lambda one: one[0])

    def holds(self, place: str) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
        """Sessions at a place, by time, each with its coached holds."""
        found = []
        for session in self.sessions:
            facts = session["facts"]
            held = [h for h in session["lines"]["hold"] if h["rep"] is not None]
            if held and f"{facts['point']} {facts['side']}" == place:
                found.append((session, held))
        return sorted(found, key=lambda one: str(one[0]["facts"]["started_at"]))

    def numbers(self) -> dict[str, Run]:
        """Every place's run, and "" for pain overall."""
        found: dict[str, list[Number]] = defaultdict(list)
        asked = {"pain_before": "before", "pain_after": "after"}
        for session in self.sessions:
            facts = session["facts"]
            began = datetime.fromisoformat(facts["started_at"])
            for rating in session["lines"]["rating"]:
                if rating["question"] in asked and rating["rep"] == 0:
                    found[f"{facts['point']} {facts['side']}"].append(
                        Number(began + timedelta(seconds=rating["t_s"]), asked[rating["question"]],
                               rating["value"])
                    )  # fmt: skip
        for at, place, body in self.entries("note"):
            if body.get("pain") is not None:
                value = None if body["pain"] == "declined" else body["pain"]
                found[place].append(Number(at, body.get("when", "now"), value))
        return {
            place: Run(sorted(told, key=lambda n: n.at)) for place, told in sorted(found.items())
        }


def _zoned(row: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(row["about_at"]) + timedelta(seconds=row["utc_offset_s"])


def mean_of_samples(session: dict[str, Any], hold: dict[str, Any]) -> float:
    """The hold's mean force from the device's own numbers."""
    force = [
        raw * NEWTONS[line["unit"]] - line["zero_n"]
        for line in session["lines"]["samples"]
        for t_s, raw in zip(line["t_s"], line["raw"], strict=True)
        if hold["onset_s"] <= t_s <= hold["end_s"] and raw is not None
    ]
    return float(mean(force))


def summary_row(name: str, run: Run, held: list[tuple[Any, list[dict[str, Any]]]]) -> list[str]:
    """The row of a place in the first table."""
    pain = [f"{run.first:g} to {run.last:g} (±{run.noise})", STATUS[run.status]]
    pain.append(str(len(run.counted)))
    if not held:
        return [name, *pain, *["-"] * 6]
    holds = [hold for _, some in held for hold in some]
    means = [hold["mean_n"] for hold in holds]
    seconds = [hold["total_s"] - hold["gap_s"] for hold in holds]
    zone = 100 * sum(hold["in_zone_s"] for hold in holds) / sum(seconds)
    force = f"{median(means):.1f} ({min(means):.1f}-{max(means):.1f})"
    kpa = median(hold["mean_n"] / hold["tip_area_mm2"] * 1000 for hold in holds)
    counts = [str(len(held)), str(len(holds)), f"{sum(seconds) / len(holds):.0f}"]
    return [name, *pain, *counts, force, f"{kpa:.0f}", f"{zone:.0f}"]


def trend_sentence(name: str, run: Run) -> str:
    """The line of a place's trend."""
    declined = sum(n.value is None for n in run.numbers if n.when in {"before", "now"})
    said = f", {declined} not said" if declined else ""
    return (
        f"{name}: {STATUS[run.status]}. From {run.first:g} ({band(run.first)}) to {run.last:g} "
        f"({band(run.last)}); less than {run.noise} would be within chance; "
        f"n = {len(run.counted)} over {run.days} days{said}."
    )


def remarks(run: Run) -> list[str]:
    """The checkpoint of a place, and that it returned."""
    n = len(run.counted)
    told = {
        "responding": f"After {n} sessions: less, beyond chance. Go on as you do.",
        "worse": f"After {n} sessions: clearly more. Leave it and ask a professional.",
    }.get(
        run.status,
        f"After {n} sessions: no change beyond chance. Change something (the spot, the time of "
        "day, how light), or ask a professional.",
    )
    back = f"It returned on {run.returned}: quiet at 2 or less for 7 days or more, then 4 or more."
    return [told, *([back] if run.returned else [])]


def band(value: float) -> str:
    """A word for a number."""
    return next(word for above, word in BANDS if value < above)
