"""`devicelink export`: everything that was kept, as CSV, Parquet, Excel, JSON Lines or FHIR.

Guarded by tests/cli/test_export.py.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import click

from devicelink.cli.options import place_of, point_of, stored
from devicelink.errors import UsageError
from devicelink.export import tables
from devicelink.export.choice import chosen
from devicelink.export.csv_file import as_csv
from devicelink.export.dictionary import TABLES, dictionary_csv
from devicelink.export.session_file import jsonl
from devicelink.export.tables import Table
from devicelink.export.writing import make_folder, write
from devicelink.store.entries import Entry
from devicelink.store.history import History

FORMS: Final = ("csv", "jsonl", "parquet", "xlsx", "fhir")
WHAT: Final = (*TABLES, "dictionary")


@click.command(short_help="Everything that was kept: CSV, JSON Lines, Parquet, Excel, FHIR.")
@click.option(
    "--format", "form", type=click.Choice(FORMS), default="csv", show_default=True,
    help="jsonl holds everything, for devicelink import and replay; fhir is a bundle for other "
    "health software.",
)  # fmt: skip
@click.option(
    "--what", type=click.Choice(WHAT), help="Which table [default: holds; xlsx: all but samples]."
)
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
    *, form: str, what: str | None, output: str | None, data: str | None, profile: str, **which: Any
) -> None:
    """Write what was kept, oldest session first.

    Without a choice of sessions, jsonl has all that is kept beside them too: answers, limits, the
    journal, devices. devicelink import puts it into another profile.
    """
    with History(place_of(data, profile)) as kept:
        chosen_ = Chosen(kept, profile, **which)
        chosen_.check()
        if form == "jsonl":
            write(jsonl(chosen_.everything()), output)
        elif form == "fhir":
            write(chosen_.bundle(), output)
        elif form == "xlsx":
            names = [what] if what else [name for name in TABLES if name != "samples"]
            write(chosen_.workbook(names), _file(output, form))
        elif output is not None and (output.endswith("/") or Path(output).is_dir()):
            folder = make_folder(output)
            for name in WHAT if form == "csv" else TABLES:
                write(chosen_.table(name, form), folder / f"{name}.{form}")
        else:
            target = output if form == "csv" else _file(output, form)
            write(chosen_.table(what or "holds", form), target)
        kept.check_whole()


def _file(output: str | None, form: str) -> str:
    if output is None:
        raise UsageError("export_to_terminal", form=form)
    return output


class Chosen:
    """The sessions asked for, oldest first, and what is written of them."""

    def __init__(
        self,
        kept: History,
        profile: str,
        since: str | None,
        until: str | None,
        point: str | None,
        number: int | None,
    ) -> None:
        self._kept, self._profile = kept, profile
        if point is not None:
            point_of(point)
        self._when = replace(chosen(since, until, point), number=number)
        self._all = not any((since, until, point, number))
        self._rows = kept.sessions(self._when)[::-1]

    def check(self) -> None:
        """Refuse to write nothing. Raises UsageError, or StoreError where nothing can be read."""
        if not self._rows:
            self._kept.check_whole()
        if not self._rows and not (self._all and any(True for _ in self._kept.kept_rows())):
            raise UsageError("export_nothing_fits")

    def everything(self) -> Iterator[Any]:
        """Sessions, and all that is kept beside them where none was left out."""
        yield from self._kept.whole(self._rows)
        yield from self._kept.kept_rows() if self._all else ()

    def table(self, name: str, form: str) -> Iterable[bytes]:
        """One table as CSV or Parquet."""
        if name == "dictionary":
            return [dictionary_csv()]
        if form == "csv":
            return as_csv(self._table(name))
        from devicelink.export.parquet_file import as_parquet  # noqa: PLC0415

        return [as_parquet(self._table(name))]

    def workbook(self, names: list[str]) -> Iterable[bytes]:
        """Tables as sheets; the dictionary is one of them always."""
        from devicelink.export.xlsx_file import as_xlsx  # noqa: PLC0415

        return [as_xlsx(self._table(name) for name in names if name != "dictionary")]

    def bundle(self) -> Iterable[bytes]:
        """A FHIR bundle."""
        from devicelink.export.fhir import bundle  # noqa: PLC0415

        sessions = self._kept.whole(self._rows)
        return [bundle(self._profile, sessions, filter(self._is_meant, self._kept.entries()))]

    def _table(self, name: str) -> Table:
        kept, rows = self._kept, self._rows
        match name:
            case "samples":
                return tables.samples_table(kept.whole(rows))
            case "sessions":
                return tables.sessions_table(rows)
            case "ratings":
                return tables.ratings_table(kept.told(rows))
            case "journal":
                return tables.journal_table(filter(self._is_meant, kept.entries()))
            case "statements":
                return tables.statements_table(kept.statements())
            case _:
                return tables.holds_table(kept.told(rows))

    def _is_meant(self, entry: Entry) -> bool:
        when, at = self._when, entry.about_at
        return (
            (when.since is None or at >= when.since)
            and (when.until is None or at < when.until)
            and (when.point is None or entry.place.split(" ")[0] in {"", when.point})
        )
