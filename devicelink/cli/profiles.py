"""`devicelink profiles`: whose records are here, and a new one; the screen for the same.

Guarded by tests/cli/test_profiles.py.
"""

from pathlib import Path

import click

from devicelink.cli.options import outer_folder
from devicelink.cli.terminal import put
from devicelink.data import phrases
from devicelink.lines import as_json
from devicelink.plaintext import clean
from devicelink.store.place import Place
from devicelink.store.profiles import Profile, new_profile
from devicelink.store.profiles import profiles as profiles_in
from devicelink.tui.home import Page

JSON = click.option("--json", "as_objects", is_flag=True, help="One JSON object a line.")
DATA = click.option("--data", metavar="DIR", help="Folder for what is kept.")


@click.group(invoke_without_command=True, short_help="Whose records are here; a new one.")
@JSON
@DATA
@click.pass_context
def profiles(ctx: click.Context, *, as_objects: bool, data: str | None) -> None:
    """Each person's record is a file of its own: name it with --profile in any command."""
    ctx.obj = data
    if ctx.invoked_subcommand is None:
        ctx.invoke(listed, as_objects=as_objects, data=data)


@profiles.command("list")
@JSON
@DATA
@click.pass_obj
def listed(outer: str | None, *, as_objects: bool, data: str | None) -> None:
    """Whose records are here."""
    found = profiles_in(Place.of(outer_folder(data or outer)).folder)
    for profile in found:
        put(as_json(_object(profile)) if as_objects else line_of(profile))
    if not found:
        put(phrases().text("profiles", "none"), err=True)


@profiles.command("new")
@click.argument("name")
@DATA
@click.pass_obj
def new(outer: str | None, *, name: str, data: str | None) -> None:
    """Begin a record for another person."""
    place = new_profile(Place.of(outer_folder(data or outer)).folder, name)
    put(phrases().text("profiles", "made", name=place.profile), err=True)


def line_of(profile: Profile) -> str:
    """One line of the list."""
    words = phrases()
    if profile.trouble:
        last = profile.trouble
    elif profile.last is None:
        last = words.text("profiles", "never")
    else:
        last = words.text("profiles", "last", day=f"{profile.last:%Y-%m-%d}")
    sessions = words.text("profiles", "sessions", n=profile.sessions)
    return words.text("profiles", "row", name=clean(profile.name, 24), sessions=sessions, last=last)


def _object(profile: Profile) -> dict[str, object]:
    return {
        "type": "profile",
        "name": profile.name,
        "sessions": profile.sessions,
        "last": profile.last.isoformat() if profile.last else None,
        "trouble": profile.trouble or None,
    }


class _Records:
    """What the screen needs: the list, and a way to begin one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def profiles(self) -> list[tuple[str, str]]:
        """Name and line of each."""
        return [(profile.name, line_of(profile)) for profile in profiles_in(self._folder)]

    def new(self, name: str) -> str:
        """Begin a record; its name. Raises DevicelinkError."""
        return new_profile(self._folder, name).profile


def profiles_screen(place: Place) -> Page:
    """Choose whose record the app shows."""
    from devicelink.tui.profiles import ProfilesScreen  # noqa: PLC0415

    return ProfilesScreen(_Records(place.folder), phrases())
