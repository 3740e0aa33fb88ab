"""A journal entry in words: one short part for each thing it says, out of the catalogue.

What is not there is not mentioned; what was declined is. Guarded by
tests/care/test_journal_text.py.
"""

from collections.abc import Callable, Iterator, Sequence
from statistics import fmean

from devicelink.care.journal import (
    Begin,
    Body,
    Care,
    CheckIn,
    Note,
    Pressed,
    Provider,
    Withdrawn,
)
from devicelink.care.journal_words import DECLINED, Score
from devicelink.care.phrases import Phrases
from devicelink.care.trend import band_word

_T = "journal"


def in_words(body: Body, phrases: Phrases, named: Callable[[str], str] = str) -> str:
    """The whole entry in one line; `named` makes a place ("ut left") readable."""
    return "; ".join(parts(body, phrases, named))


def parts(body: Body, phrases: Phrases, named: Callable[[str], str] = str) -> Iterator[str]:
    """Each thing an entry says."""
    match body:
        case Note():
            yield from _note(body, phrases)
        case Care():
            yield from _care(body, phrases, named)
        case CheckIn():
            yield from _check_in(body, phrases)
        case Provider(name=name, role=role):
            yield phrases.text(_T, "provider", name=name, role=phrases.text("role", role))
        case Begin(days=days):
            yield phrases.text(_T, "begin", days=days)
        case Withdrawn():
            yield phrases.text(_T, "withdrawn")
        case Pressed():
            yield from _pressed(body, phrases)
    text = getattr(body, "text", "")
    if text:
        yield f'"{text}"'


def _note(note: Note, phrases: Phrases) -> Iterator[str]:
    if note.pain is not None:
        when = phrases.text("moment", note.when)
        if isinstance(note.pain, int):
            band = phrases.text("band", band_word(note.pain))
            yield phrases.text(_T, "pain", value=note.pain, band=band, when=when)
        else:
            yield phrases.text(_T, "pain_declined", when=when)
    yield from _number(phrases, "soreness", note.soreness)
    yield from _words(phrases, "quality", note.quality)
    areas = [_with(one.area, one.pain) for one in note.referred]
    yield from _words(phrases, "referred", areas)
    yield from _words(phrases, "sensations", note.sensations)
    yield from _twitch(phrases, note.twitch)
    yield from _words(phrases, "tags", note.tags)
    yield from _number(phrases, "sleep", note.sleep)
    done = [one.name for one in note.exercises if one.done]
    left = [one.name for one in note.exercises if not one.done]
    yield from _words(phrases, "exercises_done", done)
    yield from _words(phrases, "exercises_not_done", left)
    taken = [f"{one.name} at {one.at}" if one.at else one.name for one in note.medication]
    yield from _words(phrases, "medication", taken)
    for one in note.motion:
        before, after = _degrees(one.before_deg), _degrees(one.after_deg)
        yield phrases.text(_T, "motion", movement=one.movement, before=before, after=after)


def _care(care: Care, phrases: Phrases, named: Callable[[str], str]) -> Iterator[str]:
    done = phrases.text("care_kind", care.done)
    role = phrases.text("role", care.role) if care.role else ""
    by = ", ".join(filter(None, (care.provider, role)))
    yield phrases.text(_T, "care_by" if by else "care", done=done, provider=by)
    yield from _words(phrases, "places", [named(place) for place in care.places])
    if care.pain_before is not None or care.pain_after is not None:
        before, after = _score(care.pain_before), _score(care.pain_after)
        yield phrases.text(_T, "pain_pair", before=before, after=after)
    yield from _number(phrases, "soreness_next_day", care.soreness_next_day)
    yield from _twitch(phrases, care.twitch)


def _check_in(told: CheckIn, phrases: Phrases) -> Iterator[str]:
    for name in ("average", "enjoyment", "activity", "worst"):
        yield from _number(phrases, name, getattr(told, name))
    if told.peg is not None:
        yield phrases.text(_T, "peg", value=told.peg)
    if told.change is not None:
        yield phrases.text(_T, "change", step=phrases.text("change", told.change))
    yield from _words(phrases, "tags", told.tags)


def _pressed(test: Pressed, phrases: Phrases) -> Iterator[str]:
    if test.test == "same_force":
        force_n = test.force_n or 0.0
        pressure = pressure_words(force_n, test.tip_area_mm2)
        yield phrases.text(
            _T, "same_force", value=_score(test.pain), force=force_n, pressure=pressure
        )
        return
    forces = [trial.force_n for trial in test.trials if trial.force_n is not None]
    if not forces:
        peak = max((trial.peak_n for trial in test.trials), default=0.0)
        yield phrases.text(_T, "threshold_above", peak=peak)
        return
    mean_n = fmean(forces)
    yield phrases.text(
        _T, "threshold", mean=mean_n, pressure=pressure_words(mean_n, test.tip_area_mm2),
        n=len(forces), low=min(forces), high=max(forces),
    )  # fmt: skip


def pressure_words(force_n: float, tip_area_mm2: float | None) -> str:
    """The pressure in brackets, where a flat tip makes it one; else nothing."""
    return "" if not tip_area_mm2 else f" ({force_n / tip_area_mm2 * 1000:.0f} kPa)"


def _number(phrases: Phrases, entry: str, value: Score) -> Iterator[str]:
    if value is not None:
        yield phrases.text(_T, entry, value=_score(value))


def _words(phrases: Phrases, entry: str, words: Sequence[str]) -> Iterator[str]:
    if words:
        yield phrases.text(_T, entry, words=", ".join(words))


def _twitch(phrases: Phrases, twitch: bool | None) -> Iterator[str]:  # noqa: FBT001
    if twitch is not None:
        yield phrases.text(_T, "twitch_yes" if twitch else "twitch_no")


def _with(area: str, pain: Score) -> str:
    return area if pain is None else f"{area} {_score(pain)}"


def _score(value: Score) -> str:
    return "not asked" if value is None else "not said" if value == DECLINED else str(value)


def _degrees(angle: float | None) -> str:
    return "?" if angle is None else f"{angle:g}"
