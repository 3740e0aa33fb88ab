"""The baselines are fair: each finds what it was made for, as its textbook says."""

from dataclasses import replace
from itertools import pairwise
from math import exp, lgamma, log, pi

import numpy as np
import pytest

from benchmarks.signal import course, work
from benchmarks.signal.baselines import (
    LISTEN_S,
    SIMPLE,
    TIMER_S,
    Baseline,
    Blocks,
    Scorer,
    first_alarm,
)
from benchmarks.signal.baselines_bayes import LONGEST, Prior, run_lengths
from benchmarks.signal.baselines_holds import HOLDS, HoldBaseline, debounced, hysteresis
from benchmarks.signal.baselines_libraries import LIBRARIES, available
from benchmarks.signal.draws import Split
from benchmarks.signal.tracks import ReleaseRow, Track
from benchmarks.signal.truth import Handling
from benchmarks.signal.work import Crew
from devicelink.core.block import Block, Floats

DETECTORS = (*SIMPLE[1:], *LIBRARIES)
VARIANTS = [
    pytest.param(baseline, scorer, id=f"{baseline.name} {number}")
    for baseline in DETECTORS
    for number, scorer in enumerate(baseline.variants)
]
STEP_S = 30.0


def steady(seed: int, step: float = 0.0) -> Blocks:
    """A minute of 20 N with 0.5 % of noise, and a step after 30 s."""
    age_s = np.round(np.arange(1, 301) * 0.2, 6)
    noise = np.random.default_rng(seed).normal(0.0, 0.1, len(age_s))
    return Blocks(age_s, 20.0 * (1.0 + step * (age_s > STEP_S)) + noise)


def need(baseline: Baseline) -> None:
    if baseline.library is not None and not available(baseline.library):
        pytest.skip(f"{baseline.library} is not installed (extra `bench`)")


@pytest.mark.parametrize(("baseline", "scorer"), VARIANTS)
def test_a_textbook_step_is_found(baseline: Baseline, scorer: Scorer) -> None:
    """A threshold that no still hold reaches is reached within 6 s of a 10 % step down."""
    need(baseline)
    still = max(highest(scorer, steady(seed)) for seed in range(3))
    threshold = float(np.nextafter(still, np.inf))
    fallen, risen = steady(9, -0.10), steady(9, 0.10)
    alarm = first_alarm(fallen, scorer(fallen), threshold)
    assert alarm is not None
    assert STEP_S <= alarm <= STEP_S + 6.0
    assert first_alarm(risen, scorer(risen), threshold) is None


def highest(scorer: Scorer, blocks: Blocks) -> float:
    return float(scorer(blocks)[blocks.age_s >= LISTEN_S].max())


@pytest.mark.parametrize(("baseline", "scorer"), VARIANTS)
def test_what_comes_later_changes_no_score(baseline: Baseline, scorer: Scorer) -> None:
    need(baseline)
    if baseline.offline:
        pytest.skip("it sees the whole hold, and the table says so")
    whole = steady(4, -0.10)
    cut = Blocks(whole.age_s[:180], whole.force_n[:180])
    np.testing.assert_array_equal(scorer(whole)[:180], scorer(cut))


@pytest.mark.parametrize(("baseline", "scorer"), VARIANTS)
@pytest.mark.parametrize("blocks", [0, 1, 20, 39, 42])
def test_a_hold_too_short_to_listen_gives_no_alarm(
    baseline: Baseline, scorer: Scorer, blocks: int
) -> None:
    need(baseline)
    hold = steady(5)
    short = Blocks(hold.age_s[:blocks], hold.force_n[:blocks])
    scores = scorer(short)
    assert scores.shape == (blocks,)
    if blocks < 40:
        assert first_alarm(short, scores, -1e9) is None


def test_the_timer_rings_once_its_time_is_over() -> None:
    hold, ring = steady(6), SIMPLE[0]
    assert ring.threshold == TIMER_S
    assert first_alarm(hold, ring.variants[0](hold), TIMER_S) == TIMER_S


def test_scores_do_not_depend_on_the_unit_of_force() -> None:
    hold = steady(7, -0.05)
    in_kg = replace(hold, force_n=hold.force_n / 9.80665)
    for baseline in SIMPLE:
        for scorer in baseline.variants:
            np.testing.assert_allclose(scorer(hold), scorer(in_kg), atol=1e-6)


def test_bayes_by_hand_for_two_values() -> None:
    """mu0 = 0, kappa0 = 1, alpha0 = 1, beta0 = 1/2; values 0 and 2; a change every other time.

    Student's t with 2 degrees of freedom has the density (2 + t^2)^-1.5. The first value is
    drawn about 0 with squared scale beta (kappa + 1) / (alpha kappa) = 1. After it kappa = 2,
    alpha = 1.5, beta = 0.5: squared scale 0.5, 3 degrees of freedom, whose density at
    t = 2 / sqrt(0.5) is 2 / (pi sqrt(3)) (1 + 8/3)^-2 / sqrt(0.5). Against it stands a new run:
    (2 + 4)^-1.5. The chances of a change are equal, so the two densities decide.
    """
    prior = Prior(noise=1.0 / 2.0**0.5, certain=2.0, mean=0.0, spread=1.0)
    one, two = list(run_lengths(np.array([0.0, 2.0]), prior, hazard=0.5))
    np.testing.assert_allclose(one[0], [0.5, 0.5])
    old = 2.0 / (pi * 3.0**0.5) * (1.0 + 8.0 / 3.0) ** -2 / 0.5**0.5
    new = 6.0**-1.5
    np.testing.assert_allclose(two[0], [0.5, 0.5 * new / (old + new), 0.5 * old / (old + new)])
    np.testing.assert_allclose(two[1], [0.0, 1.0, 2.0 / 3.0])


