"""The benchmark's generator: the same to the digit, physics as stated, truth as defined."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from benchmarks.signal import adversarial, real, second
from benchmarks.signal.agreement import plateau
from benchmarks.signal.draws import ALL, Confounder, Press, Split, draw_press
from benchmarks.signal.generator import holds, sessions, simulate, some_holds
from benchmarks.signal.mechanics import STEP_S, Pressed, press_all
from benchmarks.signal.observability import d_prime
from benchmarks.signal.reports import keys
from benchmarks.signal.tracks import digest
from benchmarks.signal.truth import Handling, Observability, Recording, ReleaseTruth
from benchmarks.signal.unsteady import FINE_S

FEW = 12


@cache
def natural() -> tuple[Recording, ...]:
    return tuple(holds(Handling.NATURAL, FEW, seed=4))


@cache
def session() -> tuple[Recording, ...]:
    return tuple(sessions(Handling.NATURAL, 4, seed=4, rate_hz=100.0))


def pressed(count: int) -> tuple[list[Press], list[Pressed]]:
    """Presses that all have a release, and what they do."""
    drawn = [
        draw_press(
            np.random.default_rng([9, n]), Handling.NATURAL, Split.TRAIN, (20.0, 25.0), 1.0, ALL
        )
        for n in range(count)
    ]
    presses = [replace(one, release=ReleaseTruth(8.0, 2.0, 0.2)) for one in drawn]
    return presses, simulate(presses, [[n] for n in range(count)])


def test_a_recording_is_the_same_to_the_digit_in_any_batch() -> None:
    apart = [
        one
        for numbers in (range(5), range(5, FEW))
        for one in some_holds(
            Handling.NATURAL, numbers, 4, rate_hz=80.0, split=Split.TRAIN, rough=False
        )
    ]
    assert digest(apart) == digest(list(natural()))
    assert digest(holds(Handling.NATURAL, FEW, seed=5)) != digest(apart)


def of_any_processor(one: Recording) -> Recording:
    """What was worked out to six digits: processors add and multiply each in their own order."""
    told = [replace(hold, plateau_n=round(hold.plateau_n, 6),
                    d_prime=None if hold.d_prime is None else round(hold.d_prime, 6))
            for hold in one.holds]  # fmt: skip
    return replace(one, holds=tuple(told))


def test_the_hash_of_a_corpus_stays() -> None:
    """A change here changes every figure ever published: do not update it lightly."""
    made = holds(Handling.TRACKING, 2, seed=1) + sessions(Handling.GUIDED, 1, seed=1)
    assert digest([of_any_processor(one) for one in made])[:16] == "c37e6260de51ca6a"


def test_splits_and_handlings_are_other_people() -> None:
    firsts = [
        holds(Handling.NATURAL, 1, 4, split=split)[0].holds[0].plateau_n
        for split in (Split.TRAIN, Split.VAL, Split.TEST)
    ] + [holds(Handling.GUIDED, 1, 4)[0].holds[0].plateau_n]
    assert len(set(firsts)) == 4


def test_a_twin_is_equal_until_the_release_and_less_soft_after() -> None:
    for press, done in zip(*pressed(6), strict=True):
        assert done.twin_n is not None
        assert press.release is not None
        begins = int((press.ramp_s + press.release.t_s - STEP_S) / FINE_S)
        assert np.array_equal(done.force_n[:begins], done.twin_n[:begins])
        later = slice(begins + round(3.0 / FINE_S), begins + round(4.0 / FINE_S))
        assert done.force_n[later].mean() < done.twin_n[later].mean()


@pytest.mark.parametrize(
    ("ratio", "change_pct"), [(0.1, -1.3), (0.3, -3.1), (1.0, -6.6), (3.0, -9.4), (10.0, -11.1)]
)
def test_force_shows_softening_only_through_the_hand(ratio: float, change_pct: float) -> None:
    """dF/F = -r * k_h/(k_h + k_t), here for r = 12 % (finding 1 of the study, nonlinear tissue)."""
    presses, _ = pressed(1)
    tissue = replace(presses[0].tissue, exponent=1.0, fast_share=0.0, slow_share=0.0,
                     stiffness_n_mm=2.0)  # fmt: skip
    hand = replace(presses[0].hand, stiffness_n_mm=2.0 * ratio, drift=0.0, gain=0.0)
    release = ReleaseTruth(8.0, 2.0, 0.12)
    one = replace(presses[0], tissue=tissue, hand=hand, release=release)
    done = press_all([one], np.ones((round(one.last_s / FINE_S), 1)))[0]
    assert done.twin_n is not None
    at = round((one.ramp_s + 12.0) / FINE_S)
    found_pct = 100.0 * (done.force_n[at] / done.twin_n[at] - 1.0)
    assert found_pct == pytest.approx(change_pct, abs=0.25)


def test_truth_is_read_off_the_force_and_release_off_the_tissue() -> None:
    for one in natural():
        truth = one.holds[0]
        inside = (one.t_s > truth.onset_s) & (one.t_s < truth.end_s)
        assert 20.0 < truth.end_s - truth.onset_s < 70.0
        assert np.median(one.force_n[inside]) == pytest.approx(truth.plateau_n, rel=0.25)
        before = one.force_n[(one.t_s > truth.onset_s - 0.3) & (one.t_s < truth.onset_s - 0.1)]
        assert np.all(before < 0.05 * truth.plateau_n + 2.0)
        if truth.release:
            assert truth.onset_s < truth.release.t_s < truth.end_s
            assert 0.06 <= truth.release.depth <= 0.40
        assert (truth.d_prime is None) is (truth.release is None) is (truth.observability is None)


def test_what_is_delivered_is_what_a_device_delivers() -> None:
    for one in (*natural(), *session()):
        assert np.all(np.diff(one.t_s) > 0)
        assert np.isfinite(one.force_n).all()
        assert one.displacement_um is not None
        assert one.displacement_um.shape == one.t_s.shape == one.force_n.shape
    assert holds(Handling.GUIDED, 1, 4, rate_hz=20.0)[0].acceleration_g is None


def test_sessions_hold_several_holds_and_come_over_the_wire() -> None:
    counts = [len(one.holds) for one in session()]
    assert min(counts) >= 3
    assert max(counts) <= 6
    for one in session():
        wire = one.wire
        assert wire is not None
        assert np.all(np.diff(wire.arrival_s) >= 0)
        assert len(wire.force_n) >= len(one.force_n)
        assert wire.device_us.max() < 2**32
        assert sorted(set(wire.force_n)) == sorted(set(one.force_n))
        for before, after in zip(one.holds, one.holds[1:], strict=False):
            assert before.end_s < after.onset_s


def test_the_window_has_the_hands_of_tracking() -> None:
    """Number for number the same people; the gauge is dimmed 8 s after the force was reached."""
    for tracked, dimmed in zip(
        holds(Handling.TRACKING, 4, 3), holds(Handling.WINDOW, 4, 3), strict=True
    ):
        at_s = dimmed.holds[0].dimmed_s
        assert at_s is not None
        same = tracked.t_s < at_s - 0.1
        assert np.array_equal(tracked.force_n[same], dimmed.force_n[same])
        assert not np.array_equal(tracked.force_n, dimmed.force_n)
        assert tracked.holds[0].release == dimmed.holds[0].release


def test_only_the_confounders_asked_for_happen() -> None:
    none = holds(Handling.NATURAL, 30, 4, only=frozenset())
    slips = holds(Handling.NATURAL, 30, 4, only=frozenset({Confounder.SLIPS}))
    assert not any(one.holds[0].slips or one.holds[0].regrips for one in none)
    assert any(one.holds[0].slips for one in slips)
    assert not any(one.holds[0].regrips for one in slips)


def test_a_locked_arm_shows_what_a_dead_load_hides() -> None:
    def shares(handling: Handling) -> tuple[int, int]:
        found = [one.holds[0].observability for one in holds(handling, 40, 2)]
        return found.count(Observability.PLAIN), found.count(Observability.HIDDEN)

    assert shares(Handling.GUIDED)[0] > 5 > shares(Handling.DEADLOAD)[0]
    assert shares(Handling.GUIDED)[1] < shares(Handling.DEADLOAD)[1]


def test_observability_counts_what_drifts_cannot_explain() -> None:
    rng = np.random.default_rng(3)
    t_s = np.arange(0.0, 40.0, FINE_S)
    twin = 20.0 + 2.0 * np.exp(-t_s / 15.0) + np.interp(t_s, t_s[::40], rng.normal(0, 0.2, 200))
    step = np.clip((t_s - 20.0) / 2.0, 0.0, 1.0)
    plain, small = (d_prime(twin - depth * step, twin, FINE_S) for depth in (2.0, 0.5))
    assert plain == pytest.approx(4.0 * small)
    assert plain > 8.0
    assert d_prime(twin - np.exp(-t_s / 15.0), twin, FINE_S) < 0.5


def test_keys_are_pressed_as_stated() -> None:
    rng = np.random.default_rng(8)
    give = ReleaseTruth(20.0, 2.0, 0.2)
    pressed_s = [keys(rng, give, 0.0, 60.0) for _ in range(2000)]
    timely = [any(20.5 <= t <= 24.0 for t in one) for one in pressed_s]
    assert np.mean(timely) == pytest.approx(0.75, abs=0.04)
    assert np.mean([len(keys(rng, None, 0.0, 60.0)) for _ in range(2000)]) == pytest.approx(
        0.1, abs=0.02
    )


def test_depth_and_motion_tell_of_the_tissue() -> None:
    """After a give the same force lies deeper, and the same tremor moves the tip further."""
    one = next(r for r in natural() if r.holds[0].release and r.holds[0].release.depth > 0.15)
    release, depth = one.holds[0].release, one.displacement_um
    assert release is not None
    assert depth is not None
    before = (one.t_s > release.t_s - 3.0) & (one.t_s < release.t_s)
    after_s = release.t_s + release.duration_s
    after = (one.t_s > after_s) & (one.t_s < after_s + 3.0)
    softer = [float(np.median(one.force_n[part] / depth[part])) for part in (before, after)]
    assert softer[1] < softer[0]
    assert one.acceleration_g is not None
    inside = (one.t_s > one.holds[0].onset_s + 3.0) & (one.t_s < one.holds[0].end_s - 3.0)
    assert 0.002 < one.acceleration_g[inside].std() < 0.2


def test_another_generator_and_what_is_no_hand_at_all() -> None:
    other = second.holds(Handling.NATURAL, 6, 1)
    assert digest(other) == digest(
        second.holds(Handling.NATURAL, 3, 1) + second.holds(Handling.NATURAL, 3, 1, first=3)
    )
    assert all(len(one.holds) == 1 for one in other)
    assert any(one.holds[0].release for one in other)
    still = adversarial.holds(4, 1)
    assert [one.holds[0].release for one in still] == [None] * 4
    weight = still[0]
    steady = plateau(
        weight.t_s, weight.force_n, (weight.holds[0].onset_s + 5, weight.holds[0].end_s)
    )
    assert steady is not None
    assert steady.cv_pct < 1.0


def test_real_recordings_are_as_labelled() -> None:
    found = real.recordings()
    if not found:
        pytest.skip("the facts folder with the real recordings is not at hand")
    assert sum(len(one.holds) for one in found) == 29
    assert not any(hold.release for one in found for hold in one.holds)
