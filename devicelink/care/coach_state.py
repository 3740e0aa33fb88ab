"""All that the coach knows between two inputs, frozen, and the numbers that no programme sets.

A face or the session reads it; only the coach makes a new one. Guarded by tests/care/.
"""

from dataclasses import dataclass, field

from devicelink.care.inputs import Sensed
from devicelink.care.outputs import Cue, Phase, Question, RepEnd, SessionEnd
from devicelink.care.plan import Band, Plan
from devicelink.care.tries import bad_run
from devicelink.core.events import Level

DARK_S = 0.3
"""Without a live number for this long the signal counts as lost. A number stays live for 0.5 s and
ticks come each 0.1 s, so this is said within a second of the last sample."""
DARK_END_S = 180.0
OUT_OF_BAND_S = 2.0
OVER_LIMIT_S = 3.0
MUTE_S = 60.0
PAIN_TOO_HIGH = 8
ASK_FAMILIAR_AFTER_S = 2.0
FAMILIAR_AGAIN_S = 6.0
LET_GO_END_S = 15.0
IDLE_CUE_S, IDLE_END_S = 20.0, 90.0
TRYING_END_S = 300.0
"""A hold that has not come about in the length of a whole session will not."""
REST_LEAST_S = 10.0
PAIN_ANSWER_S = 60.0
HINT_EVERY_S = 5.0
TICK_GAP_S = 1.0
"""Longer without a tick, at the pace of life, and the host slept: nobody saw that time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One try at one hold. `held_s` is the hold clock (S25), `pressed_s` counts above the band too.

    `end` is decided while the questions are still open; `closed` once its RepEnded has been said.
    """

    rep: int = 1
    began_s: float
    held_s: float = 0.0
    pressed_s: float = 0.0
    easing_s: float | None = None
    steps: int = 0
    """How often the pressure has been raised since it first eased."""
    end: RepEnd | None = None
    closed: bool = False
    retry: bool = False
    half_told: bool = False
    fast_told: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What the ticks have shown: the last one, and since when each thing that takes time is so."""

    stirred_s: float
    tick_s: float
    counted_s: float
    """Up to when time in the zone has been counted, or found to be none."""
    woke_s: float = float("-inf")
    """When the machine last woke from a sleep."""
    sensed: Sensed | None = None
    in_zone_since_s: float | None = None
    out_since_s: float | None = None
    contact_since_s: float | None = None
    no_contact_since_s: float | None = None
    above_since_s: float | None = None
    calm_since_s: float | None = None
    dark_since_s: float | None = None
    swing_up: bool = False
    swings_s: tuple[float, ...] = ()

    @property
    def in_contact(self) -> bool:
        """Whether the last tick saw contact."""
        return self.contact_since_s is not None

    def dark(self, t_s: float) -> bool:
        """No live number for long enough to call it lost."""
        return self.dark_since_s is not None and t_s - self.dark_since_s >= DARK_S


@dataclass(frozen=True, slots=True, kw_only=True)
class CoachState:
    """Where the session is. `until_s` is when the phase ends by itself, where it does."""

    plan: Plan
    t_s: float
    pace: float = 1.0
    """How many times as fast as the wall the session's time runs, at least 1."""
    phase: Phase = Phase.START
    entered_s: float
    until_s: float | None = None
    attempt: Attempt
    watch: Watch
    questions: tuple[Question, ...] = ()
    """The open question and those that follow it."""
    question_until_s: float | None = None
    familiar_after_s: float = 0.0
    cue: Cue | None = None
    """The sentence of the moment: the last that was neither quiet nor an alarm."""
    alarm: Cue | None = None
    alarm_level: Level | None = None
    muted_until_s: float | None = None
    hint_s: float | None = None
    rest_from_s: float = 0.0
    link_live: bool = True
    zero_refused: bool = False
    """Setting the zero was tried and has not come off yet."""
    zero_lost: bool = False
    """The zero moved under load: what the device shows is not the force, until it is set again."""
    low_told: bool = False
    told_s: tuple[tuple[str, float], ...] = ()
    """When what the device repeats was last said, by what it is."""
    resume: Phase | None = None
    """Where a pause leads back to."""
    ends: tuple[RepEnd, ...] = ()
    """How the last tries at this place ended, those of earlier sessions too."""
    reps_done: int = 0
    stretched: bool | None = None
    ending: SessionEnd = field(default=SessionEnd.COMPLETE)
    """How the session ends when it reaches its end."""

    @property
    def bad_run(self) -> int:
        """How many tries in a row, up to the last one, the wrong kind of pain has stopped (S45)."""
        return bad_run(self.ends)

    @property
    def rep(self) -> int:
        """The hold under way, from 1."""
        return self.attempt.rep

    @property
    def reps(self) -> int:
        """How many holds are planned."""
        return self.plan.programme.reps

    @property
    def band(self) -> Band:
        """What is aimed at now: in a stepwise programme a step, the next one each time it eased."""
        return self.plan.band_at(self.attempt.steps)

    @property
    def held_s(self) -> float:
        """The hold clock: seconds in the band, with signal."""
        return self.attempt.held_s

    @property
    def goal_s(self) -> float:
        """The hold's goal in seconds."""
        return self.plan.programme.goal_s

    @property
    def max_s(self) -> float:
        """The longest a hold gets, in seconds."""
        return self.plan.programme.max_hold_s

    @property
    def question(self) -> Question | None:
        """The open question."""
        return self.questions[0] if self.questions else None

    @property
    def gauge_dimmed(self) -> bool:
        """Whether the force is to be kept from view: the listening window."""
        return self.phase is Phase.LISTEN

    @property
    def ease_off_n_s(self) -> tuple[float, float] | None:
        """How fast to let go, slowest and fastest in N/s, while that is the task."""
        return self.plan.programme.ease_off_n_s if self.phase is Phase.EASE_OFF else None

    def waited_s(self, since_s: float) -> float:
        """Seconds since then, but not from before the machine last woke."""
        return self.t_s - max(since_s, self.watch.woke_s)

    @property
    def over(self) -> bool:
        """Nothing more comes."""
        return self.phase is Phase.DONE

    def muted(self, t_s: float) -> bool:
        """Whether the alarm's sound is off at `t_s`."""
        return self.muted_until_s is not None and t_s < self.muted_until_s
