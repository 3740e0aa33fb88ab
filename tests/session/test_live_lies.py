"""Frames that bring nothing new, or a wrong time: the alarm still comes, and no number is shown."""

from dataclasses import replace
from itertools import count

import pytest

from devicelink.care.cues import Phrase
from devicelink.care.inputs import LinkState, Pain
from devicelink.session.intake import PATIENCE_S, Intake
from devicelink.session.live import LiveSession
from devicelink.session.view import Gauge
from firmware_protocol.messages import CLOCK_WRAP_US, Message, Readings
from tests.session.live_bench import Live, living, same_again
from tests.session.test_intake import frame, pressing, take

pytestmark = pytest.mark.usefixtures("no_leaks")


class Lying(LiveSession):
    """What the air brings is changed on its way in, once `lie` says how."""

    lie = ""
    _last: Readings | None = None

    def _heard(self, at_s: float, message: Message) -> None:
        if isinstance(message, Readings):
            if self.lie == "repeat" and self._last is not None:
                message = self._last
            elif self.lie == "ahead":
                self.lie, off_us = "", 1_900_000
                ticks = [(tick + off_us) % CLOCK_WRAP_US for tick in message.device_us or ()]
                message = replace(message, device_us=tuple(ticks))
            self._last = message
        super()._heard(at_s, message)


async def pressed(live: Live, force_n: float) -> Lying:
    session = live.session
    assert isinstance(session, Lying)
    session.send(Pain(3))
    live.bench.hand.press(force_n, 0.3)
    await live.until(lambda: (session.view().force_n or 0.0) > 0.8 * force_n)
    await live.until(lambda: live.clock.now() - live.began_s > 6.0)
    return session


def alarmed_s(live: Live) -> list[float]:
    told = live.kinds("over_force")
    return [one.t_s for one in told if one.body["level"] == "alarm"]


async def test_a_frame_that_comes_again_and_again_is_no_sign_of_life() -> None:
    async with living(speed=4.0, person=False, session=Lying) as live:
        session = await pressed(live, 18.0)
        rang: list[float] = []
        session.watchman._ring = lambda: rang.append(live.clock.now())
        session.lie = "repeat"
        live.bench.hand.press(60.0, 0.2)
        await live.until(lambda: session.watchman.is_lost(live.clock.now()))
        await live.until(lambda: len(rang) >= 2)
        view = session.view()
        assert (view.gauge, view.force_n) == (Gauge.NO_SIGNAL, None)


async def test_a_frame_stamped_ahead_does_not_blind_the_alarm() -> None:
    """The limit is passed while all that comes is older than that stamp says."""
    async with living(speed=4.0, person=False, session=Lying) as live:
        session = await pressed(live, 18.0)
        session.lie, began_s = "ahead", live.clock.now()
        live.bench.hand.press(60.0, 0.2)
        await live.until(lambda: bool(alarmed_s(live)))
        assert min(alarmed_s(live)) - began_s < 1.0


async def test_a_hole_outlives_a_second_loss_of_the_link() -> None:
    """Away, back, and away again before what was missed came: it is still asked for."""
    async with living(speed=4.0, person=False) as live:
        session, device = live.session, live.bench.peripheral
        timebase = session._intake.timebase

        async def lose() -> None:
            device.is_in_reach = False
            if device._connection is not None:
                await device._drop(device._connection, lost=True)

        await live.until(lambda: session.link.state is LinkState.LIVE)
        await live.until(lambda: len(live.samples.t_s) > 100)
        await lose()
        lost_s = live.clock.now()
        await live.until(lambda: live.clock.now() > lost_s + 1.0)
        device.is_in_reach = True
        await live.until(lambda: bool(timebase.missing()))
        await lose()
        lost_s = live.clock.now()
        await live.until(lambda: live.clock.now() > lost_s + 2 * PATIENCE_S * 4.0)
        device.is_in_reach = True
        await live.until(lambda: session.link.state is LinkState.LIVE and not timebase.missing())
        assert timebase.lost == 0
        assert not live.kinds("gap")


async def test_a_zero_that_drifts_is_told_at_rest_and_replays() -> None:
    async with living("drift=1", speed=16.0) as live:
        await live.until(lambda: bool(live.kinds("drifted_at_rest")), 60.0)
        await live.until_said(Phrase.DRIFTED)
    (first, *_) = live.kinds("drifted_at_rest")
    assert first.body["force_n"] == pytest.approx((first.t_s - 2.5) / 60.0, abs=0.2)
    same_again(live)


def test_what_stands_in_while_the_core_waits_is_believed_or_is_none() -> None:
    """A frame is lost, and then the device says less than nothing: nobody is told that."""
    intake = Intake()
    intake.guard(80.0, 150.0)
    seq = pressing(intake, 1.0)
    for n in count(1):
        at_s = 1.05 + 0.05 * n
        take(intake, at_s, frame(seq + 5 * n, *[-40.0] * 5))
        if intake.is_ahead_of(1.0):
            break
    assert intake.newest_n == pytest.approx(-40.0), "for what guards, as it came"
    assert intake.believed_n is None


def test_a_copy_brings_nothing_new() -> None:
    intake = Intake()
    seq = pressing(intake, 1.0)
    assert take(intake, 1.05, frame(seq, 20.0, 20.1)).is_new
    assert not take(intake, 1.10, frame(seq, 20.0, 20.1)).is_new
    assert not take(intake, 1.15, frame(seq - 50, 20.0, 20.1, backfill=True)).is_new
    assert take(intake, 1.20, frame(seq + 2, 20.0, 20.1)).is_new


def test_after_a_pause_of_the_devices_clock_a_new_link_is_live_again() -> None:
    """Every frame is as late as a frame that was held up: only a new link can tell."""
    intake = Intake()
    seq = pressing(intake, 10.0)
    for n in range(0, 1000, 5):
        take(intake, 11.05 + n / 100, frame(seq + n, *[20.0] * 5))
    assert not intake.is_live(21.0)
    intake.linked_anew()
    take(intake, 21.05, frame(seq + 1000, *[20.0] * 5))
    assert intake.is_live(21.05)
