"""The journal's questions as lines: asked on stderr, answered by a line; enter alone skips one.

What is skipped stays missing, `d` declines; nothing is guessed. Guarded by
tests/cli/test_journal_asking.py.
"""

import sys
from collections.abc import Callable, Mapping
from typing import Any, Final

from devicelink.cli.journal_fields import READ, place_named
from devicelink.cli.noting import entry_of, now
from devicelink.cli.terminal import put
from devicelink.data import phrases, points
from devicelink.errors import UsageError
from devicelink.store.diary import Diary, Done, day_of, diary_in
from devicelink.store.entries import Entry
from devicelink.store.place import Place

ENTRY: Final = ("pain", "before", "after", "quality", "referred", "sleep", "medication", "text")
"""Asked for an entry; the rest by option only: few things are kept well."""
CHECK_IN: Final = ("average", "enjoyment", "activity", "worst", "change", "tags", "text")
NEXT_DAY: Final = ("pain", "soreness")


def ask_entry(given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an entry, as they were typed."""
    _begin()
    where = _ask("ask", "place", place_named) or ""
    point, _, side = str(where).partition(" ")
    at = {"point": point or None, "side": side or None}
    return {**given, **at, **_ask_all(ENTRY)}


def ask_check_in(given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a check-in, as they were typed."""
    _begin()
    return {**given, **_ask_all(CHECK_IN)}


def next_day_entries(
    folder: Place, number: int | None, given: Mapping[str, Any], *, somebody: bool
) -> list[Entry]:
    """Answers to what is due. Raises UsageError where nothing is, or nothing was said."""
    diary = diary_in(folder)
    due = list(diary.due_next_day(day_of(now())))
    if number is not None:
        due = [done for done in diary.done if done.session == number]
        if not due:
            raise UsageError("next_day_no_session", number=number)
    if not due:
        raise UsageError("next_day_not_due")
    told = {name: text for name, text in given.items() if text is not None}
    if told:
        return [answered(due[-1], {name: READ[name](text) for name, text in told.items()})]
    if not somebody:
        raise UsageError("next_day_says_nothing")
    return [entry for done in due for entry in ask_next_day(done)]


def ask_due(folder: Place) -> list[Entry]:
    """What is due, asked at the start of something else: each place once."""
    diary: Diary = diary_in(folder)
    return [entry for done in diary.due_next_day(day_of(now())) for entry in ask_next_day(done)]


def ask_next_day(done: Done) -> list[Entry]:
    """How it is at one place, the day after; nothing where it was skipped."""
    put(phrases().text("ask", "next_day", place=place_words(done.place)), err=True)
    typed = _ask_all(NEXT_DAY)
    fields = {name: READ[name](text) for name, text in typed.items() if text is not None}
    return [answered(done, fields)] if fields else []


def answered(done: Done, fields: Mapping[str, object]) -> Entry:
    """The entry of an answer the day after."""
    return entry_of(
        "note", {"when": "next_day", **fields}, about_at=now(), place=done.place,
        session=done.session,
    )  # fmt: skip


def place_words(place: str) -> str:
    """A place as people say it."""
    point, _, side = place.partition(" ")
    atlas = points()
    name = atlas[point].name if point in atlas else point
    return f"{name}, {side}" if place else "overall"


def _begin() -> None:
    put(phrases().text("ask", "how"), err=True)


def _ask_all(names: tuple[str, ...]) -> dict[str, str | None]:
    return {name: _ask("ask", name, READ.get(name, READ["pain"])) for name in names}


def _ask(table: str, entry: str, read: Callable[[str], object]) -> str | None:
    """One question until its answer can be read; None where it was skipped or nobody is there."""
    put(phrases().text(table, entry), err=True)
    while line := sys.stdin.readline():
        text = line.strip()
        if not text:
            return None
        try:
            read(text)
        except UsageError as error:
            put(error.in_full, err=True)
        else:
            return text
    return None
