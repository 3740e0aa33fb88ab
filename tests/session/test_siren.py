"""The alarm's sound: at once, twice a second, silenced for a minute at most."""

from dataclasses import dataclass, field

import pytest

from devicelink.care.coach_state import MUTE_S
from devicelink.core.events import Level, OverForce, OverForceCleared
from devicelink.session.siren import EVERY_S, SILENCE_RINGS_S, Cause, Siren

CLEARED = OverForceCleared(t_s=1.0, decided_s=2.0)


def over(level: Level) -> OverForce:
    return OverForce(
        level=level, t_s=1.0, force_n=41.0, predicted_n=45.0, limit_n=40.0, decided_s=1.0
    )


@dataclass
class Rung:
    """A siren that writes down when it rang."""

    now_s: float = 0.0
    rang_s: list[float] = field(default_factory=list)

    siren: Siren = field(default_factory=Siren)

    def look(self, now_s: float) -> None:
        self.now_s = now_s
        if self.siren.is_due(now_s):
            self.rang_s.append(now_s)

    def hear(self, now_s: float, event: OverForce | OverForceCleared) -> None:
        self.siren.heard(event, now_s)
        self.look(now_s)

    def reading(self, now_s: float, *, lost: bool) -> None:
        self.siren.reading(now_s, lost=lost)
        self.look(now_s)

    def until(self, end_s: float) -> None:
        """A look every 20 ms."""
        while self.now_s < end_s:
            self.look(round(self.now_s + 0.02, 6))


def test_it_rings_in_the_very_call_and_then_twice_a_second_until_cleared() -> None:
    rung = Rung()
    rung.hear(5.0, over(Level.ALARM))
    assert rung.rang_s == [5.0]
    rung.until(8.0)
    assert len(rung.rang_s) == 7
    gaps = [b - a for a, b in zip(rung.rang_s, rung.rang_s[1:], strict=False)]
    assert all(EVERY_S <= gap < EVERY_S + 0.03 for gap in gaps)
    rung.hear(8.2, CLEARED)
    rung.until(20.0)
    assert len(rung.rang_s) == 7


def test_what_rang_already_rings_again_half_a_second_later() -> None:
    rung = Rung(now_s=5.0)
    rung.siren.heard(over(Level.ALARM), 5.0, rung=True)
    rung.until(6.1)
    assert rung.rang_s == [5.0 + EVERY_S, 5.0 + 2 * EVERY_S]


def test_a_warning_and_anything_else_is_silent() -> None:
    rung = Rung()
    rung.hear(1.0, over(Level.WARN))
    rung.hear(1.0, CLEARED)
    rung.until(3.0)
    assert rung.rang_s == []


def test_mute_lasts_a_minute_at_most_and_then_it_rings_on() -> None:
    rung = Rung()
    rung.hear(1.0, over(Level.ALARM))
    rung.siren.mute(1.2)
    rung.until(1.2 + MUTE_S - 0.02)
    assert rung.rang_s == [1.0]
    rung.until(62.0)
    assert MUTE_S == 60.0
    assert 61.2 <= rung.rang_s[1] <= 61.24


def test_mute_does_not_outlast_itself_into_the_next_alarm() -> None:
    """Nothing to mute, or another excess: it rings."""
    rung = Rung()
    rung.siren.mute(0.0)
    rung.hear(0.5, over(Level.ALARM))
    assert rung.rang_s == [0.5]
    rung.siren.mute(0.6)
    rung.hear(2.0, CLEARED)
    rung.hear(3.0, over(Level.ALARM))
    assert rung.rang_s == [0.5, 3.0]


def test_pressing_mute_again_makes_it_no_longer() -> None:
    rung = Rung()
    rung.hear(0.0, over(Level.ALARM))
    rung.siren.mute(0.0)
    rung.until(59.0)
    rung.siren.mute(59.0)
    rung.until(61.0)
    assert rung.rang_s[1] == pytest.approx(60.0, abs=0.03)


def test_an_alarm_that_stands_when_the_mute_ends_sounds_again() -> None:
    rung = Rung()
    rung.hear(0.0, over(Level.ALARM))
    rung.siren.mute(0.0)
    assert not rung.siren.sounds(59.9)
    rung.until(61.0)
    assert rung.rang_s[1] == 60.0
    assert rung.siren.sounds(60.0)


def test_a_reading_lost_under_load_rings_for_a_while_and_again_the_next_time() -> None:
    rung = Rung()
    rung.reading(3.0, lost=True)
    assert rung.rang_s == [3.0]
    rung.until(20.0)
    assert 9 <= len(rung.rang_s) <= 11
    assert rung.rang_s[-1] < 3.0 + SILENCE_RINGS_S + EVERY_S
    rung.reading(20.0, lost=False)
    rung.reading(21.0, lost=True)
    assert rung.rang_s[-1] == 21.0
    rung.reading(21.2, lost=False)
    rung.until(30.0)
    assert rung.rang_s[-1] == 21.0


def test_a_lost_reading_ends_no_over_force_alarm() -> None:
    """Latched: no silence, however long, ends it."""
    rung = Rung()
    rung.hear(1.0, over(Level.ALARM))
    rung.reading(2.0, lost=True)
    rung.until(30.0)
    rung.reading(30.0, lost=False)
    rung.until(31.0)
    assert rung.rang_s[-1] > 30.4


