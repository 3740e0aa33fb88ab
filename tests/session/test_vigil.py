"""Silence under load: after 0.3 s without a number, for the air as for the face."""

import random
from collections.abc import Iterable, Iterator
from math import inf

import pytest

from devicelink.session.vigil import FACE_S, LOAD_N, SILENT_S, USUAL_MAX_S, Vigil


def told(force_n: float | None, *, every_s: float = 0.05, pace: float = 1.0) -> Vigil:
    """A second of frames, the last of them at 1 s."""
    vigil = Vigil(pace)
    count = round(1.0 / every_s)
    for n in range(count + 1):
        vigil.note(n / count, force_n)
    return vigil


def test_no_frame_for_300_ms_under_load_is_lost_and_the_next_one_is_not() -> None:
    vigil = told(20.0)
    assert not vigil.is_lost(1.0 + SILENT_S - 1e-6)
    assert vigil.is_lost(1.0 + SILENT_S + 1e-6)
    vigil.note(1.4, 20.0)
    assert not vigil.is_lost(1.5)


def test_without_load_silence_is_no_alarm() -> None:
    assert not told(LOAD_N - 0.01).is_lost(10.0)
    assert told(LOAD_N).is_lost(10.0)
    assert not Vigil().is_lost(10.0)


def test_frames_without_a_number_are_silence_too() -> None:
    vigil = told(20.0)
    for n in range(10):
        vigil.note(1.05 + n * 0.05, None)
    assert vigil.is_lost(1.55)


@pytest.mark.parametrize(("every_s", "lost_after_s"), [(0.1, 0.3), (0.25, 0.6), (0.5, 1.1)])
def test_a_device_that_sends_rarely_is_given_its_time(every_s: float, lost_after_s: float) -> None:
    vigil = Vigil()
    for n in range(60):
        vigil.note(n * every_s, 20.0)
    last_s = 59 * every_s
    assert not vigil.is_lost(last_s + 1.05 * every_s)
    assert vigil.is_lost(last_s + lost_after_s + 0.05)


def test_a_face_that_drew_and_stopped_is_noticed_under_load_only() -> None:
    for force_n, noticed in ((20.0, True), (0.0, False)):
        vigil = told(force_n)
        for n in range(20):
            vigil.looked(n * 0.05)
        assert not vigil.is_unseen(1.5)
        assert vigil.is_unseen(2.1) is noticed


def test_a_face_that_looks_now_and_then_is_none_that_draws() -> None:
    vigil = told(20.0)
    vigil.looked(0.5)
    vigil.looked(1.5)
    assert not vigil.is_unseen(9.0)


def test_faster_than_life_nothing_is_late_before_it_is_stale() -> None:
    vigil = told(20.0, pace=8.0)
    assert not vigil.is_lost(4.9)
    assert vigil.is_lost(5.1)


def test_its_limits_are_exact() -> None:
    """At the edge of each: 0.3 s for a number, 1 s for a face, half of that between its looks."""
    assert (SILENT_S, LOAD_N, USUAL_MAX_S, FACE_S) == (0.3, 1.0, 1.0, 1.0)
    vigil = Vigil()
    vigil.note(0.0, LOAD_N)
    assert not vigil.is_lost(SILENT_S)
    assert vigil.is_lost(SILENT_S + 1e-9)
    vigil.looked(0.0)
    vigil.looked(0.4)
    assert not vigil.is_unseen(0.4 + FACE_S)
    assert vigil.is_unseen(0.4 + FACE_S + 1e-9)
    vigil.looked(2.0)
    vigil.looked(2.5)
    assert not vigil.is_unseen(9.0)


def test_a_face_that_never_looked_and_a_hand_that_never_pressed_are_missed_by_nobody() -> None:
    vigil = Vigil()
    assert not vigil.is_unseen(100.0)
    vigil.looked(99.9)
    vigil.looked(100.0)
    assert not vigil.is_unseen(110.0)
    vigil.note(111.0, LOAD_N)
    assert vigil.is_unseen(111.0)


def test_its_limits_grow_with_the_pace() -> None:
    vigil = Vigil(4.0)
    for n in range(200):
        vigil.note(n * 10.0, 20.0)
    last_s = 199 * 10.0
    assert not vigil.is_lost(last_s + USUAL_MAX_S * 4.0)
    assert vigil.is_lost(last_s + USUAL_MAX_S * 4.0 + 0.1)
    vigil.looked(last_s - 1.0)
    vigil.looked(last_s)
    assert not vigil.is_unseen(last_s + FACE_S * 4.0)
    assert vigil.is_unseen(last_s + FACE_S * 4.0 + 0.1)


ON_TIME = pytest.approx(SILENT_S, abs=0.011)
"""To the hundredth of a second that is looked at."""


def fed(intervals_s: Iterable[float]) -> Iterator[tuple[float, float]]:
    """Frames of a hand that presses: each interval, and after how long the alarm came within it."""
    vigil, at_s = Vigil(), 0.0
    vigil.note(at_s, 20.0)
    for since_s in intervals_s:
        steps = (n * 0.01 for n in range(round(since_s / 0.01) + 1))
        yield since_s, next((after_s for after_s in steps if vigil.is_lost(at_s + after_s)), inf)
        at_s += since_s
        vigil.note(at_s, 20.0)


