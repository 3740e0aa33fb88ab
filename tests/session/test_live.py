"""Whole sessions over the emulated air: real client, lost links, sleep, refusals, nothing left."""

import asyncio
from contextlib import AbstractAsyncContextManager

import numpy as np
import pytest

from devicelink.care.inputs import LinkState, Pain, Stop
from devicelink.care.outputs import Phase, SessionEnd, SessionOver
from devicelink.clock import Clock
from devicelink.data import phrases
from devicelink.drivers.base import Driver
from devicelink.errors import LinkError, PlanError
from devicelink.link.port import Radio
from devicelink.link.supervisor import Wish
from devicelink.session import on_air as on_air_module
from devicelink.session.intake import Intake
from devicelink.session.live import LiveSession
from devicelink.session.prepared import Prepared
from devicelink.session.view import Gauge
from tests.session.live_bench import Live, living, same_again

pytestmark = pytest.mark.usefixtures("no_leaks")


def phases(live: Live) -> list[object]:
    return [record.body["phase"] for record in live.kinds("phase_changed")]


async def test_a_whole_session_over_the_real_client() -> None:
    """S25, S28, S58: nothing is lost on the way, and the record gives the session again."""
    async with living(speed=30.0) as live:
        await live.until_said(SessionOver)
        view = live.session.view()
    assert live.session.ending is not None
    assert live.session.ending.end is SessionEnd.COMPLETE
    assert view.over
    assert len(view.holds) >= 2
    assert live.intake is not None
    assert (live.intake.timebase.lost, live.intake.timebase.duplicates) == (0, 0)
    np.testing.assert_allclose(np.diff(live.samples.t_s), 0.01, atol=1e-5)
    assert live.intake.rate_hz == pytest.approx(100.0, rel=0.02)
    assert live.intake.battery_pct is not None
    same_again(live)


@pytest.mark.parametrize("fault", ["drop_link=6", "disconnect=6"])
async def test_a_lost_link_pauses_and_the_missing_samples_are_fetched(fault: str) -> None:
    async with living(fault, speed=8.0) as live:
        await live.until_said(LinkState.LOST)
        await live.until(lambda: live.session.view().link.state is not LinkState.LIVE)
        assert live.session.view().link.rate_hz is None
        await live.until(lambda: live.session.link.state is LinkState.LIVE)
        back_s = live.clock.now()
        await live.until(lambda: live.engine_newest_s() > back_s + 1.0)
        await live.until(lambda: live.session.view().phase is not Phase.PAUSED)
    assert "paused" in phases(live)
    assert live.intake is not None
    assert live.intake.timebase.lost == 0
    assert live.kinds("gap") == []
    np.testing.assert_allclose(np.diff(live.samples.t_s), 0.01, atol=1e-5)
    same_again(live)


async def test_notifications_that_never_arrive_are_fetched_too() -> None:
    async with living("loss=0.1", speed=8.0) as live:
        await live.until(lambda: live.engine_newest_s() > 12.0)
    assert live.intake is not None
    assert live.intake.timebase.lost == 0
    np.testing.assert_allclose(np.diff(live.samples.t_s), 0.01, atol=1e-5)
    same_again(live)


async def test_what_cannot_be_fetched_is_a_marked_gap() -> None:
    async with living("drop_link=6", "no_backfill", speed=8.0) as live:
        await live.until(lambda: bool(live.kinds("gap")))
    gap = live.kinds("gap")[0].body
    t0_s, t1_s = gap["t0_s"], gap["t1_s"]
    assert isinstance(t0_s, float)
    assert isinstance(t1_s, float)
    inside = live.samples.t_s[(live.samples.t_s > t0_s + 1e-4) & (live.samples.t_s < t1_s - 1e-4)]
    assert len(inside) == 0
    assert t1_s - t0_s > 0.1
    back_s = [r.t_s for r in live.kinds("link_changed") if r.body["state"] == "live"][-1]
    assert live.kinds("gap")[0].t_s < back_s + 8.0  # patience would be 16 s at this speed
    same_again(live)


async def test_a_device_that_falls_asleep_ends_the_session() -> None:
    async with living("sleep=4", speed=8.0) as live:
        await live.until_said(SessionOver)
    assert live.session.ending is not None
    assert live.session.ending.end is SessionEnd.DEVICE_OFF
    assert any(record.body["device_off"] for record in live.kinds("link_changed"))
    same_again(live)


