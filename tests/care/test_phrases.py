"""Every sentence the coach can say is in the catalogue, with its reason, and promises nothing."""

import re
import string
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from devicelink import data
from devicelink.care.cues import RULES, Phrase, make_cue
from devicelink.care.inputs import Quality, Sensation
from devicelink.care.outputs import (
    Phase,
    Question,
    RepEnd,
    RepEnded,
    SessionEnd,
    SessionOver,
)
from devicelink.care.phrases import Phrases, clock
from devicelink.core.events import EndReason, HoldEnded, Release, Verdict
from devicelink.errors import DevicelinkError

FOLDER = Path(data.__file__).parent
TABLES = tomllib.loads((FOLDER / "phrases.toml").read_text("utf-8"))
PHRASES = data.phrases()

PRESSURE = (
    "phrases: summary.pressure",
    "phrases_journal: algometry.",
    "phrases_report: report_head.pressure",
    "phrases_commands: past.pressure",
    "phrases_commands: atlas_line.caps",
    "phrases_errors: error.tip_size_unknown",
)
"""Where a pressure may be named: it is the force over a flat tip's area."""
BANNED = re.compile(
    r"\b(treat\w*|cur(e|es|ed|ing)|heal(s|ed|ing)?|diagnos\w*|toxins?|stiffness|relieves?|"
    r"pain[- ]free|personal best|trigger point released|guarantee\w*|fix(es|ed)?)\b",
    re.IGNORECASE,
)


FILES = ["points", "programmes", *sorted(path.stem for path in FOLDER.glob("phrases*.toml"))]


