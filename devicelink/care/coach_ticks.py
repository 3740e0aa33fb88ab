"""What time does in each phase. One function a phase; each takes the tick as it stands now.

No hold ends on the sensor's word alone: only on its clock, the person, the limit or letting go.
Guarded by tests/care/.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from devicelink.care import coach_answers, coach_device, coach_wake, coach_watch
from devicelink.care.coach_person import stretched
from devicelink.care.coach_state import (
    ASK_FAMILIAR_AFTER_S,
    IDLE_CUE_S,
    IDLE_END_S,
    LET_GO_END_S,
    OUT_OF_BAND_S,
    REST_LEAST_S,
    TRYING_END_S,
)
from devicelink.care.coach_table import Trigger
from devicelink.care.coach_turn import Turn
from devicelink.care.cues import Phrase
from devicelink.care.inputs import Sensed
from devicelink.care.outputs import AnswerState, Phase, Question, RepEnd, SessionEnd

SLOW_RAMP_TIMES = 1.5
_NO_MORE_HOLDS = frozenset({SessionEnd.BAD_PAIN, SessionEnd.TOO_PAINFUL})
HINT_OUT_S = 3.0
"""Nobody needs telling who is on the way."""


def on_tick(turn: Turn, sensed: Sensed) -> None:
    """Take in a tick: a sleep, the signal, the limit, the questions, and then the phase."""
    if coach_wake.woke(turn, sensed):
        return
    coach_watch.observe(turn, sensed)
    if coach_watch.signal(turn) or coach_watch.limit(turn, sensed):
        return
    if coach_device.wait_for_zero(turn):
        return
    until_s = turn.state.question_until_s
    if turn.state.question is not None and until_s is not None and turn.t_s >= until_s:
        coach_answers.close(turn, AnswerState.UNANSWERED)
    handler = _PHASES.get(turn.state.phase)
    if handler is not None:
        handler(turn, sensed)


def _nobody_there(turn: Turn) -> bool:
    silent_s = turn.state.waited_s(turn.state.watch.stirred_s)
    trying_s = turn.state.waited_s(turn.state.attempt.began_s)
    if silent_s >= IDLE_END_S or trying_s >= TRYING_END_S:
        turn.say(Phrase.IDLE_END)
        turn.finish(SessionEnd.IDLE)
        return True
    if silent_s >= IDLE_CUE_S:
        turn.hint(Phrase.IDLE, every_s=IDLE_CUE_S)
    return False


def _locate(turn: Turn, sensed: Sensed) -> None:
    state, watch, t_s = turn.state, turn.state.watch, turn.t_s
    if _nobody_there(turn):
        return
    if watch.contact_since_s is None:
        # The question waits for the hand: it can only be felt while pressing.
        turn.state = replace(turn.state, question_until_s=None, familiar_after_s=0.0)
        return
    programme = state.plan.programme
    if state.question is Question.FAMILIAR and state.question_until_s is None:
        turn.state = replace(turn.state, question_until_s=t_s + programme.ask_s)
    ready = t_s - watch.contact_since_s >= ASK_FAMILIAR_AFTER_S and t_s >= state.familiar_after_s
    if state.question is None and ready:
        turn.ask(Question.FAMILIAR)
    if (sensed.force_n or 0.0) > state.plan.locate_cap_n:
        turn.hint(Phrase.LOCATE_ENOUGH, cap_n=state.plan.locate_cap_n)
    elif sensed.slope_n_s > SLOW_RAMP_TIMES * programme.locate_n_s:
        turn.hint(Phrase.LOCATE_SLOWER)


def _hold_ends(turn: Turn) -> bool:
    """Whether clock, person or hand ended the hold; the sensor's verdict has no say."""
    hold, programme = turn.state.attempt, turn.state.plan.programme
    asking = turn.state.phase is Phase.ASK
    if max(hold.held_s, hold.pressed_s) >= programme.max_hold_s:
        turn.say(Phrase.HARD_END, max_s=programme.max_hold_s)
        _end_and_ask(turn, hold.end or RepEnd.HARD_END)
    elif turn.state.watch.no_contact_since_s is not None:
        return _let_go(turn, turn.state.watch.no_contact_since_s)
    elif not asking and hold.held_s >= programme.goal_s:
        _ask(turn, RepEnd.GOAL)
    elif not asking and hold.steps >= programme.steps and hold.held_s >= programme.min_hold_s:
        _ask(turn, RepEnd.EASED)
    else:
        return False
    return True


def _ask(turn: Turn, end: RepEnd) -> None:
    turn.try_(end=end)
    turn.say(Phrase.ASK, held_s=turn.state.held_s)
    turn.move(Trigger.HELD)


def _end_and_ask(turn: Turn, end: RepEnd) -> None:
    """The questions that there was no time for stay open while easing off and resting."""
    asking = turn.state.phase is Phase.ASK
    turn.end_hold(end)
    if not asking:
        turn.ask(Question.GAVE, Question.PAIN_NOW)


def _let_go(turn: Turn, since_s: float) -> bool:
    hold, programme = turn.state.attempt, turn.state.plan.programme
    if turn.state.phase is Phase.ASK:
        turn.end_hold(hold.end or RepEnd.LET_GO)
    elif hold.held_s >= programme.min_hold_s:
        _end_and_ask(turn, RepEnd.LET_GO)
    elif hold.held_s > 0 and turn.t_s - since_s >= LET_GO_END_S:
        turn.end_hold(RepEnd.LET_GO)
    else:
        return False
    return True


