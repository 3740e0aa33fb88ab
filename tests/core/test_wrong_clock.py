"""A device's clock that tells a wrong time: the newest samples still reach the guard at once."""

import numpy as np
import pytest

from devicelink.core.timebase import Timebase
from tests.core.test_timebase import STEP_US, Sink, frame

FRAME_S = 0.08


def streamed(
    sink: Sink, wrong: dict[int, int], *, numbered: bool = True, frames: int = 400
) -> list[bool]:
    """Frames of 80 ms, some with their clock off by so many microseconds; which brought news."""
    brought = []
    for n in range(frames):
        one = frame(8 * n, us=8 * n * STEP_US + 10_000_000 + wrong.get(n, 0))
        if not numbered:
            one = type(one)(raw=one.raw, unit=one.unit, device_us=one.device_us)
        sink.add(one, FRAME_S * n)
        brought.append(len(sink.base.fresh) > 0)
    return brought


@pytest.mark.parametrize("numbered", [True, False])
@pytest.mark.parametrize("off_s", [0.6, 1.0, 1.9, 5.0])
def test_one_frame_stamped_ahead_hides_none_that_follow(off_s: float, numbered: bool) -> None:
    brought = streamed(sink := Sink(Timebase()), {200: round(off_s * 1e6)}, numbered=numbered)
    assert all(brought)
    assert sink.t_s[-1] < FRAME_S * 400 + 1.0, "nor is the line ahead of now for good"


@pytest.mark.parametrize("back_s", [0.1, 0.5, 1.9, 30.0])
@pytest.mark.parametrize("numbered", [True, False])
def test_a_clock_set_back_hides_next_to_nothing(back_s: float, numbered: bool) -> None:
    """Nothing of a device that counts; else a third of a second, which may be disorder."""
    wrong = dict.fromkeys(range(200, 400), -round(back_s * 1e6))
    brought = streamed(Sink(Timebase()), wrong, numbered=numbered)
    assert brought.count(False) <= (0 if numbered else 0.3 / FRAME_S)


def test_a_clock_a_little_ahead_hides_no_more_than_that() -> None:
    """Half a second: what a busy machine at the start may hide of how quick frames can be."""
    brought = streamed(Sink(Timebase()), {200: 450_000})
    assert brought.count(False) <= 0.45 / FRAME_S


def test_the_first_frames_may_all_be_late() -> None:
    """A busy machine at the start: later frames come sooner, which is no wrong clock."""
    sink = Sink(Timebase())
    for n in range(200):
        late_s = max(0.0, 1.5 - 0.5 * FRAME_S * n)
        sink.add(frame(8 * n), FRAME_S * (n + 1) + late_s)
    assert sink.base.parts(sink.base.finish()) == []
    assert len(sink.t_s) == 1600


@pytest.mark.parametrize("numbered", [True, False])
def test_a_frame_longer_than_the_time_since_the_last_is_dropped(numbered: bool) -> None:
    base = Timebase()
    for n in range(100):
        one = frame(8 * n)
        if n == 50:
            ticks = tuple(400 * STEP_US + 655_350 * at for at in range(8))
            one = type(one)(raw=one.raw, unit=one.unit, device_us=ticks, seq=one.seq)
        if not numbered:
            one = type(one)(raw=one.raw, unit=one.unit, device_us=one.device_us)
        base.add(one, FRAME_S * n)
    assert base.misplaced == 8
    assert base.fresh.t_s[-1] == pytest.approx(FRAME_S * 99, abs=1e-3)


def test_without_a_link_a_hole_is_kept_open() -> None:
    """The link is lost again before what it lost the first time was sent: it still can be."""
    sink = Sink(Timebase(patience_s=2.0))
    sink.add(frame(0), 0.08)
    sink.add(frame(16), 0.24)
    for now_s in np.arange(0.3, 30.0, 0.1).tolist():
        sink.base.hold(now_s)
        sink.take(sink.base.wait(now_s))
    assert sink.base.missing() == ((8, 8),)
    sink.take(sink.base.wait(31.8))
    sink.add(frame(8, resent=True), 31.85)
    assert sink.force_n == list(range(24))
    assert sink.base.lost == 0
