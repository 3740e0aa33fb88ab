"""A finished hold as a card: what was measured, its picture, the verdict, the person's own report.

The verdict and the person's own report stand side by side and are never merged. All sentences come
from the catalogue. Guarded by tests/tui/test_card.py.
"""

from dataclasses import dataclass, field
from textwrap import wrap

from textual.content import Content

from devicelink.care.outputs import (
    PAIN_QUESTIONS,
    Answered,
    AnswerState,
    Output,
    Question,
    RepEnded,
    SessionOver,
)
from devicelink.care.phrases import Phrases
from devicelink.session.view import HoldCard
from devicelink.tui.braille import whole


@dataclass(slots=True)
class Story:
    """The answers and endings of a session so far, gathered from its happenings.

    Pain is None where it was not asked or not said; `pain` and `gave` go by hold, counted from 1.
    """

    pain_before: int | None = None
    pain_after: int | None = None
    pain: dict[int, int | None] = field(default_factory=dict)
    gave: dict[int, bool] = field(default_factory=dict)
    ends: dict[int, RepEnded] = field(default_factory=dict)
    over: SessionOver | None = None

    def add(self, happening: Output | object) -> None:
        """Take in one happening; those that say nothing of it are passed over."""
        match happening:
            case Answered():
                self._answered(happening)
            case RepEnded():
                self.ends[happening.rep] = happening
            case SessionOver():
                self.over = happening

    def _answered(self, answer: Answered) -> None:
        if answer.question is Question.PAIN_BEFORE:
            self.pain_before = answer.value
        elif answer.question is Question.PAIN_AFTER:
            self.pain_after = answer.value
        elif answer.question in PAIN_QUESTIONS:
            self.pain[answer.rep] = answer.value
        elif answer.question is Question.GAVE and answer.state is AnswerState.ANSWERED:
            self.gave[answer.rep] = bool(answer.value)


def hold_card(card: HoldCard, story: Story, phrases: Phrases, width: int, rows: int = 3) -> Content:
    """The card as lines of at most `width` cells, the picture `rows` high."""
    hold, release = card.hold, card.release
    lines = wrap(phrases.hold_summary(hold, card.tip_area_mm2), width)
    picture = whole(card.trace, width, rows)
    said = phrases.own_report(hold.onset_s, card.user_easing_s, story.gave.get(card.rep))
    pain = story.pain.get(card.rep)
    below = [_marks(card, width)]
    if release is not None:
        below += wrap(phrases.verdict(release, hold.onset_s), width)
    below += wrap(said if pain is None else f"{said} Pain: {pain}.", width)
    return Content.assemble(
        "\n".join(lines), "\n\n", ("\n".join(picture), "$text-accent"), "\n", "\n".join(below)
    )


def _marks(card: HoldCard, width: int) -> str:
    """A line under the picture: where the force eased, and where the person felt it."""
    line = [" "] * width
    for at_s, mark in (
        (card.release.t_s if card.release else None, "┆"),
        (card.user_easing_s, "▴"),
    ):
        if at_s is not None and len(card.trace):
            start, end = card.trace.t_s[0], card.trace.t_s[-1]
            share = (at_s - start) / max(end - start, 1e-3)
            line[min(max(int(share * width), 0), width - 1)] = mark
    return "".join(line).rstrip()
