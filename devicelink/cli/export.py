"""`devicelink export`: hold logs and samples as CSV or JSON Lines, each with its dictionary.

Guarded by tests/cli/test_export.py.
"""

from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Any, Final

import click

from devicelink.cli.options import place_of, stored
from devicelink.errors import UsageError
from devicelink.export.choice import chosen
from devicelink.export.dictionary import dictionary_csv
from devicelink.export.session_file import jsonl
from devicelink.export.tables import holds_csv, samples_csv
from devicelink.export.writing import make_folder, write
from devicelink.store.history import History, SessionRow

TABLES: Final = ("holds", "samples", "dictionary")


@click.command(short_help="Hold logs and samples as CSV or JSON Lines.")
@click.option(
    "--format", "form", type=click.Choice(["csv", "jsonl"]), default="csv", show_default=True,
    help="jsonl holds everything: for devicelink import and replay.",
)  # fmt: skip
@click.option(
    "--what", type=click.Choice(TABLES), default="holds",
    show_default=True, help="Which table, for CSV.",
)  # fmt: skip
@click.option("--since", metavar="DATE", help="Sessions from this day or moment on.")
@click.option("--until", metavar="DATE", help="Sessions up to this day or moment.")
@click.option("--point", metavar="ID", help="Only this point.")
@click.option(
    "--session", "number", type=click.IntRange(min=1), metavar="ID", help="Only this one."
)
@click.option(
    "-o", "--output", metavar="PATH",
    help="A file, or a folder for all tables. Without it: standard output.",
)  # fmt: skip
@stored
def export(
    *, form: str, what: str, output: str | None, data: str | None, profile: str, **which: Any
) -> None:
    """Write what was kept, oldest session first.

    Without a choice of sessions, jsonl has all that is kept beside them too: answers, limits, the
    journal, devices. devicelink import puts it into another profile.
    """
    everything = form == "jsonl" and not any(which.values())
    with History(place_of(data, profile)) as kept:
        beside = list(kept.kept_rows()) if everything else []
        rows = [] if beside and not kept.sessions(limit=1) else _rows(kept, **which)
        if form == "jsonl":
            write(jsonl(chain((kept.session(row.id) for row in rows), beside)), output)
        elif output is not None and (output.endswith("/") or Path(output).is_dir()):
            folder = make_folder(output)
            for name in TABLES:
                write(_table(kept, name, rows), folder / f"{name}.csv")
        else:
            write(_table(kept, what, rows), output)


def _rows(
    kept: History, since: str | None, until: str | None, point: str | None, number: int | None
) -> list[SessionRow]:
    """The sessions asked for, oldest first."""
    rows = kept.sessions(chosen(since, until, point))
    found = [row for row in reversed(rows) if number is None or row.id == number]
    if not found:
        raise UsageError(
            "No session fits what was asked for.", "See what there is with: devicelink history"
        )
    return found


def _table(kept: History, what: str, rows: list[SessionRow]) -> Iterable[bytes]:
    if what == "dictionary":
        return [dictionary_csv()]
    if what == "samples":
        return samples_csv(kept.session(row.id) for row in rows)
    return holds_csv(kept.told(rows))
