"""A session in its own thread: a frozen face holds up nothing, and a hung session shows nothing."""

import asyncio
import gc
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from devicelink import data
from devicelink.care.inputs import Answer, Pain, Stop
from devicelink.care.outputs import Phase, SessionEnd, SessionOver
from devicelink.clock import Clock
from devicelink.errors import LinkError
from devicelink.link.port import Radio
from devicelink.link.radio import bumble_radio
from devicelink.link.supervisor import Wish
from devicelink.session.apart import Apart
from devicelink.session.elsewhere import COLLECT, TURN_S
from devicelink.session.live import LiveSession
from devicelink.session.view import Gauge
from devicelink.session.watchman import Watchman
from simulator.faults import parse_fault
from simulator.serve import Bench, Setup, in_process
from tests.session.live_bench import Live

pytestmark = pytest.mark.usefixtures("no_leaks")


class Away:
    """A world with a simulated probe, made in the session's own thread."""

    def __init__(self, *faults: str) -> None:
        self.clock = Clock()
        self.faults = tuple(map(parse_fault, faults))
        self.rang_s: list[float] = []
        self.bench: Bench
        self.session = Apart(self.world, self.clock, data.phrases())

    @asynccontextmanager
    async def world(self) -> AsyncIterator[LiveSession]:
        async with in_process(Setup(seed=7, routine=False, faults=self.faults)) as bench:
            self.bench, clock = bench, self.clock
            live = Live(bench, clock)

            @asynccontextmanager
            async def radio() -> AsyncIterator[Radio]:
                async with bumble_radio(bench.client, bench.client, clock.now) as opened:
                    yield opened

            watchman = Watchman(clock, ring=lambda: self.rang_s.append(clock.now()))
            yield LiveSession(radio, Wish(), clock, data.phrases(), live.prepare, watchman)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Apart]:
        task = asyncio.create_task(self.session.run())
        try:
            await asyncio.wait({task, self.session.opened}, return_when="FIRST_COMPLETED")
            if task.done():
                await task
            yield self.session
        finally:
            self.session.send(Stop())
            await task


def is_buzzing(away: Away) -> bool:
    return away.bench.device.buzzing


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110 - what is waited for is of another thread
            await asyncio.sleep(0.02)


def frozen(seconds: float) -> None:
    """What a face must never do."""
    time.sleep(seconds)


def frozen_until(true: Callable[[], bool], patience_s: float = 8.0) -> bool:
    """This loop, the face's, stands still all the while, however busy the machine is."""
    for _ in range(round(patience_s / 0.05)):
        if true():
            return True
        frozen(0.05)
    return False


@asynccontextmanager
async def hung(session: Apart) -> AsyncIterator[Callable[[], bool]]:
    """The session's own loop stands still inside the block; whether it still does."""
    go, gone = threading.Event(), threading.Event()

    def hang() -> None:
        go.wait(60.0)
        gone.set()

    assert session._loop is not None
    session._loop.call_soon_threadsafe(hang)
    try:
        yield lambda: not gone.is_set()
    finally:
        go.set()


async def test_with_the_face_frozen_the_alarm_comes_and_the_buzzer_sounds() -> None:
    """Item 2: decided and sounded while this loop, the face's, does nothing at all."""
    away = Away()
    async with away.running():
        away.bench.hand.press(60.0, 0.3)
        assert frozen_until(lambda: len(away.rang_s) >= 2)
        assert frozen_until(lambda: is_buzzing(away))
        away.bench.device.buzzing = False  # as when the link is lost for a moment
        assert frozen_until(lambda: is_buzzing(away))
        away.bench.hand.let_go()
        assert frozen_until(lambda: not is_buzzing(away))
        count = len(away.rang_s)
        frozen(0.7)
        assert len(away.rang_s) == count
    kinds = [type(one).__name__ async for _, one in away.session.happenings()]
    assert "OverForce" in kinds


