"""What the coach does with the person's keys. Any of them may come at any time; one that means
nothing now does nothing. Guarded by tests/care/.
"""

from dataclasses import replace
from typing import assert_never

from devicelink.care import coach_answers
from devicelink.care.coach_state import MUTE_S, PAIN_TOO_HIGH, REST_LEAST_S
from devicelink.care.coach_table import HOLDING, Trigger
from devicelink.care.coach_turn import Turn
from devicelink.care.cues import Phrase
from devicelink.care.inputs import (
    Answer,
    BadPain,
    Decline,
    Easing,
    Felt,
    Go,
    Intent,
    Mute,
    Pain,
    Quality,
    Skip,
    Stop,
    Unwell,
)
from devicelink.care.outputs import (
    PAIN_QUESTIONS,
    AnswerState,
    Phase,
    RepEnd,
    SessionEnd,
)
from devicelink.care.tries import flagged, too_painful
from devicelink.core.events import Level


def act(turn: Turn, intent: Intent) -> None:  # noqa: C901, PLR0912  one branch for each key
    """Do what the key means now."""
    watch = replace(turn.state.watch, stirred_s=turn.t_s)
    turn.state = replace(turn.state, watch=watch)
    match intent:
        case Go():
            _go(turn)
        case Answer(yes):
            if turn.state.question is not None and turn.state.question not in PAIN_QUESTIONS:
                coach_answers.close(turn, AnswerState.ANSWERED, int(yes))
        case Decline():
            if turn.state.question is not None:
                coach_answers.close(turn, AnswerState.DECLINED)
        case Pain(value):
            if 0 <= value <= 10:
                _pain(turn, value)
        case Easing():
            if turn.state.phase in HOLDING:
                _easing(turn)
        case BadPain(quality):
            _bad_pain(turn, quality)
        case Felt(sensation):
            turn.say(Phrase.FELT_NOTED, sensation=sensation.capitalize())
        case Unwell():
            turn.say(Phrase.UNWELL)
            turn.finish(SessionEnd.UNWELL)
        case Mute():
            _mute(turn)
        case Skip():
            _skip(turn)
        case Stop():
            turn.finish(SessionEnd.STOPPED)
        case _:
            assert_never(intent)


def _mute(turn: Turn) -> None:
    """Only what sounds can be muted, and pressing again makes it no longer."""
    state = turn.state
    if state.alarm_level is Level.ALARM and not state.muted(turn.t_s):
        turn.state = replace(state, muted_until_s=turn.t_s + MUTE_S)
        turn.say(Phrase.MUTED, mute_s=MUTE_S)


def _go(turn: Turn) -> None:
    phase, question = turn.state.phase, turn.state.question
    if question in PAIN_QUESTIONS:
        coach_answers.close(turn, AnswerState.DECLINED)
    elif question is not None:
        coach_answers.close(turn, AnswerState.ANSWERED, 1)
    elif phase is Phase.LOCATE:
        turn.move(Trigger.FOUND)
    elif phase is Phase.REST:
        _shorten_rest(turn)
    elif phase is Phase.STRETCH:
        stretched(turn, done=True)


def _pain(turn: Turn, value: int) -> None:
    questions = turn.state.questions
    asked = next((q for q in questions if q in PAIN_QUESTIONS), None)
    if asked is not None and asked is turn.state.question:
        coach_answers.close(turn, AnswerState.ANSWERED, value)
        return
    if asked is not None:
        turn.answer_early(asked, value)
    else:
        turn.say(Phrase.PAIN_NOTED, value=value)
    if value >= PAIN_TOO_HIGH:
        coach_answers.pain_high(turn, value)


def _easing(turn: Turn) -> None:
    """The first is kept; in a programme of steps each but the last asks for a little more."""
    hold, steps = turn.state.attempt, turn.state.plan.programme.steps
    if hold.easing_s is None:
        turn.try_(easing_s=turn.t_s)
        turn.say(Phrase.EASING_NOTED)
    if hold.steps + 1 < steps and turn.state.phase is not Phase.ASK:
        turn.try_(steps=hold.steps + 1)
        if turn.state.phase is Phase.LISTEN:  # nobody raises a force without seeing it
            turn.move(Trigger.UNSETTLED, unsaid=True)
        if not turn.state.plan.sensor:
            turn.say(Phrase.STEP_UP_BY_HAND, step=hold.steps + 2, steps=steps)
            return
        band = turn.state.band
        turn.say(
            Phrase.STEP_UP, step=hold.steps + 2, steps=steps, low_n=band.low_n, high_n=band.high_n
        )
    elif hold.steps < steps:
        turn.try_(steps=steps)


def _bad_pain(turn: Turn, quality: Quality) -> None:
    state = turn.state
    place = state.resume if state.phase is Phase.PAUSED else state.phase
    if place not in HOLDING and place is not Phase.LOCATE:
        return
    ends = (*state.ends, RepEnd.BAD_PAIN)
    last = flagged(ends) or too_painful(ends)
    turn.end_hold(RepEnd.BAD_PAIN, quality=quality, retry=not last, unsaid=True)
    turn.close_all()
    if flagged(ends):
        turn.state = replace(turn.state, ending=SessionEnd.BAD_PAIN)
        turn.say(Phrase.BAD_PAIN_AGAIN)
    elif last:
        coach_answers.too_much(turn)
    else:
        turn.say(Phrase.BAD_PAIN, quality=quality.capitalize())


def _shorten_rest(turn: Turn) -> None:
    """Resting less than the least rest is not on offer (S28)."""
    state = turn.state
    least_s = min(REST_LEAST_S, state.plan.programme.rest_s)
    until_s = max(turn.t_s, state.rest_from_s + least_s)
    if state.until_s is not None and until_s < state.until_s:
        turn.state = replace(state, until_s=until_s)
    if until_s > turn.t_s:
        turn.say(Phrase.REST_ON, least_s=least_s)


def stretched(turn: Turn, *, done: bool) -> None:
    """Leave the stretch, done or left out; either is recorded (S18)."""
    turn.state = replace(turn.state, stretched=done)
    if not done:
        turn.say(Phrase.STRETCH_SKIPPED)
    turn.move(Trigger.STRETCHED)


def _skip(turn: Turn) -> None:
    state = turn.state
    phase = state.phase
    if phase in {Phase.PAIN_BEFORE, Phase.PAIN_AFTER}:
        coach_answers.close(turn, AnswerState.DECLINED)
    elif phase is Phase.LOCATE:
        turn.move(Trigger.FOUND)
    elif phase in HOLDING:
        turn.end_hold(state.attempt.end or RepEnd.SKIPPED)
        turn.close_all()
    elif phase is Phase.EASE_OFF and state.watch.in_contact:
        turn.say(Phrase.LET_GO)
    elif phase is Phase.REST:
        _shorten_rest(turn)
    elif phase is Phase.STRETCH:
        stretched(turn, done=False)
    elif phase is Phase.PAUSED:
        _go_without(turn)


def _go_without(turn: Turn) -> None:
    """The device stays away: what can be done without it is still done."""
    if turn.state.resume in HOLDING and not turn.state.attempt.closed:
        turn.close_hold(RepEnd.SKIPPED)
    if turn.state.ending is SessionEnd.COMPLETE:
        turn.state = replace(turn.state, ending=SessionEnd.DEVICE_OFF)
    turn.state = replace(turn.state, alarm=None, alarm_level=None, resume=None)
    turn.move(Trigger.GO_WITHOUT)
