"""`devicelink backup` and `devicelink restore`: copies of what is kept, and one put back.

Guarded by tests/cli/test_backup.py.
"""

from pathlib import Path

import click

from devicelink.cli.options import place_of, stored
from devicelink.cli.saying import tell
from devicelink.cli.terminal import put
from devicelink.clock import Clock
from devicelink.errors import UsageError
from devicelink.store.backup import back_up, copies, folder_of, put_back


@click.command(short_help="A copy of all that is kept, on this machine.")
@click.option("-o", "--output", metavar="FILE", help="Where to; else the day's copy.")
@click.option("--list", "listed", is_flag=True, help="Which copies there are, newest first.")
@stored
def backup(*, output: str | None, listed: bool, data: str | None, profile: str) -> None:
    """Copy the profile's file as it is now, also while a session is being recorded.

    A copy is made by itself after each session: those of the last seven days and twelve months are
    kept. They are on this machine: for a lost machine, copy one elsewhere with -o.
    """
    place = place_of(data, profile)
    if listed:
        for copy in copies(place):
            put(copy)
        if not copies(place):
            tell("backup", "none", folder=folder_of(place))
        return
    made = back_up(place, Clock.wall().astimezone(), None if output is None else Path(output))
    put(made)
    tell("backup", "made", mb=made.stat().st_size / 1e6)


@click.command(short_help="Put a copy back in the place of what is kept.")
@click.argument("file", metavar="[FILE]", required=False)
@click.option("--yes", is_flag=True, help="Do it: without, it is only said what would be done.")
@stored
def restore(*, file: str | None, yes: bool, data: str | None, profile: str) -> None:
    """Make a copy the profile's file again: the newest, or the one named.

    What was there is kept beside it, under another name.
    """
    place = place_of(data, profile)
    if file is None and not copies(place):
        raise UsageError("backup_none", folder=folder_of(place))
    copy = copies(place)[0] if file is None else Path(file)
    if not yes:
        tell("backup", "would", copy=copy, file=place.file)
        tell("backup", "to_do_it")
        return
    before = put_back(place, copy, Clock.wall().astimezone())
    tell("backup", "done", file=place.file, copy=copy.name)
    if before is not None:
        tell("backup", "before", file=before)
