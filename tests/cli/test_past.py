"""Past sessions for the review and history screens, out of the store."""

import re
from pathlib import Path

from devicelink.care.outputs import SessionEnd, SessionOver
from devicelink.cli.past import Past, happenings_of
from devicelink.store.history import History
from devicelink.store.place import Place
from tests.cli.conftest import Run


def test_nothing_kept_is_an_empty_list(tmp_path: Path) -> None:
    assert list(Past(Place(tmp_path / "none")).sessions()) == []


def test_the_list_tells_point_side_pain_and_ending(kept: Path) -> None:
    """S56, S58."""
    (row,) = Past(Place(kept)).sessions()
    assert (row.id, row.point, row.side, row.state) == ("1", "Upper trapezius", "left", "complete")
    assert row.pain_before == 6
    assert row.pain_after is not None
    assert row.holds >= 2


def test_cards_and_story_are_made_again(kept: Path) -> None:
    """S40, S57: as at the session's end, with the force's picture and the own report."""
    cards, story = Past(Place(kept)).session("1")
    (row,) = Past(Place(kept)).sessions()
    assert len(cards) == row.holds
    for card in cards:
        assert card.release is not None
        assert card.release.hold == card.hold.hold
        assert len(card.trace) > 50
        assert card.hold.onset_s <= card.trace.t_s[0] <= card.trace.t_s[-1] <= card.hold.end_s
        assert card.tip_area_mm2 == 100.0
    assert (story.pain_before, story.pain_after) == (row.pain_before, row.pain_after)
    assert set(story.ends) == {1, 2}
    assert story.over is not None
    assert story.over.end is SessionEnd.COMPLETE


def test_happenings_come_in_order_with_the_end_told(kept: Path) -> None:
    with History(Place(kept)) as history:
        told = happenings_of(history.session(1))
    assert any(isinstance(happening, SessionOver) for _, happening in told)
    assert len(told) > 40


def test_a_pressure_test_is_listed_with_its_own_figure(run: Run, tmp_path: Path) -> None:
    """S09."""
    assert run("algometry", "--demo", "--speed", "8", "--trials", "1", "--json").code == 0
    past = Past(Place(tmp_path / "data"))
    (row,) = past.sessions()
    assert re.fullmatch(r"threshold test \d+\.\d N \(1\)", row.test)
    assert any("N" in line for line in past.test(row.id))
