"""What the record says before a place is pressed again: leave it out today, or ask first.

Pure: what the store knows is handed in. Guarded by tests/care/test_before.py.
"""

from dataclasses import dataclass

from devicelink.care.outputs import RepEnd
from devicelink.care.plan import Refused
from devicelink.care.point import Point, Side
from devicelink.care.programme import Programme
from devicelink.care.tries import flagged, too_painful

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


def stop_first(point: Point, side: Side, before: Before) -> Refused | None:
    """What the record forbids today (S16, S45, stop rule 7); None where it forbids nothing."""
    again = f"Once one has looked at it: devicelink point {point.id} --side {side} --cleared"
    if flagged(before.ends):
        return Refused(
            f"{point.name}, {side}: the wrong kind of pain stopped it twice in a row.",
            f"Ask a professional about this point first. {again}",
        )
    if too_painful(before.ends):
        return Refused(
            f"{point.name}, {side}: too painful in two of the last three tries. Stop here.",
            f"Ask a clinician about other options. {again}",
        )
    if before.soreness is not None and before.soreness >= SORE:
        return Refused(
            f"{point.name}, {side}: soreness {before.soreness} of 10 from the last time.",
            "Leave this point out today; another place may be pressed.",
        )
    return None


def too_soon(programme: Programme, before: Before) -> str:
    """A word against a day too early for the programme; "" where it is none."""
    if before.days_ago is None or not 0 < before.days_ago < programme.every_days:
        return ""
    return (
        f"{programme.name} is meant for every {programme.every_days} days; "
        f"the last session here was {before.days_ago} day ago."
    )
