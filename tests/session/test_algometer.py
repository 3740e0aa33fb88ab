"""A test on the air: the simulated device through the real client, kept, and run again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from devicelink.care.algometry_terms import End, Finished, Setup, Which
from devicelink.care.inputs import LinkState, Stop
from devicelink.clock import Clock
from devicelink.core.block import joined
from devicelink.demo.presser import Presser
from devicelink.drivers.base import Driver
from devicelink.errors import RecordingError
from devicelink.link.port import Radio
from devicelink.link.radio import bumble_radio
from devicelink.link.supervisor import Wish
from devicelink.session.algometer import Algometer, Ready
from devicelink.session.algometer_apart import AlgometerApart
from devicelink.session.algometry_replay import replay_test, setup_of, told_in
from devicelink.session.intake import Intake
from devicelink.store.history import History
from devicelink.store.place import Place
from devicelink.store.record import SessionMeta
from devicelink.store.recorder import Recorder
from simulator.serve import Setup as Device
from simulator.serve import in_process
from tests.patient import PatientClock

SPEED = 10.0


@dataclass
class Kept:
    """The store of a test, and how it ended."""

    recorder: Recorder
    setup: Setup
    over: list[Finished] = field(default_factory=list)

    def prepare(self, driver: Driver, intake: Intake) -> Ready:
        del driver, intake
        self.recorder.begin(SessionMeta(started_at=datetime.now(UTC), app_version="t"))
        return Ready(
            setup=self.setup, keep=self.recorder.append, samples=self.recorder.samples,
            end=self.finish,
        )  # fmt: skip

    def finish(self, over: Finished) -> None:
        self.over.append(over)
        self.recorder.end(over.t_s, over.end.value, datetime.now(UTC))


def setup(limit_n: float = 40.0, **more: object) -> Setup:
    facts: dict[str, object] = {"which": Which.THRESHOLD, "trials": 1, "rest_s": 5.0,
                                "tip_area_mm2": 100.0, "stale_s": 0.5 * SPEED}  # fmt: skip
    return Setup(limit_n=limit_n, limit_name="cap", **(facts | more))  # type: ignore[arg-type]


async def pressed(place: Place, setup: Setup) -> Kept:
    """A test from end to end, pressed by the simulated person."""
    clock = PatientClock(SPEED)
    device = Device(seed=7, routine=False)
    kept = Kept(Recorder(place), setup)

    async with clock.led(), in_process(device, now=clock.device_s, speed=SPEED) as bench:

        @asynccontextmanager
        async def radio() -> AsyncIterator[Radio]:
            async with bumble_radio(bench.client, bench.client, clock.now) as opened:
                yield opened

        algometer = Algometer(radio, Wish(silence_s=3 * SPEED), clock, kept.prepare)

        async def person() -> None:
            await asyncio.shield(algometer.opened)
            await Presser(algometer, bench.hand, clock.sleep, seed=7).live()

        acting = asyncio.create_task(person())
        await algometer.run()
        acting.cancel()
        await asyncio.wait({acting})
        assert algometer.view().over
        assert [what async for _, what in algometer.told()]
    assert kept.recorder.close().saved
    return kept


async def test_a_threshold_is_found_kept_and_found_again(tmp_path: Path) -> None:
    place = Place.of(tmp_path)
    kept = await pressed(place, setup())
    (over,) = kept.over
    assert over.end is End.COMPLETE
    (trial,) = over.gave.trials
    assert trial.force_n is not None
    assert 10.0 < trial.force_n < 40.0
    with History(place) as history:
        data = history.session(1)
    samples = joined(batch.block() for batch in data.samples)
    assert len(samples) > 100, "the course of the force is kept"
    again = replay_test(kept.setup, data.records, samples)
    assert again == told_in(data.records)


async def test_the_limit_comes_before_the_pain(tmp_path: Path) -> None:
    kept = await pressed(Place.of(tmp_path), setup(limit_n=12.0))
    (over,) = kept.over
    assert over.gave.trials[0].force_n is None
    assert all(trial.peak_n < 16.0 for trial in over.gave.trials)


async def test_s09_the_same_force_is_rated(tmp_path: Path) -> None:
    place = Place.of(tmp_path)
    kept = await pressed(place, setup(which=Which.SAME_FORCE, target_n=20.0))
    (over,) = kept.over
    assert over.gave.force_n == pytest.approx(20.0, rel=0.1)
    assert isinstance(over.gave.pain, int)
    with History(place) as history:
        data = history.session(1)
    samples = joined(batch.block() for batch in data.samples)
    assert replay_test(kept.setup, data.records, samples) == told_in(data.records)


async def test_stopped_before_a_device_was_there(tmp_path: Path) -> None:
    kept = Kept(Recorder(Place.of(tmp_path)), setup())

    @asynccontextmanager
    async def radio() -> AsyncIterator[Radio]:
        async with in_process(Device(routine=False)) as bench:
            clock_now = Clock().now
            async with bumble_radio(bench.client, bench.client, clock_now) as opened:
                yield opened

    algometer = Algometer(radio, Wish(device="nobody"), Clock(), kept.prepare)
    algometer.send(Stop())
    await algometer.run()
    assert not kept.over
    kept.recorder.close()


def test_a_plan_that_is_no_tests_is_told() -> None:
    wrong: list[object] = [{}, {"algometry": {"which": "none"}}, []]
    for plan in wrong:
        with pytest.raises(RecordingError):
            setup_of(plan)


async def test_it_runs_apart_from_its_face(tmp_path: Path) -> None:
    """In a thread of its own, as a session: what is told and shown is the same."""
    clock = Clock(SPEED)
    kept = Kept(Recorder(Place.of(tmp_path)), setup())

    @asynccontextmanager
    async def world() -> AsyncIterator[Algometer]:
        async with in_process(Device(seed=7, routine=False), speed=SPEED) as bench:

            @asynccontextmanager
            async def radio() -> AsyncIterator[Radio]:
                async with bumble_radio(bench.client, bench.client, clock.now) as opened:
                    yield opened

            algometer = Algometer(radio, Wish(silence_s=3 * SPEED), clock, kept.prepare)

            async def person() -> None:
                await asyncio.shield(algometer.opened)
                await Presser(algometer, bench.hand, clock.sleep, seed=7).live()

            acting = asyncio.create_task(person())
            yield algometer
            acting.cancel()
            await asyncio.wait({acting})

    apart = AlgometerApart(world, clock)
    assert apart.link.state is LinkState.SEARCHING
    with pytest.raises(RuntimeError):
        apart.view()
    running = asyncio.create_task(apart.run())
    await asyncio.wait_for(apart.opened, 20)
    assert apart.view().trials == 1
    told = [type(what).__name__ async for _, what in apart.told()]
    await running
    assert told[-1] == "Finished"
    assert apart.view().over
    assert kept.recorder.close().saved


async def test_apart_a_stop_before_the_device_ends_it(tmp_path: Path) -> None:
    kept = Kept(Recorder(Place.of(tmp_path)), setup())

    @asynccontextmanager
    async def world() -> AsyncIterator[Algometer]:
        async with in_process(Device(routine=False)) as bench:

            @asynccontextmanager
            async def radio() -> AsyncIterator[Radio]:
                async with bumble_radio(bench.client, bench.client, Clock().now) as opened:
                    yield opened

            yield Algometer(radio, Wish(device="nobody"), Clock(), kept.prepare)

    apart = AlgometerApart(world, Clock())
    apart.send(Stop())
    await apart.run()
    assert [one async for one in apart.told()] == []
    assert apart.opened.cancelled()
    kept.recorder.close()
