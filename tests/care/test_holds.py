"""Each step of one hold as a conversation: locate, settle, listen, ask, ease off, rest."""

import pytest

from devicelink.care.inputs import (
    Answer,
    BadPain,
    Decline,
    Easing,
    Felt,
    Go,
    Pain,
    Quality,
    Sensation,
    Skip,
)
from devicelink.care.outputs import (
    Answered,
    AnswerState,
    Cue,
    Phase,
    Question,
    RepEnd,
    SessionEnd,
)
from devicelink.core.events import EndReason, HoldEnded, Slip
from tests.care.playbook import Play, listening, located


def test_s37_locate_asks_while_pressing_and_no_means_move() -> None:
    play = Play()
    play.do(Pain(5))
    play.press(0.0, 5.0)
    assert Question.FAMILIAR not in [a.question for a in play.asked]
    play.press(8.0, 2.5)
    assert play.asks(Question.FAMILIAR)
    play.do(Answer(yes=False))
    assert play.at(Phase.LOCATE)
    assert play.cues[-1] == "move_and_try"
    play.press(0.0, 1.0)
    play.press(8.0, 2.5)
    assert play.asks(Question.FAMILIAR)
    play.do(Go())
    assert play.at(Phase.SETTLE)


def test_s37_unanswered_for_8_s_of_pressing_goes_on() -> None:
    play = Play()
    play.do(Decline())
    play.press(8.0, 2.2)
    play.press(0.0, 20.0)
    assert play.at(Phase.LOCATE), "the time runs only while pressing"
    play.press(8.0, 8.3)
    assert play.at(Phase.SETTLE)
    assert play.answered[-1] == Answered(
        t_s=play.answered[-1].t_s,
        question=Question.FAMILIAR,
        state=AnswerState.UNANSWERED,
        value=None,
        rep=1,
    )


def test_s37_locating_too_hard_or_too_fast_gets_a_word() -> None:
    play = Play()
    play.do(Pain(5))
    play.press(0.0, 6.0)
    play.press(8.0, 0.2, slope_n_s=18.0)
    assert play.cues[-1] == "locate_slower"
    play.press(18.0, 6.0)
    assert "locate_enough" in play.cues


def test_settle_then_listen_dims_the_gauge_and_a_slip_brings_it_back() -> None:
    """S38, S39: three steady seconds in the band; the gauge comes back on a slip."""
    play = located()
    play.press(25.0, 2.8)
    assert play.at(Phase.SETTLE)
    play.press(25.0, 0.6)
    assert play.at(Phase.LISTEN)
    dimmed = play.state.gauge_dimmed
    play.do(Slip(t_s=play.t_s, drop_pct=20.0, decided_s=play.t_s))
    assert play.at(Phase.SETTLE)
    assert (dimmed, play.state.gauge_dimmed) == (True, False)
    assert play.cues[-1] == "slipped"


def test_s38_hints_toward_the_band() -> None:
    play = located()
    play.press(12.0, 8.0)
    assert "more" in play.cues
    play.press(33.0, 8.0)
    assert "less" in play.cues


def test_s39_rubbing_gets_hold_still() -> None:
    play = listening()
    for _ in range(6):
        play.press(25.0, 0.5, slope_n_s=15.0)
        play.press(25.0, 0.5, slope_n_s=-15.0)
    assert "rubbing" in play.cues


def test_s40_easing_ends_a_hold_after_30_s_never_before() -> None:
    play = listening()
    play.do(Easing())
    felt_s = play.t_s
    assert play.cues[-1] == "easing_noted"
    play.press(25.0, 26.0)
    assert play.at(Phase.LISTEN)
    play.press(25.0, 1.2)
    assert play.at(Phase.ASK)
    play.do(Answer(yes=True))
    play.do(Pain(3))
    assert play.reps[-1].end is RepEnd.EASED
    assert play.reps[-1].held_s == pytest.approx(30.2, abs=0.3)
    assert play.reps[-1].user_easing_s == pytest.approx(felt_s)


def test_ask_while_pressing_then_each_question_waits_8_s() -> None:
    play = listening()
    play.press(25.0, 42.5)
    assert play.at(Phase.ASK)
    assert play.asks(Question.GAVE)
    play.press(25.0, 8.2)
    assert play.asks(Question.PAIN_NOW)
    play.press(25.0, 8.2)
    assert play.at(Phase.EASE_OFF)
    assert [a.state for a in play.answered[-2:]] == [AnswerState.UNANSWERED] * 2
    assert play.reps[-1].held_s == pytest.approx(61.4, abs=0.7)


def test_a_pain_number_answers_ahead_of_its_question() -> None:
    play = listening()
    play.press(25.0, 42.5)
    play.do(Pain(4))
    assert play.asks(Question.GAVE)
    play.do(Go())
    assert play.at(Phase.EASE_OFF)
    assert [(a.question, a.value) for a in play.answered[-2:]] == [
        (Question.PAIN_NOW, 4),
        (Question.GAVE, 1),
    ]


