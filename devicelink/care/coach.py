"""Coaches one point: a pure state machine from what is sensed and done to what is said.

`begin` a plan, then `step` with every input in order; each gives the next state and the outputs.
It has no clock, never guesses a force, never ends a hold on the sensor alone and never counts time
without signal. The phases stand in coach_table.py; docs/coaching.md tells the flow with its
numbers. Guarded by tests/care/ (playbooks for each row, properties over random inputs).
"""

from dataclasses import replace

from devicelink.care import coach_device, coach_person, coach_ticks, coach_watch
from devicelink.care.coach_state import Attempt, CoachState, Watch
from devicelink.care.coach_table import Trigger
from devicelink.care.coach_turn import Turn
from devicelink.care.cues import Phrase
from devicelink.care.inputs import (
    DriftedAtRest,
    FramesRejected,
    Input,
    LinkChanged,
    StrangerRefused,
    Tick,
    ZeroMoved,
    ZeroRefused,
)
from devicelink.care.outputs import Output, Phase
from devicelink.care.plan import Plan
from devicelink.care.tries import LOOK_BACK
from devicelink.core.events import (
    Doubted,
    EndReason,
    Gap,
    HoldEnded,
    HoldSettled,
    HoldStarted,
    LetGo,
    OverForce,
    OverForceCleared,
    Regrip,
    Release,
    ReleaseEvidence,
    Rubbing,
    Slip,
    Touched,
    TrustedAgain,
)
from firmware_protocol.messages import DeviceFault, FrameRejected, LowPower

__all__ = ["CoachState", "begin", "step"]


def begin(plan: Plan, t_s: float, pace: float = 1.0) -> tuple[CoachState, tuple[Output, ...]]:
    """Open a session at `t_s` (seconds): say which point and what to stay off, ask the pain.

    `pace` is how many times as fast as the wall its time runs: faster than life a late tick says
    nothing of a machine that slept.
    """
    turn = Turn(
        CoachState(
            plan=plan,
            t_s=t_s,
            pace=max(1.0, pace),
            entered_s=t_s,
            attempt=Attempt(began_s=t_s),
            watch=Watch(stirred_s=t_s, tick_s=t_s, counted_s=t_s),
            ends=plan.earlier[-LOOK_BACK:],
        )
    )
    turn.move(Trigger.BEGUN)
    return turn.state, tuple(turn.out)


def step(state: CoachState, t_s: float, what: Input) -> tuple[CoachState, tuple[Output, ...]]:
    """Take in one input at `t_s`, or at the last one's time if that is later.

    After the end nothing is said. The same state, time and input give the same result, always.
    """
    if state.phase is Phase.DONE:
        return state, ()
    turn = Turn(replace(state, t_s=max(t_s, state.t_s)))
    match what:
        case Tick(sensed):
            coach_ticks.on_tick(turn, sensed)
        case LinkChanged():
            coach_watch.link_changed(turn, what)
        case OverForce():
            coach_watch.over_force(turn, what)
        case OverForceCleared():
            coach_watch.over_force_cleared(turn)
        case (
            ZeroMoved()
            | ZeroRefused()
            | DriftedAtRest()
            | FramesRejected()
            | StrangerRefused()
            | FrameRejected()
            | DeviceFault()
            | LowPower()
        ):
            coach_device.heard(turn, what)
        case Doubted() | Slip() | Regrip() | Rubbing() | HoldEnded():
            _found(turn, what)
        case (
            Touched()
            | LetGo()
            | HoldStarted()
            | HoldSettled()
            | Gap()
            | TrustedAgain()
            | Release()
            | ReleaseEvidence()
        ):
            pass  # contact is read from the ticks; a verdict is told, and moves nothing
        case _:  # the person's keys: the type checker knows that nothing else is left
            coach_person.act(turn, what)
    return turn.state, tuple(turn.out)


def _found(turn: Turn, found: Doubted | Slip | Regrip | Rubbing | HoldEnded) -> None:
    match found:
        case Doubted():
            coach_device.doubted(turn, found)
        case Slip():
            _slipped(turn)
        case Regrip() | Rubbing():
            pass  # to hold still is said sooner, by the swings that the ticks show (S39)
        case HoldEnded():
            _measured(turn, found)


def _slipped(turn: Turn) -> None:
    if turn.state.phase is Phase.LISTEN:
        turn.move(Trigger.UNSETTLED, unsaid=True)
        turn.say(Phrase.SLIPPED)
    elif turn.state.phase is Phase.SETTLE:
        turn.hint(Phrase.SLIPPED)


def _measured(turn: Turn, hold: HoldEnded) -> None:
    """The core's own unload rate catches what the ticks were too slow to see (S41)."""
    fast_n_s = turn.state.plan.programme.ease_off_n_s[1]
    after = turn.state.phase in {Phase.EASE_OFF, Phase.REST, Phase.STRETCH}
    if after and hold.reason is EndReason.HAND and abs(hold.unload_rate_n_s) > fast_n_s:
        coach_ticks.let_go_too_fast(turn)
