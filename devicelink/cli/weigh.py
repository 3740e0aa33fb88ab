"""One device on the scales: connects, says what to do on stderr, and gives what was measured.

Guarded by tests/cli/test_calibrate.py.
"""

import asyncio
from dataclasses import dataclass
from typing import Final

from devicelink.cli.saying import say, tell
from devicelink.cli.terminal import put
from devicelink.clock import Clock
from devicelink.core.calibration import GRAVITY, Fit, Rest
from devicelink.core.timebase import Timebase
from devicelink.drivers.base import Driver
from devicelink.errors import CalibrationError, DevicelinkError, LinkError
from devicelink.link.supervisor import OpenRadio, Sinks, Supervisor, Wish
from devicelink.link.trouble import nothing_came
from devicelink.session.weighing import Stage, Weighing
from devicelink.store.calibrations import device_key
from firmware_protocol.messages import NEWTONS_PER, Info, Message, Readings

OPEN_S: Final = 30.0
"""Wall seconds to wait for the device."""
PATIENCE_S: Final = 120.0
"""Session seconds for each part: nothing on it, the mass on it."""
AGAIN_S: Final = 10.0
"""What stands in the way is said again after this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What was found. `device` is what its calibrations are kept under; `fit` None for a check."""

    device: str
    label: str
    empty: Rest
    fit: Fit | None


async def weigh(
    radio: OpenRadio, wish: Wish, clock: Clock, mass_kg: float | None, gravity: float = GRAVITY
) -> Weighed:
    """Measure. Raises LinkError without a device, CalibrationError for what will not do."""
    return await _Scales(radio, wish, clock, mass_kg, gravity).run()


class _Scales:
    def __init__(
        self, radio: OpenRadio, wish: Wish, clock: Clock, mass_kg: float | None, gravity: float
    ) -> None:
        self._clock, self._mass_kg, self._gravity = clock, mass_kg, gravity
        self._timebase = Timebase()
        self._weighing: Weighing | None = None
        self._serial: str | None = None
        self._kind = ""
        self._began_s = self._said_s = 0.0
        self._detail = ""
        self._done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._link = Supervisor(
            radio,
            wish,
            clock,
            Sinks(message=self._heard, link=lambda change: self._news(change.detail)),
        )

    async def run(self) -> Weighed:
        """Until it is measured, or cannot be."""
        tell("calibrate", "searching")
        running = asyncio.create_task(self._link.run())
        running.add_done_callback(self._ended)
        ticking = asyncio.create_task(self._ticking())
        try:
            await self._done
        finally:
            ticking.cancel()
            if not running.done():
                await self._link.close()
            await asyncio.gather(running, ticking, return_exceptions=True)
        return self._weighed()

    def _weighed(self) -> Weighed:
        weighing = self._weighing
        assert weighing is not None  # noqa: S101 - it is done
        assert weighing.empty is not None  # noqa: S101
        return Weighed(
            device=device_key(self._kind, self._serial, self._link.met.address),
            label=self._link.met.name,
            empty=weighing.empty,
            fit=weighing.fit,
        )

    def _news(self, detail: str) -> None:
        self._detail = detail or self._detail

    def _ended(self, task: "asyncio.Task[None]") -> None:
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self._fail(error)

    def _fail(self, error: BaseException) -> None:
        if not self._done.done():
            self._done.set_exception(error)

    def _heard(self, at_s: float, message: Message) -> None:
        match message:
            case Info("serial", value):
                self._serial = value
            case Readings() if not self._done.done():
                try:
                    self._take(at_s, message)
                except DevicelinkError as error:
                    self._fail(error)
            case _:
                pass

    def _take(self, at_s: float, readings: Readings) -> None:
        driver = self._link.driver
        if driver is None:
            return
        if self._weighing is None:
            self._begin(driver, at_s)
        block = self._timebase.add(readings, at_s, driver.boot_id)
        weighing = self._weighing
        if weighing is None or not weighing.add(block):
            return
        self._began_s = at_s
        if weighing.stage is Stage.DONE:
            self._done.set_result(None)
        else:
            self._say(say("calibrate", "lay_mass", mass_kg=self._mass_kg))

    def _begin(self, driver: Driver, at_s: float) -> None:
        told, self._kind = driver.capabilities, driver.id
        if told is not None and told.unit not in NEWTONS_PER:
            raise LinkError("device_sends_no_force", label=driver.label)
        self._weighing = Weighing(
            self._mass_kg,
            gravity=self._gravity,
            full_scale_n=None if told is None else told.full_scale_n,
            resolution_n=None if told is None else told.resolution_n,
        )
        self._began_s = at_s
        self._say(say("calibrate", "lay_down"))

    def _say(self, words: str) -> None:
        self._said_s = self._clock.now()
        put(words, err=True)

    async def _ticking(self) -> None:
        """Says what stands in the way, and gives up in the end."""
        opened_s = asyncio.get_running_loop().time()
        while True:
            await asyncio.sleep(0.1)
            now_s, weighing = self._clock.now(), self._weighing
            if weighing is None:
                if asyncio.get_running_loop().time() - opened_s > OPEN_S:
                    self._fail(nothing_came(self._detail))
                continue
            last = weighing.last
            if now_s - self._began_s > PATIENCE_S:
                self._fail(last or CalibrationError("weigh_ended"))
            elif last is not None and now_s - self._said_s > AGAIN_S:
                self._say(last.in_full)
