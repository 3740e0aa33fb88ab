"""A session's clock that waits for a busy machine: a test of what is said is no test of the speed.

Device, client and session share it, each step of it is short, and it goes on only when the
session's loop comes round. So a machine that stands still for a second makes the test longer, not
the link silent. What is told of a late program is tested where its clock is the machine's own.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final, Self

from devicelink.clock import Clock, steady_s

TICK_S: Final = 0.002
MOST_S: Final = 0.1
"""Of session time in one step: less than any silence that is told."""


class PatientClock(Clock):
    """`speed` times as fast as the wall where the machine keeps up."""

    def __init__(self, speed: float = 1.0) -> None:
        super().__init__(speed)
        self._t_s, self._seen_s, self._led = 0.0, steady_s(), 0

    def now(self) -> float:
        """Seconds of session time; while no loop leads it, they pass as the wall's do."""
        if not self._led:
            self._step(float("inf"))
        return self._t_s

    def __call__(self) -> Self:
        """Itself, where the program makes a clock."""
        return self

    def device_s(self) -> float:
        """The same for a simulated device, which multiplies by the speed itself."""
        return self.now() / self.speed

    async def sleep(self, seconds: float) -> None:
        """Sleep that many seconds of session time."""
        until_s = self.now() + seconds
        while (left_s := until_s - self.now()) > 0:  # noqa: ASYNC110 - time is what it waits for
            await asyncio.sleep(left_s / self.speed)

    @asynccontextmanager
    async def led(self) -> AsyncIterator[None]:
        """This loop leads it inside the block."""
        leading = asyncio.create_task(self._lead())
        self._led += 1
        try:
            yield
        finally:
            self._led -= 1
            leading.cancel()

    async def _lead(self) -> None:
        while True:
            self._step(MOST_S)
            await asyncio.sleep(TICK_S)

    def _step(self, most_s: float) -> None:
        now_s = steady_s()
        self._t_s += min((now_s - self._seen_s) * self.speed, most_s)
        self._seen_s = now_s
