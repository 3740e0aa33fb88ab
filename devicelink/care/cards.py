"""Cards that explain: what is said, how sure it is, what can and cannot be seen of it here.

Static text: no card looks at a record or a reading (S07, S08). The text is
devicelink/data/cards.toml. Guarded by tests/care/test_cards.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, unique

import msgspec

from devicelink.errors import PlanError


@unique
class Grade(StrEnum):
    """How sure it is."""

    LOW = "low"
    DISPUTED = "disputed"
    MODERATE = "moderate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One card. `here` is what this program can and cannot see of it."""

    id: str
    title: str
    text: str
    here: str
    grade: Grade
    source: str


def cards_of(tables: Mapping[str, object]) -> dict[str, Card]:
    """Every card of a parsed file by its id. PlanError for a broken one."""
    found = tables.get("card")
    try:
        told = msgspec.convert(found, dict[str, dict[str, str]])
        return {name: msgspec.convert({**body, "id": name}, Card) for name, body in told.items()}
    except msgspec.ValidationError as error:
        raise PlanError("cards_broken", error=error) from error
