"""What a person found at a place of their own: three findings, pain, where else it is felt.

They answer; nothing is worked out from the answers, and the atlas's text stands beside them
untouched (S01-S03). Guarded by tests/care/test_point_record.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum, unique

import msgspec

from devicelink.care.journal import Referred
from devicelink.errors import UsageError

PAIN = range(11)
LONGEST_NOTE = 500


@unique
class Finding(StrEnum):
    """What a person says they felt."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRecord:
    """One place. Whatever was not said is None or empty.

    The three findings: a taut band felt, a tender spot, pain that is felt elsewhere when pressed.
    `areas` are where else it is felt, in the person's own words, each with a number of its own.
    """

    taut_band: Finding | None = None
    tender_spot: Finding | None = None
    referred_pain: Finding | None = None
    pain: int | None = None
    areas: tuple[Referred, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse what cannot be. Raises UsageError."""
        if self.pain is not None and self.pain not in PAIN:
            raise UsageError("referral_off_scale", pain=self.pain)
        if len(self.note) > LONGEST_NOTE:
            raise UsageError("note_too_long", length=len(self.note), longest=LONGEST_NOTE)

    @property
    def areas_in_words(self) -> str:
        """Where else it is felt, for a line and for the search."""
        return ", ".join(area.area for area in self.areas)

    def changed(self, **told: object) -> "PointRecord":
        """With what was told now; the rest stays."""
        return replace(self, **told)  # type: ignore[arg-type]


def to_fields(record: PointRecord) -> dict[str, object]:
    """As it is kept."""
    fields: dict[str, object] = msgspec.to_builtins(record)
    return fields


def of_fields(fields: Mapping[str, object]) -> PointRecord:
    """As it was. Raises UsageError for one that cannot be read."""
    try:
        return msgspec.convert(dict(fields), PointRecord)
    except msgspec.ValidationError as error:
        raise UsageError("point_record_unreadable", error=error) from error


def area_of(text: str) -> Referred:
    """ "temple" or "temple=4" as an area with its number. Raises UsageError."""
    area, equals, number = text.rpartition("=")
    if not equals:
        return Referred(area=text.strip())
    if not number.strip().isdecimal() or int(number) not in PAIN:
        raise UsageError("referral_unreadable", text=text)
    return Referred(area=area.strip(), pain=int(number))
