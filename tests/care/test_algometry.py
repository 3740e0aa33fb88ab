"""A test with the device, pressed in numbers: marks, rests, limits and what stands in the way."""

from collections.abc import Callable, Iterable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devicelink.care.algometry import Algometry
from devicelink.care.algometry_terms import (
    AlgometryOutput,
    End,
    Finished,
    Outcome,
    Setup,
    Step,
    StepChanged,
    Told,
    TrialEnded,
    Which,
)
from devicelink.care.inputs import BadPain, Decline, Go, LinkChanged, LinkState, Pain, Stop
from devicelink.care.journal_words import DECLINED
from devicelink.core.block import Block
from devicelink.core.events import Level, OverForce
from devicelink.errors import PlanError

HZ = 100.0


def setup(**more: object) -> Setup:
    facts: dict[str, object] = {
        "which": Which.THRESHOLD, "limit_n": 40.0, "limit_name": "cap", "tip_area_mm2": 100.0,
    }  # fmt: skip
    return Setup(**(facts | more))  # type: ignore[arg-type]


class Hand:
    """Presses on a test: ramps of so many N/s, on one time line."""

    def __init__(self, test: Algometry) -> None:
        self.test, self.now_s, self.force_n = test, 0.0, 0.0
        self.told: list[AlgometryOutput] = list(test.begin(0.0))

    def to(self, force_n: float, n_s: float = 10.0) -> None:
        count = max(1, round(abs(force_n - self.force_n) / n_s * HZ))
        self.feed(np.linspace(self.force_n, force_n, count + 1)[1:])

    def stay(self, seconds: float) -> None:
        self.feed(np.full(round(seconds * HZ), self.force_n))

    def feed(self, force: Iterable[float]) -> None:
        for force_n in force:
            self.now_s += 1 / HZ
            self.force_n = float(force_n)
            self.told += self.test.feed(Block.of([self.now_s], [self.force_n]))
            self.told += self.test.tick(self.now_s)

    def does(self, what: object) -> None:
        self.told += self.test.hear(self.now_s, what)  # type: ignore[arg-type]

    def trials(self) -> list[TrialEnded]:
        return [one for one in self.told if isinstance(one, TrialEnded)]

    def steps(self) -> list[Step]:
        return [one.step for one in self.told if isinstance(one, StepChanged)]


def over_limit(hand: Hand) -> OverForce:
    return OverForce(level=Level.ALARM, t_s=hand.now_s, force_n=39.0, predicted_n=41.0,
                     limit_n=40.0, decided_s=hand.now_s)  # fmt: skip


def test_three_trials_thirty_seconds_apart() -> None:
    hand = Hand(Algometry(setup()))
    marks = []
    for force_n in (22.0, 24.0, 26.0):
        hand.to(force_n)
        marks.append(hand.now_s)
        hand.does(Go())
        hand.to(0.0, 20.0)
        hand.stay(35.0)
    over = hand.told[-1]
    assert isinstance(over, Finished)
    assert over.end is End.COMPLETE
    assert [t.force_n for t in over.gave.trials] == pytest.approx([22.0, 24.0, 26.0])
    assert [t.rate_n_s for t in over.gave.trials] == pytest.approx([10.0] * 3, rel=0.02)
    assert all((t.fit or 0) > 0.99 for t in over.gave.trials)
    steps = [one for one in hand.told if isinstance(one, StepChanged)]
    ready = [one.t_s for one in steps if one.step is Step.READY]
    assert ready[1] - marks[0] == pytest.approx(30.0, abs=0.02)


def test_the_force_is_that_of_the_moment_of_the_mark() -> None:
    """Samples that come late change nothing: the mark has its own time."""
    test = Algometry(setup())
    test.begin(0.0)
    t_s = np.arange(1, 300) / HZ
    ramp = Block.of(t_s, 10.0 * t_s)
    test.feed(ramp.part(slice(0, 150)))
    assert test.hear(2.0, Go()) == [], "the samples of that moment are not there yet"
    (ended, *_) = test.feed(ramp.part(slice(150, 299)))
    assert isinstance(ended, TrialEnded)
    assert ended.result is not None
    assert ended.result.force_n == pytest.approx(20.0)


def test_a_mark_on_a_signal_that_stays_away_counts_for_nothing() -> None:
    hand = Hand(Algometry(setup()))
    hand.to(20.0)
    hand.test.hear(hand.now_s + 0.2, Go())
    told = hand.test.tick(hand.now_s + 1.0)
    assert [t.outcome for t in told if isinstance(t, TrialEnded)] == [Outcome.SIGNAL]
    assert str(hand.test.step) == "ease_off", "a hand that still presses begins no new trial"
    hand.stay(0.5)
    hand.to(0.0)
    assert str(hand.test.step) == "ready"
    assert not hand.test.results