def test_one_late_frame_is_no_new_habit() -> None:
    vigil = told(20.0)
    vigil.note(2.0, 20.0)
    assert vigil.is_lost(2.0 + 0.31)
    assert (SILENT_S, LOAD_N, USUAL_MAX_S, FACE_S) == (0.3, 1.0, 1.0, 1.0)


@pytest.mark.parametrize("begins_with", [0, 1, 2, 5])
def test_a_link_that_is_lost_over_and_over_teaches_no_patience(begins_with: int) -> None:
    """Ten frames a second: half a second of them, five seconds without, for ten minutes."""
    turn = [0.1] * 5 + [5.0]
    alarms = [after_s for since_s, after_s in fed((turn * 110)[begins_with:]) if since_s > 0.3]
    assert len(alarms) == 110
    assert max(alarms) == ON_TIME


def test_frames_that_come_in_pairs_are_missed_each_time() -> None:
    alarms = [after_s for since_s, after_s in fed([0.05, 0.45] * 500) if since_s == 0.45]
    assert len(alarms) == 500
    assert max(alarms) == ON_TIME


@pytest.mark.parametrize("lost", [0.3, 0.5, 0.7])
def test_frames_lost_at_random_teach_no_patience(lost: float) -> None:
    """Once the first have come well, however many of the later are lost."""
    rng = random.Random(1)
    intervals = [0.1] * 10
    for _ in range(2000):
        intervals.append(0.1)
        while rng.random() < lost:
            intervals[-1] += 0.1
    for since_s, after_s in fed(intervals):
        assert since_s < SILENT_S + 0.05 or after_s == ON_TIME


@pytest.mark.parametrize("every_s", [0.25, 0.5, 0.9])
def test_a_device_that_sends_rarely_and_unevenly_rings_no_alarm(every_s: float) -> None:
    rng = random.Random(2)
    intervals = [every_s * rng.uniform(0.9, 1.1) for _ in range(500)]
    _, *later = fed(intervals)
    assert {after_s for _, after_s in later} == {inf}


def test_what_waited_for_the_radio_makes_no_slow_device_a_quick_one() -> None:
    """Two frames a second; five seconds without, then nine at once, or one with each look."""
    for apart_s in (0.001, 0.04):
        stalled = [0.5] * 20 + [5.0] + [apart_s] * 9 + [0.5] * 20
        after = [after_s for _, after_s in fed(stalled)]
        assert set(after[1:20]) == set(after[-10:]) == {inf}
        assert after[20] < inf


def test_a_device_that_becomes_quick_is_missed_sooner() -> None:
    """A scale that sends twice a second at rest, and ten times when something presses."""
    *_, (_, after_s) = fed([0.5] * 30 + [0.1] * 10 + [2.0])
    assert after_s == ON_TIME


def test_a_slow_device_whose_first_frames_came_at_once_is_given_its_own_pace() -> None:
    """Ten frames that waited for the radio, 30 ms apart, then two or three a second."""
    for every_s in (0.35, 0.5):
        after = [after_s for _, after_s in fed([0.03] * 10 + [every_s] * 60)]
        assert set(after[-30:]) == {inf}


def test_a_device_that_slows_down_is_given_time_once_that_is_its_pace() -> None:
    after = [after_s for _, after_s in fed([0.1] * 30 + [0.5] * 60)]
    assert set(after[-30:]) == {inf}


def test_what_is_only_broadcast_is_missed_a_little_later() -> None:
    """Adverts of a scale: some are missed, which rings no alarm; silence does, after 0.6 s."""
    vigil, at_s = Vigil(), 0.0
    vigil.broadcasts()
    for since_s in [0.1, 0.1, 0.3, 0.5] * 40:
        assert not vigil.is_lost(at_s + since_s)
        at_s += since_s
        vigil.note(at_s, 20.0)
    assert not vigil.is_lost(at_s + 0.59)
    assert vigil.is_lost(at_s + 0.61)


def test_twenty_even_intervals_are_a_pace_and_nineteen_are_none() -> None:
    after = [after_s for _, after_s in fed([0.03] * 10 + [0.4] * 30)]
    assert after[10:30] == [ON_TIME] * 20
    assert set(after[30:]) == {inf}


@pytest.mark.parametrize(("other_s", "even"), [(0.59, True), (0.62, False)])
def test_even_is_no_longer_than_half_as_long_again(other_s: float, even: bool) -> None:
    after = [after_s for _, after_s in fed([0.03] * 10 + [0.4, other_s] * 30)]
    assert set(after[-20:]) == {inf} if even else inf not in after[-20:]


def test_broadcasts_faster_than_life_are_given_as_much_more_time() -> None:
    vigil = Vigil(4.0)
    vigil.broadcasts()
    vigil.note(0.0, 20.0)
    assert not vigil.is_lost(2.35)
    assert vigil.is_lost(2.45)


def test_before_any_frame_and_any_look_nothing_is_missed() -> None:
    vigil = Vigil()
    assert not vigil.is_lost(10.0)
    vigil.note(0.1, 20.0)
    assert not vigil.is_unseen(5.0), "no face has drawn yet"
