"""The journal's page tells the numbers that the program uses."""

from pathlib import Path

from devicelink.care import safety, threshold, trend
from devicelink.care.algometry_terms import RAMP_N_S, REST_S, SAME_FORCE_KPA
from devicelink.care.before import SORE
from devicelink.care.journal_words import PROGRAMME_DAYS
from devicelink.store.diary import ASKED_DAYS

PAGE = (Path(__file__).parents[1] / "docs" / "journal.md").read_text("utf-8")


def test_the_pages_numbers_are_the_programs() -> None:
    assert f"fewer than {trend.SESSIONS} numbers" in PAGE
    assert f"fewer than {trend.DAYS} days" in PAGE
    assert f"last {trend.RUN} against the first {trend.RUN}" in PAGE
    assert f"at least {trend.DROP:g} points and {trend.DROP_SHARE:.0%}".replace("%", " %") in PAGE
    assert f"at least {trend.RISE:g} points more" in PAGE
    assert f"{trend.MILD} or less for at least {trend.QUIET_DAYS} days, then {trend.BACK}" in PAGE
    assert (trend.LONG_DAYS, PROGRAMME_DAYS, ASKED_DAYS) == (14, 14, 2)
    bands = [trend.noise_band(value) for value in (1, 4, 5, 7, 8, 10)]
    assert bands == [1, 1, 2, 2, 3, 3]
    assert "1 point from a start of 1-4, 2 from 5-7, 3 from 8-10" in PAGE
    assert f"soreness of {SORE} or more" in PAGE


def test_the_tests_numbers_are_the_programs() -> None:
    assert f"even ramp of {RAMP_N_S:g} N a second" in PAGE
    assert f"{REST_S:g} s apart" in PAGE
    assert f"{threshold.MDC95_N:.1f} N ({threshold.MDC95_N / 100 * 1000:.0f} kPa" in PAGE
    assert f"standard error of {threshold.SEM_N:g} N" in PAGE
    plus = safety.AVERAGE_PLUS_KPA / 98.0665
    assert f"{safety.AVERAGE_TIMES:.2f} times the threshold and {plus:.2f} kg/cm2" in PAGE
    assert f"{SAME_FORCE_KPA:g} kPa" in PAGE
