"""What the coach reads from a tick and from the link: since when, how long, is there signal.

Time without signal never counts, and no jump of the core's figures adds more than the time that
passed (S25). Guarded by tests/care/test_hold_clock.py and test_signal.py.
"""

import math
from dataclasses import replace

from devicelink.care.coach_state import (
    DARK_END_S,
    OVER_LIMIT_S,
    TICK_GAP_S,
    CoachState,
    Watch,
)
from devicelink.care.coach_table import HOLDING, PRESSING, Trigger
from devicelink.care.coach_turn import Turn
from devicelink.care.cues import Phrase
from devicelink.care.inputs import LinkChanged, LinkState, Sensed
from devicelink.care.outputs import Phase, RepEnd, SessionEnd
from devicelink.core.events import Level, OverForce
from devicelink.core.overforce import CLEAR_S, CLEAR_SHARE, WARN_SHARE

SWING_SHARE_S = 0.5
"""A slope of this share of the force a second: beyond what a still hand shows (proposal)."""
SWINGS, SWINGS_WITHIN_S = 5, 4.0
"""So many turns in so short a time are 0.6 Hz and more: rubbing, not holding (S39, proposal)."""

_BACK_TO = {
    Phase.LOCATE: Trigger.BACK_TO_LOCATE,
    Phase.SETTLE: Trigger.BACK_TO_SETTLE,
    Phase.EASE_OFF: Trigger.BACK_TO_EASE_OFF,
}


def _since(now: bool, since_s: float | None, t_s: float) -> float | None:  # noqa: FBT001
    return _start(since_s, t_s) if now else None


def _start(since_s: float | None, t_s: float) -> float:
    return t_s if since_s is None else since_s


def live_force_n(state: CoachState, sensed: Sensed) -> float | None:
    """The force in newtons, None where there is no live number."""
    force_n = sensed.force_n
    live = state.link_live and force_n is not None and math.isfinite(force_n)
    return force_n if live else None


def _gained_s(state: CoachState, sensed: Sensed) -> float:
    """Seconds in the zone since they last grew, never more than the time that passed since then.

    Samples come several at a time, so between two ticks there may be none and then many.
    """
    watch = state.watch
    if watch.sensed is None or watch.dark_since_s is not None or not state.link_live:
        return 0.0
    now_s, seen_s = sensed.in_zone_s, watch.sensed.in_zone_s
    gained_s = now_s - seen_s if now_s >= seen_s else now_s
    passed_s = min(state.t_s - watch.counted_s, TICK_GAP_S)
    return max(0.0, min(gained_s, passed_s)) if math.isfinite(gained_s) else 0.0


def _swings(watch: Watch, t_s: float, sensed: Sensed, force_n: float) -> Watch:
    if not sensed.in_contact:
        return replace(watch, swings_s=())
    fast = abs(sensed.slope_n_s) >= SWING_SHARE_S * max(force_n, 1.0)
    up = sensed.slope_n_s > 0
    if not fast or (up is watch.swing_up and watch.swings_s):
        return watch
    recent = tuple(s for s in watch.swings_s if t_s - s < SWINGS_WITHIN_S)
    return replace(watch, swing_up=up, swings_s=(*recent, t_s))


