"""What a journal entry can hold: pain and what goes with it, care by others, the weekly check-in.

Three states of every number: given, declined, and missing (None); a missing one is never a zero
(S58). Values only: when it was and where is the store's Entry. Raises UsageError for what cannot
be. Guarded by tests/care/test_journal.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

import msgspec

from devicelink.care.journal_words import PROGRAMME_DAYS, Change, Done, Role, Score, When
from devicelink.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Referred:
    """Where else it is felt, in the person's words, with a number of its own (S02)."""

    area: str
    pain: Score = None

    def __post_init__(self) -> None:
        _named(self.area, "area")
        if _is_off(self.pain):
            raise UsageError("area_is_no_number", value=self.pain, area=self.area)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """An exercise of the plan, done or not (S19)."""

    name: str
    done: bool

    def __post_init__(self) -> None:
        _named(self.name, "exercise")


@dataclass(frozen=True, slots=True, kw_only=True)
class Medication:
    """What was taken, and when, as HH:MM or "". Never any advice."""

    name: str
    at: str = ""

    def __post_init__(self) -> None:
        _named(self.name, "medicine")
        hour, colon, minute = self.at.partition(":")
        fits = hour.isdecimal() and minute.isdecimal() and len(minute) == 2
        if self.at and not (colon and fits and int(hour) < 24 and int(minute) < 60):
            raise UsageError("journal_is_no_time", at=self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Motion:
    """How far a movement goes, in degrees, before and after; either may be missing (S61)."""

    movement: str
    before_deg: float | None = None
    after_deg: float | None = None

    def __post_init__(self) -> None:
        _named(self.movement, "movement")
        for angle in (self.before_deg, self.after_deg):
            if angle is not None and not 0 <= angle <= 360:
                raise UsageError("angle_impossible", angle=angle)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One moment, at a place or overall; all of it optional, but not all of it missing."""

    when: When = When.NOW
    pain: Score = None
    soreness: Score = None
    quality: tuple[str, ...] = ()
    referred: tuple[Referred, ...] = ()
    sensations: tuple[str, ...] = ()
    twitch: bool | None = None
    tags: tuple[str, ...] = ()
    sleep: Score = None
    exercises: tuple[Exercise, ...] = ()
    medication: tuple[Medication, ...] = ()
    motion: tuple[Motion, ...] = ()
    text: str = ""

    def __post_init__(self) -> None:
        _score(self.pain, "pain")
        _score(self.soreness, "soreness")
        _score(self.sleep, "sleep")
        if not _told(self, skip=("when",)):
            raise UsageError("entry_says_nothing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """What somebody else did, at the places named (S12-S15, S17, S24). Never coached here."""

    done: Done
    provider: str = ""
    role: Role | None = None
    places: tuple[str, ...] = ()
    pain_before: Score = None
    pain_after: Score = None
    soreness_next_day: Score = None
    twitch: bool | None = None
    text: str = ""

    def __post_init__(self) -> None:
        _score(self.pain_before, "pain before")
        _score(self.pain_after, "pain after")
        _score(self.soreness_next_day, "soreness next day")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """Once a week: PEG's three items (S64), worst and average pain, own impression of change.

    `enjoyment` and `activity` say how much pain stood in the way, 0 not at all to 10 completely.
    """

    average: Score = None
    enjoyment: Score = None
    activity: Score = None
    worst: Score = None
    change: Change | None = None
    tags: tuple[str, ...] = ()
    text: str = ""

    def __post_init__(self) -> None:
        for name in ("average", "enjoyment", "activity", "worst"):
            _score(getattr(self, name), name)
        if not _told(self):
            raise UsageError("check_in_says_nothing")

    @property
    def peg(self) -> float | None:
        """PEG: the mean of its three items; None unless all three are answered."""
        items = (self.average, self.enjoyment, self.activity)
        given = [item for item in items if isinstance(item, int)]
        return sum(given) / 3 if len(given) == 3 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """Somebody who helps, and their role (S24)."""

    name: str
    role: Role

    def __post_init__(self) -> None:
        _named(self.name, "name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Begin:
    """The journal programme begins on this day (S34)."""

    days: int = PROGRAMME_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """The entry it stands for no longer counts; it is kept."""

    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One ramp of a pressure-pain threshold test.

    `force_n` is the force when pain was marked; None where the limit came first: the threshold is
    then above `peak_n`. `rate_n_s` is the slope of the ramp, `fit` how straight it was (R squared).
    """

    peak_n: float
    force_n: float | None = None
    rate_n_s: float | None = None
    fit: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A test with the device: the threshold's trials, or the pain at a set force (S09).

    `tip_area_mm2` None: not a flat tip, or not known.
    """

    test: Literal["threshold", "same_force"]
    tip_area_mm2: float | None = None
    trials: tuple[Trial, ...] = ()
    target_n: float | None = None
    force_n: float | None = None
    pain: Score = None
    simulated: bool = False

    def __post_init__(self) -> None:
        _score(self.pain, "pain")


Body: TypeAlias = Note | Care | CheckIn | Provider | Begin | Withdrawn | Pressed
KINDS: Final[Mapping[str, type[Body]]] = {
    "note": Note,
    "care": Care,
    "check_in": CheckIn,
    "provider": Provider,
    "begin": Begin,
    "withdrawn": Withdrawn,
    "pressed": Pressed,
}


_NOTHING: Final = (None, "", ())


def kind_of(body: Body) -> str:
    """The name under which a body is kept."""
    return next(name for name, cls in KINDS.items() if cls is type(body))


def to_fields(body: Body) -> dict[str, object]:
    """Only what was told: plain values for JSON, in the order of the fields."""
    fields: dict[str, Any] = msgspec.to_builtins(body)
    return {name: _lean(value) for name, value in fields.items() if value not in _NOTHING}


def of_fields(kind: str, fields: Mapping[str, object]) -> Body:
    """The body again. Raises UsageError for one that cannot be, KeyError for an unknown kind."""
    try:
        body: Body = msgspec.convert(dict(fields), KINDS[kind])
    except msgspec.ValidationError as error:
        raise UsageError("entry_unreadable", kind=kind, error=error) from error
    return body


def _lean(value: object) -> object:
    if isinstance(value, tuple):
        return [_lean(one) for one in value]
    if isinstance(value, dict):
        return {name: one for name, one in value.items() if one not in _NOTHING}
    return value


def _told(body: Note | CheckIn, skip: tuple[str, ...] = ()) -> bool:
    return any(name not in skip for name in to_fields(body))


def _is_off(value: Score) -> bool:
    return isinstance(value, int) and not 0 <= value <= 10


def _score(value: Score, what: str) -> None:
    if _is_off(value):
        raise UsageError("journal_is_no_number", value=value, what=what)


def _named(text: str, what: str) -> None:
    if not text.strip():
        raise UsageError("journal_has_no_name", what=what)
