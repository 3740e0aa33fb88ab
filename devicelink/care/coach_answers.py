"""What an answer leads to, whether given, declined or never given. Guarded by tests/care/."""

from dataclasses import replace

from devicelink.care.coach_state import FAMILIAR_AGAIN_S, PAIN_TOO_HIGH
from devicelink.care.coach_table import HOLDING, Trigger
from devicelink.care.coach_turn import Turn
from devicelink.care.cues import Phrase
from devicelink.care.outputs import AnswerState, Phase, Question, RepEnd, SessionEnd
from devicelink.care.tries import too_painful


def close(turn: Turn, answer: AnswerState, value: int | None = None) -> None:
    """Close the open question and do what follows from it."""
    question = turn.state.question
    turn.close(answer, value)
    if question is Question.PAIN_BEFORE:
        if value is not None and value >= PAIN_TOO_HIGH:
            turn.say(Phrase.PAIN_HIGH_BEFORE, value=value)
            turn.ask(Question.GO_GENTLY)
        else:
            turn.move(Trigger.PAIN_GIVEN)
    elif question is Question.GO_GENTLY:
        if value == 1:
            turn.move(Trigger.PAIN_GIVEN)
        else:
            turn.finish(SessionEnd.PAIN_AT_REST)
    elif question is Question.FAMILIAR:
        _familiar(turn, value)
    elif question is Question.PAIN_AFTER:
        turn.finish(turn.state.ending, Trigger.PAIN_GIVEN)
    elif question is Question.PAIN_NOW and value is not None and value >= PAIN_TOO_HIGH:
        pain_high(turn, value)
    else:
        asked(turn)


def _familiar(turn: Turn, value: int | None) -> None:
    if value == 0:
        turn.state = replace(turn.state, familiar_after_s=turn.t_s + FAMILIAR_AGAIN_S)
        turn.say(Phrase.MOVE_AND_TRY)
    elif turn.state.phase is Phase.LOCATE:
        turn.move(Trigger.FOUND)


def asked(turn: Turn) -> None:
    """After the last question of a hold the hold is over."""
    if turn.state.phase is Phase.ASK and not turn.state.questions:
        turn.end_hold(turn.state.attempt.end or RepEnd.GOAL)


def pain_high(turn: Turn, value: int) -> None:
    """Too much pain ends a hold; where none is under way it changes nothing."""
    phase = turn.state.phase
    if phase in HOLDING or phase is Phase.LOCATE:
        end = turn.state.attempt.end or RepEnd.PAIN_HIGH
        last = too_painful((*turn.state.ends, end))
        turn.end_hold(end, retry=phase is Phase.LOCATE and not last, unsaid=True)
        turn.say(Phrase.PAIN_HIGH, value=value)
        if last:
            too_much(turn)


def too_much(turn: Turn) -> None:
    """Pain has ended two of the last three tries: these were the last for today (S16)."""
    turn.state = replace(turn.state, ending=SessionEnd.TOO_PAINFUL)
    turn.say(Phrase.TOO_PAINFUL)
