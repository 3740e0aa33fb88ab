"""The body map: an outline of dots, every number on it, none over another."""

import pytest

from devicelink.care.point import BodyView, Side
from devicelink.data import outline, points
from devicelink.tui.body import figure, sign, width_of


@pytest.mark.parametrize("rows", [12, 18, 20, 36, 50])
@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_every_number_stands_clear_near_its_place(rows: int, side: Side) -> None:
    for view in BodyView:
        places = {p.id: (f"{p.number}x", *p.at) for p in points().values() if p.view is view}
        to = sign(view, side)
        drawn = figure(outline(view), places, rows, to)
        assert len(drawn.rows) == rows
        assert {len(row) for row in drawn.rows} == {width_of(rows)}
        assert {label.id for label in drawn.labels} == set(places), "none is left out"
        cells = [
            (label.row, label.col + i) for label in drawn.labels for i in range(len(label.text))
        ]
        assert len(set(cells)) == len(cells), "none over another"
        for label in drawn.labels if rows >= 18 else ():
            _, x, y = places[label.id]
            row, col = y * rows / 100, width_of(rows) / 2 + to * x * rows / 50
            assert abs(label.row + 0.5 - row) <= 2.6, label
            assert abs(label.col + len(label.text) / 2 - col) <= 8, label


def test_the_left_lies_right_when_seen_from_the_front() -> None:
    assert sign(BodyView.FRONT, Side.LEFT) == 1
    assert sign(BodyView.BACK, Side.LEFT) == -1
    assert sign(BodyView.FRONT, Side.RIGHT) == -1
    assert sign(BodyView.BACK, Side.RIGHT) == 1


def test_the_two_halves_mirror_each_other() -> None:
    left = figure(outline(BodyView.BACK), {}, 20, -1).rows
    assert all(bool(row.strip()) for row in left)
    for row in left:
        inked = [i for i, cell in enumerate(row) if cell != " "]
        assert inked[0] + inked[-1] in {len(row) - 2, len(row) - 1, len(row)}
