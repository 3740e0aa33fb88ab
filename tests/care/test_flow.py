"""Whole sessions as conversations: how they go, and how they end."""

from pathlib import Path

import pytest

from devicelink.care.inputs import (
    Go,
    Skip,
    Stop,
)
from devicelink.care.outputs import (
    AnswerState,
    Phase,
    Question,
    RepEnd,
    SessionEnd,
)
from tests.care.playbook import OFF, Play, listening, located, three_holds, ut_plan


def test_scripted_hand_with_all_questions_declined_completes_the_session() -> None:
    """S25, S28, S29, S43: a hand that cannot hear the coach still leads to a complete session."""
    play = Play(decline_all=True)
    play.follow(three_holds, 400.0)
    assert play.over.end is SessionEnd.COMPLETE
    assert (play.over.reps, play.over.stretched) == (3, True)
    assert [rep.end for rep in play.reps] == [RepEnd.GOAL] * 3
    assert all(rep.held_s == pytest.approx(45.0, abs=0.3) for rep in play.reps)
    assert {answer.state for answer in play.answered} == {AnswerState.DECLINED}
    assert play.phases[-3:] == [Phase.STRETCH, Phase.PAIN_AFTER, Phase.DONE]


def test_a_hand_of_five_seconds_at_a_time_ends_by_idle() -> None:
    """A recording of short presses neither crashes nor hangs."""
    play = Play(decline_all=True)
    play.follow(lambda t: 25.0 if t < 60 and t % 10 < 5 else 0.0, 900.0)
    assert play.over.end is SessionEnd.IDLE
    assert play.t_s < 60 + 15 + 12 + 95 + 10


def test_a_hand_that_never_comes_ends_by_idle_after_a_cue() -> None:
    play = Play(decline_all=True)
    play.press(0.0, 300.0)
    assert play.over.end is SessionEnd.IDLE
    assert play.t_s == pytest.approx(90.0, abs=1.0)
    assert "idle" in play.cues


def test_a_hand_that_presses_too_lightly_for_ever_ends_by_idle() -> None:
    play = located()
    play.press(6.0, 300.0)
    assert play.over.end is SessionEnd.IDLE
    assert "more" in play.cues


def test_a_hand_that_never_lets_go_ends_the_session() -> None:
    """S28: rest never starts under pressure."""
    play = listening()
    play.press(25.0, 400.0)
    assert Phase.REST not in play.phases
    assert play.over.end is SessionEnd.IDLE


def test_s43_s18_stretch_is_timed_and_leaving_it_out_is_recorded() -> None:
    """S43, S18."""
    for leave_out in (False, True):
        play = Play(decline_all=True)
        play.follow(three_holds, 210.0)
        play.press(0.0, 1.0)
        assert play.at(Phase.STRETCH)
        if leave_out:
            play.do(Skip())
        else:
            play.press(0.0, 30.0)
        play.press(0.0, 1.0)
        assert play.over.stretched is not leave_out


def test_s47_s48_the_stay_off_list_comes_before_the_first_press() -> None:
    """S56 too: the point and the side are said first."""
    play = Play()
    assert play.cues == ["place", "tip", "stay_off"]
    assert play.at(Phase.PAIN_BEFORE)


def test_s58_pain_before_and_after_are_asked_and_declined_is_stored() -> None:
    play = Play(decline_all=True)
    play.follow(three_holds, 400.0)
    own = [a for a in play.answered if a.rep == 0]
    assert [(a.question, a.state, a.value) for a in own] == [
        (Question.PAIN_BEFORE, AnswerState.DECLINED, None),
        (Question.PAIN_AFTER, AnswerState.DECLINED, None),
    ]


def test_s58_nobody_answers_within_a_minute() -> None:
    play = Play()
    play.press(0.0, 60.2)
    assert play.at(Phase.LOCATE)
    assert play.answered[0].state is AnswerState.UNANSWERED


def reach(where: Phase) -> Play:
    """A session in the given phase."""
    if where is Phase.PAIN_BEFORE:
        return Play()
    if where is Phase.SETTLE:
        return located()
    if where is Phase.LISTEN:
        return listening()
    if where is Phase.ASK:
        play = listening()
        play.press(25.0, 42.5)
        return play
    play = Play(decline_all=where is not Phase.PAIN_AFTER)
    if where is Phase.PAIN_AFTER:
        play = Play(decline_all=True)
        play.follow(three_holds, 230.0)
        play.decline_all = False
        play.press(0.0, 15.0)
    elif where is Phase.STRETCH:
        play.follow(three_holds, 212.0)
    elif where is Phase.PAUSED:
        play.follow(lambda t: 25.0 if t < 20 else None, 25.0)
    else:
        for _ in range(4000):
            if play.phase is where:
                break
            play.press(three_holds(play.t_s), 0.1)
    return play


@pytest.mark.parametrize(
    "where", [phase for phase in Phase if phase not in {Phase.START, Phase.DONE}]
)
def test_stop_ends_at_once_from_every_phase(where: Phase) -> None:
    play = reach(where)
    assert play.at(where)
    play.do(Stop())
    assert play.over.end is SessionEnd.STOPPED
    assert play.do(Go()) == ()


@pytest.mark.parametrize(
    ("where", "leads_to"),
    [
        (Phase.PAIN_BEFORE, Phase.LOCATE),
        (Phase.LOCATE, Phase.SETTLE),
        (Phase.SETTLE, Phase.EASE_OFF),
        (Phase.LISTEN, Phase.EASE_OFF),
        (Phase.ASK, Phase.EASE_OFF),
        (Phase.EASE_OFF, Phase.EASE_OFF),
        (Phase.STRETCH, Phase.PAIN_AFTER),
        (Phase.PAUSED, Phase.STRETCH),
        (Phase.PAIN_AFTER, Phase.DONE),
    ],
)
def test_skip_leaves_out_the_step(where: Phase, leads_to: Phase) -> None:
    """Skip works everywhere, but never cuts letting go short (S28)."""
    play = reach(where)
    play.do(Skip())
    assert play.at(leads_to)


def test_the_device_switching_itself_off_ends_kindly_and_keeps_the_hold() -> None:
    play = listening()
    play.press(25.0, 10.0)
    play.do(OFF)
    assert play.over.end is SessionEnd.DEVICE_OFF
    assert "device_off" in play.cues
    assert play.reps[-1].end is RepEnd.STOPPED
    assert play.reps[-1].held_s == pytest.approx(13.0, abs=0.5)


def test_the_plan_of_the_tests_is_the_one_in_the_docs() -> None:
    doc = Path(__file__).parents[2] / "docs" / "coaching.md"
    plan = ut_plan()
    assert f"{plan.limit.limit_n:.0f} N" in doc.read_text("utf-8")
