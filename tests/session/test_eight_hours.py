"""Hours in one session, in virtual time: turns of the device's clock, hold after hold.

Intake, guard, engine and coach as a live session has them; what grows with time would show here.
Twenty minutes in the tests, eight hours in `./run more eight_hours`.
"""

import gc
from collections import Counter
from copy import copy

import numpy as np

from devicelink.care.daily import day_count
from devicelink.care.inputs import Intent
from devicelink.care.outputs import Asked, Phase, PhaseChanged
from devicelink.core.block import Block
from devicelink.core.events import Gap, HoldEnded, OverForce
from devicelink.core.release import Mode
from devicelink.session.engine import Engine
from devicelink.session.intake import Intake
from devicelink.session.port import Happening
from firmware_protocol.messages import CLOCK_WRAP_US, Readings, Unit
from tests.session.played import ANSWERS, LIVE, plan_of

RATE_HZ = 10
MINUTES = 20
TARGETS_N = {Phase.LOCATE: 12.0, Phase.SETTLE: 25.0, Phase.LISTEN: 25.0, Phase.ASK: 25.0}
FIRST_US = CLOCK_WRAP_US - 600_000_000


class Day:
    """A device at ten samples a second and somebody who goes from hold to hold."""

    def __init__(self) -> None:
        plan = plan_of("home")
        endless = copy(plan.programme)  # every other test shares the one that was read
        object.__setattr__(endless, "reps", 10**6)  # no programme may: a trial of endurance
        object.__setattr__(plan, "programme", endless)
        self.intake = Intake()
        self.intake.guard(plan.limit.limit_n)
        self.records: Counter[str] = Counter()
        self.told: Counter[type] = Counter()
        self.engine = Engine(plan, Mode.PROBE, lambda record: self.records.update([record.kind]))
        self.noise = np.random.default_rng(8).normal(0.0, 0.15, 10_000)
        self.force_n, self.seq, self.last_s = 0.0, 0, 0.0
        self.due: list[Intent] = []

    def begin(self) -> None:

        self.hear(
            self.engine.begin(0.0, day_count([], "today", self.engine.plan.programme.per_day))
        )
        self.hear(self.engine.hear(0.0, LIVE))

    def hear(self, happenings: list[Happening]) -> None:
        for happening in happenings:
            self.told[type(happening)] += 1
            if isinstance(happening, Asked):
                self.due.append(ANSWERS[happening.question])
            elif isinstance(happening, PhaseChanged) and happening.phase is Phase.DONE:
                raise AssertionError(f"over after {self.last_s} s")

    def second(self, t_s: int) -> None:
        """Ten samples in two frames, two ticks, an answer."""
        for half in (0.5, 1.0):
            target_n = TARGETS_N.get(self.engine.coach.phase, 0.0)
            forces = []
            for _ in range(RATE_HZ // 2):
                step_n = min(1.6, max(-0.8, target_n - self.force_n))
                self.force_n += step_n
                forces.append(round(1000 * (self.force_n + self.noise[self.seq % 10_000])))
                self.seq += 1
            first = self.seq - len(forces)
            us = tuple(
                (FIRST_US + 100_000 * (first + n)) % CLOCK_WRAP_US for n in range(len(forces))
            )
            readings = Readings(
                raw=tuple(forces), unit=Unit.MILLINEWTON, device_us=us, seq=first % 2**32
            )
            taken = self.intake.take(t_s + half, readings, 1)
            assert taken is not None
            for alarm in taken.alarms:
                self.hear(self.engine.hear(t_s + half, alarm))
            self.feed(taken.block)
            self.hear(self.engine.tick(t_s + half, live=self.intake.is_live(t_s + half)))
        due, self.due = self.due, []
        for intent in due:
            self.hear(self.engine.hear(t_s + 1.0, intent))

    def feed(self, block: Block) -> None:
        if len(block):
            assert block.t_s[0] > self.last_s
            self.last_s = float(block.t_s[-1])
        self.hear(self.engine.block(block))


def lived(seconds: int, settled_s: int) -> tuple[Day, float]:
    """So long a session, and by what share the number of objects grew once it had settled."""
    day = Day()
    day.begin()
    objects = []
    for t_s in range(seconds):
        day.second(t_s)
        if t_s in {settled_s - 1, seconds - 1}:
            gc.collect()
            objects.append(len(gc.get_objects()))
    assert abs(day.last_s - seconds) < 1.0
    assert day.intake.timebase.lost == day.intake.timebase.duplicates == 0
    assert day.told[Gap] == 0
    assert day.told[OverForce] == 0
    assert day.records["hold_ended"] == day.told[HoldEnded]
    return day, objects[1] / objects[0] - 1.0


def test_hold_after_hold_in_one_session_nothing_grows_or_slips() -> None:
    day, growth = lived(60 * MINUTES, 60 * MINUTES // 3)
    assert day.told[HoldEnded] > MINUTES // 2
    assert growth < 0.01