def test_one_bell_for_what_is_said_once_unless_that_is_muted() -> None:
    rung = Rung(now_s=3.0)
    rung.siren.once(3.0)
    rung.until(8.0)
    assert rung.rang_s == [3.02]
    rung.hear(8.0, over(Level.ALARM))
    rung.siren.mute(8.1)
    rung.siren.once(8.2, Cause.OVER)
    rung.until(9.0)
    assert rung.rang_s == [3.02, 8.0], "the excess that is muted, in the coach's words"
    rung.siren.once(9.0, Cause.LOST)
    rung.until(10.0)
    assert rung.rang_s[2:] == [9.02]
    rung.siren.once(10.0)
    rung.until(20.0)
    assert rung.rang_s[3:] == [10.02]


def test_losing_the_reading_while_the_alarm_stands_rings_at_once() -> None:
    rung = Rung()
    rung.hear(1.0, over(Level.ALARM))
    rung.reading(1.1, lost=True)
    assert rung.rang_s == [1.0, 1.1]


def test_a_reading_that_stays_lost_is_rung_for_so_long_and_no_longer() -> None:
    rung = Rung()
    rung.reading(0.0, lost=True)
    rung.reading(0.2, lost=True)
    assert rung.siren.sounds(SILENCE_RINGS_S - 0.001)
    assert not rung.siren.sounds(SILENCE_RINGS_S)
    assert rung.rang_s == [0.0]


def test_an_alarm_that_is_heard_again_owes_a_bell_again() -> None:
    rung = Rung()
    rung.hear(1.0, over(Level.ALARM))
    rung.hear(1.1, CLEARED)
    rung.hear(1.2, over(Level.ALARM))
    assert rung.rang_s == [1.0, 1.2]


def test_a_mute_silences_no_reading_that_is_lost_later() -> None:
    rung = Rung()
    rung.hear(0.0, over(Level.ALARM))
    rung.siren.mute(0.1)
    rung.hear(5.0, CLEARED)
    rung.reading(10.0, lost=True)
    assert rung.rang_s == [0.0, 10.0]
    rung.siren.mute(10.1)
    rung.reading(12.0, lost=False)
    rung.reading(30.0, lost=True)
    assert rung.rang_s == [0.0, 10.0, 30.0], "nor the second loss"


def test_a_limit_still_passed_when_the_reading_is_back_sounds_again() -> None:
    rung = Rung()
    rung.hear(0.0, over(Level.ALARM))
    rung.siren.mute(0.1)
    rung.reading(2.0, lost=True)
    rung.reading(7.0, lost=False)
    rung.until(8.0)
    assert [at_s for at_s in rung.rang_s if at_s >= 7.0] == [7.0, 7.5, 8.0]
    assert rung.siren.muted_s(8.0) == 0.0


def test_two_causes_are_muted_for_a_minute_each() -> None:
    """The key pressed again for the second makes the first no longer."""
    rung = Rung()
    rung.hear(0.0, over(Level.ALARM))
    rung.siren.mute(0.0)
    rung.reading(58.0, lost=True)
    rung.siren.mute(58.5)
    assert rung.siren.muted_s(59.0) == 1.0
    assert not rung.siren.sounds(59.0)
    assert rung.siren.sounds(60.0)
    assert rung.siren.muted_s(60.0) == 0.0


def test_how_long_it_keeps_silent_is_told_only_while_something_stands() -> None:
    siren = Siren()
    assert siren.muted_s(0.0) == 0.0
    siren.heard(over(Level.ALARM), 1.0)
    assert siren.muted_s(1.0) == 0.0
    siren.mute(1.0)
    assert siren.muted_s(11.0) == MUTE_S - 10.0
    siren.heard(CLEARED, 12.0)
    assert siren.muted_s(12.0) == 0.0


def test_the_coachs_word_for_what_just_rang_is_no_second_bell() -> None:
    rung = Rung()
    rung.hear(1.0, over(Level.ALARM))
    rung.siren.once(1.2, Cause.OVER)
    rung.look(1.22)
    assert rung.rang_s == [1.0]
    rung.siren.once(1.24, Cause.LOST)
    rung.look(1.26)
    assert rung.rang_s == [1.0, 1.26], "another cause, which does not stand by itself"
    rung.hear(1.3, CLEARED)
    rung.siren.once(1.32, Cause.OVER)
    rung.look(1.34)
    assert rung.rang_s == [1.0, 1.26, 1.34]


def test_a_cause_that_is_muted_owes_no_bell_when_it_rang_long_ago() -> None:
    rung = Rung()
    rung.hear(1.0, over(Level.ALARM))
    rung.siren.mute(1.1)
    rung.siren.once(5.0, Cause.OVER)
    rung.look(5.1)
    assert rung.rang_s == [1.0]
    assert not rung.siren.is_due(5.2)


def test_only_the_excess_that_was_muted_keeps_silent() -> None:
    siren = Siren()
    assert not siren.keeps_silent(0.0)
    siren.heard(over(Level.ALARM), 1.0)
    assert not siren.keeps_silent(1.0)
    siren.mute(1.1)
    assert siren.keeps_silent(1.2)
    siren.heard(CLEARED, 2.0)
    assert not siren.keeps_silent(2.1)
