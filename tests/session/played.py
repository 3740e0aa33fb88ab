"""A whole session without radio, loop or clock: the simulator's hand on tissue feeds the engine.

A person who hears all that is said moves the hand and answers a second later. Time is virtual.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from devicelink import data
from devicelink.care.daily import day_count
from devicelink.care.inputs import (
    Answer,
    Easing,
    Intent,
    LinkChanged,
    LinkState,
    Pain,
)
from devicelink.care.outputs import Asked, Phase, PhaseChanged, Question
from devicelink.care.plan import Plan, Side, make_plan
from devicelink.care.safety import Device, DeviceKind
from devicelink.core.block import Block
from devicelink.core.release import Mode
from devicelink.session.engine import Engine
from devicelink.session.port import Happening
from devicelink.session.replay import Began
from devicelink.store.record import Record
from simulator.handling import HandMode
from simulator.person import draw_world

RATE_HZ = 100
TICK = 10
"""Samples between two ticks."""
PROBE = Device(kind=DeviceKind.PROBE, full_scale_n=200.0, tip_area_mm2=100.0)
LIVE = LinkChanged(state=LinkState.LIVE)
ANSWERS: dict[Question, Intent] = {
    Question.PAIN_BEFORE: Pain(6),
    Question.FAMILIAR: Answer(yes=True),
    Question.GAVE: Answer(yes=True),
    Question.PAIN_NOW: Pain(4),
    Question.PAIN_AFTER: Pain(3),
}


def plan_of(programme: str = "short", side: Side = Side.LEFT) -> Plan:
    """Upper trapezius with a 1 cm2 tip: limit 40 N, band 20-30 N."""
    return make_plan(data.programmes()[programme], data.points()["ut"], side, PROBE)


@dataclass
class Played:
    """A session under test: what it was told, what it said, and what it kept."""

    programme: str = "short"
    seed: int = 3
    side: Side = Side.LEFT
    cut: tuple[int, ...] = (5,)
    """How the samples between two ticks are cut into blocks, over and over."""
    during: Callable[["Played"], Iterable[Intent]] | None = None
    """What else the person does, asked before every tick."""
    pace: float = 1.0
    records: list[Record] = field(default_factory=list)
    told: list[tuple[float, Happening]] = field(default_factory=list)
    t_s: float = 0.0

    def __post_init__(self) -> None:
        self.world = draw_world(self.seed, HandMode.GUIDED)
        self.plan = plan_of(self.programme, self.side)
        self.engine = Engine(self.plan, Mode.PROBE, self.records.append, self.pace)
        self.day = day_count([], "today", self.plan.programme.per_day)
        self._due: list[tuple[float, Intent]] = []
        self._t_s: list[float] = []
        self.slept_s = 0.0
        self._force_n: list[float] = []

    @property
    def began(self) -> Began:
        return Began(self.plan, Mode.PROBE, self.day, 0.0, self.pace)

    @property
    def samples(self) -> Block:
        """All that was fed."""
        return Block.of(self._t_s, self._force_n)

    def said(self, kind: type) -> list[Happening]:
        return [happening for _, happening in self.told if isinstance(happening, kind)]

    def run(self, at_most_s: float = 400.0) -> "Played":
        """From the start to the end of the session."""
        self.begin()
        while not self.engine.coach.over and self.t_s < at_most_s:
            self.step()
        self._hear(self.engine.finish())
        return self

    def begin(self) -> "Played":
        """The device is there and the first question is open."""
        self._hear(self.engine.begin(0.0, self.day))
        self._hear(self.engine.hear(0.0, LIVE))
        return self

    def until(self, phase: Phase) -> "Played":
        """From the start until a phase is reached."""
        self.begin()
        return self.on_to(phase)

    def on_to(self, phase: Phase) -> "Played":
        """Until a phase is reached."""
        while self.engine.coach.phase is not phase:
            assert self.t_s < 200.0, f"never came to {phase}"
            self.step()
        return self

    def sleep(self, seconds: float) -> None:
        """The machine sleeps; the device goes on counting, and nobody knows what it measured."""
        self.slept_s += seconds

    def step(self) -> None:
        """A tenth of a second: samples, a tick, and what the person does."""
        n = len(self._t_s)
        times = (np.arange(n, n + TICK) + 1) / RATE_HZ + self.slept_s
        forces = np.array([round(self.world.force_n(t), 3) for t in times.tolist()])
        self._t_s.extend(times.tolist())
        self._force_n.extend(forces.tolist())
        at = 0
        for size in self.cut * TICK:
            if at < TICK:
                part = slice(at, min(TICK, at + size))
                self._hear(self.engine.block(Block.of(times[part], forces[part])))
                at = part.stop
        self.t_s = float(times[-1])
        self._hear(self.engine.tick(self.t_s, live=True))
        due = [intent for at_s, intent in self._due if at_s <= self.t_s]
        self._due = [(at_s, intent) for at_s, intent in self._due if at_s > self.t_s]
        due.extend(self.during(self) if self.during else ())
        for intent in due:
            self._hear(self.engine.hear(self.t_s, intent))

    def _hear(self, happenings: list[Happening]) -> None:
        for happening in happenings:
            self.told.append((self.t_s, happening))
            if isinstance(happening, Asked):
                self._due.append((self.t_s + 1.0, ANSWERS[happening.question]))
            elif isinstance(happening, PhaseChanged):
                self._move(happening.phase)

    def _move(self, phase: Phase) -> None:
        hand, band = self.world.hand, self.plan.band
        if phase is Phase.LOCATE:
            hand.press(0.6 * band.low_n, 4.0)
        elif phase is Phase.SETTLE:
            hand.press((band.low_n + band.high_n) / 2, 2.5)
        elif phase is Phase.LISTEN:
            self._due.append((self.t_s + 12.0, Easing()))
        elif phase is Phase.EASE_OFF:
            hand.ease_off(8.0)
        elif phase in {Phase.REST, Phase.STRETCH, Phase.PAIN_AFTER, Phase.DONE}:
            hand.let_go()