def test_the_limit_ends_a_trial_and_two_end_the_test() -> None:
    hand = Hand(Algometry(setup()))
    for _ in range(2):
        hand.to(38.0)
        hand.does(over_limit(hand))
        hand.to(0.0, 30.0)
        hand.stay(31.0)
    over = next(one for one in hand.told if isinstance(one, Finished))
    assert over.end is End.LIMIT
    assert [t.force_n for t in over.gave.trials] == [None, None]
    assert all(t.peak_n == pytest.approx(38.0) for t in over.gave.trials)


def test_letting_go_and_lost_signal_begin_the_trial_again() -> None:
    hand = Hand(Algometry(setup()))
    hand.to(15.0)
    hand.to(0.0)
    hand.to(15.0)
    hand.does(LinkChanged(state=LinkState.LOST))
    assert [t.outcome for t in hand.trials()] == [Outcome.LET_GO, Outcome.SIGNAL]
    assert hand.test.trial == 1
    assert not hand.test.results


def test_the_pace_is_told_when_it_changes() -> None:
    hand = Hand(Algometry(setup()))
    hand.to(10.0, 3.0)
    hand.to(20.0, 10.0)
    hand.to(35.0, 25.0)
    said = [one.phrase for one in hand.told if isinstance(one, Told)]
    assert said == ["pace_slow", "pace_good", "pace_fast"] or said[:2] == ["pace_slow", "pace_good"]


def test_a_press_during_the_rest_is_not_a_trial() -> None:
    hand = Hand(Algometry(setup()))
    hand.to(20.0)
    hand.does(Go())
    hand.to(0.0, 20.0)
    hand.to(10.0)
    assert hand.test.step is Step.REST
    assert [one.phrase for one in hand.told if isinstance(one, Told)][-1] == "wait"


@pytest.mark.parametrize(("key", "end"), [(Stop(), End.STOPPED), (BadPain(), End.BAD_PAIN)])
def test_it_can_be_ended_at_any_time_and_keeps_what_there_is(key: object, end: End) -> None:
    hand = Hand(Algometry(setup()))
    hand.to(20.0)
    hand.does(Go())
    hand.does(key)
    over = hand.told[-1]
    assert isinstance(over, Finished)
    assert over.end is end
    assert len(over.gave.trials) == 1
    assert hand.test.hear(99.0, Go()) == []


@pytest.mark.parametrize(("answer", "pain"), [(Pain(6), 6), (Pain(0), 0), (Decline(), DECLINED)])
def test_s09_the_same_force_is_held_and_rated(answer: object, pain: object) -> None:
    hand = Hand(Algometry(setup(which=Which.SAME_FORCE, target_n=24.5)))
    hand.to(24.0)
    hand.stay(3.2)
    assert hand.test.step is Step.RATE
    hand.does(answer)
    hand.to(0.0, 15.0)
    over = hand.told[-1]
    assert isinstance(over, Finished)
    assert over.gave.pain == pain
    assert over.gave.force_n == pytest.approx(24.0, abs=0.5)
    assert not over.gave.trials


def test_s09_a_force_that_wanders_is_not_the_same() -> None:
    hand = Hand(Algometry(setup(which=Which.SAME_FORCE, target_n=24.5)))
    hand.to(24.0)
    hand.stay(2.0)
    hand.to(30.0)
    hand.stay(2.0)
    assert hand.test.step is Step.RAMP
    said = {one.phrase for one in hand.told if isinstance(one, Told)}
    assert "less" in said


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: setup(limit_n=float("nan")),
        lambda: setup(which=Which.SAME_FORCE),
        lambda: setup(which=Which.SAME_FORCE, target_n=39.0),
    ],
)
def test_what_cannot_be_says_why(wrong: Callable[[], Setup]) -> None:
    with pytest.raises(PlanError) as caught:
        wrong()
    assert caught.value.what_to_do


@settings(max_examples=30)
@given(st.lists(st.integers(1, 60), min_size=1, max_size=20))
def test_how_samples_are_cut_does_not_matter(cuts: list[int]) -> None:
    t_s = np.arange(1, 600) / HZ
    force = np.concatenate([10 * t_s[:250], 25 * np.exp(-3 * t_s[:349])])
    block = Block.of(t_s, force)
    whole, cut = Algometry(setup()), Algometry(setup())
    told_whole = [*whole.begin(0.0), *whole.hear(2.0, Go()), *whole.feed(block)]
    told_cut = [*cut.begin(0.0), *cut.hear(2.0, Go())]
    at = 0
    for size in [*cuts, len(block)]:
        told_cut += cut.feed(block.part(slice(at, at + size)))
        at += size
    assert told_whole == told_cut
