"""Every cue the coach can give: its phrase id, the row that asks for it, how urgent it is.

The sentence and its reason stand in devicelink/data/phrases.toml under the same id, so that words
change without code. Guarded by tests/care/test_phrases.py.
"""

from collections.abc import Mapping
from enum import StrEnum, unique
from types import MappingProxyType

from devicelink.care.outputs import Cue, Urgency


@unique
class Phrase(StrEnum):
    """The phrase ids a cue may carry."""

    DAY_WITHIN = "day_within"
    DAY_OVER = "day_over"
    PLACE = "place"
    TIP = "tip"
    STAY_OFF = "stay_off"
    PAIN_HIGH_BEFORE = "pain_high_before"
    LOCATE = "locate"
    LOCATE_SLOWER = "locate_slower"
    LOCATE_ENOUGH = "locate_enough"
    MOVE_AND_TRY = "move_and_try"
    SETTLE = "settle"
    MORE = "more"
    LESS = "less"
    LISTEN = "listen"
    RUBBING = "rubbing"
    SLIPPED = "slipped"
    LEFT_BAND = "left_band"
    PRESS_AGAIN = "press_again"
    HALF_WAY = "half_way"
    EASING_NOTED = "easing_noted"
    PAIN_NOTED = "pain_noted"
    FELT_NOTED = "felt_noted"
    ASK = "ask"
    HARD_END = "hard_end"
    EASE_OFF = "ease_off"
    LET_GO = "let_go"
    TOO_FAST = "too_fast"
    REST = "rest"
    REST_ON = "rest_on"
    NEXT_HOLD = "next_hold"
    BAD_PAIN = "bad_pain"
    BAD_PAIN_AGAIN = "bad_pain_again"
    PAIN_HIGH = "pain_high"
    TOO_PAINFUL = "too_painful"
    UNWELL = "unwell"
    STEP_UP = "step_up"
    STEP_UP_BY_HAND = "step_up_by_hand"
    SETTLE_BY_HAND = "settle_by_hand"
    LISTEN_BY_HAND = "listen_by_hand"
    NEAR_LIMIT = "near_limit"
    OVER_LIMIT = "over_limit"
    OVER_LIMIT_AHEAD = "over_limit_ahead"
    OVER_LIMIT_END = "over_limit_end"
    LIMIT_CLEARED = "limit_cleared"
    NO_SIGNAL = "no_signal"
    NO_SIGNAL_WAIT = "no_signal_wait"
    RECONNECTING = "reconnecting"
    SIGNAL_BACK = "signal_back"
    DEVICE_OFF = "device_off"
    SIGNAL_GONE = "signal_gone"
    NOT_AT_REST = "not_at_rest"
    ZERO_UNSURE = "zero_unsure"
    ZERO_SET = "zero_set"
    DRIFTED = "drifted"
    ZERO_LOST = "zero_lost"
    ZERO_WAIT = "zero_wait"
    BATTERY_LOW = "battery_low"
    DEVICE_FAULT = "device_fault"
    FRAMES_REJECTED = "frames_rejected"
    STRANGER = "stranger"
    READING_DOUBTED = "reading_doubted"
    MUTED = "muted"
    STRETCH = "stretch"
    STRETCH_SKIPPED = "stretch_skipped"
    PAIN_AFTER = "pain_after"
    IDLE = "idle"
    IDLE_END = "idle_end"


_QUIET, _PLAIN, _ALARM = Urgency.QUIET, Urgency.PLAIN, Urgency.ALARM

