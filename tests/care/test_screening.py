"""What the answers before a session mean (S36, S48-S51, S53): the careful branch unless told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devicelink import data
from devicelink.care.plan import Side, make_plan, refusal
from devicelink.care.safety import Device, DeviceKind, Layer, Personal
from devicelink.care.screening import (
    LEFT_OPEN,
    Item,
    Reply,
    Said,
    Standing,
    items,
    place_of,
    standing,
)
from devicelink.errors import PlanError
from tests.care.playbook import PROBE

ITEMS = data.screening()
BY_ID = {item.id: item for item in ITEMS}
POINTS = data.points()
TODAY = 740_000


def said(item: Item, reply: Reply, point: str = "ut", age: int = 0, *, now: bool = True) -> Said:
    place = place_of(point, Side.LEFT) if item.place else ""
    return Said(item.id, place, reply, TODAY - age, now=now)


def all_no(point: str, **but: Reply) -> list[Said]:
    return [said(item, but.get(item.id, Reply.NO), point) for item in ITEMS]


def stands(given: list[Said], point: str = "ut") -> Standing:
    return standing(ITEMS, given, point, Side.LEFT, TODAY)


def test_every_question_is_short_names_its_way_out_and_known_points() -> None:
    for item in ITEMS:
        assert item.ask.endswith("?")
        assert len(item.ask) <= 100
        assert item.why
        assert item.do
        assert item.halves or item.blocks is None or item.blocks
        for points in (item.asked, item.blocks):
            assert points is None or points <= set(POINTS)


def test_no_to_all_leaves_the_limit_alone() -> None:
    for point in POINTS:
        found = stands(all_no(point), point)
        assert (found.due, found.open, found.yes, found.factor) == ((), (), (), 1.0)
        assert refusal(POINTS[point], found.checks(point)) is None


def test_nobody_there_halves_the_limit_and_the_calf_stays_closed() -> None:
    """Declined is not a no: the more careful branch holds."""
    declined = [said(item, Reply.DECLINED) for item in ITEMS]
    found = stands(declined)
    assert found.due == ()
    assert (found.factor, found.condition) == (0.5, LEFT_OPEN)
    assert refusal(POINTS["ut"], found.checks("ut")) is None
    calf = stands([said(item, Reply.DECLINED, "ca") for item in ITEMS], "ca")
    refused = refusal(POINTS["ca"], calf.checks("ca"))
    assert refused is not None
    assert "clot" in refused.why


@pytest.mark.parametrize(
    ("yes", "point", "forbidden"),
    [
        ("unwell", "gm", True),
        ("skin", "ut", True),
        ("reach", "ut", True),
        ("clot", "ca", True),
        ("clot", "ha", True),
        ("clot", "ut", False),
        ("bone", "ut", True),
        ("numb", "fo", True),
        ("inside", "pmj", True),
        ("blood", "ut", False),
        ("bones", "tp", True),
        ("bones", "ut", False),
        ("neck", "ut", True),
        ("neck", "gm", False),
        ("pregnant", "le", True),
        ("pregnant", "ut", False),
        ("surgery", "ut", True),
        ("young", "ut", True),
    ],
)
def test_what_a_yes_forbids(yes: str, point: str, forbidden: bool) -> None:
    found = stands(all_no(point, **{yes: Reply.YES}), point)
    refused = refusal(POINTS[point], found.checks(point))
    assert (refused is not None) is forbidden
    if forbidden:
        ball = Device(kind=DeviceKind.BALL, full_scale_n=500.0)
        with pytest.raises(PlanError):
            make_plan(data.programmes()["home"], POINTS[point], Side.LEFT, ball,
                      checks=found.checks(point))  # fmt: skip


@pytest.mark.parametrize("yes", ["blood", "bones"])
def test_a_condition_halves_the_limit_and_is_named(yes: str) -> None:
    found = stands(all_no("ut", **{yes: Reply.YES}))
    personal = Personal(condition_factor=found.factor, condition=found.condition)
    plan = make_plan(data.programmes()["home"], POINTS["ut"], Side.LEFT, PROBE, personal)
    assert (plan.limit.limit_n, plan.limit.layer) == (20.0, Layer.CONDITION)
    assert plan.limit.name == BY_ID[yes].name


def test_once_a_month_and_the_starred_ones_each_session() -> None:
    def due(age: int) -> set[str]:
        given = [said(item, Reply.NO, age=age, now=False) for item in ITEMS]
        return {item.id for item in stands(given).due}

    starred = {"unwell", "skin"}
    assert due(0) == due(29) == starred
    assert due(30) == {i.id for i in ITEMS if i.matters_at("ut") and not i.after}
    assert {item.id for item in stands([]).due} == due(30)
    assert "blood" in due(-1), "a day to come is no answer"


def test_another_place_is_asked_anew_and_the_person_only_once() -> None:
    given = [said(item, Reply.NO, "ut", now=False) for item in ITEMS]
    due = {item.id for item in stands(given, "gm").due}
    assert {"bone", "numb", "inside"} <= due
    assert not due & {"blood", "bones", "surgery", "young"}


def test_a_yes_holds_until_a_no() -> None:
    blood = BY_ID["blood"]
    old = said(blood, Reply.YES, age=400, now=False)
    rest = [one for one in all_no("ut") if one.item != "blood"]
    assert stands([*rest, old]).condition == blood.name
    assert blood in stands([*rest, old]).due
    assert stands([*rest, old, said(blood, Reply.DECLINED)]).condition == blood.name
    assert stands([*rest, old, said(blood, Reply.NO)]).factor == 1.0


def test_a_no_taken_back_is_open() -> None:
    rest = [one for one in all_no("ut") if one.item != "blood"]
    given = [*rest, said(BY_ID["blood"], Reply.NO), said(BY_ID["blood"], Reply.DECLINED)]
    assert stands(given).condition == LEFT_OPEN


@given(
    st.lists(
        st.builds(
            Said,
            st.sampled_from(sorted(BY_ID)),
            st.sampled_from(["", "ut left", "ca left", "ut right"]),
            st.sampled_from(Reply),
            st.integers(TODAY - 60, TODAY + 2),
            st.booleans(),
        )
    ),
    st.sampled_from(["ut", "ca", "tp"]),
)
def test_only_a_no_to_everything_gives_the_whole_limit(given_: list[Said], point: str) -> None:
    found = stands(given_, point)
    asked = [item for item in ITEMS if item.matters_at(point)]
    told_no = {(one.item, one.place) for one in given_ if one.reply is Reply.NO}
    everything = all(
        (item.id, place_of(point, Side.LEFT) if item.place else "") in told_no for item in asked
    )
    assert found.factor == 0.5 or everything or found.yes
    assert set(found.open) <= set(asked)
    assert not set(found.open) & set(found.yes)


@pytest.mark.parametrize("tables", [{}, {"region": {}, "item": {"x": {"ask": 1}}}])
def test_a_broken_file_is_said_in_words(tables: dict[str, object]) -> None:
    with pytest.raises(PlanError, match="screening file"):
        items(tables)


ROWS = {
    "broken bone", "open wound", "local inflammation", "deep vein thrombosis", "bone infection",
    "myositis ossificans", "blood thinners", "osteoporosis", "numbness", "cancer, port, implant",
    "pregnancy", "fever", "connective tissue, neck", "surgery, accident", "under 18",
}  # fmt: skip
STARRED = {"open wound", "local inflammation", "deep vein thrombosis", "fever"}


def test_every_row_of_the_screening_table_is_asked_the_starred_ones_each_session() -> None:
    """S54 is among them: an accident or a fall in the last six weeks."""
    asked = {row for item in ITEMS for row in item.rows}
    assert asked == ROWS
    assert {row for item in ITEMS if item.each_session for row in item.rows} == STARRED
    assert "accident or fall in the last six weeks" in BY_ID["surgery"].ask


def test_s54_an_accident_or_a_fall_is_for_a_clinician_first() -> None:
    found = stands(all_no("gm", surgery=Reply.YES), "gm")
    refused = refusal(POINTS["gm"], found.checks("gm"))
    assert refused is not None
    assert "clinician first" in refused.what_to_do


def test_thinners_close_all_until_a_clinician_has_agreed_then_half_the_limit_holds() -> None:
    blood, agreed = BY_ID["blood"], BY_ID["agreed"]
    rest = [one for one in all_no("ut") if one.item not in {"blood", "agreed"}]
    open_ = stands([*rest, said(blood, Reply.YES)])
    assert [item.id for item in open_.due] == ["agreed"]
    assert refusal(POINTS["ut"], open_.checks("ut", asking=True)) is None
    refused = refusal(POINTS["ut"], open_.checks("ut"))
    assert refused is not None
    assert "Left open" in refused.why
    for reply, closed in ((Reply.YES, True), (Reply.DECLINED, True), (Reply.NO, False)):
        found = stands([*rest, said(blood, Reply.YES), said(agreed, reply)])
        assert (refusal(POINTS["ut"], found.checks("ut")) is not None) is closed
        assert found.factor == 0.5
    assert stands([*rest, said(blood, Reply.NO)]).due == ()


def test_s53_hard_to_reach_stays_so_until_a_no() -> None:
    reach = BY_ID["reach"]
    rest = [one for one in all_no("ut") if one.item != "reach"]
    old = stands([*rest, said(reach, Reply.YES, age=400, now=False)])
    refused = refusal(POINTS["ut"], old.checks("ut"))
    assert refused is not None
    assert "professional" in refused.what_to_do
    assert [item.id for item in old.due] == ["reach"]


def test_pregnancy_is_asked_everywhere_and_advised_where_it_forbids_nothing() -> None:
    found = stands(all_no("ut", pregnant=Reply.YES))
    assert refusal(POINTS["ut"], found.checks("ut")) is None
    assert "ask your clinician first" in found.advice("ut")[0]
    assert stands(all_no("le", pregnant=Reply.YES), "le").advice("le") == ()
