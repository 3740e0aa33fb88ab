"""What the coach says and asks, as a closed union of frozen values.

A cue names a phrase of the catalogue (devicelink/data/phrases.toml), which holds both the sentence
and its reason; a face renders it and never makes up words of its own. Guarded by tests/care/.
"""

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import TypeAlias

from devicelink.care.inputs import Quality


@unique
class Phase(StrEnum):
    """Where in the session the person is."""

    START = "start"
    PAIN_BEFORE = "pain_before"
    LOCATE = "locate"
    SETTLE = "settle"
    LISTEN = "listen"
    ASK = "ask"
    EASE_OFF = "ease_off"
    REST = "rest"
    STRETCH = "stretch"
    PAIN_AFTER = "pain_after"
    DONE = "done"
    PAUSED = "paused"


@unique
class Question(StrEnum):
    """What the person is asked. Pain is 0-10, the others yes or no."""

    PAIN_BEFORE = "pain_before"
    GO_GENTLY = "go_gently"
    """Pain of 8 and more at rest: nothing is pressed without a yes to this (S36)."""
    FAMILIAR = "familiar"
    GAVE = "gave"
    PAIN_NOW = "pain_now"
    PAIN_AFTER = "pain_after"


PAIN_QUESTIONS = frozenset({Question.PAIN_BEFORE, Question.PAIN_NOW, Question.PAIN_AFTER})


@unique
class Urgency(StrEnum):
    """How a cue is to be shown and sounded."""

    QUIET = "quiet"
    PLAIN = "plain"
    ALARM = "alarm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Something to tell the person now. `args` fill the phrase's places; `rule` names the row."""

    t_s: float
    phrase: str
    rule: str
    urgency: Urgency = Urgency.PLAIN
    args: tuple[tuple[str, str | float | int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseChanged:
    """The session moved on. `rep` counts holds from 1; `until_s`: when it moves on by itself."""

    t_s: float
    phase: Phase
    rep: int
    until_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question is open."""

    t_s: float
    question: Question


@unique
class AnswerState(StrEnum):
    """Declined is not missing, and missing is not zero."""

    ANSWERED = "answered"
    DECLINED = "declined"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A question is closed. `value` is 0-10 for pain, 1 or 0 for yes or no, None without an answer.

    `rep` is the hold it belongs to, 0 for the session's own questions.
    """

    t_s: float
    question: Question
    state: AnswerState
    value: int | None
    rep: int = 0


@unique
class RepEnd(StrEnum):
    """Why a coached hold ended."""

    GOAL = "goal"
    EASED = "eased"
    HARD_END = "hard_end"
    LET_GO = "let_go"
    BAD_PAIN = "bad_pain"
    PAIN_HIGH = "pain_high"
    OVER_LIMIT = "over_limit"
    ZERO_MOVED = "zero_moved"
    SKIPPED = "skipped"
    STOPPED = "stopped"


PAIN_ENDS = frozenset({RepEnd.BAD_PAIN, RepEnd.PAIN_HIGH})


@dataclass(frozen=True, slots=True, kw_only=True)
class RepEnded:
    """One coached hold is over. `held_s` is its time in the zone, time without signal left out.

    `user_easing_s` is the session time at which the person first felt it ease.
    """

    t_s: float
    rep: int
    held_s: float
    end: RepEnd
    quality: Quality | None = None
    user_easing_s: float | None = None


@unique
class SessionEnd(StrEnum):
    """Why the session ended."""

    COMPLETE = "complete"
    STOPPED = "stopped"
    BAD_PAIN = "bad_pain"
    TOO_PAINFUL = "too_painful"
    """Pain ended two of the last three tries at this place (S16)."""
    PAIN_AT_REST = "pain_at_rest"
    """The pain was high before anything was pressed, and stayed unacknowledged (S36)."""
    UNWELL = "unwell"
    IDLE = "idle"
    DEVICE_OFF = "device_off"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionOver:
    """Nothing more comes from the coach. `stretched` is None where no stretch step was reached."""

    t_s: float
    end: SessionEnd
    reps: int
    stretched: bool | None


Output: TypeAlias = Cue | PhaseChanged | Asked | Answered | RepEnded | SessionOver
