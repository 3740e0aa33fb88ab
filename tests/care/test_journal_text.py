"""Entries in words: what is there is said, what is not there is not, what was declined is."""

from devicelink.care.journal import Care, CheckIn, Note, Pressed, Referred, Trial
from devicelink.care.journal_text import in_words
from devicelink.care.journal_words import DECLINED, Done, Role, When
from devicelink.data import phrases


def test_s32_the_band_stands_beside_the_number() -> None:
    assert in_words(Note(when=When.BEFORE, pain=7), phrases()) == "pain 7 (severe) before"
    assert in_words(Note(pain=0), phrases()) == "pain 0 (none) at that time"


def test_s58_declined_is_said_and_missing_is_not() -> None:
    assert in_words(Note(pain=DECLINED), phrases()) == "pain not said, at that time"
    assert "pain" not in in_words(Note(text="hm"), phrases())
    care = Care(done=Done.ACUPUNCTURE, pain_before=7)
    assert "pain 7 to not asked" in in_words(care, phrases())


def test_s02_and_s24_in_words() -> None:
    note = Note(pain=6, referred=(Referred(area="temple", pain=3), Referred(area="eye")))
    assert "also felt in temple 3, eye" in in_words(note, phrases())
    care = Care(done=Done.MANUAL_THERAPY, provider="Ann", role=Role.CHIROPRACTOR, places=("ut l",))
    said = in_words(care, phrases(), str.upper)
    assert said == "manual therapy by Ann, chiropractor; at UT L"


def test_s64_peg_only_where_it_is_whole() -> None:
    assert "PEG" not in in_words(CheckIn(average=3, activity=DECLINED), phrases())
    assert "PEG 4.0" in in_words(CheckIn(average=3, enjoyment=4, activity=5), phrases())


def test_a_test_says_pressure_only_with_a_flat_tip() -> None:
    trials = (Trial(peak_n=25, force_n=24.0), Trial(peak_n=31, force_n=30.0), Trial(peak_n=60))
    with_tip = Pressed(test="threshold", tip_area_mm2=100, trials=trials)
    assert "27.0 N (270 kPa) (mean of 2, from 24.0 to 30.0 N)" in in_words(with_tip, phrases())
    assert "kPa" not in in_words(Pressed(test="threshold", trials=trials), phrases())
    above = Pressed(test="threshold", trials=(Trial(peak_n=40),))
    assert "did not hurt up to 40.0 N" in in_words(above, phrases())
    same = Pressed(test="same_force", tip_area_mm2=100, force_n=24.5, pain=5)
    assert in_words(same, phrases()) == "pain 5 at 24.5 N (245 kPa)"
