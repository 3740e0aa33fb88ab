"""Tissue and hand obey the equations that the signal's limits rest on, and a seed says it all."""

import dataclasses
import itertools
import time

import numpy as np
import numpy.typing as npt
import pytest

from simulator.hand import STEP_S, Hand
from simulator.handling import HandMode, Hold, draw_hand
from simulator.person import Press, Routine, draw_world
from simulator.ranges import generator
from simulator.texture import Texture, TextureParameters, draw_texture
from simulator.tissue import Release, Tissue, TissueParameters, draw_tissue

SEEDS = range(40)
STILL = TextureParameters(
    wander=0, wander_tau_s=1, walk=0, tremor=0, tremor_hz=9, breath=0, breath_hz=0.3
)
SPOT = TissueParameters(
    reference_n=25.0,
    exponent=1.6,
    stiffness_n_mm=2.0,
    fast_share=0.0,
    fast_tau_s=1.0,
    slow_share=0.0,
    slow_tau_s=10.0,
)


def held(tissue: TissueParameters, stiffness_n_mm: float, release: Release | None) -> Hand:
    """A hand without a tremor that has pressed 25 N and now only keeps its referent."""
    drawn = draw_hand(generator(0), HandMode.GUIDED, release_chance=0.0)
    steady = dataclasses.replace(drawn, stiffness_n_mm=stiffness_n_mm, drift=0.0, texture=STILL)
    hand = Hand(steady, Tissue(tissue), seed=0)
    hand.press(25.0, 1.0)
    hand.hold = Hold(release=release, disturbances=())
    for _ in range(round(2.0 / STEP_S)):
        hand.step()
    return hand


@pytest.mark.parametrize("ratio", [0.1, 0.3, 1.0, 3.0, 10.0])
def test_a_release_shows_only_through_the_hand(ratio: float) -> None:
    depth = 0.01  # small, so that the law's first order holds
    release = Release(onset_s=1.5, duration_s=1.0, depth=depth)
    hand = held(SPOT, ratio * SPOT.stiffness_n_mm, release)
    before_n = hand.force_n
    for _ in range(round(2.0 / STEP_S)):
        hand.step()
    expected = -depth * ratio / (1.0 + ratio)
    assert (hand.force_n - before_n) / before_n == pytest.approx(expected, rel=0.03)


def test_a_dead_load_hides_what_a_locked_arm_shows() -> None:
    release = Release(onset_s=1.5, duration_s=1.0, depth=0.12)
    falls = []
    for stiffness_n_mm in (0.2, 6.0):
        hand = held(SPOT, stiffness_n_mm, release)
        before_n = hand.force_n
        for _ in range(round(3.0 / STEP_S)):
            hand.step()
        falls.append(1.0 - hand.force_n / before_n)
    assert falls[0] < 0.013
    assert falls[1] > 0.085


@pytest.mark.parametrize(("fast", "slow"), [(0.1, 0.0), (0.0, 0.2)])
def test_relaxation_is_the_arm_s_share_with_its_time_constant(fast: float, slow: float) -> None:
    parameters = dataclasses.replace(SPOT, fast_share=fast, slow_share=slow)
    tissue, depth_mm = Tissue(parameters), 12.0
    first_n = tissue.force_n(depth_mm)
    share, tau_s = (fast, 1.0) if fast else (slow, 10.0)
    falls = []
    for _ in range(round(20 * tau_s / STEP_S)):
        tissue.step(STEP_S, depth_mm)
        falls.append(1.0 - tissue.force_n(depth_mm) / first_n)
    assert falls[-1] == pytest.approx(share, rel=1e-3)
    assert falls[round(tau_s / STEP_S) - 1] == pytest.approx(share * (1 - np.exp(-1)), rel=1e-3)


def test_stiffness_is_the_one_drawn_and_grows_with_depth() -> None:
    for seed in SEEDS:
        parameters = draw_tissue(generator(seed))
        tissue = Tissue(parameters)
        at_mm = tissue.depth_for(parameters.reference_n)
        assert tissue.stiffness_n_mm(at_mm) == pytest.approx(parameters.stiffness_n_mm)
        assert tissue.stiffness_n_mm(2 * at_mm) > tissue.stiffness_n_mm(at_mm)
        assert 0.04 <= parameters.fast_share + parameters.slow_share <= 0.40


def test_hands_are_of_their_mode() -> None:
    for seed, mode in itertools.product(SEEDS, HandMode):
        hand = draw_hand(generator(seed), mode)
        stiff = hand.stiffness_n_mm
        match mode:
            case HandMode.GUIDED:
                assert 3 <= stiff <= 10
                assert hand.feedback_gain == hand.slip_chance == hand.regrip_chance == 0.0
            case HandMode.DEADLOAD:
                assert 0.05 <= stiff <= 0.2
                assert hand.feedback_gain == hand.slip_chance == 0.0
            case HandMode.TRACKING:
                assert hand.feedback_gain >= 0.4
            case HandMode.NATURAL:
                assert 0.3 <= stiff <= 6


