"""`devicelink journal`: what happened, in numbers and words; by option, or asked at a terminal.

Nothing is ever changed in place: an edit is a new entry that stands for the old one. Guarded by
tests/cli/test_journal.py.
"""

import sys
from datetime import datetime
from typing import Any

import click

from devicelink.cli.journal_add import add, care, check_in, next_day, provider
from devicelink.cli.journal_fields import changed, time_named
from devicelink.cli.journal_lines import status_lines
from devicelink.cli.journal_parts import ABOUT, AT, JSON, TEXT, keep_and_show, show_all, where_of
from devicelink.cli.noting import earlier, entry_of, now, numbered, replacing
from devicelink.cli.options import COUNT, place_of, stored
from devicelink.cli.saying import tell
from devicelink.cli.terminal import put
from devicelink.errors import UsageError
from devicelink.lines import as_json
from devicelink.store.diary import diary_in


class Journal(click.Group):
    """The group; `treat` is another name of `care`."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Look a command up."""
        return super().get_command(ctx, "care" if cmd_name == "treat" else cmd_name)


@click.group(cls=Journal, short_help="The pain journal: add, list, edit, and what is due.")
def journal() -> None:
    """Keep a journal of pain and what goes with it.

    A number is 0 to 10, or the word declined; what you leave out stays missing.
    """


for command in (add, care, check_in, provider, next_day):
    journal.add_command(command)


@journal.command("begin")
@ABOUT
@JSON
@stored
def begin(*, about: str | None, as_objects: bool, data: str | None, profile: str) -> None:
    """Begin the 14 days of the journal anew, today or on a day that was."""
    entry = entry_of("begin", {"days": 14}, about_at=time_named(about, now()))
    keep_and_show(place_of(data, profile), [entry], as_objects=as_objects)


@journal.command("list")
@click.option("--since", metavar="WHEN", help="From this day or time on.")
@AT
@click.option("--overall", is_flag=True, help="Only those about no point.")
@click.option("--all", "everything", is_flag=True, help="Edited and taken back ones too.")
@click.option("--limit", type=COUNT, default=200, show_default=True, help="At most so many.")
@JSON
@stored
def list_(
    *, since: str | None, overall: bool, everything: bool, limit: int, as_objects: bool,
    data: str | None, profile: str, **at: Any,
) -> None:  # fmt: skip
    """List the journal, newest first."""
    diary = diary_in(place_of(data, profile))
    entries = diary.kept if everything else diary.entries
    if since is not None:
        begin_at = _start(since)
        entries = tuple(entry for entry in entries if entry.about_at >= begin_at)
    if overall or at["point"]:
        wanted = "" if overall else where_of(at["point"], at["side"])
        entries = tuple(entry for entry in entries if entry.place == wanted)
    newest = sorted(entries, key=lambda e: (e.about_at, e.recorded_at), reverse=True)[:limit]
    show_all(newest, as_objects=as_objects)
    diary.unreadable.check()
    if not newest:
        tell("recording", "no_entry")


@journal.command()
@click.argument("number", metavar="ID", type=COUNT)
@JSON
@stored
def show(*, number: int, as_objects: bool, data: str | None, profile: str) -> None:
    """Show an entry, and what it said before it was edited."""
    diary = diary_in(place_of(data, profile))
    entry = numbered(diary, number)
    show_all([entry, *earlier(diary, entry)], as_objects=as_objects)


@journal.command()
@click.argument("number", metavar="ID", type=COUNT)
@click.argument("changes", metavar="FIELD=VALUE...", nargs=-1)
@ABOUT
@JSON
@stored
def edit(
    *, number: int, changes: tuple[str, ...], about: str | None, as_objects: bool,
    data: str | None, profile: str,
) -> None:  # fmt: skip
    """Change an entry: pain=4, text='a typo'; FIELD= takes a field out. The original is kept."""
    folder = place_of(data, profile)
    old = numbered(diary_in(folder), number)
    if not changes and about is None:
        raise UsageError("journal_unchanged")
    at = time_named(about, now()) if about else None
    entry = replacing(old, old.kind, changed(old.kind, old.fields, changes), at)
    keep_and_show(folder, [entry], as_objects=as_objects)


@journal.command()
@click.argument("number", metavar="ID", type=COUNT)
@TEXT
@JSON
@stored
def remove(
    *, number: int, text: str | None, as_objects: bool, data: str | None, profile: str
) -> None:
    """Take an entry back: it no longer counts, and is kept."""
    folder = place_of(data, profile)
    old = numbered(diary_in(folder), number)
    fields = {"text": text} if text else {}
    keep_and_show(folder, [replacing(old, "withdrawn", fields)], as_objects=as_objects)


@journal.command()
@JSON
@stored
def status(*, as_objects: bool, data: str | None, profile: str) -> None:
    """Which day of the 14 it is, what is due, how steadily it was done."""
    diary = diary_in(place_of(data, profile))
    for row in status_lines(diary, now()):
        put(as_json(row) if as_objects else row["text"])
    diary.unreadable.check()


@journal.command()
@stored
def screen(*, data: str | None, profile: str) -> None:
    """Open the journal on the screen: read it, and fill in what is due."""
    from devicelink.cli.journal_pages import show_journal  # noqa: PLC0415

    if not (sys.stdout.isatty() and sys.stdin.isatty()):
        raise UsageError("journal_needs_terminal")
    show_journal(place_of(data, profile))


def _start(since: str) -> datetime:
    """A bare date begins at its midnight."""
    at = time_named(since, now())
    bare = len(since.strip()) == len("2026-03-01") and since.count("-") == 2
    return at.replace(hour=0, minute=0, second=0, microsecond=0) if bare else at
