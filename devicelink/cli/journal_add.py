"""The journal's commands that add: an entry, care by others, the check-in, helpers, the day after.

Guarded by tests/cli/test_journal.py and test_journal_asking.py.
"""

import sys
from typing import Any, Final

import click

from devicelink.care.journal_words import QUALITIES, TAGS, Change, Role
from devicelink.cli import journal_asking as asking
from devicelink.cli.journal_fields import one_of, read_all, time_named
from devicelink.cli.journal_parts import (
    ABOUT,
    AT,
    JSON,
    TEXT,
    keep_and_show,
    scores,
    show_all,
    where_of,
)
from devicelink.cli.noting import entry_of, now
from devicelink.cli.options import COUNT, place_of, stored
from devicelink.errors import UsageError
from devicelink.store.diary import diary_in
from devicelink.store.place import Place

_MOMENTS: Final = {"before": "before", "after": "after", "next_day": "next_day", "pain": "now"}


@click.command()
@AT
@scores(
    pain="Pain now.", before="Pain before a session.", after="Pain after it.",
    next_day="Pain the day after.", soreness="How sore the spot is to the touch.",
    sleep="How well you slept: 10 is best.",
)  # fmt: skip
@click.option("--quality", metavar="WORDS", help=f"How it feels: {', '.join(QUALITIES)}, or else.")
@click.option("--referred", metavar="AREA=N,...", help="Where else you feel it: 'temple=3, eye'.")
@click.option("--sensations", metavar="WORDS", help="What you felt as it let go: warmth, ...")
@click.option("--twitch", metavar="yes|no", help="Whether the muscle twitched.")
@click.option("--tags", metavar="WORDS", help=f"What had a part in it: {', '.join(TAGS)}, or else.")
@click.option("--exercises", metavar="NAME=done|not-done,...", help="Exercises, done or not.")
@click.option("--medication", metavar="NAME@HH:MM,...", help="What you took, and when.")
@click.option(
    "--motion", metavar="MOVEMENT=BEFORE>AFTER,...",
    help="Degrees of a movement: 'neck rotation left=50>61'.",
)  # fmt: skip
@TEXT
@ABOUT
@JSON
@stored
def add(*, as_objects: bool, data: str | None, profile: str, **given: Any) -> None:
    """Add an entry. With nothing given, at a terminal, it asks."""
    folder = place_of(data, profile)
    if not any(value is not None for value in given.values()):
        if not sys.stdin.isatty():
            raise UsageError("entry_needs_number")
        given = asking.ask_entry(given)
    at, where = time_named(given["about"], now()), where_of(given["point"], given["side"])
    numbers = [name for name in _MOMENTS if given[name] is not None]
    rest = {name: value for name, value in given.items() if name not in _MOMENTS}
    made = []
    for index, name in enumerate(numbers or [""]):
        typed = ({"when": _MOMENTS[name], "pain": given[name]} if name else {}) | (
            rest if index == 0 else {}
        )
        made.append(entry_of("note", read_all(typed), about_at=at, place=where))
    keep_and_show(folder, made, as_objects=as_objects)


@click.command()
@click.argument("done", metavar="WHAT")
@click.option("--provider", metavar="NAME", help="Who did it.")
@click.option("--role", metavar="ROLE", help=f"What they are: {', '.join(Role)}.")
@click.option("--place", "places", metavar="PLACE,...", help="Where: 'ut left, ls left'.")
@scores(
    before="Pain before it.", after="Pain after it.", soreness_next_day="How sore the day after."
)
@click.option("--twitch", metavar="yes|no", help="Whether the muscle twitched.")
@TEXT
@ABOUT
@JSON
@stored
def care(
    *, done: str, before: str | None, after: str | None, as_objects: bool, data: str | None,
    profile: str, **given: Any,
) -> None:  # fmt: skip
    """Note what somebody else did. WHAT is dry-needling, acupuncture, spray-and-stretch,
    general-massage or manual-therapy.
    """
    folder = place_of(data, profile)
    typed = {"done": done, "pain_before": before, "pain_after": after, **given}
    fields = with_role(folder, read_all(typed))
    at = time_named(given["about"], now())
    keep_and_show(folder, [entry_of("care", fields, about_at=at)], as_objects=as_objects)


@click.command("check-in")
@scores(
    average="Pain on average, over the past week.",
    enjoyment="How much pain stood in the way of enjoying life.",
    activity="How much pain stood in the way of what you do.", worst="Pain at its worst.",
)  # fmt: skip
@click.option("--change", metavar="STEP", help=f"Against the start: {', '.join(Change)}.")
@click.option("--tags", metavar="WORDS", help="What had a part in it: posture, ergonomics, ...")
@TEXT
@ABOUT
@JSON
@stored
def check_in(*, as_objects: bool, data: str | None, profile: str, **given: Any) -> None:
    """Once a week: PEG's three questions, the worst, and whether it changed. It asks, at a
    terminal."""
    folder = place_of(data, profile)
    if not any(value is not None for value in given.values()) and sys.stdin.isatty():
        given = asking.ask_check_in(given)
    entry = entry_of("check_in", read_all(given), about_at=time_named(given["about"], now()))
    keep_and_show(folder, [entry], as_objects=as_objects)


@click.command()
@click.argument("name", required=False)
@click.option("--role", metavar="ROLE", help=f"What they are: {', '.join(Role)}.")
@JSON
@stored
def provider(
    *, name: str | None, role: str | None, as_objects: bool, data: str | None, profile: str
) -> None:
    """Add somebody who helps, with their role; without a NAME, list them."""
    folder = place_of(data, profile)
    if name is None:
        show_all(
            [e for e in diary_in(folder).entries if e.kind == "provider"], as_objects=as_objects
        )
        return
    if role is None:
        raise UsageError("provider_no_role", name=name, known=", ".join(Role))
    fields = read_all({"name": name, "role": role})
    keep_and_show(folder, [entry_of("provider", fields, about_at=now())], as_objects=as_objects)


@click.command("next-day")
@scores(pain="Pain there today.", soreness="How sore the spot is to the touch.")
@click.option("--session", "number", type=COUNT, help="Of which session; else the newest due.")
@TEXT
@JSON
@stored
def next_day(
    *, number: int | None, as_objects: bool, data: str | None, profile: str, **given: Any
) -> None:
    """Answer the day after a session how it is there; at a terminal it asks."""
    folder = place_of(data, profile)
    made = asking.next_day_entries(folder, number, given, somebody=sys.stdin.isatty())
    keep_and_show(folder, made, as_objects=as_objects)


def with_role(folder: Place, fields: dict[str, object]) -> dict[str, object]:
    """The role of somebody in the list, where it was not said."""
    name = fields.get("provider")
    if name and "role" not in fields:
        for entry in diary_in(folder).entries:
            if entry.kind == "provider" and entry.fields.get("name") == name:
                return fields | {"role": one_of(Role, "role")(str(entry.fields["role"]))}
    return fields