def ended(rate_n_s: float) -> HoldEnded:
    """The core's word on a hold that ended with this unload rate."""
    return HoldEnded(
        hold=0, onset_s=0, end_s=50, declared_s=3, decided_s=51, mean_n=25, median_n=25, peak_n=26,
        cv=0.03, in_zone_s=48, impulse_ns=1250, load_rate_n_s=8, unload_rate_n_s=rate_n_s,
        slips=0, gap_s=0, reason=EndReason.HAND,
    )  # fmt: skip


@pytest.mark.parametrize(("rate_n_s", "said"), [(-10.0, False), (-40.0, True), (40.0, True)])
def test_s41_letting_go_too_fast_is_noted_once(rate_n_s: float, said: bool) -> None:
    play = listening()
    play.press(25.0, 42.5)
    play.do(Answer(yes=True))
    play.do(Pain(4))
    assert play.state.ease_off_n_s == (5.0, 15.0)
    play.do(ended(rate_n_s))
    play.do(ended(rate_n_s))
    assert play.cues.count("too_fast") == int(said)


def test_s28_s42_rest_starts_only_when_the_force_has_dropped() -> None:
    play = listening()
    play.press(25.0, 42.5)
    play.do(Answer(yes=True))
    play.do(Pain(4))
    play.press(25.0, 20.0)
    assert play.at(Phase.EASE_OFF)
    assert "let_go" in play.cues
    play.press(0.0, 0.1)
    assert play.at(Phase.REST)
    began_s = play.t_s
    play.press(0.0, 11.8)
    assert play.at(Phase.REST)
    play.press(0.0, 0.4)
    assert play.at(Phase.SETTLE)
    assert play.t_s - began_s == pytest.approx(12.0, abs=0.3)
    assert (play.state.rep, play.state.held_s) == (2, 0.0)


def test_s28_leaning_on_in_the_rest_begins_it_again_and_skip_leaves_ten_seconds() -> None:
    play = listening()
    play.press(25.0, 42.5)
    play.do(Answer(yes=True))
    play.do(Pain(4))
    play.press(0.0, 4.0)
    play.press(25.0, 1.0)
    assert play.at(Phase.REST)
    play.do(Skip())
    play.press(0.0, 9.8)
    assert play.at(Phase.REST)
    play.press(0.0, 0.4)
    assert play.at(Phase.SETTLE)


def test_s44_a_pain_number_is_noted_and_8_eases_off() -> None:
    """S44."""
    play = listening()
    play.do(Pain(6))
    assert (play.phase, play.cues[-1]) == (Phase.LISTEN, "pain_noted")
    play.do(Pain(8))
    assert (play.phase, play.cues[-1]) == (Phase.EASE_OFF, "pain_high")
    assert play.reps[-1].end is RepEnd.PAIN_HIGH


@pytest.mark.parametrize("quality", list(Quality))
def test_s45_bad_pain_stops_moves_and_tries_again(quality: Quality) -> None:
    play = listening()
    play.press(25.0, 5.0)
    play.do(BadPain(quality))
    assert (play.phase, play.cues[-1]) == (Phase.EASE_OFF, "bad_pain")
    assert (play.reps[-1].end, play.reps[-1].quality) == (RepEnd.BAD_PAIN, quality)
    play.press(0.0, 0.2)
    assert (play.phase, play.state.rep, play.state.held_s) == (Phase.LOCATE, 1, 0.0)


def test_s45_two_in_a_row_flag_the_point() -> None:
    play = listening()
    play.do(BadPain())
    play.press(0.0, 0.2)
    play.do(Go())
    play.press(25.0, 3.5)
    play.do(BadPain())
    assert play.cues[-1] == "bad_pain_again"
    play.press(0.0, 26.0)
    play.do(Pain(5))
    assert play.over.end is SessionEnd.BAD_PAIN
    assert (play.over.reps, play.over.stretched) == (0, True)


def test_s45_a_good_hold_between_clears_the_count() -> None:
    play = listening()
    play.do(BadPain())
    play.press(0.0, 0.2)
    play.do(Go())
    play.press(25.0, 46.5)
    for _ in range(2):
        play.do(Decline())
        play.do(Decline())
        play.press(0.0, 13.0)
        play.press(25.0, 46.5)
    play.press(0.0, 0.2)
    assert [rep.end for rep in play.reps[:2]] == [RepEnd.BAD_PAIN, RepEnd.GOAL]
    assert play.state.bad_run == 0


def test_s46_sensations_are_noted() -> None:
    play = listening()
    play.do(Felt(Sensation.WARMTH))
    assert isinstance(play.said[-1], Cue)
    assert play.said[-1].args == (("sensation", "Warmth"),)


def test_s13_a_twitch_is_marked_with_one_key_at_its_time() -> None:
    play = listening()
    at_s = play.t_s
    play.do(Felt(Sensation.TWITCH))
    assert isinstance(play.said[-1], Cue)
    assert play.said[-1].args == (("sensation", "Twitch"),)
    assert play.said[-1].t_s == at_s
