"""The benchmark's metrics on cases worked out by hand, and against sed_eval where it is there."""

from importlib import import_module
from importlib.util import find_spec

import numpy as np
import pytest

from benchmarks.signal.bootstrap import figure, ratio
from benchmarks.signal.calibration import Calibration, declared_bins, declared_gap, share_of
from benchmarks.signal.detector import Found, FoundHold, FoundSlip, Said, Scores
from benchmarks.signal.judging import Judged, ReleaseScore, area, choose, judged
from benchmarks.signal.matching import HoldScore, judge, overlaps, pairs, within_collars
from benchmarks.signal.truth import (
    Handling,
    HoldTruth,
    Observability,
    Recording,
    ReleaseTruth,
    Step,
)
from devicelink.core.events import Verdict

HOUR_S = 3600.0


def truth(
    onset_s: float,
    end_s: float,
    release: ReleaseTruth | None = None,
    slips: tuple[Step, ...] = (),
) -> HoldTruth:
    return HoldTruth(
        onset_s=onset_s, end_s=end_s, settled_s=onset_s + 1.0, in_zone_s=end_s - onset_s - 1.0,
        plateau_n=20.0, handling=Handling.NATURAL, release=release,
        d_prime=9.0 if release else None, slips=slips,
    )  # fmt: skip


def recording(*holds: HoldTruth, last_s: float = HOUR_S) -> Recording:
    t_s = np.array([0.0, last_s])
    return Recording(
        name="by hand", handling=Handling.NATURAL, rate_hz=1.0, t_s=t_s, force_n=t_s,
        holds=holds, zone_n=(16.0, 24.0),
    )  # fmt: skip


def scores(*said: tuple[float, float], probable: bool = False) -> Scores:
    t_s, score = np.array(said, dtype=np.float64).reshape(-1, 2).T
    return Scores(t_s, score, np.full(len(t_s), np.nan), probable)


def test_a_found_hold_is_right_inside_both_collars() -> None:
    """200 ms at the onset, at the end 300 ms or a fifth of the length, whichever is more."""
    assert within_collars((10.0, 20.0), (10.2, 22.0))
    assert not within_collars((10.0, 20.0), (10.21, 20.0))
    assert not within_collars((10.0, 20.0), (10.0, 22.1))
    assert within_collars((10.0, 11.0), (10.0, 11.3))
    assert not within_collars((10.0, 11.0), (10.0, 11.31))


def test_half_an_overlap_is_enough() -> None:
    assert overlaps((0.0, 10.0), (0.0, 5.0))
    assert not overlaps((0.0, 10.0), (0.0, 4.9))
    assert not overlaps((0.0, 10.0), (11.0, 12.0))


def test_events_are_paired_so_that_most_are_right() -> None:
    """The first true one would take the only partner of the second, were it greedy."""
    fits = {((0.0, 1.0), (2.0, 2.0)), ((0.0, 1.0), (3.0, 3.0)), ((5.0, 6.0), (2.0, 2.0))}
    found = pairs([(0.0, 1.0), (5.0, 6.0)], [(2.0, 2.0), (3.0, 3.0)], lambda a, b: (a, b) in fits)
    assert found == [(0, 1), (1, 0)]


def test_a_session_is_counted() -> None:
    slips = (Step(15.0, -0.2), Step(17.0, -0.09), Step(18.0, -0.3))
    true = recording(truth(10.0, 20.0, slips=slips), truth(30.0, 40.0))
    found = Found(
        (
            FoundHold(10.1, 20.5, 21.0, 8.0),
            FoundHold(30.5, 40.0, 40.5, slips=1),
            FoundHold(50.0, 55.0, 56.0),
        ),
        (FoundSlip(15.1, 15.2), FoundSlip(17.0, 17.1), FoundSlip(35.0, 35.1)),
    )
    session = judge(true, found)
    assert (session.true, session.found, session.right, session.overlapping) == (2, 3, 1, 2)
    assert session.onset_errors_s == pytest.approx((0.1, 0.5))
    assert session.end_errors_s == pytest.approx((0.5, 0.0))
    assert session.lags_s == pytest.approx((1.0, 0.5))
    assert session.zone_errors_pct == pytest.approx((10.0,))
    assert (session.slips, session.slips_found, session.slips_false) == (2, 1, 1)
    assert session.slip_lags_s == pytest.approx((0.2,))
    score = HoldScore([session])
    assert score.f1().value == pytest.approx(2 / 5)
    assert score.f1(by_overlap=True).value == pytest.approx(4 / 5)
    assert score.false_per_hour().value == pytest.approx(1.0)
    assert score.slip_recall().value == pytest.approx(0.5)
    assert score.slips_false_per_hour().value == pytest.approx(HOUR_S / 20.0)
    assert score.slips_kept_false_per_hour().value == pytest.approx(HOUR_S / 20.0)


