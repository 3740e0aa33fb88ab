"""What a person types for a journal entry, as the values of its fields; one way for each field.

Options, `journal edit` and the questions at a terminal read through here alone. Every mistake gets
one line why and one line what to do. Guarded by tests/cli/test_journal.py.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final, TypeAlias

from devicelink.care.journal import KINDS
from devicelink.care.journal_words import DECLINED, Change, Done, Role, When
from devicelink.cli.options import point_of
from devicelink.errors import UsageError

OLDEST_YEAR: Final = 1970
Read: TypeAlias = Callable[[str], object]


def score(text: str) -> object:
    """0-10, or declined; no number is guessed out of other words."""
    word = text.strip().lower()
    if word in {DECLINED, "d"}:
        return DECLINED
    if not word.isdecimal() or int(word) > 10:
        raise UsageError("not_zero_to_ten", text=text)
    return int(word)


def one_of(words: type[StrEnum], what: str) -> Read:
    """One word of a closed list, with - or _ between."""

    def read(text: str) -> object:
        word = text.strip().lower().replace("-", "_").replace(" ", "_")
        if word not in set(words):
            known = ", ".join(one.value.replace("_", "-") for one in words)
            raise UsageError("word_unknown", text=text, what=what, known=known)
        return word

    return read


def yes_or_no(text: str) -> object:
    """Yes or no."""
    word = text.strip().lower()
    if word not in {"yes", "no", "y", "n"}:
        raise UsageError("not_yes_or_no", text=text)
    return word.startswith("y")


def words(text: str) -> object:
    """Words or short texts, a comma between."""
    return [part.strip() for part in text.split(",") if part.strip()]


def referred(text: str) -> object:
    """`temple=3, eye`: where else, and how much."""
    found = []
    for part in _parts(text):
        area, equals, number = part.partition("=")
        found.append({"area": area.strip()} | ({"pain": score(number)} if equals else {}))
    return found


def exercises(text: str) -> object:
    """`chin tuck=done, rows=not done`."""
    found = []
    for part in _parts(text):
        name, _, word = part.partition("=")
        state = word.strip().lower().replace("-", " ") or "done"
        if state not in {"done", "not done"}:
            raise UsageError("exercise_done_or_not", word=word, name=name.strip())
        found.append({"name": name.strip(), "done": state == "done"})
    return found


def medication(text: str) -> object:
    """`ibuprofen 400@14:30`: what was taken, and when."""
    parts = [part.partition("@") for part in _parts(text)]
    return [
        {"name": name.strip()} | ({"at": at.strip()} if at.strip() else {}) for name, _, at in parts
    ]


def motion(text: str) -> object:
    """`neck rotation left=50>61`: degrees before and after; either may be left out."""
    found = []
    for part in _parts(text):
        movement, equals, angles = part.partition("=")
        before, _, after = angles.partition(">")
        if not equals or not (before.strip() or after.strip()):
            raise UsageError("motion_no_angle", part=part)
        degrees = {"before_deg": _degrees(before), "after_deg": _degrees(after)}
        found.append({"movement": movement.strip()} | {k: v for k, v in degrees.items() if v})
    return found


def place_named(text: str) -> str:
    """`ut left`: point and side; nothing, or `overall`, for the whole person."""
    if text.strip().lower() in {"", "overall"}:
        return ""
    name, _, side = " ".join(text.lower().split()).partition(" ")
    point = point_of(name).id
    if side not in {"left", "right"}:
        raise UsageError("place_no_side", text=text, point=point)
    return f"{point} {side}"


def places(text: str) -> object:
    """Several places, a comma between."""
    return [place_named(part) for part in _parts(text)]


def text_(text: str) -> object:
    """Any text, as it is."""
    return text.strip()


READ: Final[Mapping[str, Read]] = {
    **dict.fromkeys(
        ("pain", "soreness", "sleep", "pain_before", "pain_after", "soreness_next_day",
         "average", "enjoyment", "activity", "worst"),
        score,
    ),
    **dict.fromkeys(("quality", "sensations", "tags"), words),
    **dict.fromkeys(("text", "provider", "name"), text_),
    "when": one_of(When, "moment"),
    "done": one_of(Done, "kind of care"),
    "role": one_of(Role, "role"),
    "change": one_of(Change, "step of change"),
    "twitch": yes_or_no,
    "referred": referred,
    "exercises": exercises,
    "medication": medication,
    "motion": motion,
    "places": places,
}  # fmt: skip
"""How each field is read."""


def read_all(given: Mapping[str, Any]) -> dict[str, object]:
    """The fields out of what was typed; those not typed are left out."""
    return {
        name: READ[name](text)
        for name, text in given.items()
        if name in READ and isinstance(text, str)
    }


def changed(kind: str, old: Mapping[str, object], edits: tuple[str, ...]) -> dict[str, object]:
    """The fields after edits such as `pain=4`; `pain=` takes one out. Raises UsageError."""
    own = [field.name for field in fields(KINDS[kind]) if field.name in READ]
    made = dict(old)
    for edit in edits:
        name, equals, text = edit.partition("=")
        name = name.strip().replace("-", "_")
        if not equals or name not in own:
            raise UsageError("edit_unknown", edit=edit, known=", ".join(own))
        made.pop(name, None)
        if text.strip():
            made[name] = READ[name](text)
    return made


def time_named(text: str | None, now: datetime) -> datetime:
    """When it was: a date, a time of today, both, or yesterday. Raises UsageError."""
    if text is None:
        return now
    word = text.strip().lower()
    if word == "yesterday":
        return now - timedelta(days=1)
    try:
        if ":" in word and "-" not in word:
            at = datetime.combine(now.date(), time.fromisoformat(word))
        else:
            at = datetime.fromisoformat(word)
            at = at.replace(hour=12) if len(word) == 10 else at
        at = at.astimezone() if at.tzinfo is None else at
    except (ValueError, OverflowError) as error:
        raise UsageError("time_unreadable", text=text) from error
    if at.year < OLDEST_YEAR:
        raise UsageError("time_too_early", text=text, year=OLDEST_YEAR)
    if at > now + timedelta(minutes=1) and not (len(word) == 10 and at.date() == now.date()):
        raise UsageError("time_to_come", text=text)
    return min(at, now)


def _parts(text: str) -> list[str]:
    return [part for part in text.split(",") if part.strip()]


def _degrees(text: str) -> float | None:
    if not text.strip():
        return None
    try:
        return float(text)
    except ValueError:
        raise UsageError("not_an_angle", text=text.strip()) from None
