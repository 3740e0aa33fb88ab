"""Two weeks lived through the commands, and every number of their report worked out again.

The record is made by tools/two_weeks.py: a place that eases, one that does not, one that returns.
Its export goes through checks/recomputed.py, which shares no line with the program; each cell of
each table, each line, each paragraph with a number, each picture's words, dots and highest force
must be what that says. Then the round trip: import, export, the same bytes. Shows S10, S31, S34,
S35, S52, S59, S60. With a folder as argument everything stays there to be looked at.
"""

import hashlib
import json
import sys
import tempfile
import tomllib
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Final

from checks import recomputed
from checks.reading_page import Reader, described, dots, highest, words
from checks.recomputed import Record, Run
from devicelink.__main__ import main as devicelink
from tools.two_weeks import WHO, lived

ROOT: Final = Path(__file__).resolve().parents[1]
TO: Final = "Ruth Klein, physical therapist"
ANSWERED: Final = {"bones": "fragile bones"}


class DisagreementError(Exception):
    """What the report says and what the export says differ."""


def same(what: str, said: object, wanted: object) -> None:
    """Raises DisagreementError where they differ."""
    if said != wanted:
        raise DisagreementError(f"{what}\n  the report says: {said}\n  the export says: {wanted}")
    print(f"agrees: {what}", flush=True)


def check(folder: Path, today: datetime) -> None:
    """Write the report and the export, and hold the one against the other."""
    page, raw = folder / "report.html", folder / "record.jsonl"
    _run("export", "--format", "jsonl", "-o", str(raw), folder=folder)
    _run("report", "--simulated", "--to", "Ruth Klein", "-o", str(page), folder=folder)
    _run("report", "--simulated", "-o", str(folder / "report.pdf"), folder=folder)
    record, read = Record(raw), Reader(page.read_text("utf-8"))
    names = {key: one["name"] for key, one in _points().items()}
    runs = record.numbers()
    title = {place: _title(place, names) for place in runs}
    _statuses(runs)
    _tables(record, read, runs, title)
    _texts(record, read, runs, title, today, raw)
    _pictures(record, read, runs, title)
    for session in record.sessions:
        for hold in session["lines"]["hold"]:
            again = recomputed.mean_of_samples(session, hold)
            if abs(again - hold["mean_n"]) > 0.01 * again + 0.01:
                raise DisagreementError(
                    f"mean of {session['id']}: {hold['mean_n']} N, samples {again} N"
                )
    print("agrees: mean force of every hold with its samples")
    _round_trip(folder, raw)


def _run(*words: str, folder: Path, who: str = WHO) -> None:
    if devicelink([*words, "--data", str(folder / "data"), "--profile", who]) != 0:
        raise DisagreementError(f"devicelink {' '.join(words)} failed")


def _points() -> dict[str, dict[str, str]]:
    file = ROOT / "devicelink" / "data" / "points.toml"
    found: dict[str, dict[str, str]] = tomllib.loads(file.read_text("utf-8"))["point"]
    return found


def _title(place: str, names: dict[str, str]) -> str:
    point, _, side = place.partition(" ")
    return f"{names[point]}, {side}" if point else "Pain overall"


def _statuses(runs: dict[str, Run]) -> None:
    """The story that was lived is the story that is told."""
    same("one eases", runs["ut left"].status, "responding")
    same("one does not", runs["is right"].status, "not_clear")
    same("one returned", str(runs["gm left"].returned), "2026-03-14")
    same("the others did not", [runs["ut left"].returned, runs["is right"].returned], [None] * 2)


