"""The atlas: complete, marked with its evidence, and found by name, region and where it hurts."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devicelink import data
from devicelink.care import catalogue
from devicelink.care.atlas import search
from devicelink.care.point import BodyView, CareClass
from devicelink.data import phrases
from devicelink.errors import PlanError

ATLAS = data.atlas()
ROOT = Path(__file__).parents[2]
CLINICAL = ROOT / "../shared/clinical.md"
GROUPS = {"neck", "headache", "shoulder", "low_back", "jaw", "leg"}


def found(query: str, **own: str) -> list[str]:
    return [match.point.id for match in search(ATLAS, query, own).matches]


def test_every_entry_has_all_that_the_source_table_has() -> None:
    """S47, S48: a list to stay off for each; landmark, referral, tool, stretch, source, grade."""
    assert [point.number for point in ATLAS.points.values()] == list(range(1, 37))
    for point in ATLAS.points.values():
        for text in (point.find, point.referral, point.position, point.stretch, point.stay_off):
            assert text, point.id
        assert point.region is not None
        assert point.sources
        assert point.grade == "low"
        assert 0 <= point.at[0] <= 20, point.id
        assert 0 <= point.at[1] <= 100, point.id
        assert bool(point.why) is (point.care_class is not CareClass.A), point.id
    assert ATLAS.version
    assert ATLAS.reviewed_by_clinician == "no"
    assert {"groin", "armpit", "back of the knee"} <= set(ATLAS.no_go)


def test_the_numbers_are_those_of_the_source_table() -> None:
    if not CLINICAL.exists():
        pytest.skip("the source table is not beside this checkout")
    rows = re.findall(r"^\| (\d+) \|[^|`]*`(\w+)` \|", CLINICAL.read_text("utf-8"), re.MULTILINE)
    assert [(int(n), id_) for n, id_ in rows] == [(p.number, p.id) for p in ATLAS.points.values()]


def test_texts_say_what_often_is_and_never_what_is() -> None:
    """S01, S03: no entry names a finding."""
    for point in ATLAS.points.values():
        for text in (point.find, point.referral, point.why):
            assert not re.search(r"\byou have\b|\bis a trigger\b|\bcauses?\b", text), point.id


def test_s04_behind_the_eye_finds_the_upper_trapezius_among_others() -> None:
    for query in ("behind the eye", "behind eye", "Pain behind my eyes"):
        assert "ut" in found(query), query
        assert len(found(query)) > 1
    assert found("behind the eye")[0] == "ut"


def test_s05_six_groups_each_with_two_points_and_a_caution_of_its_own() -> None:
    assert set(ATLAS.symptoms) == GROUPS
    cautions = [group.caution for group in ATLAS.symptoms.values()]
    assert len(set(cautions)) == len(cautions)
    for group in ATLAS.symptoms.values():
        coached = [p for p in group.points if ATLAS.points[p].care_class is not CareClass.C]
        assert len(coached) >= 2, group.id
        for word in group.words:
            result = search(ATLAS, word)
            assert group.caution in result.cautions, word
            assert set(group.points) <= {match.point.id for match in result.matches}, word


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("scm", "scm"), ("28", "pi"), ("piriformis", "pi"), ("trapez", "ut"), ("sciatica", "gm"),
        ("tmj", "ma"), ("lower back", "ql"), ("kneecap", "qu"), ("rotator cuff", "is"),
        ("heel", "ca"), ("hamstring", "ha"),
    ],
)  # fmt: skip
def test_a_name_an_id_a_number_a_place(query: str, first: str) -> None:
    assert found(query)[0] == first


def test_s03_the_persons_own_area_comes_first_and_the_atlas_stays() -> None:
    before = replace(ATLAS.points["gm"])
    assert "gm" not in found("temple")
    assert found("temple", gm="my temple")[0] == "gm"
    match = search(ATLAS, "temple", {"gm": "my temple"}).matches[0]
    assert match.why(phrases()) == "you noted: my temple"
    assert ATLAS.points["gm"] == before


def test_nothing_fits_finds_nothing_and_no_query_all() -> None:
    assert found("quetzalcoatl") == []
    assert len(found("  ")) == len(found("my pain")) == 36


@given(st.text(max_size=40))
def test_no_query_breaks_the_search(query: str) -> None:
    ids = found(query)
    assert len(set(ids)) == len(ids)


def test_an_unknown_point_in_a_group_is_refused() -> None:
    tables = tomllib.loads((ROOT / "devicelink/data/points.toml").read_text("utf-8"))
    tables["symptom"]["jaw"]["points"] = ["ma", "nope"]
    with pytest.raises(PlanError, match="names no point 'nope'"):
        catalogue.atlas(tables)


def test_the_outline_is_there_for_both_views() -> None:
    for view in BodyView:
        assert all(len(point) == 2 for run in data.outline(view) for point in run)
