"""A person's own findings at a place: three answers, pain, where else; nothing worked out."""

import pytest

from devicelink.care.journal import Referred
from devicelink.care.point_record import Finding, PointRecord, area_of, of_fields, to_fields
from devicelink.errors import UsageError

FULL = PointRecord(
    taut_band=Finding.YES, tender_spot=Finding.UNSURE, referred_pain=Finding.NO, pain=0,
    areas=(Referred(area="temple", pain=4), Referred(area="behind my ear")), note="after work",
)  # fmt: skip


def test_s01_three_findings_that_only_a_person_gives() -> None:
    assert of_fields(to_fields(FULL)) == FULL
    empty = PointRecord()
    assert {empty.taut_band, empty.tender_spot, empty.referred_pain} == {None}
    told = empty.changed(taut_band=Finding.YES)
    assert (told.tender_spot, told.referred_pain) == (None, None), "no answer makes another"


def test_s02_local_pain_and_each_area_have_numbers_of_their_own() -> None:
    assert (FULL.pain, [area.pain for area in FULL.areas]) == (0, [4, None])
    assert FULL.areas_in_words == "temple, behind my ear"


@pytest.mark.parametrize(
    ("text", "area"),
    [("temple=4", Referred(area="temple", pain=4)), ("my ear", Referred(area="my ear")),
     (" calf = 10 ", Referred(area="calf", pain=10))],
)  # fmt: skip
def test_an_area_is_typed_with_or_without_its_number(text: str, area: Referred) -> None:
    assert area_of(text) == area


@pytest.mark.parametrize("text", ["temple=11", "temple=-1", "temple=x", "=4", ""])
def test_what_is_no_area_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        area_of(text)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(UsageError, match="scale"):
        PointRecord(pain=11)
    with pytest.raises(UsageError, match="note"):
        PointRecord(note="x" * 501)
    with pytest.raises(UsageError, match="cannot be read"):
        of_fields({"taut_band": "perhaps"})
