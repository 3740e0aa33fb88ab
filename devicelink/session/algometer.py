"""A test with the device on the air: link, guard, test and recorder in one task group.

As in a session, the guard and the alarm see each sample first, in the radio's callback and on a
thread of their own; all else waits in one queue. Guarded by tests/session/test_algometer.py.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

import msgspec

from devicelink.care.algometry import Algometry
from devicelink.care.algometry_terms import (
    UNBELIEVED,
    AlgometryOutput,
    Finished,
    Heard,
    Setup,
    Step,
    Told,
)
from devicelink.care.inputs import LinkChanged, LinkState, Mute, Stop, ZeroBy, ZeroMoved
from devicelink.clock import Clock
from devicelink.core.block import Block
from devicelink.core.events import Level, OverForce, OverForceCleared
from devicelink.drivers.base import Driver
from devicelink.link.supervisor import OpenRadio, Wish
from devicelink.session.codec import encode, kind_of
from devicelink.session.intake import Intake
from devicelink.session.on_air import TICK_S, WAITING_MAX, FromAir, OnAir
from devicelink.session.trace import Trace
from devicelink.store.record import Record, SampleBatch

ZERO_EVERY_S, FREE_N = 1.0, 1.0
ZERO_WAIT_S: Final = 4.0
"""A device may set its zero without a word: after so long near nothing counts as nothing."""
SHOWN_S: Final = 20.0
BEGAN, TICKED = "test_began", "test_ticked"
Said: TypeAlias = AlgometryOutput | LinkChanged


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """What a test needs once the device is known; `keep`, `samples`, `end` go to the store."""

    setup: Setup
    keep: Callable[[Record], None]
    samples: Callable[[SampleBatch], None]
    end: Callable[[Finished], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlgometerView:
    """The present moment. `force_n` is None whenever there is no live number."""

    t_s: float
    step: Step
    trial: int
    trials: int
    force_n: float | None
    wanted_n: float | None
    limit_n: float
    limit_name: str
    tip_area_mm2: float | None
    left_s: float | None
    results_n: tuple[float | None, ...]
    trace: Block
    began_s: float | None
    alarm: bool
    muted_s: float
    """For how long the alarm's sound is off yet."""
    link: LinkChanged
    over: bool