async def test_a_signal_lost_under_load_rings_within_its_time_with_the_face_frozen() -> None:
    """Item 3: 300 ms after the last frame."""
    away = Away("silent=1")
    async with away.running() as session:
        away.bench.hand.press(12.0, 0.3)
        assert frozen_until(lambda: bool(away.rang_s))
        view = session.view()
        assert (view.gauge, view.force_n) == (Gauge.NO_SIGNAL, None)


async def test_a_face_that_drew_and_froze_is_told_by_the_bell_while_somebody_presses() -> None:
    """What it shows is old, whatever the force is; a frozen screen cannot say so itself."""
    away = Away()
    async with away.running() as session:
        session.send(Pain(3))
        away.bench.hand.press(12.0, 0.3)
        await until(lambda: (session.view().force_n or 0.0) > 5.0)
        for _ in range(10):
            session.view()
            await asyncio.sleep(0.02)
        away.rang_s.clear()
        assert frozen_until(lambda: bool(away.rang_s))


async def test_a_session_that_hangs_shows_no_number_and_rings() -> None:
    away = Away()
    async with away.running() as session:
        session.send(Pain(3))
        away.bench.hand.press(12.0, 0.3)
        await until(lambda: (session.view().force_n or 0.0) > 5.0)
        async with hung(session) as hangs:
            away.rang_s.clear()
            await until(lambda: session.view().gauge is Gauge.NO_SIGNAL)
            assert session.view().force_n is None
            assert frozen_until(lambda: bool(away.rang_s))
            assert hangs(), "all of this while it hung"


async def test_a_view_that_grew_old_is_shown_as_no_signal_while_readings_still_come() -> None:
    """Whatever keeps the session from making views: what stands in the last one is not now."""
    away = Away()
    async with away.running() as session:
        session.send(Pain(3))
        away.bench.hand.press(12.0, 0.3)
        await until(lambda: (session.view().force_n or 0.0) > 5.0)
        live = session._session
        assert live is not None
        live.moved = lambda: None
        await until(
            lambda: session.view().gauge is Gauge.NO_SIGNAL and live.is_live(away.clock.now())
        )
        assert session.view().force_n is None


async def test_a_number_that_is_too_old_is_not_shown_however_young_its_view() -> None:
    away = Away()

    def is_young(made_s: float, came_s: float) -> bool:
        now_s = away.clock.now()
        return away.session._is_young(now_s - made_s, now_s - came_s, now_s)

    async with away.running():
        await until(lambda: is_young(0.0, 0.1))
        assert not is_young(0.0, 0.51)
        assert not is_young(0.31, 0.31)


async def test_what_the_face_sends_and_is_told_crosses_over_and_back() -> None:
    away = Away()
    async with away.running() as session:
        session.send(Pain(3))
        await until(lambda: session.view().phase is Phase.LOCATE)
        session.send(Answer(yes=True))
    assert session.ending is not None
    assert session.ending.end is SessionEnd.STOPPED
    told = [one async for _, one in session.happenings()]
    assert isinstance(told[-1], SessionOver)
    assert session.view().over
    await until(lambda: not [t for t in threading.enumerate() if t.name.startswith("devicelink")])


async def test_what_stands_in_the_way_is_raised_here() -> None:
    away = Away("pair_refused")
    with pytest.raises(LinkError, match="refused to pair"):
        await away.session.run()
    assert away.session.opened.cancelled()


async def test_stopped_or_cancelled_before_it_began_leaves_nothing() -> None:
    away = Away()
    away.session.send(Stop())
    await away.session.run()
    assert away.session.opened.cancelled()
    away = Away()
    task = asyncio.create_task(away.session.run())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not [t for t in threading.enumerate() if t.name == "devicelink-session"]


async def test_what_it_asks_of_python_is_taken_back() -> None:
    """How often threads take turns and garbage is collected: a session's own measure only."""

    def asked() -> tuple[float, tuple[int, int, int], int]:
        return sys.getswitchinterval(), gc.get_threshold(), gc.get_freeze_count()

    before = asked()
    async with Away().running():
        during = asked()
    assert (during[0], during[1]) == (TURN_S, COLLECT)
    assert during[2] > 0
    assert asked() == before
