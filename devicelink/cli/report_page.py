"""The report's screen out of the store: what it would hold, and the files it writes.

Files go into the folder that the program was started in, under names that overwrite nothing.
Guarded by tests/tui/test_report.py.
"""

from collections.abc import Sequence
from datetime import timedelta
from itertools import chain
from pathlib import Path

from devicelink.cli.report import Asked, as_file, made, told
from devicelink.clock import Clock
from devicelink.data import phrases
from devicelink.errors import DevicelinkError
from devicelink.export.report import SECTIONS
from devicelink.export.session_file import jsonl
from devicelink.export.writing import write
from devicelink.store.history import History
from devicelink.store.place import Place
from devicelink.tui.home import Page
from devicelink.tui.report import ReportScreen, Span

_SPANS = (("fortnight", 14), ("month", 30), ("quarter", 91), ("all", None))


class Writing:
    """What the screen needs."""

    def __init__(self, place: Place, folder: Path) -> None:
        self._place, self._folder = place, folder
        self.sections = [(name, phrases().text("report_section", name)) for name in SECTIONS]

    def spans(self) -> Sequence[Span]:
        """A fortnight first: that is what the journal's programme has."""
        today = Clock.wall().astimezone().date()
        return [
            Span(
                phrases().text("report_screen", name),
                None if days is None else (today - timedelta(days=days - 1)).isoformat(),
            )
            for name, days in _SPANS
        ]

    def preview(self, span: Span, sections: Sequence[str]) -> str:
        """How much the report would tell. Raises DevicelinkError."""
        _, facts = made(self._place, _asked(span, sections))
        return phrases().text(
            "report_screen", "preview", sessions=facts.sessions, entries=len(facts.entries),
            places=len(facts.done), left_out=facts.left_out,
        )  # fmt: skip

    def write(self, span: Span, sections: Sequence[str], form: str) -> str:
        """Raises DevicelinkError."""
        file = self._free(form)
        if form == "jsonl":
            with History(self._place) as kept:
                sessions = kept.whole(kept.sessions()[::-1])
                write(jsonl(chain(sessions, kept.kept_rows())), file)
                kept.check_whole()
            return phrases().text("report_screen", "exported", file=file)
        page, facts = made(self._place, _asked(span, sections))
        write([as_file(page, file.name)], file)
        return told(facts, str(file))

    def _free(self, form: str) -> Path:
        """A name that is not taken."""
        stem = f"{self._place.profile}-{Clock.wall().astimezone():%Y-%m-%d}"
        for number in range(1, 1000):
            name = stem if number == 1 else f"{stem}-{number}"
            file = self._folder / f"{name}.{form}"
            if not file.exists():
                return file
        raise DevicelinkError("report_files_full")


def _asked(span: Span, sections: Sequence[str]) -> Asked:
    return Asked(since=span.since, sections=",".join(sections) or "method")


def report_screen(place: Place) -> Page:
    """The report, to be looked over and written."""
    return ReportScreen(Writing(place, Path.cwd()), phrases())