def unsteadiness(parameters: TextureParameters, seconds: float) -> npt.NDArray[np.float64]:
    texture = Texture(parameters, generator(1), STEP_S)
    return np.array([texture.step() for _ in range(round(seconds / STEP_S))])


def test_wander_has_the_size_and_tremor_the_pitch_that_were_drawn() -> None:
    for seed in range(5):
        drawn = draw_texture(generator(seed))
        wander = dataclasses.replace(STILL, wander=drawn.wander, wander_tau_s=0.6)
        assert unsteadiness(wander, 200.0).std() == pytest.approx(drawn.wander, rel=0.15)
        tremor = dataclasses.replace(STILL, tremor=drawn.tremor, tremor_hz=drawn.tremor_hz)
        share = unsteadiness(tremor, 20.0)
        assert share.std() == pytest.approx(drawn.tremor * 1.17, rel=0.25)
        pitch_hz = np.fft.rfftfreq(share.size, STEP_S)[np.abs(np.fft.rfft(share)).argmax()]
        assert pitch_hz == pytest.approx(drawn.tremor_hz, abs=1.5)


def world_forces(seed: int, at_s: npt.NDArray[np.float64], chance: float = 0.5) -> list[float]:
    world = draw_world(
        seed, HandMode.NATURAL, routine=Routine(target_n=25.0), release_chance=chance
    )
    world.begin(0.0)
    return [world.force_n(float(t_s)) for t_s in at_s]


def test_a_seed_is_a_world_however_time_is_cut() -> None:
    fine, coarse = np.arange(0.0, 90.0, 0.0037), np.arange(0.0, 90.0, 0.37)
    often = world_forces(3, fine)
    assert often == world_forces(3, fine)
    assert often[::100] == pytest.approx(world_forces(3, coarse), abs=1e-9)
    assert often != world_forces(4, fine)


def test_a_twin_differs_from_its_release_on_only() -> None:
    at_s = np.arange(0.0, 68.0, 0.02)
    twin, world = world_forces(0, at_s, 0.0), world_forces(0, at_s, 1.0)
    differs = np.flatnonzero(np.array(twin) != np.array(world))
    assert 7.5 + 0.2 * 60 - 0.1 < at_s[differs[0]] < 7.5 + 0.75 * 60 + 1


def test_the_person_can_be_told_at_any_time() -> None:
    world = draw_world(1, HandMode.GUIDED)
    world.force_n(2.0)
    world.hand.press(20.0, 2.0)
    assert world.force_n(2.5) < 10.0
    assert world.force_n(4.5) == pytest.approx(20.0, rel=0.15)
    world.hand.press(30.0, 1.0)
    assert world.force_n(6.0) == pytest.approx(30.0, rel=0.15)
    world.hand.ease_off(8.0)
    assert world.force_n(7.9) == pytest.approx(15.0, abs=3.0)
    assert world.force_n(11.0) == 0.0
    world.hand.press(20.0, 1.0)
    assert world.force_n(13.0) > 15.0
    world.hand.let_go()
    assert world.force_n(13.3) == 0.0


def test_slips_happen_to_natural_hands_and_recover() -> None:
    slips = 0
    for seed in range(60):
        world = draw_world(seed, HandMode.NATURAL)
        world.force_n(0.1)
        world.hand.press(25.0, 3.0)
        hold = world.hand.hold
        assert hold is not None
        for slip in (d for d in hold.disturbances if d.recover_s is not None):
            slips += 1
            assert 0.5 <= slip.factor(slip.at_s + 0.12) <= 0.92
            assert slip.factor(slip.at_s + 1.7) == pytest.approx(1.0)
    assert 4 <= slips <= 24


def test_it_is_fast_enough_for_a_world_in_a_hurry() -> None:
    world = draw_world(0, HandMode.NATURAL, routine=Routine(target_n=25.0))
    world.begin(0.0)
    begin_s = time.process_time()
    for t_s in np.arange(0.0, 60.0, 0.005):
        world.force_n(float(t_s))
    assert time.process_time() - begin_s < 60.0 / 100.0


def test_the_routine_is_three_holds_of_a_minute() -> None:
    commands = Routine(target_n=25.0).commands(10.0)
    presses = [t_s for t_s, command in commands if isinstance(command, Press)]
    assert presses == pytest.approx([14.0, 92.625, 171.25])
