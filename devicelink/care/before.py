"""What the record says before a place is pressed again: leave it out today, or ask first.

Pure: what the store knows is handed in. Guarded by tests/care/test_before.py.
"""

from dataclasses import dataclass

from devicelink.care.outputs import RepEnd
from devicelink.care.phrases import Phrases
from devicelink.care.point import Point, Side
from devicelink.care.programme import Programme
from devicelink.care.tries import flagged, too_painful
from devicelink.errors import PlanError

SORE = 4
"""Soreness of the day after from which on a place is left out for the day (proposal)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What is known of a place and a person. None: nothing was said, or there is nothing yet."""

    ends: tuple[RepEnd, ...] = ()
    """How the last tries here ended, the newest last; none from before a professional looked."""
    soreness: int | None = None
    """0-10, said today of this place, after the last session here."""
    complete: int = 0
    """Sessions with a device that were done to their end."""
    days_ago: int | None = None
    """Days since the last session here, 0 for today."""


def stop_first(point: Point, side: Side, before: Before) -> PlanError | None:
    """What the record forbids today (S16, S45, stop rule 7); None where it forbids nothing."""
    if flagged(before.ends):
        return PlanError("stopped_twice", name=point.name, side=side, id=point.id)
    if too_painful(before.ends):
        return PlanError("too_painful_twice", name=point.name, side=side, id=point.id)
    if before.soreness is not None and before.soreness >= SORE:
        return PlanError("still_sore", name=point.name, side=side, soreness=before.soreness)
    return None


def too_soon(programme: Programme, before: Before, phrases: Phrases) -> str:
    """A word against a day too early for the programme; "" where it is none."""
    if before.days_ago is None or not 0 < before.days_ago < programme.every_days:
        return ""
    return phrases.text(
        "before", "too_soon",
        programme=programme.name, every=programme.every_days, ago=before.days_ago,
    )  # fmt: skip
