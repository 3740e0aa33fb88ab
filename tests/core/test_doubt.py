"""Liars: each found within three samples of where it can be, and nothing honest taken for one."""

from math import inf, nan

import numpy as np
import pytest

from devicelink.core.block import Block
from devicelink.core.doubt import Doubts
from devicelink.core.events import Doubt, Doubted, HoldEnded, TrustedAgain
from devicelink.core.pipeline import Pipeline, PipelineConfig

RATE_HZ = 100
FULL_SCALE_N = 200.0


def honest(seconds: float = 12.0, *, step_n: float = 0.001, noise_n: float = 0.03) -> list[float]:
    """Three seconds of nothing, then a hand holds 25 N, as a sensor of such steps sees it."""
    t_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    hand_n = 25.0 * np.clip((t_s - 3.0) / 2.0, 0.0, 1.0)
    hand_n = hand_n + np.where(hand_n > 1, 0.4 * np.sin(t_s * 9.0) + 0.1 * np.sin(t_s * 57.0), 0.0)
    measured_n = hand_n + np.random.default_rng(5).normal(0.0, noise_n, len(t_s))
    return list((np.rint(measured_n / step_n) * step_n).tolist())


def times(count: int) -> list[float]:
    return list((np.arange(count) / RATE_HZ).tolist())


def looked(forces: list[float], cut: int = 7) -> tuple[Block, list[Doubted | TrustedAgain]]:
    """All of it, in pieces; the believed block and what was told."""
    doubts, told, kept = Doubts(FULL_SCALE_N), [], []
    whole = Block.of(times(len(forces)), forces)
    for first in range(0, len(forces), cut):
        believed, news = doubts.look(whole.part(slice(first, first + cut)))
        told += news
        kept += believed.force_n.tolist()
    return Block.of(times(len(forces)), kept), told


AT = 800
"""The sample from which on each liar lies, in the middle of the hold."""


LIES = {
    "nan": [nan] * 150,
    "inf": [inf, -inf] * 75,
    "stuck": [honest()[AT]] * 150,
    "over range": [500.0] * 150,
    "rail": [FULL_SCALE_N] * 150,
    "below zero": [-9.0 + 0.01 * (n % 7) for n in range(150)],
    "spike": [honest()[AT] + 80.0],
    "wild": [60.0 + 13.0 * (7 * n % 11) for n in range(30)],
    "step": [force_n + 60.0 for force_n in honest()[AT : AT + 150]],
    "no noise": [round(25.0 + 0.004 * n, 3) for n in range(150)],
}


def lie(kind: str) -> list[float]:
    forces = honest()
    if kind == "clip":
        return [min(force_n, 20.0) for force_n in forces]
    told = LIES[kind]
    forces[AT : AT + len(told)] = told
    return forces


@pytest.mark.parametrize(
    ("kind", "why", "within"),
    [
        ("nan", Doubt.NOT_A_NUMBER, 0),
        ("inf", Doubt.NOT_A_NUMBER, 0),
        ("stuck", Doubt.STUCK, 5),
        ("over range", Doubt.OVER_RANGE, 0),
        ("rail", Doubt.AT_ITS_END, 0),
        ("below zero", Doubt.BELOW_ZERO, 0),
        ("spike", Doubt.IMPOSSIBLE_STEP, 0),
        ("wild", Doubt.IMPOSSIBLE_STEP, 0),
        ("no noise", Doubt.WITHOUT_NOISE, 103),
    ],
)
def test_a_lie_is_found_and_told_and_is_in_no_peak_and_no_mean(
    kind: str, why: Doubt, within: int
) -> None:
    forces = lie(kind)
    believed, told = looked(forces)
    first = told[0]
    assert isinstance(first, Doubted)
    assert first.why is why
    assert AT <= round(first.t_s * RATE_HZ) <= AT + within
    assert any(isinstance(one, TrustedAgain) for one in told)
    pipeline = Pipeline(PipelineConfig())
    events = [*pipeline.feed(believed), *pipeline.finish()]
    (hold,) = [event for event in events if isinstance(event, HoldEnded)]
    assert hold.peak_n < 27.0
    assert 24.0 < hold.median_n < 25.6
    assert 21.0 < hold.mean_n < 24.0


