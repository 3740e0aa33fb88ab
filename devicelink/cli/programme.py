"""`devicelink programme`: how often, how long, how hard; shown, copied, changed, checked.

What breaks a limit is refused with the reason and the range. Guarded by
tests/cli/test_programme.py.
"""

from pathlib import Path

import click

from devicelink.care.programme import Programme
from devicelink.care.programme_edit import (
    FIELDS,
    NUMBERS,
    copied,
    text_of,
    to_fields,
    toml_of,
    visit,
    with_text,
)
from devicelink.cli.options import known_programmes, place_of, programme_of, stored
from devicelink.cli.programmes import drop_programme, keep_programme, refuse_shipped
from devicelink.cli.saying import say, tell
from devicelink.cli.terminal import put
from devicelink.data import phrases, programme_file, programmes
from devicelink.errors import UsageError
from devicelink.lines import as_json
from devicelink.plaintext import clean

JSON = click.option("--json", "as_objects", is_flag=True, help="One JSON object a line.")
POINTS = click.option(
    "--points", type=click.IntRange(1, 20), default=1, show_default=True,
    help="How many points one after the other.",
)  # fmt: skip


@click.group(short_help="Programmes: how often, how long, how hard; and your own.")
def programme() -> None:
    """Look at the programmes, and make your own inside the limits."""


@programme.command("list")
@JSON
@stored
def list_(*, as_objects: bool, data: str | None, profile: str) -> None:
    """List all programmes, your own last."""
    for one in known_programmes(place_of(data, profile)).values():
        entry = "row" if one.id in programmes() else "row_own"
        text = say(
            "programme_time", entry,
            id=one.id, name=one.name, reps=one.reps, goal_s=one.goal_s, rest_s=one.rest_s,
        )  # fmt: skip
        row = {"type": "programme", "id": one.id, "shipped": one.id in programmes()}
        put(as_json(row | to_fields(one)) if as_objects else text)


@programme.command("show")
@click.argument("programme_id", metavar="ID|FILE.toml")
@click.option("--toml", "as_toml", is_flag=True, help="As a file that --programme reads.")
@POINTS
@JSON
@stored
def show_(
    *,
    programme_id: str,
    as_toml: bool,
    points: int,
    as_objects: bool,
    data: str | None,
    profile: str,
) -> None:
    """Show one programme, each number with its meaning, and how long it takes."""
    one = programme_of(programme_id, place_of(data, profile))
    if as_toml:
        put(toml_of(one), nl=False)
    elif as_objects:
        time = visit(one, points)
        row = {"type": "programme", "id": one.id, "points": points, "planned_s": time.planned_s,
               "longest_s": time.longest_s, "fits": time.fits}  # fmt: skip
        put(as_json(row | to_fields(one)))
    else:
        put("\n".join(lines(one, points)))


def lines(one: Programme, points: int = 1) -> list[str]:
    """A programme in words, a line a number."""
    values = [f"{name} = {text_of(one, name)}" for name in FIELDS]
    width = max(len(text) for text in values[2:]) + 2
    said = [
        f"{text:<{width}} {say('programme_field', name)}" if name in NUMBERS else text
        for text, name in zip(values, FIELDS, strict=True)
    ]
    confirm = [say("programme_time", "to_confirm", n=one.reps)] if one.to_confirm else []
    head = say("programme_time", "head", id=one.id, version=one.version, grade=one.grade)
    return [head, *said, visit(one, points).told(phrases()), *confirm]


@programme.command("copy")
@click.argument("programme_id", metavar="ID|FILE.toml")
@click.argument("new", metavar="NEW")
@stored
def copy(*, programme_id: str, new: str, data: str | None, profile: str) -> None:
    """Make a copy of your own, to be changed."""
    place = place_of(data, profile)
    if new in known_programmes(place):
        raise UsageError("programme_exists", new=new)
    keep_programme(place, copied(programme_of(programme_id, place), new))
    tell("programme_time", "copied", id=new)


@programme.command("set")
@click.argument("programme_id", metavar="ID")
@click.argument("values", metavar="FIELD=VALUE...", nargs=-1, required=True)
@stored
def set_(*, programme_id: str, values: tuple[str, ...], data: str | None, profile: str) -> None:
    """Change one of your own; nothing is kept unless all of it is inside the limits."""
    place = place_of(data, profile)
    refuse_shipped(programme_id)
    one = programme_of(programme_id, place)
    for text in values:
        name, equals, value = text.partition("=")
        if not equals:
            raise UsageError("programme_sets_nothing", text=text)
        one = with_text(one, name, value)
    keep_programme(place, one)
    put("\n".join(lines(one)))


@programme.command("remove")
@click.argument("programme_id", metavar="ID")
@stored
def remove(*, programme_id: str, data: str | None, profile: str) -> None:
    """Take one of your own off the list; what was done with it stays."""
    place = place_of(data, profile)
    programme_of(programme_id, place)
    drop_programme(place, programme_id)
    put(phrases().text("done", "programme_removed", name=clean(programme_id)), err=True)


@programme.command("check")
@click.argument("file", metavar="FILE.toml", type=click.Path(path_type=Path))
@POINTS
@JSON
def check(*, file: Path, points: int, as_objects: bool) -> None:
    """Check a programme file: every rule, and how long it takes."""
    for one in programme_file(file).values():
        time = visit(one, points)
        row = {"type": "checked", "id": one.id, "planned_s": time.planned_s, "fits": time.fits}
        put(
            as_json(row)
            if as_objects
            else say("programme_time", "in_order", id=one.id, time=time.told(phrases()))
        )
