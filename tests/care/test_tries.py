"""What a run of stops means: a flagged place (S45), a place too painful (S16)."""

from dataclasses import replace

import pytest

from devicelink.care.before import SORE, Before, stop_first, too_soon
from devicelink.care.inputs import BadPain, Decline, Go, Pain, Unwell
from devicelink.care.outputs import Phase, Question, RepEnd, SessionEnd
from devicelink.care.point import Side
from devicelink.care.tries import bad_run, flagged, too_painful
from devicelink.data import phrases, points, programmes
from tests.care.playbook import Play, listening, located, ut_plan

BAD, HIGH, GOOD = RepEnd.BAD_PAIN, RepEnd.PAIN_HIGH, RepEnd.GOAL
UT = points()["ut"]


@pytest.mark.parametrize(
    ("ends", "is_flagged", "is_too_painful"),
    [
        ((), False, False),
        ((BAD,), False, False),
        ((BAD, BAD), True, True),
        ((BAD, GOOD), False, False),
        ((BAD, GOOD, BAD), False, True),
        ((BAD, GOOD, GOOD, BAD), False, False),
        ((HIGH, HIGH), False, True),
        ((HIGH, GOOD, BAD), False, True),
        ((BAD, BAD, GOOD), False, True),
        ((BAD, BAD, GOOD, GOOD), False, False),
        ((GOOD, HIGH, BAD), False, True),
    ],
)
def test_s16_s45_by_the_last_tries(
    ends: tuple[RepEnd, ...], is_flagged: bool, is_too_painful: bool
) -> None:
    assert flagged(ends) is is_flagged
    assert too_painful(ends) is is_too_painful
    refused = stop_first(UT, Side.LEFT, Before(ends=ends))
    assert (refused is not None) is (is_flagged or is_too_painful)
    if is_flagged and refused is not None:
        assert "professional" in refused.what_to_do
    elif refused is not None:
        assert "clinician about other options" in refused.what_to_do


def test_s45_the_first_stop_of_a_session_after_one_in_the_last_flags_the_point() -> None:
    play = _after((BAD,))
    play.do(BadPain())
    assert play.cues[-1] == "bad_pain_again"
    assert bad_run(play.state.ends) == 2


def test_s16_two_of_the_last_three_end_the_holds_with_a_word() -> None:
    play = _after((HIGH, GOOD))
    play.do(BadPain())
    assert play.cues[-1] == "too_painful"
    play.press(0.0, 26.0)
    assert play.phases[-2:] == [Phase.STRETCH, Phase.PAIN_AFTER]
    play.do(Pain(5))
    assert play.over.end is SessionEnd.TOO_PAINFUL


def test_s16_pain_too_high_counts_as_well() -> None:
    play = _after((BAD, GOOD))
    play.do(Pain(9))
    assert play.cues[-2:] == ["pain_high", "too_painful"]


def _after(earlier: tuple[RepEnd, ...]) -> Play:
    play = located(replace(ut_plan(), earlier=earlier))
    play.press(25.0, 4.0)
    return play


@pytest.mark.parametrize(("value", "asked"), [(7, False), (8, True), (10, True)])
def test_s36_pain_of_8_at_rest_needs_a_yes(value: int, asked: bool) -> None:
    play = Play()
    play.do(Pain(value))
    assert play.asks(Question.GO_GENTLY) is asked
    assert play.at(Phase.PAIN_BEFORE if asked else Phase.LOCATE)
    if asked:
        play.do(Go())
        assert play.at(Phase.LOCATE)
        assert play.answered[-1].value == 1


def test_s36_without_a_yes_nothing_is_pressed() -> None:
    for seconds, key in ((0.2, Decline()), (61.0, None)):
        play = Play()
        play.do(Pain(8))
        if key is not None:
            play.do(key)
        else:
            play.press(0.0, seconds)
        assert play.over.end is SessionEnd.PAIN_AT_REST
        assert Phase.LOCATE not in play.phases


def test_dizzy_faint_or_sick_ends_the_session_at_once() -> None:
    """Stop rule 2."""
    play = listening()
    play.do(Unwell())
    assert play.over.end is SessionEnd.UNWELL
    assert "unwell" in play.cues


@pytest.mark.parametrize(("soreness", "refused"), [(None, False), (SORE - 1, False), (SORE, True)])
def test_a_sore_place_is_left_out_for_the_day(soreness: int | None, refused: bool) -> None:
    """Stop rule 7."""
    found = stop_first(UT, Side.LEFT, Before(soreness=soreness))
    assert (found is not None) is refused


def test_every_other_day_is_said_when_it_is_too_soon() -> None:
    other = programmes()["otherday"]
    assert "every 2 days" in too_soon(other, Before(days_ago=1), phrases())
    for days in (None, 0, 2, 9):
        assert too_soon(other, Before(days_ago=days), phrases()) == ""
    assert too_soon(programmes()["home"], Before(days_ago=1), phrases()) == ""