def test_what_is_cut_off_below_full_scale_is_seen_as_such() -> None:
    """`clip=20`: the device never says that it was pressed harder."""
    believed, told = looked(lie("clip"))
    assert told[0].why is Doubt.CLIPPED
    cut_off = np.flatnonzero(np.asarray(lie("clip")) == 20.0)
    runs = np.split(cut_off, np.flatnonzero(np.diff(cut_off) > 1) + 1)
    longest = max(runs, key=len)
    assert np.isnan(believed.force_n[longest[40:]]).all()


def test_minus_zero_is_zero() -> None:
    believed, told = looked([-0.0] * 100 + honest())
    assert told == []
    assert not np.isnan(believed.force_n).any()


@pytest.mark.parametrize("step_n", [0.001, 0.01, 0.05, 0.1, 1.0])
@pytest.mark.parametrize("noise_n", [0.02, 0.1])
@pytest.mark.parametrize("seed", range(3))
def test_no_honest_sensor_is_doubted(step_n: float, noise_n: float, seed: int) -> None:
    """Coarse steps repeat themselves, a hand lets go at once, a dead weight does not move."""
    rng = np.random.default_rng(seed)
    hold_n = np.asarray(honest(60.0, step_n=step_n, noise_n=noise_n))
    still_n = np.full(900, 12.3) + rng.normal(0.0, noise_n, 900)
    ends_n = np.concatenate([hold_n, rng.normal(0.0, noise_n, 100), still_n])
    ends_n[6100:6110] = np.linspace(0.0, 12.3, 10)
    forces = (np.rint(ends_n / step_n) * step_n).tolist()
    _, told = looked(forces)
    assert told == []


def test_a_new_level_is_believed_once_three_samples_agree() -> None:
    believed, told = looked(lie("step"))
    assert np.isnan(believed.force_n[AT : AT + 3]).all()
    assert not np.isnan(believed.force_n[AT + 3 : AT + 140]).any()
    assert [type(one) for one in told[:2]] == [Doubted, TrustedAgain]


@pytest.mark.parametrize("kind", ["nan", "stuck", "spike", "step", "no noise", "clip"])
def test_how_samples_are_cut_does_not_matter(kind: str) -> None:
    whole, told = looked(lie(kind), cut=10_000)
    for cut in (1, 3, 50):
        again, told_again = looked(lie(kind), cut=cut)
        assert told_again == told
        assert np.array_equal(again.force_n, whole.force_n, equal_nan=True)


def test_a_range_nobody_knows_has_no_end() -> None:
    doubts = Doubts(None)
    _, told = doubts.look(Block.of([0.0, 1.0], [900.0, 901.0]))
    assert told == []


def whys(*samples: tuple[float, float], full_scale_n: float | None = FULL_SCALE_N) -> list[str]:
    """What is said of a few samples, each at its time."""
    doubts = Doubts(full_scale_n)
    _, told = doubts.look(Block.of([t for t, _ in samples], [f for _, f in samples]))
    return [one.why.value for one in told if isinstance(one, Doubted)]


@pytest.mark.parametrize(
    ("force_n", "why"),
    [
        (195.999, []),
        (196.0, ["at the end of its range"]),
        (210.0, ["at the end of its range"]),
        (210.001, ["beyond its range"]),
        (-4.0, []),
        (-4.001, ["far below zero"]),
        (-211.0, ["beyond its range"]),
    ],
)
def test_the_ends_of_a_range_are_exact(force_n: float, why: list[str]) -> None:
    """98 % and 105 % of full scale; below zero by 2 % of it, but no less than 2 N."""
    assert whys((1.0, force_n)) == why
    assert whys((1.0, -2.0), full_scale_n=50.0) == []
    assert whys((1.0, -2.001), full_scale_n=50.0) == ["far below zero"]
    assert whys((1.0, -2.001), full_scale_n=None) == ["far below zero"]


@pytest.mark.parametrize(
    ("to_n", "after_s", "why"),
    [
        (30.0, 0.01, []),
        (30.001, 0.01, ["an impossible step"]),
        (90.0, 0.5, []),
        (90.0, 0.51, []),
        (1.9, 0.001, []),
        (2.0, 0.001, ["an impossible step"]),
    ],
)
def test_a_step_is_impossible_above_2000_newtons_a_second(
    to_n: float, after_s: float, why: list[str]
) -> None:
    """Letting go may be quicker, and across a gap nobody knows."""
    assert whys((1.0, 10.0), (1.0 + after_s, to_n)) == why
    assert whys((1.0, 1.5), (1.001, 12.0)) == ["an impossible step"]


