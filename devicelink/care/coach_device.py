"""What the coach makes of the device's own troubles: its zero, its faults, its battery, junk.

A zero that moved under load ends the hold, and nothing is coached until it is set again with
nothing on the device. All else is told, rarely, and moves nothing. Guarded by
tests/care/test_device_news.py.
"""

from dataclasses import replace
from typing import assert_never

from devicelink.care.coach_state import IDLE_END_S
from devicelink.care.coach_table import HOLDING, PRESSING
from devicelink.care.coach_turn import Turn
from devicelink.care.cues import Phrase
from devicelink.care.inputs import (
    DeviceNews,
    DriftedAtRest,
    FramesRejected,
    FromDevice,
    StrangerRefused,
    ZeroBy,
    ZeroMoved,
    ZeroRefused,
)
from devicelink.care.outputs import Phase, RepEnd, SessionEnd
from devicelink.core.events import Doubted
from devicelink.plaintext import clean
from firmware_protocol.messages import DeviceFault, FrameRejected, LowPower

AGAIN_S = 60.0
"""What a device keeps repeating is said again after this."""
REFUSED_AGAIN_S = 10.0
ZERO_WAIT_S = 15.0
FREE_N = 2.0
"""A zero set further off than this was set under load (the open profile refuses it)."""
_WAITING = frozenset({Phase.LOCATE, Phase.EASE_OFF, Phase.REST})
_AT_WORK = PRESSING | {Phase.PAUSED, Phase.REST}


def heard(turn: Turn, news: DeviceNews) -> None:
    """Take in what the device told."""
    if isinstance(news, StrangerRefused):
        _say_rarely(turn, Phrase.STRANGER)
        return
    _told(turn, news)


def _told(turn: Turn, news: FromDevice) -> None:
    match news:
        case ZeroMoved():
            _zero_moved(turn, news)
        case ZeroRefused():
            _zero_refused(turn)
        case DriftedAtRest(force_n=force_n):
            _drifted(turn, force_n)
        case LowPower():
            _low(turn)
        case DeviceFault(code=code, detail=detail):
            if code != "refused":  # an answer to the program, not to the person
                code, detail = clean(code.replace("_", " ")), clean(detail, 80)
                _say_rarely(turn, Phrase.DEVICE_FAULT, code=code, detail=detail)
        case FramesRejected(count=count, of=of):
            _say_rarely(turn, Phrase.FRAMES_REJECTED, share_pct=100.0 * count / of)
        case FrameRejected():
            pass  # kept; told when they become many
        case _:
            assert_never(news)


def _zero_refused(turn: Turn) -> None:
    turn.state = replace(turn.state, zero_refused=True)
    if not turn.state.zero_lost:
        _say_rarely(turn, Phrase.NOT_AT_REST, every_s=REFUSED_AGAIN_S)


def _drifted(turn: Turn, force_n: float) -> None:
    if turn.state.phase is Phase.REST:
        _say_rarely(turn, Phrase.DRIFTED, force_n=force_n)


def _low(turn: Turn) -> None:
    if not turn.state.low_told:
        turn.state = replace(turn.state, low_told=True)
        turn.say(Phrase.BATTERY_LOW)


def doubted(turn: Turn, doubt: Doubted) -> None:
    """Readings that cannot be: said rarely, once for each kind. Without force, ticks pause."""
    if turn.state.phase in _AT_WORK:
        _say_rarely(turn, Phrase.READING_DOUBTED, code=doubt.why.value)


def _say_rarely(
    turn: Turn, phrase: Phrase, *, every_s: float = AGAIN_S, **args: str | float
) -> None:
    key = f"{phrase} {args.get('code', '')}"
    told = dict(turn.state.told_s)
    if key in told and turn.t_s - told[key] < every_s:
        return
    turn.state = replace(turn.state, told_s=tuple({**told, key: turn.t_s}.items()))
    turn.say(phrase, **args)


def _zero_moved(turn: Turn, news: ZeroMoved) -> None:
    state = turn.state
    under_load = state.watch.in_contact or abs(news.offset_n or 0.0) > FREE_N
    mends = state.zero_lost and news.by is not ZeroBy.RESTART
    if state.phase in _AT_WORK and not mends and (under_load or news.by is ZeroBy.RESTART):
        _lose(turn)
        return
    turn.state = replace(state, zero_refused=False, zero_lost=False)
    turn.say(Phrase.ZERO_SET)


def _lose(turn: Turn) -> None:
    turn.state = replace(turn.state, zero_lost=True)
    turn.say(Phrase.ZERO_LOST)
    _end_hold(turn)


def _end_hold(turn: Turn) -> None:
    if turn.state.phase in HOLDING or turn.state.phase is Phase.LOCATE:
        turn.end_hold(RepEnd.ZERO_MOVED, retry=True, unsaid=True)


def wait_for_zero(turn: Turn) -> bool:
    """True where nothing may go on until the zero is set again."""
    state = turn.state
    if not state.zero_lost:
        return False
    if state.phase in HOLDING:
        _end_hold(turn)
    elif state.phase not in _WAITING:
        return False
    elif state.waited_s(state.entered_s) >= IDLE_END_S:
        turn.say(Phrase.IDLE_END)
        turn.finish(SessionEnd.IDLE)
    else:
        turn.hint(Phrase.ZERO_WAIT, every_s=ZERO_WAIT_S)
    return True
