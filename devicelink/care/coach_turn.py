"""One turn of the coach: a state on its way to the next, and what is said meanwhile.

The only place that changes a state; every change of phase goes through the table. Guarded by
tests/care/.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from devicelink.care.coach_state import (
    HINT_EVERY_S,
    PAIN_ANSWER_S,
    Attempt,
    CoachState,
)
from devicelink.care.coach_table import HOLDING, TRANSITIONS, Trigger
from devicelink.care.cues import Phrase, make_cue
from devicelink.care.inputs import Quality
from devicelink.care.outputs import (
    Answered,
    AnswerState,
    Asked,
    Output,
    Phase,
    PhaseChanged,
    Question,
    RepEnd,
    RepEnded,
    SessionEnd,
    SessionOver,
    Urgency,
)
from devicelink.care.safety import DeviceKind
from devicelink.care.tries import LOOK_BACK
from devicelink.core.events import Level

WHOLE = frozenset({RepEnd.GOAL, RepEnd.EASED, RepEnd.HARD_END})


class Turn:
    """A state, the present time and the outputs so far. Lives for one step."""

    __slots__ = ("out", "state", "t_s")

    def __init__(self, state: CoachState) -> None:
        self.state = state
        self.t_s = state.t_s
        self.out: list[Output] = []

    def try_(self, **changes: object) -> None:
        """Change the attempt under way."""
        self.state = replace(self.state, attempt=replace(self.state.attempt, **changes))  # type: ignore[arg-type]

    def say(self, phrase: Phrase, **args: str | float) -> None:
        """Give a cue now."""
        cue = make_cue(self.t_s, phrase, **args)
        self.out.append(cue)
        if cue.urgency is Urgency.ALARM:
            self.state = replace(self.state, alarm=cue, alarm_level=Level.ALARM)
        elif cue.urgency is Urgency.PLAIN:
            self.state = replace(self.state, cue=cue)

    def hint(self, phrase: Phrase, every_s: float = HINT_EVERY_S, **args: str | float) -> bool:
        """Give a cue unless another hint was given a moment ago. True where it was given."""
        last = self.state.hint_s
        if last is not None and self.t_s - last < every_s:
            return False
        self.state = replace(self.state, hint_s=self.t_s)
        self.say(phrase, **args)
        return True

    def warn(self, phrase: Phrase, **args: str | float) -> None:
        """Give a cue that stands on the alarm line without being an alarm."""
        cue = make_cue(self.t_s, phrase, **args)
        self.out.append(cue)
        self.state = replace(self.state, alarm=cue, alarm_level=Level.WARN)

    def move(self, trigger: Trigger, *, unsaid: bool = False) -> None:
        """Go where the table leads, and say what is said there unless the caller says better."""
        phase = TRANSITIONS[self.state.phase][trigger]
        if self.state.question is Question.FAMILIAR:
            self.close_all()
        until_s = self._until(phase)
        self.state = replace(
            self.state, phase=phase, entered_s=self.t_s, until_s=until_s, hint_s=self.t_s
        )
        self.out.append(
            PhaseChanged(t_s=self.t_s, phase=phase, rep=self.state.rep, until_s=until_s)
        )
        entrance = _ENTRANCES.get(phase)
        if entrance is not None and not unsaid:
            entrance(self)

    def _until(self, phase: Phase) -> float | None:
        programme = self.state.plan.programme
        lasts = {
            Phase.PAIN_BEFORE: PAIN_ANSWER_S,
            Phase.REST: programme.rest_s,
            Phase.STRETCH: programme.stretch_s,
            Phase.PAIN_AFTER: PAIN_ANSWER_S,
        }
        return self.t_s + lasts[phase] if phase in lasts else None

    def ask(self, *questions: Question) -> None:
        """Open the first question; the others follow as each is closed."""
        self.state = replace(self.state, questions=questions)
        if questions:
            self.out.append(Asked(t_s=self.t_s, question=questions[0]))
            self.state = replace(self.state, question_until_s=self._question_until(questions[0]))

    def _question_until(self, question: Question) -> float:
        long = question in {Question.PAIN_BEFORE, Question.GO_GENTLY, Question.PAIN_AFTER}
        return self.t_s + (PAIN_ANSWER_S if long else self.state.plan.programme.ask_s)

    def close(self, answer: AnswerState, value: int | None = None) -> None:
        """Close the open question and open the next."""
        first, *rest = self.state.questions
        self._answered(first, answer, value)
        self.state = replace(self.state, question_until_s=None)
        self.ask(*rest)

    def answer_early(self, question: Question, value: int) -> None:
        """Take the answer to a question that was still to be asked."""
        self._answered(question, AnswerState.ANSWERED, value)
        left = tuple(q for q in self.state.questions if q is not question)
        self.state = replace(self.state, questions=left)

    def _answered(self, question: Question, answer: AnswerState, value: int | None) -> None:
        own = question in {Question.PAIN_BEFORE, Question.GO_GENTLY, Question.PAIN_AFTER}
        rep = 0 if own else self.state.rep
        self.out.append(
            Answered(t_s=self.t_s, question=question, state=answer, value=value, rep=rep)
        )

    def close_all(self) -> None:
        """Close what nobody has answered."""
        for question in self.state.questions:
            self._answered(question, AnswerState.UNANSWERED, None)
        self.state = replace(self.state, questions=(), question_until_s=None)

    def end_hold(
        self,
        end: RepEnd,
        *,
        quality: Quality | None = None,
        retry: bool = False,
        unsaid: bool = False,
    ) -> None:
        """End the hold under way, and lead to letting go (after a pause, where there is one)."""
        self.close_hold(end, quality, retry=retry)
        if self.state.phase is Phase.PAUSED:
            self.state = replace(self.state, resume=Phase.EASE_OFF)
        else:
            asked = self.state.phase is Phase.ASK and not self.state.questions
            self.move(Trigger.ASKED if asked else Trigger.HOLD_OVER, unsaid=unsaid)

    def close_hold(
        self, end: RepEnd, quality: Quality | None = None, *, retry: bool = False
    ) -> None:
        """Say how the hold ended and count it, without going anywhere."""
        hold, programme = self.state.attempt, self.state.plan.programme
        whole = end in WHOLE or hold.held_s >= programme.min_hold_s
        self.out.append(
            RepEnded(
                t_s=self.t_s,
                rep=hold.rep,
                held_s=hold.held_s,
                end=end,
                quality=quality,
                user_easing_s=hold.easing_s,
            )
        )
        self.try_(end=end, closed=True, retry=retry)
        done = self.state.reps_done + (1 if whole else 0)
        ends = (*self.state.ends, end)[-LOOK_BACK:]
        self.state = replace(self.state, ends=ends, reps_done=done)

    def next_attempt(self, rep: int) -> None:
        """Begin a hold anew, with its clock at zero. Questions of the last one are closed."""
        self.close_all()
        self.state = replace(self.state, attempt=Attempt(rep=rep, began_s=self.t_s))

    def finish(self, end: SessionEnd, trigger: Trigger = Trigger.END) -> None:
        """Close everything that is open and end the session."""
        state = self.state
        self.close_all()
        place = state.resume if state.phase is Phase.PAUSED else state.phase
        if place in HOLDING and not state.attempt.closed:
            let_go = RepEnd.LET_GO if end is SessionEnd.IDLE else RepEnd.STOPPED
            self.close_hold(state.attempt.end or let_go)
        self.state = replace(self.state, alarm=None, alarm_level=None, ending=end)
        self.move(trigger)
        self.out.append(
            SessionOver(
                t_s=self.t_s, end=end, reps=self.state.reps_done, stretched=self.state.stretched
            )
        )


def _enter_pain_before(turn: Turn) -> None:
    plan = turn.state.plan
    turn.say(Phrase.PLACE, point=plan.point.name, side=plan.side, find=plan.point.find)
    area_mm2 = plan.device.tip_area_mm2
    if area_mm2 is not None and plan.device.kind is DeviceKind.PROBE:
        turn.say(Phrase.TIP, area_cm2=area_mm2 / 100.0, limit_n=plan.limit.limit_n)
    turn.say(Phrase.STAY_OFF, places=plan.point.stay_off)
    turn.ask(Question.PAIN_BEFORE)


def _enter_locate(turn: Turn) -> None:
    if turn.state.zero_refused:
        turn.state = replace(turn.state, zero_refused=False)
        turn.say(Phrase.ZERO_UNSURE)
    turn.say(Phrase.LOCATE)


def _enter_settle(turn: Turn) -> None:
    band = turn.state.band
    if not turn.state.plan.sensor:
        turn.say(Phrase.SETTLE_BY_HAND)
        return
    turn.say(Phrase.SETTLE, low_n=band.low_n, high_n=band.high_n)


def _enter_listen(turn: Turn) -> None:
    turn.say(Phrase.LISTEN if turn.state.plan.sensor else Phrase.LISTEN_BY_HAND)


def _enter_ease_off(turn: Turn) -> None:
    low, high = turn.state.plan.programme.ease_off_n_s
    turn.say(Phrase.EASE_OFF, low_n_s=low, high_n_s=high)


def _enter_rest(turn: Turn) -> None:
    turn.state = replace(turn.state, rest_from_s=turn.t_s)
    turn.say(Phrase.REST, rest_s=turn.state.plan.programme.rest_s)


def _enter_stretch(turn: Turn) -> None:
    plan = turn.state.plan
    turn.close_all()
    turn.say(Phrase.STRETCH, stretch=plan.point.stretch, stretch_s=plan.programme.stretch_s)


def _enter_pain_after(turn: Turn) -> None:
    turn.say(Phrase.PAIN_AFTER)
    turn.ask(Question.PAIN_AFTER)


_ENTRANCES: Mapping[Phase, Callable[[Turn], None]] = MappingProxyType(
    {
        Phase.PAIN_BEFORE: _enter_pain_before,
        Phase.LOCATE: _enter_locate,
        Phase.LISTEN: _enter_listen,
        Phase.SETTLE: _enter_settle,
        Phase.ASK: lambda turn: turn.ask(Question.GAVE, Question.PAIN_NOW),
        Phase.EASE_OFF: _enter_ease_off,
        Phase.REST: _enter_rest,
        Phase.STRETCH: _enter_stretch,
        Phase.PAIN_AFTER: _enter_pain_after,
    }
)
