"""A programme as fields of text and back, and how long a visit takes: what the editor works on.

Whatever breaks a limit is refused with the range; a visit of more than five minutes is warned of,
never hidden (S26). Guarded by tests/care/test_programme_edit.py.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Final

import msgspec

from devicelink.care.phrases import Phrases
from devicelink.care.programme import SESSION_MAX_S, Programme
from devicelink.errors import PlanError

NUMBERS: Final = (
    "reps", "goal_s", "min_hold_s", "max_hold_s", "rest_s", "stretch_s", "band_share",
    "locate_share", "target", "steps", "per_day", "every_days",
)  # fmt: skip
FIELDS: Final = ("name", "source", *NUMBERS)
"""What may be set; `[programme_field]` of the catalogue says what each means."""
_ID: Final = re.compile(r"[a-z][a-z0-9_-]{0,30}")


@dataclass(frozen=True, slots=True)
class Visit:
    """So many points one after the other with one programme: the time pressed and rested."""

    points: int
    planned_s: float
    longest_s: float

    @property
    def fits(self) -> bool:
        """Whether five minutes are enough for what is planned."""
        return self.planned_s <= SESSION_MAX_S

    def told(self, phrases: Phrases) -> str:
        """How long it takes, and a warning where that is too long (S26)."""
        entry = "fits" if self.fits else "too_long"
        return phrases.text("programme_time", entry, **asdict(self))


def visit(programme: Programme, points: int = 1) -> Visit:
    """The time for so many points."""
    return Visit(points, points * programme.planned_s, points * programme.longest_s)


def to_fields(programme: Programme) -> dict[str, object]:
    """All fields but the id, as they are kept."""
    values: dict[str, object] = msgspec.to_builtins(programme)
    return {name: value for name, value in values.items() if name != "id"}


def of_fields(id_: str, values: Mapping[str, object]) -> Programme:
    """A programme of kept fields. PlanError for one that breaks a rule."""
    if not _ID.fullmatch(id_):
        raise PlanError("programme_id", id=id_)
    try:
        return msgspec.convert({**values, "id": id_}, Programme)
    except msgspec.ValidationError as error:
        raise PlanError("programme_value", id=id_, error=error) from error


def copied(programme: Programme, id_: str) -> Programme:
    """The same under another id, as one of the person's own."""
    values = to_fields(programme)
    values |= {"name": f"{programme.name}, my own", "source": f"my own, from {programme.id}"}
    return of_fields(id_, values)


def text_of(programme: Programme, name: str) -> str:
    """A field as a person types it."""
    value = getattr(programme, name)
    if isinstance(value, tuple):
        return "-".join(f"{one:g}" for one in value)
    return f"{value:g}" if isinstance(value, float | int) else str(value)


def with_text(programme: Programme, name: str, text: str) -> Programme:
    """With one field set from what was typed. PlanError where it is none, or breaks a rule."""
    if name not in FIELDS:
        raise PlanError("programme_has_no_field", name=name, known=", ".join(FIELDS))
    before = getattr(programme, name)
    value = _value(name, text.strip(), before)
    values = to_fields(programme) | {name: value, "version": _next(programme.version)}
    return of_fields(programme.id, values)


def _value(name: str, text: str, before: object) -> object:
    numbers = [part for part in re.split(r"[-,\s]+", text) if part]
    try:
        if isinstance(before, tuple):
            low, high = (float(part) for part in numbers)
            return [int(low), int(high)] if isinstance(before[0], int) else [low, high]
        if isinstance(before, str):
            return text
        number = float(text)
        return int(number) if isinstance(before, int) and number.is_integer() else number
    except ValueError as error:
        entry = "programme_field_pair" if isinstance(before, tuple) else "programme_field_number"
        raise PlanError(entry, text=text, name=name) from error


def _next(version: str) -> str:
    return str(int(version) + 1) if version.isdecimal() else f"{version}+"


def toml_of(programme: Programme) -> str:
    """The programme as a file that `--programme FILE.toml` reads."""
    lines = [f"[programme.{programme.id}]"]
    for field in fields(programme):
        if field.name != "id":
            value = msgspec.to_builtins(getattr(programme, field.name))
            lines.append(f"{field.name} = {msgspec.json.encode(value).decode()}")
    return "\n".join(lines) + "\n"
