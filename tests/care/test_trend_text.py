"""Trends in words: the status first, n always, the rule beside."""

from devicelink.care.adherence import weeks
from devicelink.care.trend import trend
from devicelink.care.trend_text import (
    for_professional,
    professional_rule,
    remarks,
    rule_lines,
    status_words,
    trend_line,
    week_line,
)
from devicelink.data import phrases
from tests.care.test_trend import UT, of, run


def test_s59_the_words_and_their_rule() -> None:
    say = phrases()
    words = [
        status_words(one, say)
        for one in (of(6, 6, 6), of(7, 7, 7, 4, 4, 4), of(6, 6, 6, 6), of(4, 4, 4, 6, 6, 6))
    ]
    assert words == [
        "too few (3 of 4 numbers, 4 of 5 days)", "clearly less", "not clear", "clearly more",
    ]  # fmt: skip
    rule = rule_lines(say)[0]
    assert "at least 4 numbers" in rule
    assert "at least 5 days" in rule
    assert "2 points and 30 % less" in rule


def test_s32_s58_bands_and_n_stand_in_the_line() -> None:
    """S32, S58."""
    line = trend_line(of(8, 8, None, 8, 5, 5, 5), "Here", phrases())
    assert line == (
        "Here: clearly less. From 8 (severe) to 5 (moderate); less than 3 would be within chance; "
        "n = 6 over 12 days, 1 not said."
    )
    assert trend_line(trend(UT, [], 100), "Here", phrases()) == "Here: no number yet."


def test_s33_s35_checkpoint_and_return_are_said() -> None:
    told = list(remarks(of(6, 2, 2, 1, 2, 2, 4), phrases(), str))
    assert told[0].startswith("After 7 sessions: ")
    assert told[1].startswith("It returned on 112: quiet at 2 or less for 7 days")
    assert not list(remarks(of(6), phrases(), str))


def test_s52_the_list_has_its_rule() -> None:
    assert for_professional(of(6, 6, 6, 6), "Here", phrases()) == (
        "Here: no meaningful change after 4 sessions."
    )
    assert for_professional(of(8, 8, 8, 4, 4, 4), "Here", phrases()) is None
    assert "4 sessions" in professional_rule(phrases())


def test_s09_a_week_in_words_has_n_and_dashes() -> None:
    (week,) = weeks(run(6, 4, step=1), 100)
    assert week_line(week, phrases(), str) == (
        "Week from 100: worst 6, average 5 (n = 2), painful places 1, overall - (n = 0)."
    )
    assert "talk to a clinician" in phrases().text("week", "advice")


def test_s30_no_word_of_a_trend_rewards_force() -> None:
    say = phrases()
    text = " ".join([*rule_lines(say), professional_rule(say), say.text("week", "advice")])
    assert not {"harder", "stronger", "record", "best"} & set(text.lower().split())
