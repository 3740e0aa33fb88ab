"""What a device sends beside force is counted, kept and told where it matters."""

from devicelink.care.inputs import FramesRejected
from devicelink.session.intake import Intake
from devicelink.session.tally import KEPT, Counts, Tally
from firmware_protocol.messages import Battery, DeviceFault, FrameRejected, LowPower
from tests.session.live_bench import living

JUNK = FrameRejected("interval 0", b"\x01\x02")


def test_faults_low_power_and_rejected_frames_go_on_to_the_session() -> None:
    intake = Intake()
    fault = DeviceFault("overload", "151.0 N")
    for message in (fault, LowPower(), JUNK):
        assert list(intake.news(message)) == [message]
    assert list(intake.news(Battery(percent=3))) == []
    assert intake.tally.counts == Counts(frames=1, rejected=1, faults=1)


def test_junk_is_told_above_one_frame_in_a_hundred_over_ten_seconds() -> None:
    tally, told = Tally(), []
    for n in range(600):
        tally.read()
        if (n % 20 == 0 and n < 200) or n in {250, 450}:
            tally.rejected()
        told.append(tally.judge(n / 20))
    assert [one for one in told if one is not None] == [FramesRejected(count=9, of=209)]
    assert tally.counts.rejected == 12


def test_a_flood_of_junk_is_counted_and_only_its_beginning_kept_whole() -> None:
    intake = Intake()
    intake.tally.judge(0.0)
    kept = sum(len(list(intake.news(JUNK))) for _ in range(10 * KEPT))
    assert kept == KEPT
    assert intake.tally.counts.rejected == 10 * KEPT
    assert intake.tally.judge(10.0) == FramesRejected(count=10 * KEPT, of=10 * KEPT)
    assert list(intake.news(JUNK)) == [JUNK]


async def test_junk_on_the_air_is_kept_counted_and_told() -> None:
    async with living("garbage=0.2", speed=8.0, person=False) as live:
        await live.until(lambda: bool(live.kinds("frames_rejected")))
        view = live.session.view()
    assert view.link.rejected > 5
    assert len(live.kinds("frame_rejected")) > 5
    assert all(record.body["data"] for record in live.kinds("frame_rejected"))
    assert any("cannot be read" in line for line in view.recent)


async def test_a_low_battery_is_said_once() -> None:
    async with living("low_battery", speed=20.0, person=False) as live:
        await live.until(lambda: bool(live.kinds("low_power")))
        await live.until(lambda: live.clock.now() > live.records[-1].t_s)
    said = [r for r in live.kinds("cue") if r.body["phrase"] == "battery_low"]
    assert len(said) == 1
