"""Frames in any order, with copies, losses and restarts, to one rising line (A4, A5)."""

import random
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devicelink.core import timebase
from devicelink.core.block import Block
from devicelink.core.timebase import Timebase
from firmware_protocol.messages import CLOCK_WRAP_US, ReadingFlag, Readings, Unit

STEP_US = 10_000


def frame(
    seq: int, count: int = 8, *, us: int | None = None, resent: bool = False, life: float = 0.0
) -> Readings:
    """Samples whose force is their number (plus `life`), at 100 Hz on the device's clock."""
    start_us = seq * STEP_US if us is None else us
    return Readings(
        raw=tuple(life + seq + index for index in range(count)),
        unit=Unit.NEWTON,
        device_us=tuple((start_us + index * STEP_US) % CLOCK_WRAP_US for index in range(count)),
        seq=seq % 2**32,
        flags=ReadingFlag.BACKFILL if resent else ReadingFlag.NONE,
    )


class Sink:
    """All that came out of a time base."""

    def __init__(self, base: Timebase) -> None:
        self.base = base
        self.t_s: list[float] = []
        self.force_n: list[float] = []
        self.moved_s: list[float] = []

    def take(self, block: Block) -> None:
        self.t_s += block.t_s.tolist()
        self.force_n += block.force_n.tolist()
        self.moved_s += [float(part.t_s[0]) for moved, part in self.base.parts(block) if moved]
        assert all(before < after for before, after in pairwise(self.t_s[-len(block) - 1 :]))

    def add(self, readings: Readings, at_s: float, boot_id: int | None = None) -> None:
        self.take(self.base.add(readings, at_s, boot_id))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.0, 0.5), st.sampled_from([0, 2**32 - 200]))
def test_a4_loss_copies_and_disorder_are_counted_exactly(
    seed: int, loss: float, first: int
) -> None:
    """Loss 0-50 %, copies, up to 8 frames out of order, and the counter's wrap."""
    rng = random.Random(seed)
    kept = [n for n in range(100) if n in {0, 99} or rng.random() >= loss]
    frames = [(n * 0.08 + rng.uniform(0.0, 0.5), n) for n in kept[1:]]
    frames += [(at_s + rng.uniform(0.0, 0.1), n) for at_s, n in frames if rng.random() < 0.2]
    sink = Sink(Timebase(patience_s=1.0))
    sink.add(frame(first), 0.0)
    for at_s, n in sorted(frames):
        sink.add(frame(first + 8 * n), at_s + 0.1)
    sink.take(sink.base.finish())
    assert sink.base.lost == 8 * (100 - len(kept))
    assert sink.base.duplicates == 8 * (1 + len(frames) - len(kept))
    assert sink.base.misplaced == 0
    expected = [float(first + 8 * n + index) for n in kept for index in range(8)]
    assert sink.force_n == expected
    spacing = np.diff(sink.t_s) - np.diff(sink.force_n) * STEP_US * 1e-6
    assert np.abs(spacing).max() < 1e-6


def test_a5_four_hours_with_wraps_a_gap_and_a_reboot() -> None:
    """Monotone, within a sample of the truth, and a zero moved by the restart alone, no wrap."""
    sink, start_us = Sink(Timebase()), CLOCK_WRAP_US - 3_000_000
    for n in range(0, 4 * 3600 * 100, 1600):
        if 3_000.0 < n / 100 < 3_100.0:
            continue
        after = n / 100 > 10_000.0
        seq = n - 1_000_000 if after else n
        readings = frame(seq, 16, us=seq * STEP_US + (77 if after else start_us), life=n - seq)
        sink.add(readings, n / 100 + 0.15, boot_id=2 if after else 1)
    sink.take(sink.base.finish())
    away = np.array(sink.t_s) - np.array(sink.force_n) / 100
    assert np.abs(away).max() <= 0.0101
    assert sink.moved_s == [pytest.approx(10_016.0, abs=0.02)]


def test_a_hole_is_waited_for_and_filled_in_place() -> None:
    sink = Sink(Timebase(patience_s=0.5))
    sink.add(frame(0), 0.08)
    sink.add(frame(24), 0.32)
    assert sink.force_n[-1] == 7.0
    assert sink.base.missing() == ((8, 16),)
    assert sink.base.fresh.force_n.tolist() == list(range(24, 32))  # the guard need not wait
    sink.add(frame(8, resent=True), 0.5)
    assert sink.base.missing() == ((16, 8),)
    sink.add(frame(16, resent=True), 0.9)  # helped at 0.5 s: still waited for
    assert sink.force_n == [float(n) for n in range(32)]
    assert len(sink.base.fresh) == 0
    assert sink.base.lost == 0
    assert sink.base.missing() == ()


