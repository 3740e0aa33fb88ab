"""A hand that presses: `F = k_h * (RC - x)` against the tissue, with what hands do beside that.

While a press is being built up or eased the hand follows a force; once it holds, its referent
coordinate RC stays (and drifts, and may be corrected by eye), so tissue that softens shows in the
force only by `-r * k_h / (k_h + k_t)`. Advances in steps of `STEP_S` only, so nothing depends on
how time is cut. Seeded, no clock. Guarded by tests/simulator/test_physics.py.
"""

import math
from collections import deque
from typing import Final

from simulator.handling import HandParameters, Hold, draw_hold
from simulator.ranges import generator
from simulator.texture import Texture
from simulator.tissue import Tissue

STEP_S: Final = 0.005
_SETTLE_S: Final = 0.7
"""How long the hand still corrects its force after the ramp, before the arm is locked."""
_LET_GO_S: Final = 0.15


class Hand:
    """A person's hand on one spot of tissue; told what to do, at any time, by three commands."""

    def __init__(self, parameters: HandParameters, tissue: Tissue, seed: int) -> None:
        self.parameters = parameters
        self.tissue = tissue
        self.force_n = 0.0
        """What the tip feels at this step, free of the sensor's own errors."""
        self.hold: Hold | None = None
        """What will happen in the present hold (or the last one): the truth, for tests."""
        self._seed = seed
        self._holds = 0
        self._texture = Texture(parameters.texture, generator(seed, 1), STEP_S)
        self._wanted_n = 0.0
        self._slope_n = 0.0
        self._steps_left = self._settling = 0
        self._referent_mm = 0.0
        self._held_steps: int | None = None
        self._lean_mm = 0.0
        delay = max(1, round(parameters.feedback_delay_s / STEP_S))
        self._seen: deque[float] = deque([0.0] * delay, maxlen=delay)

    @property
    def at_rest(self) -> bool:
        """Not pressing, not about to, and the tissue has recovered: nothing changes by itself."""
        return self._wanted_n <= 0.0 and not self._steps_left and self.tissue.at_rest

    @property
    def hold_s(self) -> float:
        """Seconds since the force was first reached in this press; 0 before that."""
        return (self._held_steps or 0) * STEP_S

    def press(self, target_n: float, ramp_s: float) -> None:
        """Bring the force to `target_n` over `ramp_s`; from nothing it begins another hold."""
        if self._wanted_n <= 0.0:
            self._holds += 1
            rng = generator(self._seed, 2, self._holds)
            self.hold = draw_hold(rng, self.parameters)
            self._texture.begin()
            self._held_steps = None
        self._ramp(max(0.0, target_n), ramp_s)

    def ease_off(self, rate_n_s: float) -> None:
        """Let the force go down to nothing by so much a second."""
        self._ramp(0.0, self._carried_n() / max(0.1, rate_n_s))

    def let_go(self) -> None:
        """Take the hand away at once."""
        self._ramp(0.0, _LET_GO_S)

    def step(self) -> None:
        """One `STEP_S` further."""
        if self.at_rest:
            self.force_n = 0.0
            return
        if self._held_steps is not None:
            self._held_steps += 1
            assert self.hold is not None  # noqa: S101 - a held press was begun by press()
            self.tissue.softened = self.hold.softened(self.hold_s)
        carried_n = self._hold() if self._is_held() else self._follow()
        self.tissue.step(STEP_S, self.tissue.depth_for(carried_n) if carried_n > 0.0 else 0.0)
        self.force_n = carried_n * self._unsteadiness() if carried_n > 0.0 else 0.0
        self._seen.append(self.force_n)
        if self._wanted_n <= 0.0 and not self._steps_left:
            self._held_steps, self.tissue.softened = None, 0.0

    def _ramp(self, target_n: float, ramp_s: float) -> None:
        now_n = self._carried_n()
        self._steps_left = max(1, round(ramp_s / STEP_S))
        self._slope_n = (target_n - now_n) / self._steps_left
        self._wanted_n = target_n
        self._settling = round(_SETTLE_S / STEP_S)

    def _carried_n(self) -> float:
        return max(0.0, self.tissue.force_n(self.tissue.depth_mm))

    def _is_held(self) -> bool:
        return not self._steps_left and not self._settling and self._wanted_n > 0.0

    def _follow(self) -> float:
        """The force that the hand goes for while it builds up, settles or eases."""
        if self._steps_left:
            self._steps_left -= 1
            followed_n = self._wanted_n - self._slope_n * self._steps_left
        else:
            if self._held_steps is None and self._wanted_n > 0.0:
                self._held_steps = 0
            self._settling -= 1
            followed_n = self._wanted_n
        depth_mm = self.tissue.depth_for(followed_n)
        self._referent_mm = depth_mm + followed_n / self.parameters.stiffness_n_mm
        self._lean_mm = self._referent_mm - depth_mm
        return max(0.0, followed_n)

    def _hold(self) -> float:
        """The force at which a hand that only keeps its referent is in balance with the tissue."""
        p = self.parameters
        fading = p.drift * math.exp(-self.hold_s / p.drift_tau_s) / p.drift_tau_s
        self._referent_mm -= fading * self._lean_mm * STEP_S
        error_n = self._wanted_n - self._seen[0]
        if p.feedback_gain and abs(error_n) > p.feedback_dead_share * self._wanted_n:
            give = 1.0 / p.stiffness_n_mm + 1.0 / self._tissue_stiffness()
            self._referent_mm += p.feedback_gain * error_n * give * STEP_S
        return p.stiffness_n_mm * (self._referent_mm - self._balance_mm())

    def _balance_mm(self) -> float:
        """Newton's method from the depth of before; the force grows with depth, so it is safe."""
        stiffness, depth_mm = self.parameters.stiffness_n_mm, self.tissue.depth_mm
        for _ in range(20):
            excess_n = self.tissue.force_n(depth_mm) - stiffness * (self._referent_mm - depth_mm)
            if abs(excess_n) < 1e-7:
                break
            depth_mm -= excess_n / (self.tissue.stiffness_n_mm(depth_mm) + stiffness)
        return min(depth_mm, self._referent_mm)

    def _tissue_stiffness(self) -> float:
        return max(0.05, self.tissue.stiffness_n_mm(self.tissue.depth_mm))

    def _unsteadiness(self) -> float:
        disturbed = 1.0 if self.hold is None else self.hold.disturbed(self.hold_s)
        return max(0.0, 1.0 + self._texture.step()) * disturbed