async def test_a_device_that_restarts_goes_on_in_the_same_session() -> None:
    async with living("reboot=5", speed=8.0) as live:
        await live.until_said(LinkState.LOST)
        lost_s = live.clock.now()
        await live.until(lambda: live.engine_newest_s() > lost_s + 3.0)
    assert np.all(np.diff(live.samples.t_s) > 0)
    same_again(live)


async def test_stop_ends_it_and_what_comes_after_is_no_part_of_it() -> None:
    async with living(speed=8.0) as live:
        await live.until(lambda: bool(live.kinds("hold_started")))
        live.session.send(Stop())
        live.session.send(Pain(9))
        await live.until_said(SessionOver)
    assert live.session.ending is not None
    assert live.session.ending.end is SessionEnd.STOPPED
    kinds = [record.kind for record in live.records]
    over = kinds.index("session_over")
    assert "hold_ended" in kinds[over:]  # the hold under way is measured and kept
    assert "pain" not in kinds[over:]
    same_again(live)


async def test_the_devices_button_says_go() -> None:
    async with living(speed=4.0, person=False) as live:
        live.bench.press_button()
        await live.until(lambda: bool(live.kinds("go")))


async def test_a_silent_device_shows_no_number() -> None:
    async with living("silent=3", speed=6.0, person=False) as live:
        await live.until(lambda: live.session.view().force_n is not None)
        await live.until(lambda: live.session.view().gauge is Gauge.NO_SIGNAL)
        assert live.session.view().force_n is None


async def test_late_listeners_hear_it_all() -> None:
    async with living(speed=8.0, person=False) as live:
        await live.until(lambda: bool(live.kinds("asked")))
    told = [happening async for _, happening in live.session.happenings()]
    assert isinstance(told[-1], SessionOver)
    assert len(told) == sum(r.kind not in {"ticks", "stop"} for r in live.records)


def never(_driver: Driver, _intake: Intake) -> Prepared:
    raise AssertionError


async def test_a_plan_that_is_refused_reaches_the_caller() -> None:
    class Refused(Live):
        def prepare(self, _driver: Driver, _intake: Intake, /) -> Prepared:
            raise PlanError("out_of_reach")

    with pytest.raises(PlanError, match="reached safely"):
        async with living(speed=8.0, made=Refused):
            pytest.fail("it must not begin")


async def test_a_pairing_that_is_refused_reaches_the_caller() -> None:
    with pytest.raises(LinkError, match="refused to pair"):
        async with living("pair_refused"):
            pytest.fail("it must not begin")


async def test_a_device_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_air_module, "OPEN_S", 0.3)
    with pytest.raises(LinkError) as found:
        async with living(device="nobody"):
            pytest.fail("it must not begin")
    assert "devicelink scan" in found.value.what_to_do


async def test_a_radio_that_is_not_to_be_had_reaches_the_caller() -> None:
    """And nobody waits for `opened` for ever."""

    def none() -> AbstractAsyncContextManager[Radio]:
        raise LinkError("bluetooth_no_adapter")

    session = LiveSession(none, Wish(), Clock(), phrases(), never)
    with pytest.raises(RuntimeError, match="opened"):
        session.view()
    with pytest.raises(LinkError, match="adapter"):
        await session.run()
    assert session.opened.cancelled()
    assert [happening async for happening in session.happenings()] == []


async def test_stop_before_there_is_a_device() -> None:
    class Slow(AbstractAsyncContextManager[Radio]):
        async def __aenter__(self) -> Radio:
            await asyncio.Event().wait()
            raise AssertionError

        async def __aexit__(self, *_: object) -> None:
            """Never entered."""

    session = LiveSession(Slow, Wish(), Clock(), phrases(), never)
    running = asyncio.create_task(session.run())
    await asyncio.sleep(0)
    session.send(Stop())
    async with asyncio.timeout(5):
        await running
    assert session.ending is None


async def test_what_waits_when_it_ends_is_no_part_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tick may end it while the engine waits: its record is closed before the next samples."""

    def process(*_: object) -> None:
        raise AssertionError

    def no_radio() -> AbstractAsyncContextManager[Radio]:
        raise AssertionError

    session = LiveSession(no_radio, Wish(), Clock(), phrases(), never)
    monkeypatch.setattr(session, "_running", object())
    monkeypatch.setattr(session, "_process", process)
    engine = asyncio.create_task(session._engine_loop())
    await asyncio.sleep(0)
    session.ending = SessionOver(t_s=1.0, end=SessionEnd.IDLE, reps=0, stretched=None)
    session.send(Pain(3))
    async with asyncio.timeout(5):
        await engine