def test_patience_ends_and_what_comes_later_is_too_late() -> None:
    sink = Sink(Timebase(patience_s=0.5))
    sink.add(frame(0), 0.08)
    sink.add(frame(24), 0.32)
    sink.take(sink.base.wait(0.8))
    assert len(sink.force_n) == 8
    sink.take(sink.base.wait(0.83))
    assert sink.force_n[8:] == [float(n) for n in range(24, 32)]
    assert sink.base.lost == 16
    sink.add(frame(8, resent=True), 0.9)
    assert sink.base.duplicates == 8
    assert len(sink.force_n) == 16


def test_what_the_device_no_longer_keeps_is_not_waited_for() -> None:
    """Part of a hole is gone for good: the rest is still waited for, and comes in its place."""
    sink = Sink(Timebase(patience_s=2.0))
    sink.add(frame(0), 0.08)
    sink.add(frame(40), 0.5)
    sink.take(sink.base.give_up(8, 16, 0.55))
    assert len(sink.force_n) == 8
    assert sink.base.missing() == ((24, 16),)
    assert sink.base.lost == 16
    sink.add(frame(24, 16, resent=True), 0.6)
    assert sink.force_n == [*map(float, range(8)), *map(float, range(24, 48))]
    sink.add(frame(64), 0.75)
    sink.take(sink.base.give_up(56, 8, 0.76))  # the hole's far end first
    assert sink.base.missing() == ((48, 8),)
    sink.take(sink.base.give_up(48, 8, 0.77))
    assert sink.force_n[-8:] == [float(n) for n in range(64, 72)]
    assert (sink.base.lost, sink.base.missing()) == (32, ())


def test_giving_up_before_anything_came_or_after_it_was_filled_does_no_harm() -> None:
    sink = Sink(Timebase())
    sink.take(sink.base.give_up(0, 8, 0.0))
    sink.add(frame(0), 0.08)
    sink.take(sink.base.give_up(0, 8, 0.1))
    sink.add(frame(8), 0.16)
    assert sink.force_n == [float(n) for n in range(16)]
    assert sink.base.lost == 0


def test_a_moved_zero_is_marked_at_its_sample_and_told_once() -> None:
    """The device tells by an event and by the flag of its next batch: it is one move."""
    base = Timebase(patience_s=1.0)
    base.add(frame(0), 0.08)
    base.rezero()
    flagged = replace(frame(16), flags=ReadingFlag.TARE_CHANGED)
    assert len(base.add(flagged, 0.24)) == 0
    block = base.add(frame(8, resent=True), 0.3)  # the event came before these
    parts = base.parts(block)
    assert [(moved, part.force_n.tolist()) for moved, part in parts] == [
        (True, [float(n) for n in range(8, 24)])
    ]
    base.add(replace(frame(24, 16), flags=ReadingFlag.NONE), 0.4)
    block = base.add(replace(frame(40), flags=ReadingFlag.TARE_CHANGED), 0.48)
    assert [moved for moved, _ in base.parts(block)] == [True]
    assert [moved for moved, _ in base.parts(base.add(frame(48), 0.56))] == [False]


def test_a_block_is_cut_where_the_zero_moved_inside_it() -> None:
    base = Timebase(patience_s=1.0)
    base.add(frame(0), 0.08)
    base.add(frame(16), 0.24)
    base.add(replace(frame(24), flags=ReadingFlag.TARE_CHANGED), 0.32)
    parts = base.parts(base.add(frame(8, resent=True), 0.4))
    assert [(moved, len(part)) for moved, part in parts] == [(False, 16), (True, 8)]


def test_a_zero_of_our_own_counts_from_the_next_sample_on() -> None:
    base = Timebase()
    before = base.add(frame(0), 0.08)
    base.rezero(2.5)
    after = base.add(frame(8), 0.16)
    assert before.force_n[-1] == 7.0
    assert after.force_n[0] == 5.5
    assert [moved for moved, _ in base.parts(after)] == [True]


def test_after_a_restart_nobody_knows_the_zero() -> None:
    base = Timebase()
    base.add(frame(5000), 1.0, boot_id=1)
    assert [moved for moved, _ in base.parts(base.add(frame(0), 2.0, boot_id=2))] == [True]


