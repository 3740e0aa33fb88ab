"""What the coach makes of a machine that slept: time that nobody saw.

It is no time in the band, no answer left out and nobody's idling. A pause is told, as for a signal
that was lost, and waiting counts anew. Guarded by tests/care/test_asleep.py.
"""

from dataclasses import replace

from devicelink.care import coach_watch
from devicelink.care.coach_state import TICK_GAP_S
from devicelink.care.coach_table import PRESSING
from devicelink.care.coach_turn import Turn
from devicelink.care.inputs import Sensed


def woke(turn: Turn, sensed: Sensed) -> bool:
    """True where this tick is the first after a sleep: it says nothing of the time before it."""
    state, t_s = turn.state, turn.t_s
    slept_s = t_s - state.watch.tick_s
    if slept_s <= TICK_GAP_S * state.pace:
        return False
    turn.state = replace(
        state,
        until_s=_put_off(state.until_s, slept_s),
        question_until_s=_put_off(state.question_until_s, slept_s),
    )
    if state.phase in PRESSING and state.plan.sensor:
        coach_watch.lose(turn)
    watch = replace(
        coach_watch.nothing_seen(turn.state.watch),
        woke_s=t_s, tick_s=t_s, counted_s=t_s, sensed=sensed,
        dark_since_s=t_s if state.plan.sensor else None,
    )  # fmt: skip
    turn.state = replace(turn.state, watch=watch)
    return True


def _put_off(until_s: float | None, by_s: float) -> float | None:
    return None if until_s is None else until_s + by_s
