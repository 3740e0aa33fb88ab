"""What a journal entry may hold, and that missing, declined and zero are three things."""

from collections.abc import Callable

import pytest

from devicelink.care.journal import (
    KINDS,
    Begin,
    Body,
    Care,
    CheckIn,
    Exercise,
    Medication,
    Motion,
    Note,
    Pressed,
    Provider,
    Referred,
    Trial,
    Withdrawn,
    kind_of,
    of_fields,
    to_fields,
)
from devicelink.care.journal_words import DECLINED, Change, Done, Role, When
from devicelink.errors import UsageError

FULL: list[Body] = [
    Note(
        when=When.BEFORE, pain=6, soreness=0, quality=("aching", "like a belt"),
        referred=(Referred(area="temple", pain=3), Referred(area="eye", pain=DECLINED)),
        sensations=("warmth",), twitch=True, tags=("posture", "ergonomics"), sleep=7,
        exercises=(Exercise(name="chin tuck", done=True), Exercise(name="rows", done=False)),
        medication=(Medication(name="ibuprofen 400", at="14:30"),),
        motion=(Motion(movement="neck rotation left", before_deg=50, after_deg=61.5),),
        text="after a day at the desk",
    ),
    Care(
        done=Done.DRY_NEEDLING, provider="Dr Ahn", role=Role.DRY_NEEDLING, places=("ut left",),
        pain_before=7, pain_after=DECLINED, soreness_next_day=2, twitch=True,
    ),
    CheckIn(average=5, enjoyment=4, activity=6, worst=8, change=Change.A_LITTLE_BETTER),
    Provider(name="Dr Ahn", role=Role.PHYSICAL_THERAPIST),
    Begin(),
    Withdrawn(text="wrong day"),
    Pressed(
        test="threshold", tip_area_mm2=100.0,
        trials=(Trial(force_n=24.5, peak_n=26.0, rate_n_s=9.8, fit=0.99),
                Trial(force_n=None, peak_n=40.0)),
    ),
]  # fmt: skip


def test_every_kind_comes_back_as_it_was() -> None:
    assert {kind_of(body) for body in FULL} == set(KINDS)
    for body in FULL:
        assert of_fields(kind_of(body), to_fields(body)) == body


def test_s02_each_referred_area_has_a_number_of_its_own() -> None:
    note = Note(pain=6, referred=(Referred(area="temple", pain=3), Referred(area="ear")))
    assert to_fields(note)["referred"] == [{"area": "temple", "pain": 3}, {"area": "ear"}]


def test_s58_declined_is_not_missing_and_missing_is_not_zero() -> None:
    zero, declined, missing = Note(pain=0), Note(pain=DECLINED), Note(text="-")
    told = [to_fields(note).get("pain", "missing") for note in (zero, declined, missing)]
    assert told == [0, "declined", "missing"]
    back = [of_fields("note", to_fields(note)) for note in (zero, declined, missing)]
    assert back == [zero, declined, missing]


def test_s12_s14_s15_s17_each_kind_of_care_is_its_own() -> None:
    assert len({Done.DRY_NEEDLING, Done.ACUPUNCTURE, Done.SPRAY_AND_STRETCH,
                Done.GENERAL_MASSAGE, Done.MANUAL_THERAPY}) == 5  # fmt: skip


def test_s13_a_twitch_is_yes_no_or_not_said() -> None:
    values = [to_fields(Care(done=Done.DRY_NEEDLING, twitch=t)).get("twitch") for t in
              (True, False, None)]  # fmt: skip
    assert values == [True, False, None]


def test_s19_an_exercise_not_done_is_kept_as_not_done() -> None:
    note = Note(exercises=(Exercise(name="rows", done=False),))
    assert to_fields(note)["exercises"] == [{"name": "rows", "done": False}]


def test_s24_whoever_helps_has_a_role() -> None:
    assert {"physical_therapist", "chiropractor", "dry_needling_practitioner"} <= set(Role)


def test_s64_peg_needs_all_three() -> None:
    assert CheckIn(average=5, enjoyment=4, activity=6).peg == 5.0
    assert CheckIn(average=5, enjoyment=4).peg is None
    assert CheckIn(average=0, enjoyment=0, activity=DECLINED).peg is None


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Note(pain=11),
        lambda: Note(sleep=-1),
        Note,
        CheckIn,
        lambda: Note(referred=(Referred(area=" "),)),
        lambda: Medication(name="x", at="25:00"),
        lambda: Medication(name="x", at="9.30"),
        lambda: Motion(movement="rotation", before_deg=400),
        lambda: Motion(movement="rotation", after_deg=float("nan")),
        lambda: Exercise(name="", done=True),
        lambda: of_fields("note", {"pain": "much"}),
        lambda: of_fields("care", {"done": "surgery"}),
    ],
)
def test_what_cannot_be_says_why_and_what_to_do(wrong: Callable[[], object]) -> None:
    with pytest.raises(UsageError) as caught:
        wrong()
    assert caught.value.why.endswith(".")
    assert caught.value.what_to_do.endswith(".")


def test_s02_a_number_of_an_area_names_the_area() -> None:
    assert Referred(area="temple", pain=DECLINED).pain is DECLINED
    with pytest.raises(UsageError, match="11 is no number for pain in temple"):
        Referred(area="temple", pain=11)