def _tables(record: Record, read: Reader, runs: dict[str, Run], title: dict[str, str]) -> None:
    summary, medicine, weeks = read.tables
    rows = {
        place: recomputed.summary_row(title[place], run, record.holds(place))
        for place, run in runs.items()
    }
    same("the summary", sorted(summary[1:]), sorted(rows.values()))
    taken = [
        [f"{at:%Y-%m-%d}", f"{one['name']} {one['at']}", "-", "-", "-"]
        for at, _, body in record.entries("note")
        for one in body.get("medication", [])
    ]
    done = [
        [f"{at:%Y-%m-%d}", body["done"].replace("_", " "),
         f"{body['provider']}, {body['role'].replace('_', ' ')}",
         "; ".join(title[place] for place in body["places"]),
         f"{body['pain_before']} to {body['pain_after']}"]
        for at, _, body in record.entries("care")
    ]  # fmt: skip
    same("medicine and care", medicine[1:], sorted(taken + done))
    items = ("average", "enjoyment", "activity")
    told = [
        [f"{at:%Y-%m-%d}", *(str(body[item]) for item in items),
         f"{sum(body[item] for item in items) / 3:.1f}", str(body["worst"]),
         body["change"].replace("_", " ")]
        for at, _, body in record.entries("check_in")
    ]  # fmt: skip
    same("week by week", weeks[1:], told)


def _texts(
    record: Record, read: Reader, runs: dict[str, Run], title: dict[str, str], today: datetime,
    raw: Path,
) -> None:  # fmt: skip
    """Every line and paragraph with a number in it is one that was worked out, or a rule."""
    days = [s["facts"]["started_at"][:10] for s in record.sessions if any(
        hold["rep"] is not None for hold in s["lines"]["hold"])]  # fmt: skip
    n, on = len(days), len(set(days))
    first = min([*days, *(f"{at:%Y-%m-%d}" for at, _, _ in record.entries("begin"))])
    span = (today.date() - datetime.fromisoformat(first).date()).days + 1
    version = record.sessions[0]["facts"]["app_version"]
    digest = hashlib.sha256(raw.read_bytes()).hexdigest()
    told = [
        f"{on} of the last {span} days with a session, {n / on:.1f} a day on those (n = {n}).",
        (
            f"{first} to {today:%Y-%m-%d}. Told by the person and measured by their own device; "
            f"not checked by a clinician. Made on {today:%Y-%m-%d} with devicelink {version}."
        ),
        (
            f"SIMULATED. Sessions with a simulated device: {len(record.sessions)}. "
            "They are nobody's numbers."
        ),
        f"For {TO}. The person asks you to look at this record with them.",
        f"SHA-256 of the raw record of these days (devicelink export --format jsonl): {digest}",
    ]
    for place, run in runs.items():
        told += [f"{title[place]}: {text}" for text in recomputed.remarks(run) if place]
        if place and run.status == "not_clear" and run.last > 2:
            told.append(
                f"For a professional: {title[place]}: no meaningful change after "
                f"{len(run.counted)} sessions."
            )
    told += [*_statements(record), _slept(record)]
    rules = _rules()
    for text in [*read.paragraphs, *read.lines]:
        if any(letter.isdigit() for letter in text) and text not in told and text not in rules:
            raise DisagreementError(f"a number that nobody worked out: {text}")
    missing = [text for text in told if text not in [*read.paragraphs, *read.lines]]
    same("paragraphs and lines; none is missing", missing, [])


def _statements(record: Record) -> list[str]:
    """What was said before sessions, and when the warning signs were looked at."""
    told = []
    for row in record.rows["statement"]:
        if row["topic"] == "shown":
            told.append(f"The list of warning signs was looked at on {row['told_at'][:10]}.")
        if row["topic"] == "answer" and json.loads(row["body"])["reply"] == "yes":
            told.append(f"{ANSWERED[row['item']]}: yes ({row['told_at'][:10]})")
    return told


