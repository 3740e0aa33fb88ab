"""The exercises of a plan: done, not done, not said (S19)."""

import pytest

from devicelink.care.exercises import MOST, Logged, named, plan_of, standing
from devicelink.errors import UsageError


def test_s19_done_not_done_and_not_said_are_three_things() -> None:
    log = [Logged("a", 100, True), Logged("b", 100, True), Logged("b", 100, False)]
    log += [Logged("a", 99, True), Logged("a", 94, True), Logged("a", 93, True)]
    found = standing(["a", "b", "c"], log, 100)
    assert [(one.today, one.week) for one in found] == [(True, 3), (False, 0), (None, 0)]


def test_the_plan_is_what_was_said_last() -> None:
    said = [("chin tucks", True), ("wall slides", True), ("chin tucks", False)]
    assert plan_of(said) == ["wall slides"]
    assert plan_of([*said, ("chin tucks", True)]) == ["chin tucks", "wall slides"]


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_a_name_is_a_few_words(name: str) -> None:
    with pytest.raises(UsageError, match="cannot name"):
        named(name)
    assert named("  chin   tucks ") == "chin tucks"


def test_none_twice_and_not_too_many() -> None:
    with pytest.raises(UsageError, match="already"):
        named("Chin Tucks", ["chin tucks"])
    with pytest.raises(UsageError, match=str(MOST)):
        named("one more", [str(n) for n in range(MOST)])
