"""A session without a device: the same coach, the clock in place of the sensor (S21)."""

from contextlib import nullcontext
from dataclasses import replace

import pytest

from devicelink.care.by_hand import HAND_TOOLS, by_hand_plan
from devicelink.care.daily import DayCount
from devicelink.care.inputs import Answer, BadPain, Go, Intent, Pain
from devicelink.care.outputs import (
    Answered,
    Cue,
    Phase,
    PhaseChanged,
    Question,
    RepEnd,
    RepEnded,
    SessionEnd,
    SessionOver,
)
from devicelink.care.plan import Checks
from devicelink.care.point import Side, Tool
from devicelink.core.block import Block
from devicelink.core.release import Mode
from devicelink.data import points, programmes
from devicelink.errors import PlanError
from devicelink.session.by_hand import HandEngine
from devicelink.session.port import Happening
from devicelink.session.replay import Began, first_difference, replay
from devicelink.store.record import Record

DAY = DayCount(1, 5, 6)
PLAN = by_hand_plan(programmes()["short"], points()["ut"], Side.LEFT, Tool.THUMB, Checks())


class Played:
    """A session by hand in virtual time."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.engine = HandEngine(PLAN, Mode.BALL, self.records.append)
        self.t_s = 0.0
        self.told: list[Happening] = self.engine.begin(0.0, DAY)

    def wait(self, seconds: float) -> None:
        for _ in range(round(seconds * 10)):
            self.t_s = round(self.t_s + 0.1, 6)
            self.told += self.engine.tick(self.t_s, live=True)

    def do(self, intent: Intent) -> None:
        self.told += self.engine.hear(self.t_s, intent)

    @property
    def phase(self) -> Phase:
        return self.engine.coach.phase

    @property
    def reps(self) -> list[RepEnded]:
        return [one for one in self.told if isinstance(one, RepEnded)]


def through() -> Played:
    """Two holds of 30 s with every question answered, to the end."""
    play = Played()
    play.do(Pain(5))
    play.wait(12.5)
    play.do(Answer(yes=True))
    for _ in range(2):
        play.wait(34.0)
        assert play.phase is Phase.ASK
        play.do(Answer(yes=True))
        play.do(Pain(4))
        play.wait(16.0)
    play.wait(20.0)
    play.do(Pain(3))
    play.told += play.engine.finish()
    return play


def test_s21_timer_and_ratings_carry_it_from_before_to_after() -> None:
    play = through()
    assert [one.end for one in play.reps] == [RepEnd.GOAL, RepEnd.GOAL]
    assert all(30.0 <= one.held_s <= 35.0 for one in play.reps)
    over = play.told[-1]
    assert isinstance(over, SessionOver)
    assert (over.end, over.reps, over.stretched) == (SessionEnd.COMPLETE, 2, True)
    answers = {one.question: one.value for one in play.told if isinstance(one, Answered)}
    assert (answers[Question.PAIN_BEFORE], answers[Question.PAIN_AFTER]) == (5, 3)


def test_s42_s28_rests_lie_between_the_holds() -> None:
    """S42, S28."""
    play = through()
    moves = [(one.phase, one.t_s) for one in play.told if isinstance(one, PhaseChanged)]
    rest_s = next(t for phase, t in moves if phase is Phase.REST)
    next_s = next(t for phase, t in moves if phase is Phase.SETTLE and t > rest_s)
    assert 10.0 <= next_s - rest_s <= 15.0


def test_no_force_is_said_and_none_is_kept() -> None:
    play = through()
    assert not {"hold_ended", "over_force", "release"} & {one.kind for one in play.records}
    for one in play.told:
        if isinstance(one, Cue):
            assert not {"low_n", "high_n", "force_n", "cap_n"} & {name for name, _ in one.args}


def test_go_on_means_let_go_and_the_clock_waits() -> None:
    play = Played()
    play.do(Pain(5))
    play.do(Go())
    play.wait(10.0)
    held_s = play.engine.coach.held_s
    play.do(Go())
    play.wait(5.0)
    assert play.engine.coach.held_s - held_s <= 0.2
    play.do(Go())
    play.wait(5.0)
    assert play.engine.coach.held_s > held_s + 4
    play.do(Go())
    play.wait(15.5)
    assert play.reps[-1].end is RepEnd.LET_GO


def test_beside_a_machine_that_slept_it_counts_as_let_go() -> None:
    """Nobody is taken to have pressed on; no number is missing, so no signal is told as lost."""
    play = Played()
    play.do(Pain(5))
    play.do(Go())
    play.wait(10.0)
    held_s = play.engine.coach.held_s
    play.t_s += 600.0
    play.wait(5.0)
    assert play.engine.coach.held_s == held_s
    assert "no_signal" not in {one.phrase for one in play.told if isinstance(one, Cue)}
    play.do(Go())
    play.wait(5.0)
    assert play.engine.coach.held_s > held_s + 4


def test_a_machine_that_slept_before_the_hold_takes_nothing_from_it() -> None:
    play = Played()
    play.t_s += 5.0
    play.wait(1.0)
    play.do(Pain(5))
    play.do(Go())
    play.wait(5.0)
    assert play.engine.coach.held_s > 4.0


def test_s45_the_wrong_kind_of_pain_stops_it_too() -> None:
    play = Played()
    play.do(Pain(5))
    play.do(Go())
    play.wait(6.0)
    play.do(BadPain())
    assert play.phase is Phase.EASE_OFF
    assert play.reps[-1].end is RepEnd.BAD_PAIN


def test_the_record_gives_the_same_session_again() -> None:
    play = through()
    began = Began(plan=PLAN, mode=Mode.BALL, day=DAY, at_s=0.0)
    again = list(replay(began, play.records, Block.of([], [])))
    assert first_difference(play.records, again) is None


@pytest.mark.parametrize("tool", [Tool.PROBE, Tool.NONE])
def test_a_probe_needs_its_device(tool: Tool) -> None:
    with pytest.raises(PlanError, match="without its device"):
        by_hand_plan(programmes()["home"], points()["ut"], Side.LEFT, tool, Checks())


def test_s23_only_soft_things_below_the_skull() -> None:
    """S23."""
    for tool in HAND_TOOLS:
        refused = pytest.raises(PlanError, match="Nothing hard")
        with nullcontext() if tool in {Tool.THUMB, Tool.SOFT_BALL} else refused:
            by_hand_plan(programmes()["home"], points()["so"], Side.LEFT, tool, Checks())


def test_the_same_rules_close_a_place_as_with_a_device() -> None:
    for point, checks, why in (
        ("scm", Checks(), "professional"),
        ("ut", Checks(sore_skin=True), "bruise"),
        ("ca", Checks(), "clot"),
    ):
        with pytest.raises(PlanError, match=why):
            by_hand_plan(programmes()["home"], points()[point], Side.LEFT, Tool.THUMB, checks)
    with pytest.raises(PlanError, match="measured force"):
        by_hand_plan(programmes()["threshold90"], points()["ut"], Side.LEFT, Tool.THUMB, Checks())
    assert replace(PLAN, sensor=True) != PLAN
