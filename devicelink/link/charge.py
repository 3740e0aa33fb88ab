"""Whether a device is about to be without charge, from what it says. Guarded by tests/link/."""

from typing import Final

from firmware_protocol.messages import Battery, LowPower, Message

EMPTY_PCT: Final = 5


def is_empty(message: Message, so_far: bool) -> bool:  # noqa: FBT001 - it is carried on
    """By the newest that was said of it."""
    match message:
        case LowPower():
            return True
        case Battery(percent=float() | int() as percent):
            return percent <= EMPTY_PCT
        case _:
            return so_far
