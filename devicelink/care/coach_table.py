"""The coach's phases and what leads from one to the next, all in one table.

Everything that moves a session stands here: the coach looks every move up in it, and the diagram in
docs/coaching.md is generated from it (devicelink/care/diagram.py). Guarded by tests/care/.
"""

from collections.abc import Mapping
from enum import StrEnum, unique
from types import MappingProxyType

from devicelink.care.outputs import Phase


@unique
class Trigger(StrEnum):
    """Why the session moves on. The values are the words on the diagram's arrows."""

    BEGUN = "begun"
    PAIN_GIVEN = "pain given or declined"
    FOUND = "familiar, or nobody says"
    SETTLED = "3 s in the band"
    UNSETTLED = "slip, limit, out of the band"
    HELD = "goal reached, or easing after 30 s"
    ASKED = "both answered or 8 s each"
    HOLD_OVER = "90 s, let go, pain, too hard, skip"
    LET_GO = "contact ended"
    LET_GO_MOVE = "contact ended, other spot"
    LET_GO_LAST = "contact ended, last hold"
    RESTED = "10-15 s"
    STRETCHED = "20-30 s, or left out"
    SIGNAL_LOST = "no signal"
    BACK_TO_LOCATE = "signal back, was locating"
    BACK_TO_SETTLE = "signal back, hold open"
    BACK_TO_EASE_OFF = "signal back, hold over"
    GO_WITHOUT = "go on without the device"
    END = "stop, device off, nobody there"


_LOSS = {Trigger.SIGNAL_LOST: Phase.PAUSED}
_HOLD_OVER = {Trigger.HOLD_OVER: Phase.EASE_OFF}
_END = {Trigger.END: Phase.DONE}

TRANSITIONS: Mapping[Phase, Mapping[Trigger, Phase]] = MappingProxyType(
    {
        Phase.START: {Trigger.BEGUN: Phase.PAIN_BEFORE},
        Phase.PAIN_BEFORE: {Trigger.PAIN_GIVEN: Phase.LOCATE, **_END},
        Phase.LOCATE: {Trigger.FOUND: Phase.SETTLE, **_HOLD_OVER, **_LOSS, **_END},
        Phase.SETTLE: {
            Trigger.SETTLED: Phase.LISTEN,
            Trigger.HELD: Phase.ASK,
            **_HOLD_OVER,
            **_LOSS,
            **_END,
        },
        Phase.LISTEN: {
            Trigger.UNSETTLED: Phase.SETTLE,
            Trigger.HELD: Phase.ASK,
            **_HOLD_OVER,
            **_LOSS,
            **_END,
        },
        Phase.ASK: {Trigger.ASKED: Phase.EASE_OFF, **_HOLD_OVER, **_LOSS, **_END},
        Phase.EASE_OFF: {
            Trigger.LET_GO: Phase.REST,
            Trigger.LET_GO_MOVE: Phase.LOCATE,
            Trigger.LET_GO_LAST: Phase.STRETCH,
            **_LOSS,
            **_END,
        },
        Phase.REST: {Trigger.RESTED: Phase.SETTLE, **_END},
        Phase.PAUSED: {
            Trigger.BACK_TO_LOCATE: Phase.LOCATE,
            Trigger.BACK_TO_SETTLE: Phase.SETTLE,
            Trigger.BACK_TO_EASE_OFF: Phase.EASE_OFF,
            Trigger.GO_WITHOUT: Phase.STRETCH,
            **_END,
        },
        Phase.STRETCH: {Trigger.STRETCHED: Phase.PAIN_AFTER, **_END},
        Phase.PAIN_AFTER: {Trigger.PAIN_GIVEN: Phase.DONE, **_END},
        Phase.DONE: {},
    }
)

PRESSING = frozenset({Phase.LOCATE, Phase.SETTLE, Phase.LISTEN, Phase.ASK, Phase.EASE_OFF})
"""Phases in which the person is to press, so that a lost signal pauses them."""

HOLDING = frozenset({Phase.SETTLE, Phase.LISTEN, Phase.ASK})
"""Phases in which the hold clock runs."""