def sentences() -> Iterator[tuple[str, str]]:
    """Every text of every data file with where it stands."""
    for name in FILES:
        yield from texts(name, "", tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8")))


def texts(file: str, where: str, table: dict[str, object]) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from texts(file, f"{where}{key}.", value)
        elif isinstance(value, str) and key != "source" and where:
            yield f"{file}: {where}{key}", value


def test_no_sentence_claims_what_it_must_not() -> None:
    """Plain language, no promise, no diagnosis, no stiffness, no praise for force (S30, S31)."""
    for where, text in sentences():
        assert not BANNED.search(text), where
        assert "kPa" not in text or where.startswith(PRESSURE), where


@pytest.mark.parametrize(
    "claim",
    ["Treats your neck.", "this will cure it", "It heals.", "releases toxins", "Stiffness: 32 kPa"],
)
def test_the_banned_words_are_really_found(claim: str) -> None:
    assert BANNED.search(claim)


def test_every_text_has_its_reason() -> None:
    journal = tomllib.loads((FOLDER / "phrases_journal.toml").read_text("utf-8"))
    assert not set(journal) & set(TABLES), "one table stands in one file"
    for table, entries in (TABLES | journal).items():
        if isinstance(entries, dict):
            for entry, fields in entries.items():
                assert fields.get("say"), f"{table}.{entry}"
                assert fields.get("why"), f"{table}.{entry}"


def test_every_cue_stands_in_the_catalogue_and_no_other() -> None:
    assert set(TABLES["cue"]) == {phrase.value for phrase in Phrase}
    assert set(RULES) == set(Phrase)
    assert all(re.fullmatch(r"S\d\d", rule) for rule, _ in RULES.values())


def test_every_phase_question_and_end_has_words() -> None:
    """S55: keyboard alone; each phase and question names its keys."""
    for phase in Phase:
        assert PHRASES.phase(phase)
        assert PHRASES.keys(phase)
    for question in Question:
        assert PHRASES.ask(question)
        assert PHRASES.keys(Phase.LOCATE, question) == TABLES["question"][question]["keys"]
    for quality in Quality:
        assert PHRASES.quality(quality)
    for sensation in Sensation:
        assert PHRASES.sensation(sensation)
    for end in RepEnd:
        for given in (None, Quality.BURNING):
            rep = RepEnded(t_s=1, rep=2, held_s=61.0, end=end, quality=given)
            assert "1:01" in PHRASES.rep_ended(rep)
    for over in SessionEnd:
        assert PHRASES.session_over(SessionOver(t_s=1, end=over, reps=2, stretched=None))


def test_short_enough_to_be_read_at_a_metre() -> None:
    """With the places filled by short words; the place itself may take two lines."""
    for phrase, fields in TABLES["cue"].items():
        places = {name for _, name, _, _ in string.Formatter().parse(fields["say"]) if name}
        if phrase == "place" or places & {"stretch", "limit_name", "places"}:
            continue
        text = fields["say"].format(**dict.fromkeys(places, 12))
        assert len(text) <= 78, phrase


def test_the_places_to_stay_off_fit_one_line() -> None:
    """S47, S48: every point has a list, and it is said before the first hold."""
    for point in data.points().values():
        cue = make_cue(0, Phrase.STAY_OFF, places=point.stay_off)
        assert len(PHRASES.say(cue)) <= 78, point.id


def hold(cv: float = 0.04) -> HoldEnded:
    """A hold of 62 s."""
    return HoldEnded(
        hold=1, onset_s=100.0, end_s=162.0, declared_s=103.0, decided_s=162.3, mean_n=24.6,
        median_n=24.5, peak_n=29.0, cv=cv, in_zone_s=54.0, impulse_ns=1525.0, load_rate_n_s=8.0,
        unload_rate_n_s=-9.0, slips=0, gap_s=0.0, reason=EndReason.HAND,
    )  # fmt: skip


def test_s38_the_card_shows_steadiness_and_pressure_only_with_a_tip() -> None:
    assert PHRASES.hold_summary(hold(), 100.0) == (
        "62 s, 54 s of it in the band · mean 24.6 N (246 kPa) · steadiness 4 %"
    )
    assert "kPa" not in PHRASES.hold_summary(hold())


def release(verdict: Verdict, t_s: float | None = 134.0, drop: float | None = 9.0) -> Release:
    """A verdict on that hold."""
    return Release(
        hold=1, verdict=verdict, p=0.72, t_s=t_s, declared_s=None, drop_pct=drop,
        min_detectable_drop_pct=6.0, decided_s=162.3, why="soft hand",
    )  # fmt: skip


def test_s40_verdicts_name_the_hand_as_well_as_the_tissue() -> None:
    for verdict in (Verdict.RELEASE_LIKELY, Verdict.RELEASE_POSSIBLE):
        text = PHRASES.verdict(release(verdict), 100.0)
        assert "hand" in text
        assert "9 % at 0:34" in text
        assert "72 %" in text
        assert "hand" in PHRASES.verdict(release(verdict, None, None), 100.0)
    assert "6 %" in PHRASES.verdict(release(Verdict.NO_RELEASE_SEEN, None, None), 100.0)
    assert "soft hand" in PHRASES.verdict(release(Verdict.CANNOT_TELL, None, None), 100.0)


def test_s40_no_sentence_is_certain() -> None:
    """Neither 100 % nor 0 %, however far the estimate goes."""
    sure = replace(release(Verdict.RELEASE_LIKELY), p=0.9996, p_with_report=0.0004)
    assert "(99 %)" in PHRASES.verdict(sure, 100.0)
    assert PHRASES.weighed(sure, 136.9) == "Counting what you said, 1 %."


def test_s40_the_word_of_the_person_is_weighed_beside_the_verdict() -> None:
    told = replace(release(Verdict.CANNOT_TELL, None, None), p_with_report=0.914)
    assert PHRASES.weighed(told, 136.9) == "Counting what you said, 91 %."
    assert PHRASES.weighed(told, None) == ""
    assert PHRASES.weighed(replace(told, p_with_report=None), 136.9) == ""
    assert PHRASES.weighed(None, 136.9) == ""


def test_s40_the_own_report_stands_beside_the_verdict() -> None:
    assert PHRASES.own_report(100.0, 136.9, None) == "You said: easing, at 0:36."
    texts = {PHRASES.own_report(100.0, None, gave) for gave in (True, False, None)}
    assert len(texts) == 3


def test_a_broken_catalogue_says_which_text_is_missing() -> None:
    with pytest.raises(DevicelinkError, match=r"phase\.listen\.say"):
        Phrases({"phase": {}}).phase(Phase.LISTEN)


def test_clock() -> None:
    assert [clock(s) for s in (-1.0, 0.0, 59.9, 61.0, 600.0)] == [
        "0:00", "0:00", "0:59", "1:01", "10:00",
    ]  # fmt: skip


def test_what_was_not_steady_is_told_in_one_line() -> None:
    shaken = replace(hold(), slips=2, regrips=1, rubbing_s=4.0, tremor_pct=0.52)
    words = PHRASES.hold_course(shaken)
    assert words == "Slips: 2 · steps of the force: 1 · rubbing: 4 s · tremor 0.5 %"
    assert PHRASES.hold_course(hold()) is None


@pytest.mark.parametrize(
    ("n", "said"),
    [(0, "0 sessions, 0 entries"), (1, "1 session, 1 entry"), (3, "3 sessions, 3 entries")],
)
def test_what_is_counted_agrees_with_its_number(n: int, said: str) -> None:
    text = "{n:~session}, {n:~entry/entries}"
    assert Phrases({"some": {"thing": text}}).text("some", "thing", n=n) == said


def test_a_line_of_keys_fits_eighty_columns() -> None:
    """Two cells stand before it; nothing of it may be cut off where a person looks for a key."""

    def lines(table: object, path: str = "") -> Iterator[tuple[str, str]]:
        if isinstance(table, dict):
            for name, inner in table.items():
                yield from lines(inner, f"{path}.{name}")
        elif isinstance(table, str) and "keys" in path:
            yield path, table

    for path, text in lines(TABLES):
        places = {name for _, name, _, _ in string.Formatter().parse(text) if name}
        assert len(text.format(**dict.fromkeys(places, "x"))) <= 78, path
