"""What the last tries at a place say: flagged (S45), or too painful to go on (S16).

A try is a hold that was begun, by how it ended; the newest is last. Nothing here is a finding about
the body: it is a count of stops. Guarded by tests/care/test_tries.py.
"""

from collections.abc import Sequence

from devicelink.care.outputs import PAIN_ENDS, RepEnd

LOOK_BACK = 3
STOPS = 2
"""In a row by the wrong kind of pain, or of the last three by any pain."""


def bad_run(ends: Sequence[RepEnd]) -> int:
    """How many of the newest in a row were stopped by sharp, burning, electric or numb pain."""
    run = 0
    for end in reversed(ends):
        if end is not RepEnd.BAD_PAIN:
            break
        run += 1
    return run


def flagged(ends: Sequence[RepEnd]) -> bool:
    """Two in a row by the wrong kind of pain (S45)."""
    return bad_run(ends) >= STOPS


def too_painful(ends: Sequence[RepEnd]) -> bool:
    """Two of the last three tries were ended by pain of any kind (S16)."""
    return sum(end in PAIN_ENDS for end in ends[-LOOK_BACK:]) >= STOPS
