"""The journal and the trends as their screens need them, out of the store.

Guarded by tests/cli/test_journal_pages.py.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date

from devicelink.care.adherence import weeks
from devicelink.care.trend import Trend
from devicelink.care.trend_text import (
    detail,
    for_professional,
    professional_rule,
    remarks,
    rule_lines,
    status_words,
    week_line,
)
from devicelink.cli.journal_add import with_role
from devicelink.cli.journal_asking import (
    CHECK_IN,
    ENTRY,
    NEXT_DAY,
    answered,
    place_words,
)
from devicelink.cli.journal_fields import READ, changed, place_named, read_all
from devicelink.cli.journal_lines import entry_line, entry_words, status_lines
from devicelink.cli.noting import earlier, entry_of, keep, now, numbered, replacing
from devicelink.cli.trend import place_title
from devicelink.data import phrases
from devicelink.errors import UsageError
from devicelink.export.sensitivity import rows_of_tests
from devicelink.store.diary import Diary, day_of, diary_in, trends
from devicelink.store.entries import Entry
from devicelink.store.place import Place
from devicelink.tui.home import Page
from devicelink.tui.journal import DueScreen, Form, JournalScreen, Noted, Question
from devicelink.tui.trend import Shown, TrendScreen

CARE = (
    "done",
    "provider",
    "places",
    "pain_before",
    "pain_after",
    "soreness_next_day",
    "twitch",
    "text",
)
_MOMENTS = {"pain": "now", "before": "before", "after": "after"}


class TrendsOf:
    """The trends of one profile."""

    def __init__(self, folder: Place, *, simulated: bool = False) -> None:
        self._folder, self._simulated = folder, simulated

    def head(self) -> Sequence[str]:
        """How steadily, and which day of the programme."""
        diary = self._diary()
        rows = [str(row["text"]) for row in status_lines(diary, now()) if row["type"] != "due"]
        return [*filter(None, [diary.unreadable.notice]), *rows]

    def places(self) -> Sequence[Shown]:
        """Pain overall first, then each place."""
        diary = self._diary()
        return [_shown(diary, one) for one in trends(diary, day_of(now()))]

    def foot(self) -> Sequence[str]:
        """The list for a professional, the weeks, the rules."""
        diary, say = self._diary(), phrases()
        found = [one for one in trends(diary, day_of(now())) if one.place]
        listed = [for_professional(one, place_title(one.place), say) for one in found]
        lines = [text for text in listed if text] or [say.text("professional", "none")]
        lines += [professional_rule(say), ""]
        lines += [week_line(week, say, _iso) for week in weeks(diary.rated, diary.begin or 0)]
        return [*lines, say.text("week", "advice"), "", *rule_lines(say)]

    def _diary(self) -> Diary:
        return diary_in(self._folder, simulated=self._simulated)


def _shown(diary: Diary, one: Trend) -> Shown:
    """A place with its word, its numbers, what else there is, and its tests with the device."""
    rows = rows_of_tests(diary, one.place, place_title(one.place), phrases())
    tests = [str(row["text"]).strip() for row in rows]
    return Shown(
        title=place_title(one.place), word=status_words(one, phrases()),
        line=detail(one, phrases()), remarks=[*remarks(one, phrases(), _iso), *tests], trend=one,
    )  # fmt: skip


class JournalOf:
    """The journal of one profile: reads it, asks for it, keeps it."""

    def __init__(self, folder: Place) -> None:
        self._folder = folder

    def status(self) -> Sequence[str]:
        """Which day it is, and what is due."""
        diary = diary_in(self._folder)
        rows = [str(row["text"]) for row in status_lines(diary, now())]
        return [*filter(None, [diary.unreadable.notice]), *rows]

    def entries(self) -> Sequence[Noted]:
        """Newest first, each with what it said before it was edited."""
        diary = diary_in(self._folder)
        newest = sorted(diary.entries, key=lambda e: (e.about_at, e.recorded_at), reverse=True)
        return [
            Noted(
                number=entry.id or 0,
                line=f"{entry.about_at:%m-%d %H:%M} {entry_words(entry, marks=False)}",
                story=[entry_line(entry), *(entry_line(old) for old in earlier(diary, entry))],
            )
            for entry in newest
        ]

    def forms(self) -> Sequence[Form]:
        """What can be filled in now: what is due first."""
        say = phrases()
        due = [
            Form(
                key="next_day", place=done.place,
                title=say.text("ask", "next_day", place=place_words(done.place)),
                questions=_questions(NEXT_DAY),
            )
            for done in diary_in(self._folder).due_next_day(day_of(now()))
        ]  # fmt: skip
        entry = Form(
            key="entry", title=say.text("screen", "new_entry"),
            questions=_questions(("place", *ENTRY)),
        )  # fmt: skip
        check = Form(
            key="check_in", title=say.text("screen", "check_in"), questions=_questions(CHECK_IN)
        )
        care = Form(
            key="care", title=say.text("screen", "care"),
            questions=[Question(name=name, text=say.text("ask_care", name)) for name in CARE],
        )  # fmt: skip
        return [*due, entry, check, care]

    def changing(self, key: str, number: int) -> Form:
        """One question: what changes, or why it is taken back."""
        say = phrases()
        ask = say.text("screen", f"ask_{key}", number=number)
        title = say.text("screen", key, number=number)
        return Form(key=key, title=title, questions=[Question(name=key, text=ask)], entry=number)

    def check(self, name: str, text: str) -> None:
        """Raise UsageError for an answer that cannot be read."""
        if name == "place":
            place_named(text)
        elif name not in {"edit", "remove"}:  # an edit is read against its entry, when it is kept
            READ.get(name, READ["pain"])(text)

    def keep(self, form: Form, typed: Mapping[str, str]) -> None:
        """Keep a filled form. Raises UsageError where it says nothing, StoreError."""
        made = self._made(form, typed)
        if made:
            keep(self._folder, made)

    def _made(self, form: Form, typed: Mapping[str, str]) -> list[Entry]:
        if form.entry:
            return [self._changed(form, typed)]
        if form.key == "care":
            fields = with_role(self._folder, read_all(typed))
            if "done" not in fields:
                raise UsageError("treatment_unnamed")
            return [entry_of("care", fields, about_at=now())]
        if form.key == "check_in":
            return [entry_of("check_in", read_all(typed), about_at=now())]
        if form.key == "next_day":
            due = diary_in(self._folder).due_next_day(day_of(now()))
            done = next((one for one in due if one.place == form.place), None)
            if done is None:
                raise UsageError("due_answered")
            return [answered(done, read_all(typed))] if typed else []
        where = place_named(typed.get("place", ""))
        rest = {name: text for name, text in typed.items() if name not in {*_MOMENTS, "place"}}
        moments = [name for name in _MOMENTS if name in typed] or [""]
        made = []
        for index, name in enumerate(moments):
            number = {"when": _MOMENTS[name], "pain": typed[name]} if name else {}
            fields = read_all(number | (rest if index == 0 else {}))
            made.append(entry_of("note", fields, about_at=now(), place=where))
        return made

    def _changed(self, form: Form, typed: Mapping[str, str]) -> Entry:
        old = numbered(diary_in(self._folder), form.entry)
        text = typed.get(form.key, "")
        if form.key == "remove":
            fields = {"text": text} if text else {}
            return replacing(old, "withdrawn", fields)
        if not text:
            raise UsageError("journal_unchanged")
        edits = tuple(part.strip() for part in text.split(";") if part.strip())
        return replacing(old, old.kind, changed(old.kind, old.fields, edits))


def trend_screen(place: Place) -> Page:
    """Trends, from home."""
    return TrendScreen(TrendsOf(place), phrases())


def journal_screen(place: Place) -> Page:
    """The journal, from home."""
    return JournalScreen(JournalOf(place), phrases())


def show_trends(place: Place, *, simulated: bool = False) -> None:
    """The trends alone, from the command line."""
    from devicelink.tui.app import DevicelinkApp  # noqa: PLC0415

    page = TrendScreen(TrendsOf(place, simulated=simulated), phrases())
    asyncio.run(DevicelinkApp(start=page, who=place.who).show())


async def ask_due_on_screen(folder: Place) -> None:
    """The forms of the day after, one after the other, before something else."""
    from devicelink.tui.app import DevicelinkApp  # noqa: PLC0415

    journal = JournalOf(folder)
    forms = [form for form in journal.forms() if form.key == "next_day"]
    page = DueScreen(forms, journal, phrases())
    await DevicelinkApp(start=page, who=folder.who).show()


def show_journal(place: Place) -> None:
    """The journal alone, from the command line."""
    from devicelink.tui.app import DevicelinkApp  # noqa: PLC0415

    page = JournalScreen(JournalOf(place), phrases())
    asyncio.run(DevicelinkApp(start=page, who=place.who).show())


def _questions(names: tuple[str, ...]) -> list[Question]:
    return [Question(name=name, text=phrases().text("ask", name)) for name in names]


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()
