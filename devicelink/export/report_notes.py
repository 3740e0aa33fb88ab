"""Of the report: tests of pressure over the weeks, and what the journal's words come to.

Counts of what was told, and nothing concluded from them; what nobody was told of is no zero. Rows
S09, S20, S57, S62, S63. Guarded by tests/export/test_report.py.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from statistics import median

from devicelink.care.journal_words import DECLINED
from devicelink.care.phrases import Phrases
from devicelink.export.page import Block, Points
from devicelink.export.report_facts import Facts
from devicelink.export.report_words import place_words
from devicelink.export.sensitivity import places_tested, rows_of_tests
from devicelink.plaintext import clean

MOST = 6
"""Words of one kind: a reader has a minute."""


def tests(facts: Facts, phrases: Phrases) -> Iterator[Block]:
    """Threshold and pain at the same force, a line a place; that there is none is said."""
    chosen = replace(facts.diary, entries=facts.entries)
    lines = [
        str(row["text"]).strip()
        for place in places_tested(chosen)
        for row in rows_of_tests(chosen, place, place_words(place, phrases), phrases)
    ]
    yield Points(tuple(lines or [phrases.text("report_line", "no_tests")]))


def words_told(facts: Facts, phrases: Phrases) -> Iterator[Block]:
    """Kinds of pain, sensations, tags and sleep, a line each, with how often they were told."""
    notes = [note for _, note in facts.notes()]
    kinds = {
        "qualities": [word for note in notes for word in note.quality],
        "sensations": [word for note in notes for word in note.sensations],
        "tags": [word for note in notes for word in note.tags]
        + [word for _, told in facts.check_ins() for word in told.tags],
    }
    lines = [
        phrases.text("report_line", name, told=_counted(words)) for name, words in kinds.items()
        if words
    ]  # fmt: skip
    missing = [phrases.text("report_line", f"{name}_name") for name in kinds if not kinds[name]]
    slept = [note.sleep for note in notes if isinstance(note.sleep, int)]
    declined = sum(note.sleep == DECLINED for note in notes)
    if slept or declined:
        lines.append(_sleep(slept, declined, phrases))
    else:
        missing.append(phrases.text("report_line", "sleep_name"))
    if missing:
        lines.append(phrases.text("report_line", "not_noted", what=", ".join(missing)))
    yield Points(tuple(lines))


def _counted(words: Iterable[str]) -> str:
    found = Counter(clean(word.replace("_", " "), 30) for word in words).most_common()
    shown = ", ".join(f"{word} {n}" for word, n in found[:MOST])
    return shown + (f", +{len(found) - MOST}" if len(found) > MOST else "")


def _sleep(slept: list[int], declined: int, phrases: Phrases) -> str:
    if not slept:
        return phrases.text("report_line", "sleep_declined", n=declined)
    return phrases.text(
        "report_line", "sleep", median=median(slept), low=min(slept), high=max(slept),
        n=len(slept), declined=declined,
    )  # fmt: skip
