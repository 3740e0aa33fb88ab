"""`devicelink import`: puts an export into a profile again, to the same values.

Guarded by tests/cli/test_import.py and test_import_refused.py.
"""

import click

from devicelink.cli.options import place_of, stored
from devicelink.cli.readable import readable
from devicelink.cli.terminal import put
from devicelink.data import phrases
from devicelink.errors import UsageError
from devicelink.export.session_file import read_kept
from devicelink.store.restore import restore


@click.command("import", short_help="Put an export into a profile again.")
@click.argument("file", metavar="FILE.jsonl")
@stored
def import_(*, file: str, data: str | None, profile: str) -> None:
    """Put all of an export made with --format jsonl into the profile, or none of it.

    What is there already stays as it is. Nothing is ever overwritten: where the file holds another
    session of the same number, a profile of its own is the place for it.
    """
    if file.endswith((".csv", ".parquet", ".xlsx")):
        raise UsageError("import_table", file=file)
    done, words = restore(place_of(data, profile), readable(read_kept(file))), phrases()
    known = words.text("import", "known", n=done.known) if done.known else ""
    said = words.text("import", "done", sessions=done.sessions, rows=done.rows, known=known)
    put(said, err=True)
