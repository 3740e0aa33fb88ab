"""`devicelink report`: the clinician's page, as one HTML file or as PDF.

Guarded by tests/cli/test_report.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

import click

from devicelink import __version__
from devicelink.care.journal import Provider
from devicelink.cli.options import place_of, point_of, stored
from devicelink.cli.terminal import put
from devicelink.clock import Clock
from devicelink.data import phrases
from devicelink.errors import UsageError
from devicelink.export.choice import chosen
from devicelink.export.page import Page
from devicelink.export.page_html import as_html
from devicelink.export.picture import hold_svg
from devicelink.export.report import SECTIONS, Wish, missing_words
from devicelink.export.report import report as page_of
from devicelink.export.report_facts import Facts, facts_of
from devicelink.export.report_words import day, place_words
from devicelink.export.session_file import jsonl
from devicelink.export.writing import write
from devicelink.store.diary import where
from devicelink.store.history import History
from devicelink.store.place import Place

USUAL: Final = "report.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the report shall be about: the options as they were given."""

    since: str | None = None
    until: str | None = None
    point: str | None = None
    sections: str | None = None
    to: str | None = None
    simulated: bool = False

    @property
    def choice(self) -> str:
        """As options of an export of the same sessions."""
        told = (("since", self.since), ("until", self.until), ("point", self.point))
        return "".join(f" --{name} {value}" for name, value in told if value)


@click.command(short_help="The clinician's page, to read in a minute: HTML or PDF.")
@click.option("-o", "--output", metavar="FILE", default=USUAL, show_default=True,
              help="Where to: .html, or .pdf with the extra pdf.")  # fmt: skip
@click.option("--since", metavar="DATE", help="From this day or moment on.")
@click.option("--until", metavar="DATE", help="Up to this day or moment.")
@click.option("--point", metavar="ID", help="Only this point.")
@click.option("--sections", metavar="NAMES",
              help=f"Which parts, set apart by commas: {', '.join(SECTIONS)}.")  # fmt: skip
@click.option("--to", metavar="NAME", help="For whom: somebody of journal provider, or a role.")
@click.option("--simulated", is_flag=True, help="Simulated sessions too: nobody's numbers.")
@stored
def report(*, output: str, data: str | None, profile: str, **asked: Any) -> None:
    """Write one page of what was kept, for somebody to read: it leaves this machine by your hand.

    Nothing is sent anywhere. The page has no link and needs no network.
    """
    if not output.endswith((".html", ".htm", ".pdf")):
        raise UsageError("report_no_page", output=output)
    page, facts = made(place_of(data, profile), Asked(**asked))
    write([as_file(page, output)], output)
    put(told(facts, output), err=True)


def told(facts: Facts, output: str) -> str:
    """What was written, in a line, and what could not be."""
    written = phrases().text(
        "report", "written", file=output, first=day(facts.first), last=day(facts.last),
        sessions=facts.sessions, entries=len(facts.entries),
    )  # fmt: skip
    return f"{written} {missing_words(facts, phrases())}".rstrip()


def made(place: Place, asked: Asked) -> tuple[Page, Facts]:
    """The page and what it tells. Raises UsageError, StoreError."""
    if asked.point is not None:
        point_of(asked.point)
    which = chosen(asked.since, asked.until, asked.point)
    now = Clock.wall().astimezone()
    with History(place) as history:
        facts = facts_of(history, which, place.who, now, __version__, simulated=asked.simulated)
        if not (facts.sessions or facts.entries or facts.left_out):
            raise UsageError("report_nothing_kept")
        wish = Wish(
            pictures=lambda number: _pictures(history, number),
            digest=_digest(history, asked),
            choice=asked.choice,
            sections=_sections(asked.sections),
            to=_provider(facts, asked.to),
        )
        return page_of(facts, wish, phrases()), facts


def as_file(page: Page, output: str) -> bytes:
    """The page in the form that the file's name asks for."""
    if not output.endswith(".pdf"):
        return as_html(page)
    from devicelink.export.page_pdf import as_pdf  # noqa: PLC0415

    return as_pdf(page)


def _digest(history: History, asked: Asked) -> str:
    """SHA-256 of what `devicelink export --format jsonl` gives for the same choice."""
    from devicelink.cli.export import Chosen  # noqa: PLC0415

    found = sha256()
    for part in jsonl(
        Chosen(history, "", asked.since, asked.until, asked.point, None).everything()
    ):
        found.update(part)
    return found.hexdigest()


def _pictures(history: History, number: int) -> Sequence[str]:
    from devicelink.cli.past import pictures  # noqa: PLC0415

    session = history.session(number)
    meta = session.row.meta
    name = place_words(where(meta.point, meta.side), phrases())
    heading = f"{name}, {meta.started_at:%Y-%m-%d %H:%M}"
    coached = {hold.hold for hold in session.holds if hold.rep is not None}
    drawn = zip(session.holds, pictures(session), strict=False)
    return [hold_svg(picture, heading) for hold, picture in drawn if hold.hold in coached]


def _sections(text: str | None) -> frozenset[str]:
    if text is None:
        return frozenset(SECTIONS)
    names = {name.strip() for name in text.split(",")}
    unknown = sorted(names - set(SECTIONS))
    if unknown:
        raise UsageError("report_no_part", part=unknown[0], known=", ".join(SECTIONS))
    return frozenset(names)


def _provider(facts: Facts, name: str | None) -> Provider | None:
    """The newest of that name or role. Raises UsageError where there is none."""
    if name is None:
        return None
    key = name.casefold().replace(" ", "_")
    for one in reversed(facts.providers()):
        if key in {one.name.casefold().replace(" ", "_"), one.role.value}:
            return one
    raise UsageError("provider_unknown", name=name)