@pytest.mark.skipif(find_spec("sed_eval") is None, reason="sed_eval is not installed")
def test_pairing_agrees_with_sed_eval() -> None:
    """Its event-based metrics with one collar for onset and end, on the same made-up events."""
    sed_eval = import_module("sed_eval")
    rng = np.random.default_rng(5)
    true = [(float(t), float(t + rng.uniform(0.3, 6.0))) for t in np.arange(0.0, 400.0, 8.0)]
    found = [(a + rng.normal(0.0, 0.2), b + rng.normal(0.0, 0.6)) for a, b in true[5:]]
    metric = sed_eval.sound_event.EventBasedMetrics(
        ["hold"], t_collar=0.3, percentage_of_length=0.2
    )

    def events(spans: list[tuple[float, float]]) -> list[dict[str, object]]:
        return [{"event_label": "hold", "event_onset": a, "event_offset": b, "file": "f"}
                for a, b in spans]  # fmt: skip

    metric.evaluate(events(true), events(found))
    theirs = metric.results_overall_metrics()["f_measure"]["f_measure"]

    def fits(a: tuple[float, float], b: tuple[float, float]) -> bool:
        collar_s = max(0.3, 0.2 * (a[1] - a[0]))
        return abs(a[0] - b[0]) <= 0.3 and abs(a[1] - b[1]) <= collar_s

    ours = 2 * len(pairs(true, found, fits)) / (len(true) + len(found))
    assert 0.2 < ours < 0.95
    assert ours == pytest.approx(theirs)


GIVE = ReleaseTruth(t_s=20.0, duration_s=2.0, depth=0.2)


@pytest.mark.parametrize(
    ("at_s", "hit"), [(19.4, False), (19.5, True), (28.0, True), (28.1, False)]
)
def test_only_the_first_alarm_counts_and_only_near_the_release(at_s: float, hit: bool) -> None:
    hold = judged(truth(0.0, 36.0, GIVE), scores((at_s, 0.6), (24.0, 0.9)))
    score = ReleaseScore([hold], 0.5)
    assert score.recall().value == float(hit)
    assert score.f1().value == float(hit)
    assert score.false_per_hour().value == pytest.approx(0.0 if hit else 100.0)
    assert ReleaseScore([hold], 0.7).recall().value == 1.0


def test_what_a_release_detector_is_scored_by() -> None:
    said = scores((10.0, 0.1), (21.0, 0.8))
    since = Scores(said.t_s, said.score, np.array([np.nan, 20.4]))
    holds = [
        judged(truth(0.0, 36.0, GIVE), since),
        judged(truth(0.0, 36.0), scores((12.0, 0.7))),
        judged(truth(0.0, 36.0), scores((12.0, 0.2))),
        judged(truth(0.0, 36.0, GIVE), scores()),
    ]
    score = ReleaseScore(holds, 0.5)
    assert score.f1().value == pytest.approx(2 / 4)
    assert score.precision().value == pytest.approx(1 / 2)
    assert score.recall(Observability.PLAIN).value == pytest.approx(1 / 2)
    assert np.isnan(score.recall(Observability.HIDDEN).value)
    assert score.latency_s(50.0).value == pytest.approx(1.0)
    assert score.onset_error_s().value == pytest.approx(0.4)
    assert score.auc().value == pytest.approx((1 + 1 + 0 + 0) / 4)


