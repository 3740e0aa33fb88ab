"""Silence under load: after 0.3 s without a number, for the air as for the face."""

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


def test_it_learns_slowly_what_is_usual() -> None:
    """One late frame is no new habit: ten in a hundred of it are learnt."""
    vigil = told(20.0)
    vigil.note(2.0, 20.0)
    assert vigil.is_lost(2.0 + 0.36)
    assert (SILENT_S, LOAD_N, USUAL_MAX_S, FACE_S) == (0.3, 1.0, 1.0, 1.0)
