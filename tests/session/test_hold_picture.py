"""What is drawn of a hold: times from its onset, no line over a gap, axes from zero."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from devicelink.care.plan import Band
from devicelink.core.block import Block
from devicelink.core.events import Verdict
from devicelink.session.hold_picture import MarkKind
from devicelink.session.view import During
from tests.tui.fake_port import hold_card
from tests.tui.holds import evidence, picture, plain_card, rich_card


def test_marks_come_in_order_with_their_words() -> None:
    told = [(mark.kind, round(mark.t_s), mark.text) for mark in picture(rich_card()).marks]
    assert told == [
        (MarkKind.ONSET, 0, "onset"),
        (MarkKind.EASED, 34, "eased 9 %"),
        (MarkKind.FELT, 36, "you felt it ease"),
        (MarkKind.SLIP, 49, "slip, 20 %"),
        (MarkKind.END, 62, "end"),
    ]


def test_a_gap_is_never_bridged() -> None:
    drawn = picture(rich_card())
    (hole,) = np.flatnonzero(np.isnan(drawn.force_n))
    assert drawn.gaps == ((25.0, 29.0),)
    assert drawn.t_s[hole - 1] < 25.0 < drawn.t_s[hole] < 29.0 < drawn.t_s[hole + 1]


def test_evidence_stands_until_the_next_and_is_unknown_while_it_could_not_look() -> None:
    drawn = picture(rich_card())
    assert drawn.evidence_t_s.tolist() == [4.0, 8.0, 34.0, 36.0, 45.0, 62.0]
    assert np.isnan(drawn.evidence_p[0])
    assert drawn.evidence_p[1:].tolist() == [0.1, 0.4, 0.8, 0.3, 0.3]
    assert len(picture(plain_card(1.0)).evidence_t_s) == 0


def test_only_what_belongs_to_the_hold() -> None:
    card = rich_card()
    other = replace(card.hold, hold=1, onset_s=100.0, end_s=150.0)
    told = (*card.during.slips, *card.during.gaps, *evidence((1.0, 0.5)))
    assert During.of(other, card.trace, told) == During(card.trace)


def test_cannot_tell_is_said_with_what_could_have_been_seen() -> None:
    drawn = picture(rich_card(Verdict.CANNOT_TELL))
    assert drawn.verdict is Verdict.CANNOT_TELL
    assert MarkKind.EASED not in [mark.kind for mark in drawn.marks]
    assert drawn.sentences[1:] == (
        "Cannot tell from force whether it gave: the hand moved too much.",
        "At best it would have seen a drop of 5 % or more here.",
        "You said: easing, at 0:36. Pain: 3.",
    )


@pytest.mark.parametrize("force", [(), (12.3,), (float("nan"),), (0.0, 0.0)])
def test_next_to_nothing_can_be_drawn(force: tuple[float, ...]) -> None:
    drawn = picture(plain_card(*force))
    assert drawn.from_s == 0.0
    assert drawn.to_s >= 1.0
    assert drawn.top_n > 0.0
    assert drawn.time_step_s(8) >= 1


@given(st.floats(0.0, 5000.0), st.none() | st.floats(1.0, 400.0))
def test_the_force_axis_holds_all_and_is_not_wasted(peak_n: float, high_n: float | None) -> None:
    band = None if high_n is None else Band(high_n / 2, high_n)
    card = replace(hold_card(), band=band, during=During(Block.of([1.0], [peak_n])))
    drawn = picture(card)
    needed = max(peak_n, high_n or 0.0, 1.0)
    assert needed <= drawn.top_n <= 2.0 * needed
    assert 2 <= round(drawn.top_n / drawn.step_n) <= 5


@given(st.floats(1.0, 7200.0), st.integers(1, 20))
def test_the_times_are_few_enough(length_s: float, most: int) -> None:
    hold = replace(hold_card().hold, end_s=1.0 + length_s)
    drawn = picture(replace(hold_card(), hold=hold))
    assert (drawn.to_s - max(drawn.from_s, 0.0)) / drawn.time_step_s(most) <= most
