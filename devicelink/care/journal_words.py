"""The words of the journal: closed lists where a closed list is meant, offers where it is not.

Guarded by tests/care/test_journal.py.
"""

from enum import StrEnum, unique
from typing import Final, Literal, TypeAlias

from devicelink.care.inputs import Sensation

DECLINED: Final = "declined"
Score: TypeAlias = int | Literal["declined"] | None
"""0-10, declined, or missing."""
LATE_S: Final = 600
"""Written down longer after than this, an entry is marked late: ten minutes, the window in which
before and after are asked."""
PROGRAMME_DAYS: Final = 14


@unique
class When(StrEnum):
    """What a pain number is about."""

    BEFORE = "before"
    AFTER = "after"
    NEXT_DAY = "next_day"
    NOW = "now"


@unique
class Done(StrEnum):
    """What somebody else did, each its own kind: needles are not all one (S12, S14, S15, S17)."""

    DRY_NEEDLING = "dry_needling"
    ACUPUNCTURE = "acupuncture"
    SPRAY_AND_STRETCH = "spray_and_stretch"
    GENERAL_MASSAGE = "general_massage"
    MANUAL_THERAPY = "manual_therapy"


@unique
class Role(StrEnum):
    """Who somebody is (S24)."""

    PHYSICAL_THERAPIST = "physical_therapist"
    CHIROPRACTOR = "chiropractor"
    DRY_NEEDLING = "dry_needling_practitioner"
    ACUPUNCTURIST = "acupuncturist"
    MASSAGE_THERAPIST = "massage_therapist"
    DOCTOR = "doctor"
    OTHER = "other"


@unique
class Change(StrEnum):
    """The patient's own global impression of change, seven steps, or declined."""

    VERY_MUCH_BETTER = "very_much_better"
    MUCH_BETTER = "much_better"
    A_LITTLE_BETTER = "a_little_better"
    NO_CHANGE = "no_change"
    A_LITTLE_WORSE = "a_little_worse"
    MUCH_WORSE = "much_worse"
    VERY_MUCH_WORSE = "very_much_worse"
    DECLINED = "declined"


QUALITIES: Final = (
    "aching", "dull", "pressing", "tight", "throbbing",
    "sharp", "burning", "electric", "numb", "tingling",
)  # fmt: skip
"""Offered; any other words are taken too."""
TAGS: Final = ("posture", "ergonomics", "habits", "stress", "cold", "strain", "long_sitting")
"""What may have had a part in it (S20, S62); others are taken too."""
SENSATIONS: Final = tuple(one.value for one in Sensation if one is not Sensation.TWITCH)