def test_an_end_is_told_with_how_many_were_left_out() -> None:
    doubts = Doubts(FULL_SCALE_N)
    times_s = [1.0, 1.01, 1.02, 1.03, 1.04]
    believed, told = doubts.look(Block.of(times_s, [5.0, nan, nan, 500.0, 5.1]))
    assert told == [
        Doubted(why=Doubt.NOT_A_NUMBER, t_s=1.01, decided_s=1.01),
        TrustedAgain(why=Doubt.NOT_A_NUMBER, since_s=1.01, samples=2, t_s=1.03, decided_s=1.03),
        Doubted(why=Doubt.OVER_RANGE, t_s=1.03, decided_s=1.03),
        TrustedAgain(why=Doubt.OVER_RANGE, since_s=1.03, samples=1, t_s=1.04, decided_s=1.04),
    ]
    assert doubts.trusted_s == 1.04
    assert np.isnan(believed.force_n).tolist() == [False, True, True, True, False]


def test_a_device_at_rest_may_say_the_same_for_ever() -> None:
    assert looked([0.999] * 3000)[1] == []
    assert looked([0.0] * 3000)[1] == []


def test_a_sensor_that_never_changed_is_stuck_after_ten_seconds_of_load() -> None:
    _, told = looked([12.0] * 1500)
    assert [one.why for one in told if isinstance(one, Doubted)] == [Doubt.CLIPPED]
    assert told[0].t_s == pytest.approx(10.0)


@pytest.mark.parametrize(("level_n", "stuck"), [(1.0, True), (0.999, False), (-1.0, True)])
def test_a_newton_is_a_load_in_either_direction(level_n: float, stuck: bool) -> None:
    forces = [*honest(), *[level_n + 0.001 * (n % 3) for n in range(100)], *[level_n] * 200]
    _, told = looked(forces)
    late = [one for one in told if isinstance(one, Doubted) and one.t_s > 13.0]
    assert bool(late) is stuck


def test_coarse_steps_are_stuck_after_ten_seconds_and_crude_ones_never() -> None:
    for step_n, stuck in ((0.1, True), (0.2, True), (0.25, False)):
        forces = [*honest(step_n=step_n), *[12 * step_n * round(1 / step_n)] * 1100]
        _, told = looked(forces)
        late = [one for one in told if isinstance(one, Doubted) and one.t_s > 12.5]
        assert bool(late) is stuck, step_n
        if late:
            assert late[0].t_s == pytest.approx(22.0, abs=0.15)


def first_doubt(forces: list[float], rate_hz: float = RATE_HZ) -> tuple[int, Doubt] | None:
    """The number of the first sample that is not believed, and why."""
    told = Doubts(FULL_SCALE_N).look(Block.of(np.arange(len(forces)) / rate_hz, forces))[1]
    if not told:
        return None
    return round(told[0].t_s * rate_hz), told[0].why


def moving(count: int) -> list[float]:
    """A sensor of fine steps that never says the same twice."""
    return [(20.0, 20.003, 19.99, 20.02)[n % 4] for n in range(count)]


@pytest.mark.parametrize(("moves", "repeats"), [(2, 15), (8, 9), (98, 5), (998, 3), (9998, 3)])
def test_how_long_a_run_is_no_chance_follows_from_how_often_it_repeats(
    moves: int, repeats: int
) -> None:
    """One in a thousand million: with m moves and no repeat seen, one is 1 in m + 2; three at
    least: log(1e-9) / log(1 / (m + 2)) is 14.9, 9.0, 4.5, 3.0.
    """
    before = moving(moves + 1)
    found = first_doubt([*before, *[before[-1]] * 40])
    assert found is not None
    assert found[0] == moves + repeats


def test_a_run_ends_with_a_gap_and_begins_anew() -> None:
    before = moving(99)
    t_s = np.arange(110) / RATE_HZ
    for gap_s, doubted in ((0.49, 5), (0.51, 10)):
        late = np.where(np.arange(110) >= 103, t_s + gap_s - 0.01, t_s)
        block = Block.of(late, [*before, *[before[-1]] * 11])
        told = Doubts(FULL_SCALE_N).look(block)[1]
        at = [n for n, one in enumerate(late.tolist()) if told and one == told[0].t_s]
        assert at == ([98 + doubted] if told else []), gap_s
