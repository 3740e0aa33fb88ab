"""The policy of recovery in a world of any mood: what it may never do, what it always does."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from devicelink.care.inputs import LinkChanged, LinkState
from devicelink.link import recovery
from devicelink.link import recovery_terms as terms
from devicelink.link.charge import is_empty
from firmware_protocol.messages import Battery, Info, LowPower

LUCK = st.floats(0, 1, exclude_max=True)


class World(RuleBasedStateMachine):
    """Radio, air and device, which fail as hypothesis likes; actions are counted as they come."""

    @initialize()
    def begin(self) -> None:
        self.t_s = 0.0
        self.frame_s: float | None = None
        self.clients = 0
        self.radios = 0
        self.pending: terms.Action | None = None
        self.reports: list[LinkChanged] = []
        self.state, actions = recovery.begin()
        self.obey(actions)

    def obey(self, actions: tuple[terms.Action, ...]) -> None:
        for action in actions:
            match action:
                case terms.Report(change):
                    self.reports.append(change)
                case terms.Drop():
                    self.clients, self.pending = 0, None
                case terms.Close():
                    self.clients, self.pending, self.radios = 0, None, 0
                case _:
                    assert self.pending is None, "one piece of work at a time"
                    self.pending = action

    def tell(self, what: terms.What, luck: float = 0.5) -> None:
        self.state, actions = recovery.step(self.state, self.t_s, what, luck)
        self.obey(actions)

    def done(self, what: terms.What, luck: float = 0.5) -> None:
        self.pending = None
        self.tell(what, luck)

    @precondition(lambda self: isinstance(self.pending, terms.OpenRadio))
    @rule(works=st.booleans(), luck=LUCK)
    def radio(self, works: bool, luck: float) -> None:
        self.radios = int(works)
        self.done(terms.RadioOpen() if works else terms.TransportGone("no radio"), luck)

    @precondition(lambda self: isinstance(self.pending, terms.Scan))
    @rule(outcome=st.sampled_from([terms.Found("A"), terms.NotFound("no"), terms.Failed("no")]))
    def scan(self, outcome: terms.What) -> None:
        self.done(outcome)

    @precondition(lambda self: isinstance(self.pending, terms.Connect))
    @rule(works=st.booleans(), luck=LUCK)
    def connect(self, works: bool, luck: float) -> None:
        assert self.radios, "no call without a radio"
        self.clients += int(works)
        self.frame_s = None
        self.done(terms.Connected() if works else terms.Failed("no"), luck)

    @precondition(lambda self: isinstance(self.pending, terms.Open))
    @rule(works=st.booleans(), luck=LUCK)
    def open(self, works: bool, luck: float) -> None:
        self.done(terms.Opened() if works else terms.Failed("no"), luck)

    @precondition(lambda self: self.clients)
    @rule(what=st.sampled_from([terms.Lost("gone"), terms.FellAsleep()]), luck=LUCK)
    def lose(self, what: terms.What, luck: float) -> None:
        self.tell(what, luck)

    @rule(luck=LUCK)
    def adapter_unplugged(self, luck: float) -> None:
        self.clients = self.radios = 0
        self.tell(terms.TransportGone("unplugged"), luck)

    @precondition(lambda self: self.clients)
    @rule()
    def frame(self) -> None:
        self.frame_s = self.t_s

    @rule(stale=st.sampled_from([terms.Found("B"), terms.Opened(), terms.Connected()]))
    @precondition(lambda self: isinstance(self.state, terms.Waiting | terms.Live))
    def late_news(self, stale: terms.What) -> None:
        before = self.state
        self.tell(stale)
        assert self.state == before

    @rule(seconds=st.floats(0.01, 3))
    def time(self, seconds: float) -> None:
        self.t_s += seconds
        self.tell(terms.Ticked(self.frame_s))

    @rule()
    def the_world_turns_kind(self) -> None:
        """Whatever happened before, a device that is there is connected within a bounded time."""
        for _ in range(100):
            match self.pending:
                case terms.OpenRadio():
                    self.radio(True, 0.5)
                case terms.Scan():
                    self.done(terms.Found("A"))
                case terms.Connect():
                    self.connect(True, 0.5)
                case terms.Open():
                    self.done(terms.Opened())
            if isinstance(self.state, terms.Live):
                return
            self.time(0.2)
        raise AssertionError(f"never live, but {self.state}")

    @invariant()
    def at_most_one_client(self) -> None:
        assert self.clients <= 1

    @invariant()
    def live_only_with_frames(self) -> None:
        if isinstance(self.state, terms.Live):
            assert self.clients == 1
            assert self.reports[-1].state is LinkState.LIVE
            newest = max(self.state.since_s, self.frame_s or 0)
            assert self.t_s - newest <= terms.SILENCE_S
        else:
            assert self.reports[-1].state is not LinkState.LIVE

    @invariant()
    def never_gives_up_and_waits_within_bounds(self) -> None:
        assert not isinstance(self.state, terms.Closed)
        if isinstance(self.state, terms.Waiting):
            assert self.state.until_s <= self.t_s + terms.LONGEST_WAIT_S
        else:
            assert self.pending is not None or isinstance(self.state, terms.Live)


TestWorld = World.TestCase
TestWorld.settings = settings(max_examples=200, stateful_step_count=50, deadline=None)


@given(previous=st.floats(terms.SHORTEST_WAIT_S, terms.LONGEST_WAIT_S), luck=LUCK)
def test_waits_stay_between_a_quarter_and_eight_seconds(previous: float, luck: float) -> None:
    wait = recovery.next_wait_s(previous, luck)
    assert terms.SHORTEST_WAIT_S <= wait <= min(terms.LONGEST_WAIT_S, 3 * previous)


def test_waits_grow_to_the_longest_and_differ_by_chance() -> None:
    wait = terms.SHORTEST_WAIT_S
    for _ in range(20):
        wait = recovery.next_wait_s(wait, 0.9)
    assert wait == terms.LONGEST_WAIT_S
    assert recovery.next_wait_s(1.0, 0.1) != recovery.next_wait_s(1.0, 0.2)


def live(since_s: float, trials: terms.Trials | None = None) -> terms.Live:
    return terms.Live(trials or terms.Trials(was_live=True), since_s=since_s, frame_s=since_s)


def test_the_first_retry_after_a_steady_link_is_at_once_and_the_next_waits() -> None:
    state, actions = recovery.step(live(0.0), 5.0, terms.Lost("gone"), 0.5)
    assert [type(action) for action in actions] == [terms.Drop, terms.Report, terms.Scan]
    report = actions[1]
    assert isinstance(report, terms.Report)
    assert report.change == LinkChanged(state=LinkState.LOST, attempt=1, detail="gone")
    state, _ = recovery.step(state, 5.1, terms.Failed("no"), 0.5)
    assert isinstance(state, terms.Waiting)
    assert state.trials.attempt == 2


def test_a_link_that_dies_young_does_not_start_the_count_again() -> None:
    tried = terms.Trials(attempt=4, wait_s=2.0, was_live=True)
    state, _ = recovery.step(live(0.0, tried), 0.5, terms.Lost("gone"), 0.5)
    assert isinstance(state, terms.Waiting)
    assert state.trials.attempt == 5
    steady, _ = recovery.step(live(0.0, tried), 1.5, terms.Lost("gone"), 0.5)
    assert isinstance(steady, terms.Searching)
    assert steady.trials.attempt == 1


def test_silence_is_a_loss_just_past_its_limit() -> None:
    held, _ = recovery.step(live(0.0), 1.0, terms.Ticked(None), 0.5)
    assert isinstance(held, terms.Live)
    lost, actions = recovery.step(live(0.0), 1.01, terms.Ticked(None), 0.5)
    assert isinstance(lost, terms.Searching)
    assert actions[0] == terms.Drop()
    fed, _ = recovery.step(live(0.0), 1.5, terms.Ticked(0.9), 0.5)
    assert fed == replace(live(0.0), frame_s=0.9)


def test_a_device_that_went_to_sleep_is_said_to_be_off_and_found_when_it_wakes() -> None:
    state, actions = recovery.step(live(0.0), 9.0, terms.FellAsleep(), 0.5)
    assert actions[1] == terms.Report(
        LinkChanged(
            state=LinkState.LOST, detail="The device has switched itself off.", device_off=True
        )
    )
    state, _ = recovery.step(state, 9.0 + terms.ASLEEP_WAIT_S, terms.Ticked(), 0.5)
    assert isinstance(state, terms.Searching)


def test_a_device_that_went_to_sleep_for_want_of_charge_is_to_be_charged() -> None:
    _, actions = recovery.step(live(0.0), 9.0, terms.FellAsleep(empty=True), 0.5)
    (told,) = [one.change for one in actions if isinstance(one, terms.Report)]
    assert told.detail.endswith("Its battery is empty: charge it.")
    assert is_empty(LowPower(), False)
    assert is_empty(Battery(percent=4), False)
    assert not is_empty(Battery(percent=80), True)
    assert is_empty(Info("x", "y"), True)


def test_a_dead_transport_opens_the_radio_anew() -> None:
    state, actions = recovery.step(live(0.0), 9.0, terms.TransportGone("unplugged"), 0.5)
    assert isinstance(state, terms.Reopening)
    assert actions[-1] == terms.OpenRadio()


def test_closed_is_the_end() -> None:
    state, actions = recovery.step(live(0.0), 9.0, terms.AskedToClose(), 0.5)
    assert actions[0] == terms.Close()
    for what in (terms.RadioOpen(), terms.Ticked(), terms.AskedToClose(), terms.Lost("x")):
        assert recovery.step(state, 10.0, what, 0.5) == (terms.Closed(), ())