def test_the_threshold_keeps_to_the_budget() -> None:
    """Below 0.7 the third hold gives a false alarm, of which two are to be feared in 108 s."""
    holds = [
        judged(truth(0.0, 36.0, GIVE), scores((21.0, 0.8))),
        judged(truth(0.0, 36.0, GIVE), scores((21.0, 0.6))),
        judged(truth(0.0, 36.0), scores((12.0, 0.7))),
    ]
    assert choose(holds, budget_per_hour=6.0) == 0.8
    assert choose(holds, budget_per_hour=66.0) == 0.8
    assert choose(holds, budget_per_hour=67.0) == 0.6
    assert choose(holds[2:], 6.0) == choose([], 6.0) == float("inf")


def test_the_threshold_is_the_best_of_all() -> None:
    rng = np.random.default_rng(2)
    holds = []
    for number in range(60):
        release = ReleaseTruth(rng.uniform(5, 30), 2.0, 0.1) if number % 2 else None
        t_s = np.arange(1.0, 36.0)
        score = rng.random(35) + 0.5 * (release is not None) * (t_s > (release or GIVE).t_s)
        holds.append(judged(truth(0.0, 36.0, release), Scores(t_s, score, t_s)))

    def f1(threshold: float) -> float:
        scored = ReleaseScore(holds, threshold)
        hits = sum(scored._right())
        alarms = sum(at is not None for at in scored._alarms())
        over = alarms - hits > 30.0 * 60 * 36 / HOUR_S
        return -1.0 if over else 2 * hits / (alarms + 30)

    levels = np.unique(np.concatenate([hold.score for hold in holds]))
    assert f1(choose(holds, 30.0)) == max(map(f1, levels.tolist()))


def test_area_under_the_curve() -> None:
    given = np.array([True, True, False, False])
    assert area(np.array([4.0, 3.0, 2.0, 1.0]), given) == 1.0
    assert area(np.array([1.0, 1.0, 1.0, 1.0]), given) == 0.5
    assert area(np.array([4.0, 1.0, 2.0, 3.0]), given) == 0.5
    assert np.isnan(area(np.ones(2), np.ones(2, dtype=bool)))


def said(verdict: Verdict, p: float, t_s: float | None, release: ReleaseTruth | None) -> Judged:
    one = Scores(np.array([21.0]), np.array([p]), np.array([np.nan]), True, Said(verdict, p, t_s))
    return judged(truth(0.0, 36.0, release), one)


def test_calibration() -> None:
    """Half of what is said to be 50 % happens, none of what is said to be 10 %."""
    holds = [
        said(Verdict.RELEASE_POSSIBLE, 0.5, 21.0, GIVE),
        said(Verdict.RELEASE_POSSIBLE, 0.5, 21.0, None),
        said(Verdict.CANNOT_TELL, 0.1, None, None),
        said(Verdict.CANNOT_TELL, 0.1, None, None),
    ]
    calibration = Calibration(holds)
    assert calibration.error().value == pytest.approx(0.05)
    assert sorted((b.count, b.said, b.was) for b in calibration.bins()) == [
        (2, pytest.approx(0.1), 0.0),
        (2, 0.5, 0.5),
    ]
    brier, base = (2 * 0.25 + 2 * 0.01) / 4, 0.25 * 0.75
    assert calibration.skill().value == pytest.approx(1.0 - brier / base)
    assert share_of(holds, Verdict.CANNOT_TELL).value == 0.5
    assert declared_gap(holds).value == pytest.approx(0.0)
    assert [(b.count, b.was) for b in declared_bins(holds)] == [(2, 0.5)]


def test_a_declared_release_is_right_only_when_declared_in_time() -> None:
    assert said(Verdict.RELEASE_LIKELY, 0.9, 21.0, GIVE).verdict_right
    assert not said(Verdict.RELEASE_LIKELY, 0.9, 35.0, GIVE).verdict_right


def test_an_interval_holds_the_truth_and_is_the_same_again() -> None:
    rng = np.random.default_rng(1)
    heads = [float(head) for head in rng.random(400) < 0.3]
    found = ratio(heads, [1.0] * len(heads))
    assert found.low < 0.3 < found.high
    assert found.high - found.low == pytest.approx(4 * np.sqrt(0.21 / 400), rel=0.15)
    assert found == ratio(heads, [1.0] * len(heads))
    assert np.isnan(figure(0, lambda drawn: float(len(drawn))).value)