class Algometer(OnAir):
    """Run it, wait for `opened`, read what it tells, send it keys."""

    def __init__(
        self, radio: OpenRadio, wish: Wish, clock: Clock,
        prepare: Callable[[Driver, Intake], Ready],
    ) -> None:  # fmt: skip
        super().__init__(radio, wish, clock)
        self.ending: Finished | None = None
        self._prepare = prepare
        self._waiting: asyncio.Queue[tuple[float, Block | Heard]] = asyncio.Queue(WAITING_MAX)
        self._told: asyncio.Queue[tuple[float, Said] | None] = asyncio.Queue()
        self._ready: Ready | None = None
        self._test: Algometry | None = None
        self._samples = 0
        self._trace, self._alarm = Trace(), False
        self._zero_n, self._zero_next_s = 0.0, 0.0

    def send(self, intent: Heard) -> None:
        """Hand over what the person did."""
        if isinstance(intent, Mute):
            self.watchman.mute()
        self.take(intent)

    def take(self, intent: Heard) -> None:
        """The same, where what sounded is muted already: no order of it may come twice."""
        self._wait(intent)

    async def told(self) -> AsyncIterator[tuple[float, Said]]:
        """What there is to tell, until the test is over. For one reader."""
        while (one := await self._told.get()) is not None:
            yield one

    def view(self) -> AlgometerView:
        """The present moment; only once `opened` is done."""
        if self._test is None:
            raise RuntimeError("the test has not begun: wait for `opened`")
        now_s, test = self._clock.now(), self._test
        live = self.is_live(now_s)
        left_s = None if test.until_s is None else max(0.0, test.until_s - now_s)
        return AlgometerView(
            t_s=now_s, step=test.step, trial=test.trial, trials=test.setup.trials,
            force_n=self._intake.believed_n if live else None, wanted_n=test.wanted_n(now_s),
            limit_n=test.setup.limit_n, limit_name=test.setup.limit_name,
            tip_area_mm2=test.setup.tip_area_mm2, left_s=left_s,
            results_n=tuple(trial.force_n for trial in test.results), link=self.link,
            over=test.over, trace=self._trace.cut(now_s - SHOWN_S, now_s), began_s=test.began_s,
            alarm=self._alarm, muted_s=self.watchman.muted_s(now_s),
        )  # fmt: skip

    async def run(self) -> None:
        """The whole test. Raises LinkError or PlanError before it began; leaves nothing open."""
        try:
            await self._run(self._work, self._tick)
        finally:
            self._told.put_nowait(None)

    def _wait(self, what: FromAir | Heard) -> None:
        if isinstance(what, Block | Heard):
            self._waiting.put_nowait((self._clock.now(), what))

    async def _work(self) -> None:
        while not self._over.is_set():
            t_s, what = await self._waiting.get()
            if self._test is None or self._ready is None:
                self._begin(what)
            elif isinstance(what, Block):
                self._ready.samples(
                    SampleBatch.of_block(
                        what, self._intake.unit, self._zero_n, self._intake.timebase.slope
                    )
                )
                self._samples += len(what)
                self._trace.add(what)
                self._tell(t_s, self._test.feed(what))
            else:
                self._process(t_s, what)

    def _begin(self, what: Block | Heard) -> None:
        driver = self._link.driver
        if isinstance(what, LinkChanged) and what.state is LinkState.LIVE and driver:
            self._ready = self._prepare(driver, self._intake)
            setup = self._ready.setup
            self._intake.guard(setup.limit_n, setup.full_scale_n)
            self._test = Algometry(self._ready.setup)
            self.opened.set_result(None)
        elif isinstance(what, Stop):
            self._over.set()

    def _process(self, t_s: float, what: Heard) -> None:
        assert self._test is not None  # noqa: S101 - see _work
        self._keep(t_s, *encode(what))
        if isinstance(what, OverForce | OverForceCleared):
            self._alarm = isinstance(what, OverForce) and what.level is Level.ALARM
        if isinstance(what, ZeroMoved):
            self._zero_n += (what.offset_n or 0.0) if what.by is ZeroBy.SOFTWARE else 0.0
            self._begin_test(t_s)
        if isinstance(what, LinkChanged):
            self._told.put_nowait((t_s, what))
        self._tell(t_s, self._test.hear(t_s, what))

    def _begin_test(self, t_s: float) -> None:
        assert self._test is not None  # noqa: S101 - see _work
        if self._test.step is Step.ZERO:
            self._keep(t_s, BEGAN, {})
            self._tell(t_s, self._test.begin(t_s))

    async def _tick(self) -> None:
        await asyncio.shield(self.opened)
        opened_s = self._clock.now()
        while True:
            await self._clock.sleep(TICK_S)
            now_s, test = self._clock.now(), self._test
            assert test is not None  # noqa: S101 - it is there once opened
            self._catch_up(now_s)
            if test.step is Step.ZERO:
                self._see_to_the_zero(now_s, opened_s)
            told = test.tick(now_s)
            if told:
                self._keep(now_s, TICKED, {})
            self._tell(now_s, told)

    def _see_to_the_zero(self, now_s: float, opened_s: float) -> None:
        pace = max(1.0, self._clock.speed)
        force_n = self._intake.believed_n
        free = force_n is not None and abs(force_n) < FREE_N
        if free and now_s - opened_s > ZERO_WAIT_S * pace:
            self._begin_test(now_s)
        elif now_s >= self._zero_next_s:
            self._zero_next_s = now_s + ZERO_EVERY_S * pace
            if not self._link.request_tare():
                self._intake.set_zero()

    def _tell(self, t_s: float, outputs: list[AlgometryOutput]) -> None:
        for output in outputs:
            self._keep(t_s, kind_of(type(output)), dict(msgspec.to_builtins(output)))
            self._told.put_nowait((t_s, output))
            if isinstance(output, Told) and output.phrase == UNBELIEVED:
                self.watchman.once()
            if isinstance(output, Finished) and self.ending is None and self._ready is not None:
                self.ending = output
                self._ready.end(output)
                self._over.set()

    def _keep(self, t_s: float, kind: str, body: dict[str, object]) -> None:
        if self._ready is not None and self.ending is None:
            self._ready.keep(Record(t_s, self._samples, kind, body))
