"""When to scan, connect, wait and give word: the whole policy of keeping a link, and no I/O.

`step` is a pure function: state, time and what happened go in; the next state and what to do come
out. Chance comes in as a number too. A link is never given up while the session lasts; every try
says its number. Guarded by tests/link/test_recovery.py.
"""

from devicelink.care.inputs import LinkChanged, LinkState
from devicelink.link.recovery_terms import (
    ASLEEP_WAIT_S,
    LONGEST_WAIT_S,
    SHORTEST_WAIT_S,
    SILENCE_S,
    STEADY_S,
    AskedToClose,
    Close,
    Closed,
    Connect,
    Connected,
    Connecting,
    Drop,
    Failed,
    FellAsleep,
    Found,
    Live,
    Lost,
    NotFound,
    Open,
    Opened,
    Opening,
    OpenRadio,
    RadioOpen,
    Reopening,
    Report,
    Scan,
    Searching,
    State,
    Step,
    Ticked,
    TransportGone,
    Trials,
    Waiting,
    What,
)
from devicelink.wording import text


def begin() -> Step:
    """Where every link starts."""
    trials = Trials()
    return Reopening(trials), (OpenRadio(), _searching(trials))


def step(state: State, t_s: float, what: What, luck: float, silence_s: float = SILENCE_S) -> Step:
    """What comes next. `luck` is a fresh random number of [0, 1). What does not fit is ignored."""
    match state, what:
        case Closed(), _:
            return state, ()
        case _, AskedToClose():
            return Closed(), (Close(), Report(LinkChanged(state=LinkState.CLOSED)))
        case _, Ticked(frame_s):
            return _tick(state, t_s, frame_s, luck, silence_s)
        case _, TransportGone() | Failed() | Lost() | FellAsleep():
            return _worsen(state, t_s, what, luck)
        case _:
            return _advance(state, t_s, what)


def next_wait_s(previous_s: float, luck: float) -> float:
    """Back-off with decorrelated jitter: from the shortest wait to thrice the one before."""
    reach_s = 3 * previous_s - SHORTEST_WAIT_S
    return min(LONGEST_WAIT_S, SHORTEST_WAIT_S + luck * reach_s)


def _advance(state: State, t_s: float, what: What) -> Step:
    match state, what:
        case Reopening(trials), RadioOpen():
            return Searching(trials), (Scan(),)
        case Searching(trials), Found(address):
            change = LinkChanged(state=LinkState.CONNECTING, attempt=trials.attempt)
            return Connecting(trials), (Report(change), Connect(address))
        case Searching(trials), NotFound(why):
            further = Trials(trials.attempt + 1, trials.wait_s, trials.was_live, trials.device_off)
            return Searching(further), (_searching(further, why), Scan())
        case Connecting(trials), Connected():
            return Opening(trials), (Open(),)
        case Opening(trials), Opened():
            live = Trials(trials.attempt, trials.wait_s, was_live=True)
            change = LinkChanged(state=LinkState.LIVE, attempt=trials.attempt)
            return Live(live, since_s=t_s, frame_s=t_s), (Report(change),)
        case _:
            return state, ()


def _worsen(state: State, t_s: float, what: What, luck: float) -> Step:
    match state, what:
        case _, TransportGone(why):
            return _fail(state, t_s, why, luck, reopen=True)
        case Searching() | Connecting() | Opening(), Failed(why):
            return _fail(state, t_s, why, luck, reopen=False)
        case Opening() | Live(), Lost(why):
            return _fail(state, t_s, why, luck, reopen=False)
        case Opening(trials) | Live(trials), FellAsleep(empty):
            return _sleep(trials, t_s, empty=empty)
        case _:
            return state, ()


def _tick(state: State, t_s: float, frame_s: float | None, luck: float, silence_s: float) -> Step:
    match state:
        case Live(trials, since_s, newest_s):
            newest_s = newest_s if frame_s is None else max(newest_s, frame_s)
            if t_s - newest_s > silence_s:
                return _fail(state, t_s, text("link_lost", "silent"), luck, reopen=False)
            return Live(trials, since_s, newest_s), ()
        case Waiting(trials, until_s, reopen) if t_s >= until_s:
            if reopen:
                return Reopening(trials), (OpenRadio(),)
            return Searching(trials), (Scan(),)
        case _:
            return state, ()


def _fail(state: State, t_s: float, why: str, luck: float, *, reopen: bool) -> Step:
    """Whatever failed: say so, let go, try again at once the first time and then ever later."""
    if isinstance(state, Closed):
        return state, ()
    trials = state.trials
    if isinstance(state, Live) and t_s - state.since_s >= STEADY_S:
        trials = Trials(was_live=True)
    first = trials.attempt == 0
    wait_s = trials.wait_s if first else next_wait_s(trials.wait_s, luck)
    further = Trials(trials.attempt + 1, wait_s, trials.was_live, trials.device_off)
    told = (Drop(), _searching(further, why))
    if not first:
        return Waiting(further, t_s + wait_s, reopen), told
    if reopen:
        return Reopening(further), (*told, OpenRadio())
    return Searching(further), (*told, Scan())


def _sleep(trials: Trials, t_s: float, *, empty: bool) -> Step:
    resting = Trials(was_live=trials.was_live, device_off=True)
    told = _searching(resting, text("link_lost", "empty" if empty else "asleep"))
    return Waiting(resting, t_s + ASLEEP_WAIT_S), (Drop(), told)


def _searching(trials: Trials, why: str = "") -> Report:
    """LOST once there was a live link to lose, SEARCHING before."""
    return Report(
        LinkChanged(
            state=LinkState.LOST if trials.was_live else LinkState.SEARCHING,
            attempt=trials.attempt,
            detail=why,
            device_off=trials.device_off,
        )
    )
