"""What the journal's commands share: their options, a place out of two options, and their output.

Guarded by tests/cli/test_journal.py.
"""

from collections.abc import Callable
from typing import Final, TypeVar

import click

from devicelink.cli.journal_fields import place_named
from devicelink.cli.journal_lines import entry_line, entry_object
from devicelink.cli.noting import keep
from devicelink.cli.terminal import put
from devicelink.errors import UsageError
from devicelink.lines import as_json
from devicelink.store.diary import diary_in
from devicelink.store.entries import Entry
from devicelink.store.place import Place

_F = TypeVar("_F", bound=Callable[..., object])
ABOUT: Final = click.option(
    "--about", metavar="WHEN", help="When it was: 2026-03-01, 2026-03-01T09:30, 09:30, yesterday."
)
JSON: Final = click.option("--json", "as_objects", is_flag=True, help="One JSON object a line.")
SIDES: Final = click.Choice(["left", "right"])
TEXT: Final = click.option("--text", metavar="WORDS", help="Anything else, of any length.")


def AT(command: _F) -> _F:  # noqa: N802 - stands among the options
    """`--point` and `--side`: a place, or without them the whole person."""
    command = click.option("--side", type=SIDES, help="Which side.")(command)
    return click.option("--point", metavar="ID", help="Which point; left out: overall.")(command)


def scores(**helps: str) -> Callable[[_F], _F]:
    """Options for numbers from 0 to 10."""

    def put(command: _F) -> _F:
        for name, line in reversed(helps.items()):
            option = f"--{name.replace('_', '-')}"
            command = click.option(option, name, metavar="0-10", help=line)(command)
        return command

    return put


def where_of(point: str | None, side: str | None) -> str:
    """A place out of its two options. Raises UsageError for a half of one."""
    if point is None and side is not None:
        raise UsageError("side_without_point")
    return place_named(f"{point or ''} {side or ''}")


def keep_and_show(folder: Place, entries: list[Entry], *, as_objects: bool) -> None:
    if not entries:
        return
    keep(folder, entries)
    names = {entry.uid for entry in entries}
    show_all(
        [entry for entry in diary_in(folder).kept if entry.uid in names], as_objects=as_objects
    )


def show_all(entries: list[Entry], *, as_objects: bool) -> None:
    for entry in entries:
        put(as_json(entry_object(entry)) if as_objects else entry_line(entry))
