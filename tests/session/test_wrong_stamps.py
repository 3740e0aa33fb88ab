"""Stamps that mean nothing: what the device reads is guarded all the same, at once."""

import pytest

from devicelink.care.inputs import ZeroBy, ZeroMoved
from devicelink.core.events import Level, OverForce
from devicelink.session.intake import Intake
from firmware_protocol.messages import CLOCK_WRAP_US, Readings, Unit

LIMIT_N = 60.0
FRAME_S, COUNT = 0.1, 10


def ticks(n: int, kind: str) -> tuple[int, ...]:
    """Of the n-th frame of ten samples at 100 Hz."""
    sound = [10_000_000 + (COUNT * n + at) * 10_000 for at in range(COUNT)]
    match kind:
        case "span":
            return tuple(sound[0] + at * 500_000 for at in range(COUNT))
        case "last is nothing":
            return (*sound[:-1], 0)
        case "last before the first":
            return (*sound[:-1], (sound[0] - 1) % CLOCK_WRAP_US)
        case "one ahead":
            return (*sound[:5], sound[5] + 1_000_000_000, *sound[6:])
        case "stands still":
            return (10_000_000,) * COUNT
    return tuple(sound)


def frame(n: int, force_n: float, kind: str, *, numbered: bool) -> Readings:
    raw = tuple(force_n + 0.01 * ((n * COUNT + at) % 7) for at in range(COUNT))
    return Readings(
        raw=raw, unit=Unit.NEWTON, device_us=ticks(n, kind), seq=COUNT * n if numbered else None
    )


@pytest.mark.parametrize("numbered", [True, False])
@pytest.mark.parametrize("kind", ["span", "last is nothing", "last before the first"])
def test_a_frame_whose_stamps_cannot_be_is_guarded_by_its_arrival(
    kind: str, numbered: bool
) -> None:
    intake = Intake()
    intake.guard(LIMIT_N)
    for n in range(60):
        intake.take(FRAME_S * n, frame(n, 0.2, "", numbered=numbered), None)
    taken = intake.take(FRAME_S * 60, frame(60, 90.0, kind, numbered=numbered), None)
    assert taken is not None
    assert taken.is_new
    assert [one.level for one in taken.alarms if isinstance(one, OverForce)] == [Level.ALARM]
    assert intake.newest_n == pytest.approx(90.0, abs=0.1)


@pytest.mark.parametrize("numbered", [True, False])
def test_a_clock_that_stands_still_hides_no_force(numbered: bool) -> None:
    """It stood still while nothing pressed."""
    intake = Intake()
    intake.guard(LIMIT_N)
    alarms: list[object] = []
    for n in range(40):
        force_n = 0.2 if n < 20 else 90.0
        taken = intake.take(FRAME_S * n, frame(n, force_n, "stands still", numbered=numbered), None)
        assert taken is not None
        alarms += taken.alarms
        if n == 20:
            assert alarms


def test_a_late_first_frame_and_a_pause_begin_no_new_life() -> None:
    """One frame tells nothing of how quick frames can be."""
    intake = Intake()
    intake.take(0.9, frame(0, 0.2, "", numbered=True), None)
    for n in range(200, 260):
        taken = intake.take(FRAME_S * n, frame(n, 0.2, "", numbered=True), None)
        assert taken is not None
        assert not [one for one in intake.parts(taken.block) if isinstance(one, ZeroMoved)]


def test_a_stall_of_three_seconds_at_the_start_begins_no_life_for_each_frame() -> None:
    intake, moved = Intake(), 0
    intake.take(3.0, frame(0, 0.2, "", numbered=True), None)
    for n in range(1, 200):
        taken = intake.take(max(3.0, FRAME_S * n), frame(n, 0.2, "", numbered=True), None)
        assert taken is not None
        moved += sum(isinstance(one, ZeroMoved) for one in intake.parts(taken.block))
    assert moved <= 1


def test_a_life_that_only_a_clock_tells_of_is_no_zero_that_was_set() -> None:
    intake = Intake()
    for n in range(100):
        intake.take(FRAME_S * n, frame(n, 0.2, "", numbered=False), None)
    told: list[ZeroMoved] = []
    for n in range(100, 110):
        again = frame(n - 100, 0.2, "", numbered=False)
        taken = intake.take(FRAME_S * n, again, None)
        assert taken is not None
        told += [one for one in intake.parts(taken.block) if isinstance(one, ZeroMoved)]
    assert [one.by for one in told] == [ZeroBy.RESTART]
    assert not intake.zeroing._is_set


@pytest.mark.parametrize("numbered", [True, False])
def test_one_stamp_ahead_within_a_frame_costs_that_frame_alone(numbered: bool) -> None:
    intake = Intake()
    intake.guard(LIMIT_N)
    kept = 0
    for n in range(200):
        kind = "one ahead" if n == 60 else ""
        force_n = 0.2 if n <= 60 else 90.0
        taken = intake.take(FRAME_S * n, frame(n, force_n, kind, numbered=numbered), None)
        assert taken is not None
        kept += len(taken.block)
        if n == 61:
            assert taken.alarms
    assert kept + len(intake.timebase.finish()) == COUNT * 199


@pytest.mark.parametrize("lag_s", [0.15, 0.8, 2.0])
def test_after_nonsense_on_a_slow_link_the_next_frame_is_guarded_at_once(lag_s: float) -> None:
    intake = Intake()
    intake.guard(LIMIT_N)
    for n in range(60):
        late_s = 0.0 if n < 20 else lag_s
        intake.take(FRAME_S * n + late_s, frame(n, 0.2, "", numbered=True), None)
    intake.take(FRAME_S * 60 + lag_s, frame(60, 0.2, "last is nothing", numbered=True), None)
    taken = intake.take(FRAME_S * 61 + lag_s, frame(61, 90.0, "", numbered=True), None)
    assert taken is not None
    assert taken.alarms


def batch(n: int, samples: int, step_us: int, force_n: float) -> Readings:
    first = n * samples
    return Readings(
        raw=tuple(force_n + 3.0 * at / samples for at in range(samples)),
        unit=Unit.NEWTON,
        device_us=tuple((first + at) * step_us for at in range(samples)),
        seq=first,
    )


def test_a_copy_of_a_long_batch_is_nothing_new_and_no_alarm() -> None:
    intake = Intake()
    intake.guard(LIMIT_N)
    for n in range(40):
        at_s = 1.5 * (n + 1)
        taken = intake.take(at_s, batch(n, 150, 10_000, 30.0), None)
        again = intake.take(at_s + 0.001, batch(n, 150, 10_000, 30.0), None)
        assert taken is not None
        assert again is not None
        assert taken.is_new
        assert not again.is_new
        assert not [*taken.alarms, *again.alarms]


def test_long_batches_that_waited_come_in_whole() -> None:
    """A program that stood still for three seconds finds two of them at once."""
    intake, kept = Intake(), 0
    for n in range(40):
        at_s = 2.0 * (n + 1)
        taken = intake.take(at_s + 2.0 * (n % 5 == 3), batch(n, 200, 10_000, 30.0), None)
        assert taken is not None
        kept += len(taken.block)
    assert kept == 8000
