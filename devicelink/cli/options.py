"""Options that several commands share, and how they become values.

Whatever a person mistypes gets one line why and one line what to do. Guarded by tests/test_cli.py.
"""

import sys
from collections.abc import Callable
from enum import Enum, unique
from functools import partial
from math import isnan
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from devicelink.care.plan import Point, Programme, Side
from devicelink.cli.saying import say
from devicelink.cli.terminal import put
from devicelink.data import phrases, points, programme_file, programmes
from devicelink.errors import UsageError
from devicelink.store.place import DEFAULT, Place

_F = TypeVar("_F", bound=Callable[..., object])
_LARGEST: Final = 999_999_999
"""Far more than anybody has, and few enough digits to read."""
COUNT: Final = click.IntRange(1, _LARGEST)
SEED: Final = click.IntRange(0, _LARGEST)


class Real(click.FloatRange):
    """A number within a range that really is one."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """A number within the range; a range alone lets pass what is no number."""
        number = float(super().convert(value, param, ctx))
        if isnan(number):
            self.fail(say("limit", "no_number", value=value), param, ctx)
        return number


def stored(command: _F) -> _F:
    """`--data` and `--profile`."""
    command = click.option(
        "--profile", default="default", show_default=True, metavar="NAME", help="Whose record."
    )(command)
    return click.option("--data", metavar="DIR", help="Folder for what is kept.")(command)


def outer_folder(data: str | None) -> str | None:
    """The folder named in the command, or else before it."""
    return data or click.get_current_context().find_root().obj


def place_of(data: str | None, profile: str) -> Place:
    """The folder from the command, from before it, or the usual one.

    A record that the command begins is told of: its name may have been mistyped.
    """
    place = Place.of(outer_folder(data), profile)
    if profile != DEFAULT and not place.file.exists():
        click.get_current_context().call_on_close(partial(_tell_if_begun, place))
    return place


def _tell_if_begun(place: Place) -> None:
    if place.file.exists():
        put(phrases().text("profiles", "made", name=place.profile), err=True)


def aimed(command: _F) -> _F:
    """`--point`, `--side`, `--programme`, `--calf-checked`, `--more-holds`."""
    return _aim(
        click.option(
            "--point", default="ut", show_default=True, metavar="ID", help="Which point to press."
        )(command)
    )


def aimed_at_several(command: _F) -> _F:
    """The same, with `--point` as often as there are points."""
    return _aim(
        click.option(
            "--point", multiple=True, default=("ut",), metavar="ID[-SIDE]",
            help="Which point to press; again for each further one (ls-right).  [default: ut]",
        )(command)
    )  # fmt: skip


def _aim(command: _F) -> _F:
    sides = click.Choice([side.value for side in Side if side is not Side.NONE])
    for option in (
        click.option(
            "--more-holds", is_flag=True, help="Yes to a programme of more than three holds."
        ),
        click.option(
            "--calf-checked", is_flag=True,
            help="Neither calf is swollen, warm or sore (asked before the calf is pressed).",
        ),
        click.option(
            "--programme", default="home", show_default=True, metavar="ID|FILE.toml",
            help="How often and how long.",
        ),
        click.option(
            "--side", type=sides, default=Side.LEFT.value, show_default=True, help="Which side."
        ),
    ):  # fmt: skip
        command = option(command)
    return command


def point_of(name: str) -> Point:
    """The atlas's point of that id."""
    atlas = points()
    if name not in atlas:
        raise UsageError("point_unknown", name=name, known=", ".join(sorted(atlas)))
    return atlas[name]


def known_programmes(place: Place | None = None) -> dict[str, Programme]:
    """The shipped programmes and the person's own, by id. Raises StoreError."""
    from devicelink.cli.own import statements_in  # noqa: PLC0415 - reads the record
    from devicelink.cli.programmes import own_programmes  # noqa: PLC0415

    own = own_programmes(statements_in(place)) if place is not None else {}
    return {**programmes(), **own}


def programme_of(name: str, place: Place | None = None) -> Programme:
    """A shipped programme or one of the person's own by its id, or the first of a file."""
    if name in programmes():
        return programmes()[name]
    if name.endswith(".toml"):
        return next(iter(programme_file(Path(name)).values()))
    known = known_programmes(place)
    if name in known:
        return known[name]
    raise UsageError("programme_unknown", name=name, known=", ".join(sorted(known)))


@unique
class Face(Enum):
    """How a session is shown."""

    SCREEN = "screen"
    PLAIN = "plain"
    JSON = "json"


def chosen_face(*, plain: bool, as_json: bool) -> Face:
    """The screen where there is a terminal to show it in, and nothing else was asked."""
    if plain and as_json:
        raise UsageError("plain_and_json")
    if as_json:
        return Face.JSON
    terminal = sys.stdout.isatty() and sys.stdin.isatty()
    return Face.PLAIN if plain or not terminal else Face.SCREEN
