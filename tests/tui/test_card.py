"""The hold card and the review: verdict and own report side by side, a dash for what is unsaid."""

import pytest

from devicelink.care.outputs import Answered, AnswerState, Question, SessionEnd, SessionOver
from devicelink.core.events import Verdict
from devicelink.data import phrases
from devicelink.tui.card import Story, hold_card
from devicelink.tui.review import on_one_axis, pain_line, review
from tests.tui.fake_port import hold_card as a_hold


def told(*answers: tuple[Question, int | None, int]) -> Story:
    story = Story()
    for question, value, rep in answers:
        state = AnswerState.DECLINED if value is None else AnswerState.ANSWERED
        story.add(Answered(t_s=1.0, question=question, state=state, value=value, rep=rep))
    return story


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("width", [20, 54, 110])
def test_every_verdict_at_every_width(verdict: Verdict, width: int) -> None:
    story = told((Question.PAIN_NOW, 3, 1), (Question.GAVE, 1, 1))
    text = hold_card(a_hold(1, verdict), story, phrases(), width).plain
    assert all(len(line) <= width for line in text.splitlines())
    joined = " ".join(text.split())
    assert "You said: easing, at 0:36. Pain: 3." in joined
    assert "mean 24.6 N" in joined


def test_the_mark_of_the_release_stands_where_it_began() -> None:
    lines = hold_card(a_hold(), Story(), phrases(), 64).plain.splitlines()
    marks = next(line for line in lines if "┆" in line)
    assert marks.index("┆") == pytest.approx(35, abs=1)
    assert marks.index("▴") == pytest.approx(37, abs=1)


def test_declined_is_a_dash_not_a_zero() -> None:
    """S58"""
    story = told((Question.PAIN_BEFORE, 0, 0), (Question.PAIN_AFTER, None, 0))
    assert pain_line(story, phrases()) == ("pain before 0   after -")


def test_the_holds_on_one_axis() -> None:
    story = told((Question.PAIN_NOW, 5, 1))
    lines = on_one_axis([a_hold(1), a_hold(2)], story, 90).splitlines()
    assert lines[0].split() == ["pain", "5", "pain", "-"]
    assert lines[-1].split() == ["0:01", "1:21"]
    gap = [line[42:48] for line in lines[1:-1]]
    assert all(not cell.strip() for cell in gap), "the rest between two holds is empty"


def test_a_review_of_nothing() -> None:
    story = Story()
    story.add(SessionOver(t_s=1.0, end=SessionEnd.STOPPED, reps=0, stretched=None))
    text = review((), story, phrases(), 70).plain
    assert "Session stopped" in text
    assert "No hold was made." in text
