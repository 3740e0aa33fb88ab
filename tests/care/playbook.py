"""A hand, a core and a person for the coach, in virtual time: tests read like a conversation.

The hand follows a force over time and cannot hear the coach; ticks come ten times a second, with
in-zone time and contact as the core would give them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from devicelink import data
from devicelink.care.coach import begin, step
from devicelink.care.coach_state import CoachState
from devicelink.care.inputs import (
    Answer,
    Decline,
    Input,
    LinkChanged,
    LinkState,
    Pain,
    Sensed,
    Tick,
)
from devicelink.care.outputs import (
    Answered,
    Asked,
    Cue,
    Output,
    Phase,
    PhaseChanged,
    Question,
    RepEnded,
    SessionOver,
)
from devicelink.care.plan import Checks, Plan, Programme, Side, make_plan
from devicelink.care.safety import Device, DeviceKind, Personal

TICK_S = 0.1
PROBE = Device(kind=DeviceKind.PROBE, full_scale_n=200.0, tip_area_mm2=100.0)
LOST = LinkChanged(state=LinkState.LOST)
LIVE = LinkChanged(state=LinkState.LIVE)
OFF = LinkChanged(state=LinkState.CLOSED, device_off=True)

Hand = Callable[[float], float | None]
"""Force in newtons at a time; None where the signal is lost."""


def ut_plan(programme: Programme | None = None, personal: Personal | None = None) -> Plan:
    """Upper trapezius with a 1 cm2 tip: limit 40 N, band 20-30 N, locating up to 16 N."""
    chosen = programme or data.programmes()["home"]
    plan = make_plan(chosen, data.points()["ut"], Side.LEFT, PROBE, personal, Checks())
    assert (plan.limit.limit_n, plan.band.low_n) == (40.0, 20.0) or personal or programme
    return plan


@dataclass
class Play:
    """A session under test. `said` keeps every output with its time."""

    plan: Plan = field(default_factory=ut_plan)
    t_s: float = 0.0
    said: list[Output] = field(default_factory=list)
    state: CoachState = field(init=False)
    sensed: Sensed = field(init=False)
    decline_all: bool = False

    def __post_init__(self) -> None:
        """Begin."""
        self.sensed = Sensed(
            force_n=0.0,
            slope_n_s=0.0,
            in_contact=False,
            in_zone=False,
            in_zone_s=0.0,
            contact_s=0.0,
        )
        self.state, outputs = begin(self.plan, self.t_s)
        self.said.extend(outputs)

    def do(self, what: Input) -> tuple[Output, ...]:
        """One input now."""
        self.state, outputs = step(self.state, self.t_s, what)
        self.said.extend(outputs)
        return outputs

    def press(self, force_n: float | None, seconds: float, slope_n_s: float = 0.0) -> list[Output]:
        """Hold a force for some seconds (None: no signal). Gives what was said meanwhile."""
        return self.follow(lambda _: force_n, seconds, slope_n_s)

    def follow(self, hand: Hand, seconds: float, slope_n_s: float | None = None) -> list[Output]:
        """Follow a hand, its own time beginning now, until the seconds or the session are over."""
        heard: list[Output] = []
        for i in range(1, round(seconds / TICK_S) + 1):
            if self.state.over:
                break
            self.t_s += TICK_S
            self._sense(hand(i * TICK_S), slope_n_s)
            heard.extend(self.do(Tick(self.sensed)))
            if self.decline_all:
                heard.extend(self._decline())
        return heard

    def _decline(self) -> list[Output]:

        heard: list[Output] = []
        while self.state.question is not None:
            heard.extend(self.do(Decline()))
        return heard

    def _sense(self, force_n: float | None, slope_n_s: float | None) -> None:
        before = self.sensed
        if force_n is None:
            self.sensed = replace(before, force_n=None, slope_n_s=0.0)
            return
        touching = force_n > 1.0
        in_zone = self.plan.band.low_n <= force_n <= self.plan.band.high_n
        slope = (force_n - (before.force_n or 0.0)) / TICK_S if slope_n_s is None else slope_n_s
        self.sensed = Sensed(
            force_n=force_n,
            slope_n_s=slope,
            in_contact=touching,
            in_zone=in_zone,
            in_zone_s=(before.in_zone_s if before.in_contact else 0.0)
            + (TICK_S if in_zone else 0.0),
            contact_s=before.contact_s + TICK_S if touching and before.in_contact else 0.0,
        )

    @property
    def phase(self) -> Phase:
        """The phase now."""
        return self.state.phase

    def at(self, phase: Phase) -> bool:
        """Whether the session is in a phase."""
        return self.state.phase is phase

    def asks(self, question: Question) -> bool:
        """Whether a question is the open one."""
        return self.state.question is question

    @property
    def cues(self) -> list[str]:
        """Every cue so far."""
        return [o.phrase for o in self.said if isinstance(o, Cue)]

    @property
    def phases(self) -> list[Phase]:
        """Every phase so far."""
        return [o.phase for o in self.said if isinstance(o, PhaseChanged)]

    @property
    def reps(self) -> list[RepEnded]:
        """Every hold so far."""
        return [o for o in self.said if isinstance(o, RepEnded)]

    @property
    def asked(self) -> list[Asked]:
        """Every question so far."""
        return [o for o in self.said if isinstance(o, Asked)]

    @property
    def answered(self) -> list[Answered]:
        """Every answer so far."""
        return [o for o in self.said if isinstance(o, Answered)]

    @property
    def over(self) -> SessionOver:
        """How the session ended; fails where it has not."""
        last = self.said[-1]
        assert isinstance(last, SessionOver), f"still in {self.phase}"
        return last


def located(plan: Plan | None = None) -> Play:
    """A session in which the spot is found and the band is to be reached."""

    play = Play(plan or ut_plan())
    play.do(Pain(5))
    play.press(8.0, 2.5)
    play.do(Answer(yes=True))
    assert play.phase is Phase.SETTLE
    return play


def listening(plan: Plan | None = None) -> Play:
    """A session with the gauge dimmed, about 3 s into the first hold."""
    play = located(plan)
    middle_n = (play.plan.band.low_n + play.plan.band.high_n) / 2
    play.press(middle_n, 3.2)
    assert play.phase is Phase.LISTEN
    return play


def three_holds(t_s: float, hold_s: float = 60.0) -> float:
    """A hand that cannot hear: 25 N for `hold_s`, let go over 2.5 s, rest 12 s, three times."""
    inside = t_s % (hold_s + 14.5)
    if t_s > 3 * (hold_s + 14.5):
        return 0.0
    if inside <= hold_s:
        return min(25.0, 10.0 * inside)
    return max(0.0, 25.0 - 10.0 * (inside - hold_s))
