"""The small picture of a trend: numbers where they belong, the band without colour."""

from devicelink.care.trend import trend
from devicelink.tui.braille import BLANK
from devicelink.tui.trend_picture import AXIS, trend_picture
from tests.care.test_trend import UT, of, run


def rows(*values: int | None, width: int = 44, height: int = 5) -> list[str]:
    return trend_picture(of(*values), width, height).plain.splitlines()


def test_ten_is_at_the_top_and_zero_at_the_bottom() -> None:
    drawn = rows(10, 10, 10)
    assert drawn[0].strip().startswith("10")
    assert drawn[-1].strip().startswith("0")
    assert any(BLANK < char <= "⣿" for char in drawn[0])
    assert not any(BLANK < char <= "⣿" for row in drawn[1:] for char in row)
    assert all(len(row) == 44 for row in drawn)


def test_the_band_lies_behind_around_the_start() -> None:
    drawn = rows(8, 8, 8, 5)
    assert ["░" in row for row in drawn] == [True, True, True, False, False]
    assert not any("░" in row for row in rows(8, 8)), "no band on two numbers"


def test_a_line_falls_where_the_numbers_do() -> None:
    drawn = rows(9, 9, 9, 1, 1, 1, 1, 1)
    left = [row[AXIS : AXIS + 5] for row in drawn]
    right = [row[-6:] for row in drawn]
    assert any(BLANK < char <= "⣿" for char in left[0])
    assert any(BLANK < char <= "⣿" for char in right[-1])


def test_nothing_and_too_narrow_are_no_error() -> None:
    empty = trend_picture(trend(UT, [], 100), 44, 5).plain
    assert not any(BLANK < char <= "⣿" for char in empty)
    assert trend_picture(of(5, 5, 5), 6, 5).plain == ""
    several = [one for day in (0, 0, 0) for one in run(5 + day)]
    assert trend_picture(trend(UT, several, 100), 44, 5).plain