def test_bayes_is_the_sum_over_all_ways_to_cut() -> None:
    """Five values can be cut in sixteen ways; each run's evidence has a closed form."""
    values = np.array([100.3, 99.8, 96.0, 95.5, 95.9])
    prior, hazard = Prior(noise=0.6, certain=4.0), 0.2
    last = list(run_lengths(values, prior, hazard))[-1][0]
    by_run = np.zeros(len(values) + 1)
    for cuts in range(16):
        edges = [0, *(i + 1 for i in range(4) if cuts >> i & 1), 5]
        runs = [log_evidence(values[a:b], prior) for a, b in pairwise(edges)]
        changes = len(edges) - 2
        by_run[edges[-1] - edges[-2]] += exp(
            sum(runs) + changes * log(hazard) + (4 - changes) * log(1.0 - hazard)
        )
    np.testing.assert_allclose(last[0], hazard)
    np.testing.assert_allclose(last[1:], (1.0 - hazard) * by_run[1:] / by_run.sum(), rtol=1e-9)


def log_evidence(values: Floats, prior: Prior) -> float:
    """Of independent values under the normal-inverse-gamma prior."""
    n, kappa, alpha = len(values), prior.spread**-2, 0.5 * prior.certain
    beta, mean = alpha * prior.noise**2, float(values.mean())
    around = float(np.square(values - mean).sum())
    after = beta + 0.5 * around + 0.5 * kappa * n * (mean - prior.mean) ** 2 / (kappa + n)
    return (
        lgamma(alpha + n / 2)
        - lgamma(alpha)
        + alpha * log(beta)
        - (alpha + n / 2) * log(after)
        + 0.5 * log(kappa / (kappa + n))
        - 0.5 * n * log(2.0 * pi)
    )


def test_bayes_has_bounded_memory() -> None:
    values = np.full(LONGEST + 50, 100.0)
    chance, mean = list(run_lengths(values, Prior(noise=0.6), 0.01))[-1]
    assert chance.shape == mean.shape == (LONGEST + 1,)
    assert chance.sum() == pytest.approx(1.0)


def press(newton: float, *, blip_s: float = 0.0) -> Block:
    """3 s of rest with a little noise, 6 s of force, 3 s of rest; let go for `blip_s` at 6 s."""
    t_s = np.arange(0.0, 12.0, 0.0125)
    force = np.where((t_s >= 3.0) & (t_s < 9.0), newton, 0.0)
    force[(t_s >= 6.0) & (t_s < 6.0 + blip_s)] = 0.0
    return Block.of(t_s, force + 0.02 * np.sin(70.0 * t_s))


@pytest.mark.parametrize("baseline", HOLDS, ids=lambda baseline: baseline.name)
def test_a_textbook_hold_is_found(baseline: HoldBaseline) -> None:
    for finder in baseline.variants:
        (span,) = finder(press(30.0))
        assert span == pytest.approx((3.0, 9.0), abs=1.03)
        assert finder(press(0.0)) == []
        assert finder(Block.of([], [])) == []


def test_a_debounced_threshold_is_late_and_bridges_what_is_short() -> None:
    """Its second of waiting is in both ends; 2.5 kg is more than many presses."""
    (span,) = debounced(press(30.0, blip_s=0.5), threshold_kg=2.5)
    assert span == pytest.approx((4.0, 10.0), abs=0.03)
    assert debounced(press(20.0), threshold_kg=2.5) == []
    assert len(debounced(press(20.0), threshold_kg=0.5)) == 1


def test_plain_hysteresis_is_quick_and_breaks_at_a_blip() -> None:
    (span,) = hysteresis(press(30.0), least_n=0.5)
    assert span == pytest.approx((3.0, 9.0), abs=0.03)
    assert len(hysteresis(press(30.0, blip_s=0.5), least_n=0.5)) == 1  # 2.5 s of it are no hold
    assert hysteresis(press(0.4), least_n=0.5) == []


def test_no_test_hold_has_a_say_in_what_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Variants and thresholds are the same whatever the test holds are, and however many."""
    rows = [ReleaseRow(one.name, one.detectors, one.threshold) for one in SIMPLE[:3]]
    monkeypatch.setattr(course, "release_rows", lambda: rows)
    monkeypatch.setattr(work, "release_rows", lambda: rows)
    guided = Track(name="guided", handling=Handling.GUIDED, validation=10, test=2, rate_hz=20.0)
    other = replace(guided, test=4, split=Split.RANGES)
    one, two = (course.run_track(Crew(None, print, []), track, {}) for track in (guided, other))
    assert one.choices == two.choices
    assert [len(result.scores["timer 30 s"].holds) for result in (one, two)] == [2, 4]
    assert one.choices["timer 30 s"].threshold == TIMER_S
