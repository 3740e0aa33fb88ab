"""`devicelink redflags`: when to stop and get help; that it was shown is kept.

Information, never a score: nothing is asked and nothing concluded. Guarded by
tests/cli/test_redflags.py.
"""

import click

from devicelink.cli.options import place_of, stored
from devicelink.cli.places import RED_FLAGS, keep, said
from devicelink.cli.saying import tell
from devicelink.cli.terminal import put
from devicelink.data import red_flags
from devicelink.errors import DevicelinkError
from devicelink.lines import as_json, flag_lines
from devicelink.store.place import Place
from devicelink.store.statements import Topic


@click.command(short_help="When to stop and get help.")
@click.option("--json", "as_objects", is_flag=True, help="One JSON object a line.")
@stored
def redflags(*, as_objects: bool, data: str | None, profile: str) -> None:
    """List the signs that call for help, the most urgent first."""
    flags = red_flags()
    if as_objects:
        for level in flags.level:
            row = {"type": "red_flags", "level": level.name, "do": level.do}
            put(as_json(row | {"signs": list(level.signs)}))
    else:
        put("\n".join(flag_lines(flags)))
    shown(place_of(data, profile))


def shown(place: Place) -> None:
    """Keep that it was on the screen. Whoever needs help is never kept waiting by a full disk."""
    try:
        keep(place, [said(Topic.SHOWN, RED_FLAGS)])
    except DevicelinkError as error:
        tell("recording", "flags_not_kept", why=error.why)
