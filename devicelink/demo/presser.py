"""The simulated person of a test with the device: presses evenly and says when it hurts.

Knows nothing but what the screen says, and their own threshold, which differs a little from trial
to trial. Guarded by tests/session/test_algometer.py.
"""

from collections.abc import Awaitable, Callable
from typing import Final

import numpy as np

from devicelink.care.algometry_terms import Step
from devicelink.care.inputs import Go, Pain
from devicelink.demo.person import Hand
from devicelink.session.algometer import Algometer

REACTION_S: Final = 0.2
THRESHOLD_N, PERSONS_N, TRIALS_N = 24.0, 3.0, 1.5
"""The mean of people, and how people and trials differ."""
BEYOND_N: Final = 3.0
"""How much further a hand goes that has begun to hurt, and no further."""
LOOK_S: Final = 0.05


class Presser:
    """One person, by a seed."""

    def __init__(
        self, algometer: Algometer, hand: Hand, sleep: Callable[[float], Awaitable[None]], seed: int
    ) -> None:
        self._algometer, self._hand, self._sleep = algometer, hand, sleep
        self._luck = np.random.default_rng([seed, 11])
        self.threshold_n = float(self._luck.normal(THRESHOLD_N, PERSONS_N))
        self._hurts_n = self.threshold_n
        self._step: Step | None = None

    async def live(self) -> None:
        """Take part until the test is over."""
        while not (view := self._algometer.view()).over:
            if view.step is not self._step:
                self._step = view.step
                await self._act(view.step, view.limit_n, view.wanted_n)
            elif view.step is Step.RAMP and view.wanted_n is not None:
                await self._feel(view.force_n)
            await self._sleep(LOOK_S)
        self._hand.let_go()

    async def _act(self, step: Step, limit_n: float, wanted_n: float | None) -> None:
        match step:
            case Step.READY:
                await self._sleep(1.0)
                self._hurts_n = self.threshold_n + float(self._luck.normal(0, TRIALS_N))
                stops_n = min(self._hurts_n + BEYOND_N, 0.95 * limit_n)
                target_n = wanted_n if wanted_n is not None else stops_n
                self._hand.press(target_n, target_n / 10.0)
            case Step.RATE:
                await self._sleep(1.0)
                pressed_n = wanted_n or 0.0
                self._algometer.send(Pain(min(10, round(4 * pressed_n / self.threshold_n))))
            case Step.EASE_OFF | Step.DONE:
                self._hand.ease_off(15.0)
            case _:
                pass

    async def _feel(self, force_n: float | None) -> None:
        """Mark the moment it hurts, as late as people are."""
        if force_n is not None and force_n >= self._hurts_n:
            await self._sleep(REACTION_S)
            self._algometer.send(Go())
            self._hurts_n = float("inf")
