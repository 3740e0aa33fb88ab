"""Of the report: warnings and answers, medicine and care by others, the weekly numbers.

What was not noted is said to be not noted; declined is not missing. Rows S06, S12-S17, S24, S52,
S61, S64.
Guarded by tests/export/test_report.py.
"""

from collections.abc import Iterator

from devicelink.care.duration import When, in_words, when_of
from devicelink.care.phrases import Phrases
from devicelink.care.screening import Reply
from devicelink.care.trend_text import for_professional
from devicelink.data import screening
from devicelink.export.page import Block, Grid, Points, Text
from devicelink.export.report_facts import Facts
from devicelink.export.report_notes import words_told
from devicelink.export.report_words import day, place_words, score
from devicelink.plaintext import clean
from devicelink.store.statements import Statement

LONG = 300


def flags(facts: Facts, phrases: Phrases) -> Iterator[Block]:
    """For a professional, stops, answers before sessions, the list of warning signs."""
    say = phrases.text
    listed = [
        text
        for one in facts.trends
        if one.place
        and (text := for_professional(one, place_words(one.place, phrases), phrases)) is not None
    ]
    lines = [f"{say('professional', 'head')} {text}" for text in listed]
    lines = lines or [say("professional", "none")]
    stops = [
        say("report_line", "stop", place=place_words(done.place, phrases), n=n,
            what=say("report_line", what))
        for done in facts.done
        for what, n in done.stops
    ]  # fmt: skip
    lines += stops or [say("report_line", "no_stops")]
    lines += [
        say("report_line", "flagged", place=place_words(done.place, phrases))
        for done in facts.done
        if done.flagged
    ]
    lines.append(_since(facts, phrases))
    answers = [_answer(one, phrases) for one in facts.answers]
    lines += answers or [say("report_line", "no_answers")]
    days = ", ".join(dict.fromkeys(day(one.told_at) for one in facts.shown))
    lines.append(
        say("report_line", "shown", days=days) if days else say("report_line", "not_shown")
    )
    yield Points(tuple(lines))


def _since(facts: Facts, phrases: Phrases) -> str:
    made = facts.made_at
    now = When(made.year, made.month, made.day)
    if facts.since is None:
        return phrases.text("report_line", "no_since")
    return in_words(when_of(facts.since, now), now, phrases)


def _answer(one: Statement, phrases: Phrases) -> str:
    names = {item.id: item.name for item in screening()}
    reply = "yes" if one.body.get("reply") == Reply.YES.value else "declined"
    place = f"{place_words(one.place, phrases)}, " if one.place else ""
    return phrases.text(
        "report_line", "answer", name=names.get(one.item, clean(one.item)),
        reply=phrases.text("report_line", reply), place=place, day=day(one.told_at),
    )  # fmt: skip


def medication(facts: Facts, phrases: Phrases) -> Iterator[Block]:
    """What was taken and when, never more; what others did, with their role."""
    say = phrases.text
    none = say("report_line", "not_given")
    taken = [
        (day(entry.about_at),
         say("report_line", "taken", name=clean(one.name, 60), at=one.at), none, none, none)
        for entry, note in facts.notes()
        for one in note.medication
    ]  # fmt: skip
    done = [
        (
            day(entry.about_at),
            say("care_kind", care.done),
            ", ".join(filter(None, [clean(care.provider, 60),
                                    say("role", care.role) if care.role else ""])) or none,
            "; ".join(place_words(place, phrases) for place in care.places) or none,
            f"{score(care.pain_before, phrases)} to {score(care.pain_after, phrases)}",
        )
        for entry, care in facts.care()
    ]  # fmt: skip
    if not taken and not done:
        yield Text(say("report_line", "no_medication"))
        return
    head = tuple(say("report_head", name) for name in ("date", "what", "by", "where", "pain_pair"))
    yield Grid(head, tuple(sorted([*taken, *done])))


def weeks(facts: Facts, phrases: Phrases) -> Iterator[Block]:
    """The weekly numbers (S64), each as it was given; how far movements went (S61)."""
    say = phrases.text
    if not facts.check_ins():
        yield Text(say("report_line", "no_weeks"))
    names = ("date", "average", "enjoyment", "activity", "peg", "worst", "impression")
    none = say("report_line", "not_given")
    rows = tuple(
        (
            day(entry.about_at),
            *(score(getattr(told, name), phrases) for name in ("average", "enjoyment", "activity")),
            none if told.peg is None else f"{told.peg:.1f}",
            score(told.worst, phrases),
            none if told.change is None else say("change", told.change),
        )
        for entry, told in facts.check_ins()
    )
    if rows:
        yield Grid(tuple(say("report_head", name) for name in names), rows, frozenset(range(1, 6)))
    motion = tuple(
        say("report_line", "motion", day=day(entry.about_at), movement=clean(one.movement, 60),
            before=_degrees(one.before_deg), after=_degrees(one.after_deg))
        for entry, note in facts.notes()
        for one in note.motion
    )  # fmt: skip
    if motion:
        yield Points(motion)
    yield from words_told(facts, phrases)


def _degrees(angle: float | None) -> str:
    return "?" if angle is None else f"{angle:g}"