def test_a_link_lost_for_a_minute_is_filled_after_the_reconnection() -> None:
    sink = Sink(Timebase(patience_s=2.0))
    sink.add(frame(0), 0.08)
    sink.add(frame(6000), 60.08)
    assert sink.base.missing() == ((8, 5992),)
    for n in range(8, 6000, 8):
        sink.add(frame(n, resent=True), 60.1 + n / 8000)
    assert sink.force_n == [float(n) for n in range(6008)]
    assert sink.t_s[-1] - sink.t_s[0] == pytest.approx(60.07)


def test_a_reboot_is_known_by_its_number() -> None:
    sink = Sink(Timebase())
    sink.add(frame(5000), 1.0, boot_id=1)
    sink.add(frame(5016), 1.3, boot_id=1)
    sink.add(frame(0, life=0.25), 2.0, boot_id=2)
    sink.take(sink.base.finish())
    assert sink.force_n == [*range(5000, 5008), *range(5016, 5024), *(n + 0.25 for n in range(8))]
    assert sink.t_s[-1] == pytest.approx(2.0)
    assert sink.base.lost == 8


def test_a_reboot_is_known_by_its_clock_where_there_is_no_number() -> None:
    sink = Sink(Timebase())
    sink.add(frame(900_000), 10.0)
    sink.add(frame(0, life=0.5), 12.0)
    assert sink.t_s[-1] == pytest.approx(12.0)
    assert sink.force_n[-1] == 7.5


def test_a_device_without_numbers_is_taken_as_it_comes() -> None:
    sink = Sink(Timebase())
    plain = [
        Readings(raw=(float(n),), unit=Unit.NEWTON, device_us=(n * STEP_US,)) for n in range(10)
    ]
    for n in [0, 1, 1, 2, 3, 3, 3, 4, 2, 5]:
        sink.add(plain[n], n / 100)
    assert sink.force_n == [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]
    assert sink.base.misplaced == 4


def test_a_device_without_clock_and_numbers_still_rises() -> None:
    sink = Sink(Timebase())
    rng = random.Random(3)
    for n in range(300):
        at_s = n * 0.1 + rng.uniform(0.0, 0.04)
        sink.add(Readings(raw=(1.0,), unit=Unit.KILOGRAM), at_s)
    assert len(sink.t_s) == 300
    assert sink.force_n[0] == pytest.approx(9.80665)
    assert sink.t_s[-1] == pytest.approx(29.9, abs=0.06)


def test_what_is_no_number_passes_as_such() -> None:
    readings = Readings(raw=(float("nan"), 2.0), unit=Unit.NEWTON, device_us=(0, 10_000), seq=0)
    assert np.isnan(Timebase().add(readings, 0.0).force_n[0])


def test_memory_is_bounded_under_a_flood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timebase, "HELD_MAX", 1000)
    base = Timebase(patience_s=1e9)
    base.add(frame(0), 0.0)
    for n in range(2, 1000):
        base.add(frame(8 * n), n * 0.08)
        assert len(base._held) <= 1008
    assert base.lost == 8


def test_a_frame_from_nowhere_does_not_blind_it() -> None:
    """A number far ahead swallows a second at most, then the device is followed again."""
    sink = Sink(Timebase(patience_s=0.5))
    for n in range(0, 4000, 8):
        sink.add(frame(n), n / 100 + 0.08)
        if n == 800:
            sink.add(frame(n + 2**30, us=n * STEP_US), n / 100 + 0.09)
    sink.take(sink.base.finish())
    assert sink.force_n[-1] == 3999.0
    assert sum(force < 4000 for force in sink.force_n) >= 4000 - 100
    assert np.diff(sink.t_s).max() < 1.0


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 2**32 - 1) | st.none(),
            st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=4) | st.none(),
            st.booleans(),
            st.floats(0.0, 5.0),
        ),
        max_size=40,
    )
)
def test_any_frames_give_a_rising_line(
    frames: list[tuple[int | None, list[int] | None, bool, float]],
) -> None:
    sink, at_s = Sink(Timebase()), 0.0
    for seq, clock, resent, pause_s in frames:
        at_s += pause_s
        flags = ReadingFlag.BACKFILL if resent else ReadingFlag.NONE
        count = len(clock) if clock else 2
        times = tuple(clock) if clock else None
        raw = (1.0,) * count
        sink.add(Readings(raw=raw, unit=Unit.NEWTON, device_us=times, seq=seq, flags=flags), at_s)
    sink.take(sink.base.finish())
    total = sum(len(clock) if clock else 2 for _, clock, _, _ in frames)
    assert len(sink.t_s) + sink.base.duplicates + sink.base.misplaced == total