def observe(turn: Turn, sensed: Sensed) -> None:
    """Take in a tick: run the hold clock, and note since when each thing is so."""
    state, t_s, watch = turn.state, turn.t_s, turn.state.watch
    force_n = live_force_n(state, sensed)
    if force_n is None:
        dark_s = _start(watch.dark_since_s, t_s)
        turn.state = replace(
            state,
            watch=replace(watch, tick_s=t_s, counted_s=t_s, sensed=sensed, dark_since_s=dark_s),
        )
        return
    limit_n = state.plan.limit.limit_n
    calm_n = CLEAR_SHARE[state.alarm_level or Level.WARN] * limit_n
    gained_s = _gained_s(state, sensed)
    moved = gained_s > 0 or sensed.in_contact is not watch.in_contact
    counted = gained_s > 0 or not sensed.in_zone or watch.dark_since_s is not None
    if state.phase in HOLDING:
        _run_clock(turn, force_n, gained_s)
    watch = replace(
        watch,
        stirred_s=t_s if moved else watch.stirred_s,
        tick_s=t_s,
        counted_s=t_s if counted else watch.counted_s,
        sensed=sensed,
        in_zone_since_s=_since(sensed.in_zone, watch.in_zone_since_s, t_s),
        out_since_s=_since(not sensed.in_zone, watch.out_since_s, t_s),
        contact_since_s=_since(sensed.in_contact, watch.contact_since_s, t_s),
        no_contact_since_s=_since(not sensed.in_contact, watch.no_contact_since_s, t_s),
        above_since_s=_since(force_n > limit_n, watch.above_since_s, t_s),
        calm_since_s=_since(force_n < calm_n, watch.calm_since_s, t_s),
        dark_since_s=None,
    )
    turn.state = replace(turn.state, watch=_swings(watch, t_s, sensed, force_n))


def _run_clock(turn: Turn, force_n: float, gained_s: float) -> None:
    state = turn.state
    hold, longest_s = state.attempt, state.plan.programme.max_hold_s
    passed_s = min(turn.t_s - state.watch.tick_s, TICK_GAP_S)
    pressing = force_n >= state.plan.band.low_n and state.watch.dark_since_s is None
    turn.try_(
        held_s=min(hold.held_s + gained_s, longest_s),
        pressed_s=min(hold.pressed_s + (passed_s if pressing else 0.0), longest_s),
    )


def signal(turn: Turn) -> bool:
    """Pause where the signal is lost, go on where it is back. True where either took the tick."""
    state, watch = turn.state, turn.state.watch
    if state.phase is Phase.PAUSED:
        if watch.dark_since_s is None and state.link_live:
            _back(turn)
        elif state.waited_s(state.entered_s) >= DARK_END_S:
            turn.say(Phrase.SIGNAL_GONE, waited_s=DARK_END_S)
            turn.finish(SessionEnd.DEVICE_OFF)
        return True
    if state.phase in PRESSING and (not state.link_live or watch.dark(turn.t_s)):
        lose(turn)
        return True
    return False


def nothing_seen(watch: Watch) -> Watch:
    """As if nothing had been so for any time yet."""
    return replace(
        watch,
        in_zone_since_s=None,
        out_since_s=None,
        contact_since_s=None,
        no_contact_since_s=None,
        above_since_s=None,
        calm_since_s=None,
        swings_s=(),
    )


def lose(turn: Turn) -> None:
    """Pause: say that there is no signal, and note where to go on."""
    state = turn.state
    pressing = state.watch.in_contact
    resume = Phase.LOCATE if state.phase is Phase.LOCATE else Phase.SETTLE
    if state.phase is Phase.ASK:
        turn.close_hold(state.attempt.end or RepEnd.GOAL)
    if state.phase in {Phase.ASK, Phase.EASE_OFF}:
        resume = Phase.EASE_OFF
    turn.move(Trigger.SIGNAL_LOST)
    turn.state = replace(
        turn.state,
        watch=nothing_seen(turn.state.watch),
        resume=resume,
        alarm=None,
        alarm_level=None,
        familiar_after_s=0.0,
    )
    turn.say(Phrase.NO_SIGNAL if pressing else Phrase.NO_SIGNAL_WAIT)


def _back(turn: Turn) -> None:
    state, paused_s = turn.state, turn.t_s - turn.state.entered_s
    turn.try_(began_s=state.attempt.began_s + paused_s)
    turn.state = replace(
        turn.state,
        alarm=None,
        alarm_level=None,
        resume=None,
        watch=replace(state.watch, stirred_s=turn.t_s),
    )
    turn.move(_BACK_TO[state.resume or Phase.LOCATE], unsaid=True)
    turn.say(Phrase.SIGNAL_BACK)


