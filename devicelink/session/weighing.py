"""Calibrating, step by step: nothing on the device, then a known mass, each for five still seconds.

It watches the signal and moves on by itself, so no key is needed while the hands lay a mass down.
Pure: blocks and their times come in. Guarded by tests/session/test_weighing.py.
"""

from enum import Enum, unique

from devicelink.core.block import Block, joined
from devicelink.core.calibration import (
    GRAVITY,
    LEAST_SAMPLES,
    REST_S,
    Fit,
    Rest,
    at_rest,
    check_still,
    two_point,
)
from devicelink.errors import CalibrationError

LOOK_EVERY_S = 0.5
LEAST_CHANGE_N = 1.0


@unique
class Stage(Enum):
    """What is waited for."""

    EMPTY = "empty"
    LOADED = "loaded"
    DONE = "done"


class Weighing:
    """`mass_kg` None: nothing but a check at rest. `last` says why the newest look was no good."""

    def __init__(
        self,
        mass_kg: float | None,
        *,
        gravity: float = GRAVITY,
        full_scale_n: float | None = None,
        resolution_n: float | None = None,
    ) -> None:
        self.stage = Stage.EMPTY
        self.empty: Rest | None = None
        self.fit: Fit | None = None
        self.last: CalibrationError | None = None
        self._mass_kg, self._gravity = mass_kg, gravity
        self._full_scale_n, self._resolution_n = full_scale_n, resolution_n
        self._window = Block.of([], [])
        self._look_s = float("-inf")

    def add(self, block: Block) -> bool:
        """Take samples in; True where they completed a stage. Raises CalibrationError at the end,
        for a mass or a slope that will not do."""
        if not len(block) or self.stage is Stage.DONE:
            return False
        self._window = _newest(joined((self._window, block)))
        now_s = float(self._window.t_s[-1])
        if now_s - self._look_s < LOOK_EVERY_S:
            return False
        self._look_s = now_s
        if now_s - float(self._window.t_s[0]) < 0.95 * REST_S:
            return False
        return self._look()

    def _look(self) -> bool:
        try:
            rest = at_rest(self._window)
            check_still(rest, 0.0 if self.empty is None else rest.mean_n - self.empty.mean_n)
        except CalibrationError as error:
            self.last = error
            return False
        if self.empty is None:
            self.empty = rest
            self.stage = Stage.DONE if self._mass_kg is None else Stage.LOADED
        elif not self._is_loaded(rest, self.empty):
            self.last = CalibrationError("weigh_nothing")
            return False
        else:
            self._finish(self.empty, rest)
        self._window, self.last = Block.of([], []), None
        return True

    def _is_loaded(self, rest: Rest, empty: Rest) -> bool:
        change_n = abs(rest.mean_n - empty.mean_n)
        return change_n > max(LEAST_CHANGE_N, 10 * empty.noise_n, 3 * empty.step_n)

    def _finish(self, empty: Rest, loaded: Rest) -> None:
        if self._mass_kg is not None:
            self.stage = Stage.DONE
            self.fit = two_point(
                empty, loaded, self._mass_kg,
                gravity=self._gravity, full_scale_n=self._full_scale_n,
                resolution_n=self._resolution_n,
            )  # fmt: skip


def _newest(block: Block) -> Block:
    """The last five seconds, or more where that is too few samples."""
    first = int((block.t_s >= block.t_s[-1] - REST_S).argmax())
    return block.part(slice(max(0, min(first, len(block) - LEAST_SAMPLES)), None))
