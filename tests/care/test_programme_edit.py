"""The editor's rules: what breaks a limit is refused with the reason, and time is told (S26)."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devicelink import data
from devicelink.care import catalogue
from devicelink.care.programme import HOLD_S, MOST_REPS, REST_S, SESSION_MAX_S
from devicelink.care.programme_edit import (
    FIELDS,
    copied,
    of_fields,
    text_of,
    to_fields,
    toml_of,
    visit,
    with_text,
)
from devicelink.data import phrases
from devicelink.errors import PlanError

HOME = data.programmes()["home"]
SHORT = data.programmes()["short"]


def test_s26_three_full_holds_fill_a_session_and_short_ones_fit_four_points() -> None:
    """3 x 90 s + 2 x 15 s = exactly 300 s; 2 x 30 s + 10 s = 70 s a point, four points."""
    full = with_text(with_text(HOME, "rest_s", "15"), "goal_s", "90")
    assert (full.planned_s, full.longest_s) == (300.0, 300.0)
    assert visit(full).fits
    assert (visit(SHORT).planned_s, visit(SHORT, 4).planned_s) == (70.0, 280.0)
    assert visit(SHORT, 4).fits
    assert not visit(SHORT, 5).fits
    assert "More than 5 minutes" in visit(SHORT, 5).told(phrases())
    assert "3 to 5 minutes" in visit(SHORT, 4).told(phrases())


@given(st.integers(1, 7), st.floats(20, 100), st.floats(5, 20), st.integers(1, 20))
def test_s26_no_programme_gets_past_five_minutes(
    reps: int, goal_s: float, rest_s: float, points: int
) -> None:
    values = to_fields(HOME) | {"reps": reps, "goal_s": goal_s, "rest_s": rest_s}
    try:
        made = of_fields("mine", values)
    except PlanError:
        longest_s = reps * HOME.max_hold_s + (reps - 1) * rest_s
        inside = HOLD_S[0] <= goal_s <= HOLD_S[1] and REST_S[0] <= rest_s <= REST_S[1]
        assert not (inside and reps <= MOST_REPS and longest_s <= SESSION_MAX_S)
    else:
        assert made.longest_s <= SESSION_MAX_S
        assert visit(made, points).fits is (points * made.planned_s <= SESSION_MAX_S)


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("goal_s", "29", "hold goal is 29 s, outside 30-90 s"),
        ("goal_s", "91", "hold goal"),
        ("rest_s", "9.9", "rest is 9.9 s, outside 10-15 s"),
        ("reps", "4", "longest session"),
        ("reps", "2.5", "reps|int"),
        ("reps", "nan", "reps|int|holds"),
        ("band_share", "0.5-0.8", "top of the band"),
        ("band_share", "0.5", "no band_share"),
        ("per_day", "5-7", "sessions a day"),
        ("per_day", "six", "no per_day"),
        ("target", "harder", "target|enum"),
        ("steps", "4", "number of steps"),
        ("goal_s", "x", "no goal_s"),
        ("limit_n", "500", "no 'limit_n' to set"),
        ("id", "home", "no 'id' to set"),
    ],
)
def test_what_breaks_a_limit_is_refused_and_says_why(name: str, text: str, why: str) -> None:
    with pytest.raises(PlanError, match=why) as caught:
        with_text(copied(HOME, "mine"), name, text)
    assert caught.value.what_to_do


def test_every_field_reads_back_as_it_is_written() -> None:
    for one in data.programmes().values():
        mine = copied(one, "mine")
        for name in FIELDS:
            again = with_text(mine, name, text_of(mine, name))
            assert getattr(again, name) == getattr(mine, name), (one.id, name)
        assert catalogue.programmes(tomllib.loads(toml_of(mine)))["mine"] == mine


def test_a_change_is_another_version() -> None:
    mine = copied(HOME, "mine")
    assert with_text(mine, "goal_s", "60").version == "2"
    assert "my own" in mine.source


@pytest.mark.parametrize("id_", ["", "Mine", "../x", "x" * 40, "a b"])
def test_an_id_is_a_plain_word(id_: str) -> None:
    with pytest.raises(PlanError, match="cannot name"):
        copied(HOME, id_)
