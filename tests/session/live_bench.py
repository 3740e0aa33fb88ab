"""A live session on the in-process air: simulated device and person, everything kept in lists."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from devicelink import data
from devicelink.care.daily import day_count
from devicelink.care.inputs import LinkChanged, LinkState, Stop
from devicelink.care.outputs import Cue, SessionOver
from devicelink.care.plan import Plan, Side, make_plan
from devicelink.cli.wanted import device_of
from devicelink.clock import Clock
from devicelink.core.block import Block, joined
from devicelink.core.release import Mode
from devicelink.demo.person import Person
from devicelink.drivers.base import Driver
from devicelink.link.port import Radio
from devicelink.link.radio import bumble_radio
from devicelink.link.supervisor import Wish
from devicelink.session.intake import Intake
from devicelink.session.live import LiveSession
from devicelink.session.prepared import Prepared
from devicelink.session.project import Context
from devicelink.session.replay import Began, first_difference, replay
from devicelink.session.watchman import Watchman
from devicelink.store.record import Record, SampleBatch
from simulator.faults import parse_fault
from simulator.serve import Bench, Setup, in_process
from tests.patient import PatientClock

SHORT = data.programmes()["short"]


@dataclass
class Live:
    """A session under test and all that it handed over."""

    bench: Bench
    clock: Clock
    records: list[Record] = field(default_factory=list)
    batches: list[SampleBatch] = field(default_factory=list)
    intake: Intake | None = None
    plan: Plan | None = None
    began_s: float = 0.0
    session: LiveSession = field(init=False)

    def prepare(self, driver: Driver, intake: Intake, /) -> Prepared:
        self.intake = intake
        device = device_of(driver.capabilities, driver.label)
        self.plan = make_plan(SHORT, data.points()["ut"], Side.LEFT, device)
        self.began_s = self.clock.now()
        return Prepared(
            plan=self.plan,
            mode=Mode.PROBE,
            day=day_count([], "today", SHORT.per_day),
            began_s=self.began_s,
            context=Context(who="you", device=driver.label, today=1, simulated=True),
            keep=self.records.append,
            samples=self.batches.append,
        )

    @property
    def began(self) -> Began:
        assert self.plan is not None
        return Began(self.plan, Mode.PROBE, day_count([], "today", SHORT.per_day), self.began_s)

    @property
    def samples(self) -> Block:
        return joined(batch.block() for batch in self.batches)

    def engine_newest_s(self) -> float:
        """The newest sample the engine was fed."""
        return float(self.batches[-1].t_s[-1]) if self.batches else 0.0

    def kinds(self, kind: str) -> list[Record]:
        return [record for record in self.records if record.kind == kind]

    async def until(self, true: Callable[[], bool], wall_s: float = 20.0) -> None:
        """Wait until it holds, a look every few milliseconds."""
        async with asyncio.timeout(wall_s):
            while not true():  # noqa: ASYNC110 - what is waited for has no event
                await asyncio.sleep(0.005)

    async def until_said(self, what: object) -> None:
        """Wait for a phrase, a link state or the end."""
        async for _, happening in self.session.happenings():
            match happening:
                case Cue(phrase=phrase) if phrase == what:
                    return
                case LinkChanged(state=state) if state is what and isinstance(what, LinkState):
                    return
                case SessionOver() if what is SessionOver:
                    return
        raise AssertionError(f"the session ended without {what}")


def same_again(live: Live) -> None:
    """The record replays to itself."""
    made = list(replay(live.began, live.records, live.samples))
    assert first_difference(live.records, made) is None


def begin_person(live: Live) -> list[asyncio.Task[None]]:
    """Somebody who does what is said and tells what is felt."""
    hand = live.bench.hand
    acts = Person(live.session, hand, lambda: hand.tissue.softened > 0.03, live.clock.sleep, 1.0)
    return [asyncio.create_task(acts.live()), asyncio.create_task(acts.feel())]


@asynccontextmanager
async def living(
    *faults: str,
    speed: float = 8.0,
    person: bool = True,
    device: str | None = None,
    made: type[Live] = Live,
    kind: str = "probe",
    session: type[LiveSession] = LiveSession,
) -> AsyncIterator[Live]:
    """A session that runs inside the block, stopped and settled after it."""
    setup = Setup(kind=kind, seed=7, routine=False, faults=tuple(map(parse_fault, faults)))
    clock = PatientClock(speed)
    async with clock.led(), in_process(setup, now=clock.device_s, speed=speed) as bench:
        live = made(bench, clock)

        @asynccontextmanager
        async def radio() -> AsyncIterator[Radio]:
            controller = bench.new_client()
            async with bumble_radio(controller, controller, clock.now) as opened:
                yield opened

        wish = Wish(device=device, silence_s=max(1.0, speed))
        watchman = Watchman(clock, ring=lambda: None)
        live.session = session(radio, wish, clock, data.phrases(), live.prepare, watchman)
        running = asyncio.create_task(live.session.run())
        acting: list[asyncio.Task[None]] = []
        try:
            await asyncio.wait({running, live.session.opened}, return_when="FIRST_COMPLETED")
            if running.done():
                await running
            if person:
                acting = begin_person(live)
            yield live
            live.session.send(Stop())
            async with asyncio.timeout(10):
                await running
        finally:
            for task in (*acting, running):
                task.cancel()
            await asyncio.gather(*acting, running, return_exceptions=True)