def _settle(turn: Turn, sensed: Sensed) -> None:
    state, watch, t_s = turn.state, turn.state.watch, turn.t_s
    if _hold_ends(turn) or _nobody_there(turn):
        return
    if watch.no_contact_since_s is not None:
        if watch.no_contact_since_s == t_s and state.held_s > 0:
            turn.say(Phrase.PRESS_AGAIN, min_hold_s=state.plan.programme.min_hold_s)
        return
    steady_s = 0.0 if watch.in_zone_since_s is None else t_s - watch.in_zone_since_s
    if steady_s >= state.plan.programme.settle_s and state.alarm_level is None:
        turn.move(Trigger.SETTLED)
        return
    out_s = 0.0 if watch.out_since_s is None else t_s - watch.out_since_s
    pressed_s = 0.0 if watch.contact_since_s is None else t_s - watch.contact_since_s
    if min(out_s, pressed_s) >= HINT_OUT_S and sensed.force_n is not None:
        turn.hint(Phrase.MORE if sensed.force_n < state.plan.band.low_n else Phrase.LESS)
    _rubbing(turn)


def _listen(turn: Turn, _: Sensed) -> None:
    state, watch = turn.state, turn.state.watch
    if _hold_ends(turn):
        return
    if watch.no_contact_since_s is not None:
        turn.move(Trigger.UNSETTLED, unsaid=True)
        turn.say(Phrase.PRESS_AGAIN, min_hold_s=state.plan.programme.min_hold_s)
    elif watch.out_since_s is not None and turn.t_s - watch.out_since_s > OUT_OF_BAND_S:
        turn.move(Trigger.UNSETTLED, unsaid=True)
        turn.say(Phrase.LEFT_BAND)
    elif not state.attempt.half_told and state.held_s >= state.goal_s / 2:
        turn.try_(half_told=True)
        turn.say(Phrase.HALF_WAY)
    else:
        _rubbing(turn)


def _rubbing(turn: Turn) -> None:
    if len(turn.state.watch.swings_s) >= coach_watch.SWINGS and turn.hint(Phrase.RUBBING):
        turn.state = replace(turn.state, watch=replace(turn.state.watch, swings_s=()))


def _ask_phase(turn: Turn, _: Sensed) -> None:
    _hold_ends(turn)


def _ease_off(turn: Turn, sensed: Sensed) -> None:
    state, waited_s = turn.state, turn.t_s - turn.state.entered_s
    fast_n_s = state.plan.programme.ease_off_n_s[1]
    if -sensed.slope_n_s > fast_n_s:
        let_go_too_fast(turn)
    if state.watch.no_contact_since_s is not None:
        _after_hold(turn)
    elif waited_s >= IDLE_END_S:
        turn.say(Phrase.IDLE_END)
        turn.finish(SessionEnd.IDLE)
    elif waited_s >= LET_GO_END_S:
        turn.hint(Phrase.LET_GO, every_s=LET_GO_END_S)


def let_go_too_fast(turn: Turn) -> None:
    """Note it, once a hold (S41)."""
    if not turn.state.attempt.fast_told:
        turn.try_(fast_told=True)
        turn.say(Phrase.TOO_FAST, high_n_s=turn.state.plan.programme.ease_off_n_s[1])


def _after_hold(turn: Turn) -> None:
    state = turn.state
    if state.ending in _NO_MORE_HOLDS:
        turn.move(Trigger.LET_GO_LAST)
    elif state.attempt.retry:
        turn.next_attempt(state.rep)
        turn.move(Trigger.LET_GO_MOVE)
    elif state.rep < state.reps:
        turn.move(Trigger.LET_GO)
    elif state.question is None:
        turn.move(Trigger.LET_GO_LAST)


def _rest(turn: Turn, _: Sensed) -> None:
    state, t_s = turn.state, turn.t_s
    rest_s = state.plan.programme.rest_s
    least_s = min(REST_LEAST_S, rest_s)
    watch, until_s = state.watch, state.until_s or t_s
    pressing = watch.in_contact and watch.dark_since_s is None
    if state.waited_s(state.entered_s) >= IDLE_END_S:
        turn.say(Phrase.IDLE_END)
        turn.finish(SessionEnd.IDLE)
    elif t_s >= until_s or (pressing and t_s - state.rest_from_s >= least_s):
        turn.next_attempt(state.rep + 1)
        turn.say(Phrase.NEXT_HOLD, rep=turn.state.rep, reps=state.reps)
        turn.move(Trigger.RESTED)
    elif pressing:
        # Rest counts from the end of the last contact: leaning on begins it again.
        turn.state = replace(state, until_s=t_s + rest_s, rest_from_s=t_s)
        turn.hint(Phrase.REST_ON, least_s=least_s)


def _stretch(turn: Turn, _: Sensed) -> None:
    if turn.state.until_s is not None and turn.t_s >= turn.state.until_s:
        stretched(turn, done=True)


_PHASES: Mapping[Phase, Callable[[Turn, Sensed], None]] = MappingProxyType(
    {
        Phase.LOCATE: _locate,
        Phase.SETTLE: _settle,
        Phase.LISTEN: _listen,
        Phase.ASK: _ask_phase,
        Phase.EASE_OFF: _ease_off,
        Phase.REST: _rest,
        Phase.STRETCH: _stretch,
    }
)
