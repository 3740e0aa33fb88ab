"""How soon a sensor of coarse steps is called stuck: it repeats itself, but not for ever."""

import numpy as np
import pytest

from devicelink.core.block import Block
from devicelink.core.doubt import Doubts


@pytest.mark.parametrize(
    ("step_n", "moves", "rate_hz", "after_s"),
    [
        (0.029, 300, 100.0, 1.0),
        (0.05, 300, 100.0, 1.0),
        (0.051, 300, 100.0, 10.0),
        (0.029, 200, 100.0, 10.0),
        (0.029, 201, 100.0, 1.0),
        (0.029, 300, 50.0, 2.0),
        (0.029, 300, 20.0, 5.0),
        (0.029, 300, 10.0, 10.0),
    ],
)
def test_a_sensor_of_middling_steps_that_moved_a_lot_is_stuck_after_a_second(
    step_n: float, moves: int, rate_hz: float, after_s: float
) -> None:
    """Steps up to 50 mN, more than 200 moves under load, 100 readings and a second alike."""
    before = [step_n * (400 + n % 2) for n in range(moves)]
    forces = [*before, *[before[-1]] * 1100]
    _, told = Doubts(200.0).look(Block.of(np.arange(len(forces)) / rate_hz, forces))
    assert told[0].t_s - (moves - 1) / rate_hz == pytest.approx(after_s, abs=0.5 / rate_hz)