RULES: Mapping[Phrase, tuple[str, Urgency]] = MappingProxyType(
    {
        Phrase.DAY_WITHIN: ("S27", _QUIET),
        Phrase.DAY_OVER: ("S27", _PLAIN),
        Phrase.PLACE: ("S56", _PLAIN),
        Phrase.STAY_OFF: ("S47", _PLAIN),
        Phrase.TIP: ("S57", _PLAIN),
        Phrase.PAIN_HIGH_BEFORE: ("S36", _PLAIN),
        Phrase.LOCATE: ("S37", _PLAIN),
        Phrase.LOCATE_SLOWER: ("S37", _QUIET),
        Phrase.LOCATE_ENOUGH: ("S37", _PLAIN),
        Phrase.MOVE_AND_TRY: ("S37", _PLAIN),
        Phrase.SETTLE: ("S38", _PLAIN),
        Phrase.MORE: ("S38", _QUIET),
        Phrase.LESS: ("S38", _QUIET),
        Phrase.LISTEN: ("S40", _PLAIN),
        Phrase.RUBBING: ("S39", _PLAIN),
        Phrase.SLIPPED: ("S38", _PLAIN),
        Phrase.LEFT_BAND: ("S25", _PLAIN),
        Phrase.PRESS_AGAIN: ("S25", _PLAIN),
        Phrase.HALF_WAY: ("S25", _QUIET),
        Phrase.EASING_NOTED: ("S40", _QUIET),
        Phrase.PAIN_NOTED: ("S44", _QUIET),
        Phrase.FELT_NOTED: ("S46", _QUIET),
        Phrase.ASK: ("S40", _PLAIN),
        Phrase.HARD_END: ("S25", _PLAIN),
        Phrase.EASE_OFF: ("S41", _PLAIN),
        Phrase.LET_GO: ("S28", _PLAIN),
        Phrase.TOO_FAST: ("S41", _QUIET),
        Phrase.REST: ("S42", _PLAIN),
        Phrase.REST_ON: ("S28", _PLAIN),
        Phrase.NEXT_HOLD: ("S29", _PLAIN),
        Phrase.BAD_PAIN: ("S45", _PLAIN),
        Phrase.BAD_PAIN_AGAIN: ("S45", _PLAIN),
        Phrase.PAIN_HIGH: ("S44", _PLAIN),
        Phrase.TOO_PAINFUL: ("S16", _PLAIN),
        Phrase.UNWELL: ("S45", _PLAIN),
        Phrase.STEP_UP: ("S40", _PLAIN),
        Phrase.STEP_UP_BY_HAND: ("S40", _PLAIN),
        Phrase.SETTLE_BY_HAND: ("S21", _PLAIN),
        Phrase.LISTEN_BY_HAND: ("S21", _PLAIN),
        Phrase.NEAR_LIMIT: ("S57", _PLAIN),
        Phrase.OVER_LIMIT: ("S57", _ALARM),
        Phrase.OVER_LIMIT_AHEAD: ("S57", _ALARM),
        Phrase.OVER_LIMIT_END: ("S57", _ALARM),
        Phrase.LIMIT_CLEARED: ("S57", _QUIET),
        Phrase.NO_SIGNAL: ("S25", _ALARM),
        Phrase.NO_SIGNAL_WAIT: ("S25", _PLAIN),
        Phrase.RECONNECTING: ("S25", _QUIET),
        Phrase.SIGNAL_BACK: ("S25", _PLAIN),
        Phrase.DEVICE_OFF: ("S56", _PLAIN),
        Phrase.SIGNAL_GONE: ("S56", _PLAIN),
        Phrase.NOT_AT_REST: ("S57", _PLAIN),
        Phrase.ZERO_UNSURE: ("S57", _PLAIN),
        Phrase.ZERO_SET: ("S57", _QUIET),
        Phrase.DRIFTED: ("S57", _PLAIN),
        Phrase.ZERO_LOST: ("S57", _PLAIN),
        Phrase.ZERO_WAIT: ("S57", _PLAIN),
        Phrase.BATTERY_LOW: ("S56", _PLAIN),
        Phrase.DEVICE_FAULT: ("S57", _PLAIN),
        Phrase.READING_DOUBTED: ("S57", _PLAIN),
        Phrase.FRAMES_REJECTED: ("S57", _PLAIN),
        Phrase.STRANGER: ("S57", _PLAIN),
        Phrase.MUTED: ("S55", _QUIET),
        Phrase.STRETCH: ("S43", _PLAIN),
        Phrase.STRETCH_SKIPPED: ("S18", _QUIET),
        Phrase.PAIN_AFTER: ("S58", _PLAIN),
        Phrase.IDLE: ("S28", _QUIET),
        Phrase.IDLE_END: ("S56", _PLAIN),
    }
)


def make_cue(t_s: float, phrase: Phrase, **args: str | float) -> Cue:
    """The cue for a phrase, with its row and urgency; `args` fill the places in its sentence."""
    rule, urgency = RULES[phrase]
    return Cue(t_s=t_s, phrase=phrase, rule=rule, urgency=urgency, args=tuple(args.items()))
