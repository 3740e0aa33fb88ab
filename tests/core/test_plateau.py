"""The reference level, what freezes it, and pumping told from holding."""

import math

from devicelink.core.plateau import BLOCK_S, Plateau


def fed(forces: list[float]) -> Plateau:
    plateau = Plateau()
    for index, force_n in enumerate(forces, 1):
        plateau.add(index * BLOCK_S, force_n)
    return plateau


def test_it_follows_a_hold_that_sags() -> None:
    plateau = fed([300.0 - 2.0 * index for index in range(75)])
    assert 150 < plateau.level_n < 170
    assert not plateau.lost


def test_a_slow_letting_go_does_not_drag_it_along() -> None:
    falling = [20.0 * (1.0 - index / 10) for index in range(8)]
    assert fed([20.0] * 20 + falling).level_n == 20.0


def test_less_than_half_for_two_seconds_is_no_longer_the_hold() -> None:
    assert not fed([20.0] * 20 + [8.0] * 9).lost
    assert fed([20.0] * 20 + [8.0] * 10).lost


def test_a_step_down_becomes_the_new_level() -> None:
    plateau = fed([20.0] * 20 + [13.0] * 20)
    assert plateau.level_n == 13.0
    assert not plateau.lost


def test_pumping_is_not_calm_and_holding_is() -> None:
    pumping = [12.0 + 8.0 * math.sin(index * 0.8) for index in range(40)]
    assert not fed(pumping).calm(40 * BLOCK_S)
    assert fed([20.0] * 40).calm(40 * BLOCK_S)
    assert fed([2.0 * index for index in range(10)] + [20.0] * 20 + [4.0]).calm(31 * BLOCK_S)


def test_restless_fingers_before_a_press_are_forgotten() -> None:
    resting = [1.5, 0.6, 1.4, 0.5, 1.6, 0.7, 1.5] * 3
    assert not fed(resting).calm(21 * BLOCK_S)
    assert fed([*resting, 10.0, 20.0, 20.0]).calm(24 * BLOCK_S)