def link_changed(turn: Turn, link: LinkChanged) -> None:
    """Act at once on what the link says, without waiting for a tick."""
    state = turn.state
    if link.device_off or link.state is LinkState.CLOSED:
        turn.state = replace(state, link_live=False)
        if state.phase not in {Phase.STRETCH, Phase.PAIN_AFTER}:
            turn.say(Phrase.DEVICE_OFF)
            turn.finish(SessionEnd.DEVICE_OFF)
        return
    turn.state = replace(state, link_live=link.state is LinkState.LIVE)
    if not turn.state.link_live and state.phase in PRESSING:
        lose(turn)
    if not turn.state.link_live and turn.state.phase is Phase.PAUSED and link.attempt > 0:
        turn.say(Phrase.RECONNECTING, attempt=link.attempt)


def over_force(turn: Turn, event: OverForce) -> None:
    """Near or above the limit: say so at once, and bring the gauge back."""
    state, limit = turn.state, turn.state.plan.limit
    if state.phase is Phase.PAUSED:
        return
    # A prediction may alarm while the force is still low: calm is counted from here.
    turn.state = replace(state, watch=replace(state.watch, calm_since_s=None))
    if state.phase is Phase.LISTEN:
        turn.move(Trigger.UNSETTLED)
    if event.level is Level.ALARM:
        if state.alarm_level is not Level.ALARM:
            turn.state = replace(turn.state, muted_until_s=None)
        coming = event.force_n <= event.limit_n
        turn.say(
            Phrase.OVER_LIMIT_AHEAD if coming else Phrase.OVER_LIMIT,
            force_n=event.force_n,
            limit_n=limit.limit_n,
            limit_name=limit.name,
        )
    elif state.alarm_level is None:
        turn.warn(Phrase.NEAR_LIMIT, limit_n=limit.limit_n, limit_name=limit.name)


def over_force_cleared(turn: Turn) -> None:
    """Far enough below the limit for a while: the alarm line empties."""
    level = turn.state.alarm_level
    if level is None or turn.state.phase is Phase.PAUSED:
        return
    turn.state = replace(turn.state, alarm=None, alarm_level=None)
    if level is Level.ALARM:
        turn.say(Phrase.LIMIT_CLEARED)


def limit(turn: Turn, sensed: Sensed) -> bool:
    """Watch the limit on each tick too. True where it ended the hold (above it for 3 s)."""
    state, watch, t_s = turn.state, turn.state.watch, turn.t_s
    force_n, limit_n = live_force_n(state, sensed) or 0.0, state.plan.limit.limit_n
    # Not only where the force crosses the limit: after a pause it may be above it already.
    level = Level.ALARM if force_n > limit_n else Level.WARN
    if force_n >= WARN_SHARE * limit_n and state.alarm_level not in {level, Level.ALARM}:
        over_force(
            turn,
            OverForce(
                level=level,
                t_s=t_s,
                force_n=force_n,
                predicted_n=force_n,
                limit_n=limit_n,
                decided_s=t_s,
            ),
        )
    if watch.calm_since_s is not None and t_s - watch.calm_since_s >= CLEAR_S:
        over_force_cleared(turn)
    pressing = state.phase in HOLDING or state.phase is Phase.LOCATE
    over_s = 0.0 if watch.above_since_s is None else t_s - watch.above_since_s
    if not pressing or over_s < OVER_LIMIT_S:
        return False
    turn.end_hold(RepEnd.OVER_LIMIT, retry=state.phase is Phase.LOCATE, unsaid=True)
    turn.say(
        Phrase.OVER_LIMIT_END,
        limit_n=limit_n,
        limit_name=state.plan.limit.name,
        over_s=OVER_LIMIT_S,
    )
    return True
