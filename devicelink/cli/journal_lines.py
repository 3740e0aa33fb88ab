"""Journal entries and the day's standing as lines for people, and as objects for programs.

Guarded by tests/cli/test_journal.py.
"""

from collections.abc import Iterator
from datetime import date, datetime

from devicelink.care.adherence import adherence, programme_day
from devicelink.care.journal_text import in_words
from devicelink.care.journal_words import PROGRAMME_DAYS
from devicelink.cli.journal_asking import place_words
from devicelink.data import phrases
from devicelink.plaintext import clean
from devicelink.store.diary import Diary, day_of, days_done
from devicelink.store.entries import Entry

LONG = 4000


def entry_line(entry: Entry) -> str:
    """Number, time, place, what it says; late and edited ones say so."""
    return f"{entry.id}  {entry.about_at:%Y-%m-%d %H:%M}  {entry_words(entry)}"


def entry_words(entry: Entry, *, marks: bool = True) -> str:
    """Place and what it says; with `marks`, late and edited ones say so."""
    said = in_words(entry.body, phrases(), place_words)
    told = [phrases().text("journal", "late")] if entry.late else []
    told += [phrases().text("journal", "instead")] if entry.supersedes else []
    tail = f" ({', '.join(told)})" if told and marks else ""
    where = f"{place_words(entry.place)}: " if entry.kind in {"note", "pressed"} else ""
    return clean(f"{where}{said}{tail}", LONG)


def entry_object(entry: Entry) -> dict[str, object]:
    """The entry for `--json`."""
    point, _, side = entry.place.partition(" ")
    return {
        "type": "entry",
        "id": entry.id,
        "uid": entry.uid,
        "about_at": entry.about_at.isoformat(),
        "recorded_at": entry.recorded_at.isoformat(),
        "late": entry.late,
        "kind": entry.kind,
        "point": point or None,
        "side": side or None,
        "session": entry.session,
        "supersedes": entry.supersedes,
        "fields": dict(entry.fields),
    }


def status_lines(diary: Diary, at: datetime) -> Iterator[dict[str, object]]:
    """Adherence first, then the day of the programme, then what is due."""
    today, say = day_of(at), phrases()
    begin = diary.begin
    days = days_done(diary.done)
    done = adherence(days, today if begin is None else begin, today)
    yield {
        "type": "adherence", "days_with": done.days_with, "days": done.days,
        "sessions": done.sessions, "per_day": done.per_day,
        "text": say.text("adherence", "days" if done.sessions else "none", days_with=done.days_with,
                         days=done.days, n=done.sessions, per_day=done.per_day or 0.0),
    }  # fmt: skip
    day = programme_day(begin, today)
    if day is None or begin is None:
        text = say.text("programme", "not_begun")
        yield {"type": "programme", "day": None, "of": PROGRAMME_DAYS, "text": text}
    else:
        entry = "over" if day.over else "day"
        text = say.text("programme", entry, n=day.n, of=day.of, began=date.fromordinal(begin))
        yield {"type": "programme", "day": day.n, "of": day.of, "over": day.over,
               "began": date.fromordinal(begin).isoformat(), "text": text}  # fmt: skip
    for one in diary.due_next_day(today):
        text = say.text("programme", "next_day_due", place=place_words(one.place))
        yield {"type": "due", "question": "next_day", "session": one.session, "place": one.place,
               "text": text}  # fmt: skip
    checked = [entry.about_at for entry in diary.entries if entry.kind == "check_in"]
    if begin is not None and today - max([begin, *map(day_of, checked)]) >= 7:
        yield {"type": "due", "question": "check_in", "text": say.text("programme", "check_in_due")}
