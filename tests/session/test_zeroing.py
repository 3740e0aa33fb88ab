"""The zero is set before pressing, with nothing on the device, and at no other time."""

from dataclasses import replace
from math import nan

import numpy as np
import pytest

from devicelink.care.coach import begin
from devicelink.care.inputs import ZeroBy, ZeroMoved, ZeroRefused
from devicelink.care.outputs import Phase
from devicelink.core.block import Block
from devicelink.session.intake import Intake
from devicelink.session.zeroing import Zeroing
from firmware_protocol.messages import DeviceFault, Info, Readings, Unit
from tests.session.played import plan_of

START = replace(begin(plan_of(), 0.0)[0], phase=Phase.PAIN_BEFORE)


def shown(*force_n: float, step_s: float = 0.05) -> Zeroing:
    zeroing = Zeroing()
    zeroing.note(Block.of([n * step_s for n in range(len(force_n))], list(force_n)))
    return zeroing


def test_it_is_tried_every_two_seconds_until_set_or_pressing_begins() -> None:
    zeroing = Zeroing()
    tries = [n / 10 for n in range(50) if zeroing.is_due(n / 10, START)]
    assert tries == [0.0, 2.0, 4.0]
    assert not zeroing.is_due(9.0, replace(START, phase=Phase.LOCATE))
    assert zeroing.is_due(10.0, START)
    zeroing.moved()
    assert not zeroing.is_due(20.0, START)
    assert zeroing.is_due(30.0, replace(START, phase=Phase.EASE_OFF, zero_lost=True))


def test_a_still_moment_without_load_gives_the_zero() -> None:
    assert shown(*[1.1, 1.3] * 8).rest_n(0.0) == pytest.approx(1.2, abs=0.01)


@pytest.mark.parametrize(
    "force_n",
    [
        [2.5] * 16,
        [-2.5] * 16,
        [0.0, 1.5] * 8,
        [0.5, nan] * 8,
        [0.5] * 4,
        [],
    ],
    ids=["load", "pull", "moving", "not known", "too short", "nothing"],
)
def test_anything_else_does_not(force_n: list[float]) -> None:
    """Refused unless still and under 2 N: a tare under load would hide the load for good."""
    assert shown(*force_n).rest_n(0.0) is None


@pytest.mark.parametrize(
    ("force_n", "why"),
    [([2.5] * 16, "load"), ([0.0, 0.4] * 8 + [0.1], "moving"), ([0.5] * 2, "no signal")],
)
def test_why_not_is_told(force_n: list[float], why: str) -> None:
    assert shown(*force_n).judged(0.0) == (None, why)


def test_a_tremor_of_more_than_a_tenth_of_a_newton_is_no_rest() -> None:
    """By the deviation, though the range is under one newton (test 23)."""
    rng = np.random.default_rng(2)
    assert shown(*(rng.normal(0.5, 0.05, 16).round(3).tolist())).rest_n(0.0) is not None
    assert shown(*(rng.normal(0.5, 0.2, 16).round(3).tolist())).rest_n(0.0) is None


def test_a_coarse_device_between_two_steps_is_at_rest() -> None:
    assert shown(*[0.0, 0.98] * 8).rest_n(0.0) == pytest.approx(0.49, abs=0.06)


def test_what_was_taken_off_before_counts_as_load() -> None:
    """Or the zero could creep up by just under 2 N again and again."""
    assert shown(*[0.5] * 16).rest_n(1.4) == pytest.approx(0.5)
    assert shown(*[0.5] * 16).rest_n(1.6) is None


def frame(n: int, force_n: float) -> Readings:
    """Ten samples at 100 Hz of a device that counts in kilograms and can nothing else."""
    us = tuple((n * 10 + k) * 10_000 for k in range(10))
    return Readings(raw=(force_n / 9.80665,) * 10, unit=Unit.KILOGRAM, device_us=us)


def test_a_zero_of_our_own_is_told_where_it_begins_to_count() -> None:
    intake = Intake()
    told: list[object] = []
    for n in range(20):
        if n == 10:
            assert intake.set_zero() is None
        taken = intake.take((n + 1) / 10, frame(n, 1.5), None)
        assert taken is not None
        told += intake.parts(taken.block)
    assert [type(one) for one in told].index(ZeroMoved) == 10
    moved, after = told[10], told[11]
    assert isinstance(moved, ZeroMoved)
    assert isinstance(after, Block)
    assert moved.by is ZeroBy.SOFTWARE
    assert moved.offset_n == pytest.approx(1.5)
    assert np.abs(after.force_n).max() < 1e-9
    assert intake.newest_n == pytest.approx(0.0)


def test_under_load_no_zero_of_our_own_is_set() -> None:
    intake = Intake()
    for n in range(10):
        intake.take((n + 1) / 10, frame(n, 20.0), None)
    assert intake.set_zero() == ZeroRefused("load")
    assert intake.timebase.zero_n == 0.0


def test_the_device_tells_how_far_it_moved_or_why_not() -> None:
    intake = Intake()
    intake.take(0.1, frame(0, 0.0), None)
    intake.take(0.15, Info("tare_offset_n", "0.250"), None)
    taken = intake.take(0.2, frame(1, 0.0), None)
    assert taken is not None
    moved, _ = intake.parts(taken.block)
    assert moved == ZeroMoved(by=ZeroBy.DEVICE, offset_n=0.25)
    assert list(intake.news(DeviceFault("refused", "tare: not_still"))) == [ZeroRefused()]
    assert intake.tally.counts.faults == 0


def test_a_restart_is_told_as_one() -> None:
    intake = Intake()
    intake.take(0.1, replace(frame(50, 0.0), seq=500), 1)
    taken = intake.take(3.0, replace(frame(0, 0.0), seq=0), 2)
    assert taken is not None
    assert next(iter(intake.parts(taken.block))) == ZeroMoved(by=ZeroBy.RESTART)