def _slept(record: Record) -> str:
    """The nights that were told, and how often sleep was not said."""
    said = [body["sleep"] for _, _, body in record.entries("note") if "sleep" in body]
    nights = sorted(night for night in said if isinstance(night, int))
    middle = (nights[(len(nights) - 1) // 2] + nights[len(nights) // 2]) / 2
    return (
        f"Sleep, 0 to 10: median {middle:g} ({nights[0]} to {nights[-1]}), "
        f"told {len(nights)} times, not said {len(said) - len(nights)} times."
    )


def _rules() -> set[str]:
    """Sentences whose numbers are the rules' own."""
    said = tomllib.loads((ROOT / "devicelink/data/phrases_report.toml").read_text("utf-8"))
    journal = tomllib.loads((ROOT / "devicelink/data/phrases_journal.toml").read_text("utf-8"))
    fixed = {"sessions": 4, "least_days": 5, "run": 3, "drop": 2, "share": 30, "rise": 2, "mild": 2}
    return {
        said["report_line"]["pain_note"],
        journal["trend"]["rule"]["say"].format(**fixed),
        journal["trend"]["noise_rule"]["say"],
        journal["professional"]["rule"]["say"].format(**fixed),
    }


def _pictures(record: Record, read: Reader, runs: dict[str, Run], title: dict[str, str]) -> None:
    """Each trend's words, numbers and dots; each newest hold's words and highest force."""
    drawn = {unescape(described(svg)[0]): svg for svg in read.pictures}
    for place, run in runs.items():
        svg = drawn.pop(title[place])
        sentences = [recomputed.trend_sentence(title[place], run)]
        sentences += recomputed.remarks(run) if place else []
        numbers = "; ".join(
            f"{n.at:%Y-%m-%d}: {'not said' if n.value is None else n.value} "
            f"({n.when.replace('_', ' ')})"
            for n in run.numbers
        )
        spoken = unescape(described(svg)[1])
        same(f"picture, {title[place]}, in words", spoken, " ".join([*sentences, numbers]))
        counted = [float(n.value or 0) for n in run.counted]
        same("  its dots", [round(value, 1) for value in dots(svg, "before")], counted)
    for place in (place for place in runs if place):
        for session, holds in record.holds(place)[-1:]:
            for hold in holds:
                began = datetime.fromisoformat(session["facts"]["started_at"])
                name = f"{title[place]}, {began:%Y-%m-%d %H:%M}: hold {hold['hold'] + 1}"
                _hold(name, drawn.pop(name), hold)
    same("no other picture", sorted(drawn), [])


def _hold(name: str, svg: str, hold: dict[str, float]) -> None:
    said = (
        f"{hold['total_s'] - hold['gap_s']:.0f} s, {hold['in_zone_s']:.0f} s of it in the band · "
        f"mean {hold['mean_n']:.1f} N ({hold['mean_n'] / hold['tip_area_mm2'] * 1000:.0f} kPa) · "
        f"steadiness {hold['cv'] * 100:.0f} %"
    )
    same(f"{name}, in words", words(svg)[1], said)
    if abs(highest(svg) - hold["peak_n"]) > 0.05 * hold["peak_n"]:
        raise DisagreementError(
            f"{name}: drawn up to {highest(svg):.1f} N, measured {hold['peak_n']:.1f} N"
        )
    print(f"agrees: {name}, highest force {highest(svg):.1f} N", flush=True)


def _round_trip(folder: Path, raw: Path) -> None:
    """Export, import into an empty profile, export: the same bytes."""
    again = folder / "again.jsonl"
    _run("import", str(raw), folder=folder, who="Copy")
    _run("export", "--format", "jsonl", "-o", str(again), folder=folder, who="Copy")
    same("the round trip, byte for byte", again.read_bytes() == raw.read_bytes(), wanted=True)


def main() -> int:
    """0 where all agrees, 1 where something does not."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(made)
        try:
            with lived(folder / "data", lambda line: print(line, flush=True)) as today:
                check(folder, today)
        except DisagreementError as wrong:
            print(f"WRONG: {wrong}")
            return 1
    print("Every number of the report is the export's.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
