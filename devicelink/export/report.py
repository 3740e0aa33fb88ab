"""The clinician's page: what was done, pain with the band of chance, holds, warnings, medicine.

Readable in a minute, the most needed first; every sentence comes from the catalogue, every number
from `report_facts`. How steadily it was done comes before any force (S30), and no change is shown
without what moves by chance (S31). Row S60. Guarded by tests/export/test_report.py.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from devicelink.care.journal import Provider
from devicelink.care.phrases import Phrases
from devicelink.care.trend import Trend
from devicelink.care.trend_text import (
    professional_rule,
    remarks,
    rule_lines,
    status_words,
)
from devicelink.export.page import Block, Grid, Heading, Page, Picture, Points, Text
from devicelink.export.report_facts import Done, Facts
from devicelink.export.report_journal import flags, medication, weeks
from devicelink.export.report_notes import tests
from devicelink.export.report_words import day, day_of_ordinal, found_line, place_words
from devicelink.export.trend_picture import trend_svg
from devicelink.plaintext import clean
from devicelink.store.diary import care_days

SECTIONS: Final = ("summary", "flags", "pain", "medication", "weeks", "holds", "method")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the report shall hold. `to` is whom it is for; `digest` of the raw record.

    `pictures` draws a session's holds as SVG, by the session's number.
    """

    pictures: Callable[[int], Sequence[str]]
    digest: str
    choice: str = ""
    sections: frozenset[str] = field(default=frozenset(SECTIONS))
    to: Provider | None = None


def report(facts: Facts, wish: Wish, phrases: Phrases) -> Page:
    """The page."""
    say = phrases.text
    who = clean(facts.who, 60)
    title = say("report", "title_you") if who == "you" else say("report", "title", who=who)
    about = say(
        "report", "about", first=day(facts.first), last=day(facts.last), made=day(facts.made_at),
        version=facts.app_version,
    )  # fmt: skip
    made = {
        "summary": _summary, "pain": _pain, "flags": flags, "medication": medication,
        "weeks": weeks,
    }  # fmt: skip
    blocks = list(_head(facts, wish, phrases))
    for name in SECTIONS:
        if name in wish.sections and name != "method":
            blocks.append(Heading(say("report_section", name)))
            if name == "holds":
                blocks += _holds(facts, wish, phrases)
            else:
                blocks += made[name](facts, phrases)
    return Page(title, about, (*blocks, *_method(wish, phrases)))


def missing_words(facts: Facts, phrases: Phrases) -> str:
    """What cannot be read and so is not in it; "" where that is nothing."""
    sessions, entries = len(facts.unreadable.sessions), len(facts.unreadable.entries)
    if not sessions and not entries:
        return ""
    return phrases.text("report", "unreadable", sessions=sessions, entries=entries)


def _head(facts: Facts, wish: Wish, phrases: Phrases) -> Iterator[Block]:
    if wish.to is not None:
        role = phrases.text("role", wish.to.role)
        yield Text(phrases.text("report", "to", name=clean(wish.to.name, 60), role=role))
    if facts.simulated:
        yield Text(phrases.text("report", "simulated", n=facts.simulated), loud=True)
    missing = missing_words(facts, phrases)
    if missing:
        yield Text(missing)
    if facts.left_out:
        yield Text(phrases.text("report", "left_out", n=facts.left_out), quiet=True)


def _summary(facts: Facts, phrases: Phrases) -> Iterator[Block]:
    say, done = phrases.text, facts.adherence
    entry = "days" if done.sessions else "none"
    yield Text(say("adherence", entry, days_with=done.days_with, days=done.days, n=done.sessions,
                   per_day=done.per_day or 0.0))  # fmt: skip
    if not facts.done and not facts.trends:
        yield Text(say("report", "nothing"))
        return
    names = ("place", "pain", "change", "n", "sessions", "holds", "hold_s", "force", "pressure",
             "in_zone")  # fmt: skip
    at = {one.place: one for one in facts.done}
    run = {one.place: one for one in facts.trends}
    places = [*at, *(place for place in run if place not in at)]
    rows = tuple(_row(place, at.get(place), run.get(place), phrases) for place in places)
    yield Grid(tuple(say("report_head", name) for name in names), rows,
               frozenset({3, 4, 5, 6, 8, 9}))  # fmt: skip
    yield Text(say("report_line", "pain_note"), quiet=True)
    notes = [
        f"{place_words(one.place, phrases)}: {text}"
        for one in facts.trends
        for text in remarks(one, phrases, day_of_ordinal)
    ]
    notes += [
        say("report_line", "by_hand", place=place_words(one.place, phrases), n=one.by_hand)
        for one in facts.done
        if one.by_hand
    ]
    notes += [found_line(place, record, phrases) for place, record in facts.found]
    if notes:
        yield Points(tuple(notes))


def _row(place: str, done: Done | None, run: Trend | None, phrases: Phrases) -> tuple[str, ...]:
    def number(value: float | None, form: str = ".0f") -> str:
        return phrases.text("report_line", "not_given") if value is None else format(value, form)

    none = number(None)
    told = (none, none, "0") if run is None else (
        _change(run, phrases), status_words(run, phrases), str(run.n)
    )  # fmt: skip
    held = (none,) * 6 if done is None else (
        str(done.sessions), str(done.holds),
        number(done.held_s / done.holds if done.holds else None),
        _force(done, phrases), number(done.median_kpa), number(done.in_zone_pct),
    )  # fmt: skip
    return (place_words(place, phrases), *told, *held)


def _force(done: Done, phrases: Phrases) -> str:
    if done.median_n is None or done.low_n is None or done.high_n is None:
        return phrases.text("report_line", "not_given")
    return phrases.text(
        "report_line", "force", median=done.median_n, low=done.low_n, high=done.high_n
    )


def _change(run: Trend, phrases: Phrases) -> str:
    if run.first is None or run.last is None:
        return phrases.text("report_line", "not_given")
    entry = "pain_few" if run.noise is None else "pain"
    return phrases.text("report_line", entry, first=run.first, last=run.last, noise=run.noise)


def _pain(facts: Facts, phrases: Phrases) -> Iterator[Block]:
    if not facts.trends:
        yield Text(phrases.text("report_line", "no_pain"))
    for one in facts.trends:
        name = place_words(one.place, phrases)
        yield Picture(trend_svg(one, phrases, name, care_days(facts.diary, one.place)))
    yield from tests(facts, phrases)


def _holds(facts: Facts, wish: Wish, phrases: Phrases) -> Iterator[Block]:
    entry = "hold_note" if facts.done else "no_holds"
    yield Text(phrases.text("report_line", entry), quiet=True)
    for done in facts.done:
        if done.newest is not None:
            yield from map(Picture, wish.pictures(done.newest))


def _method(wish: Wish, phrases: Phrases) -> Iterator[Block]:
    """Always there: no choice of sections leaves out what the page cannot say."""
    say = phrases.text
    yield Heading(say("report_section", "method"))
    yield Text(say("report_method", "limits"))
    if "method" in wish.sections:
        yield Points((*rule_lines(phrases), professional_rule(phrases)))
    yield Text(say("report_method", "private"), quiet=True)
    yield Text(say("report_method", "hash", choice=wish.choice, digest=wish.digest), quiet=True)
