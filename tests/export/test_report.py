"""The clinician's page: the record's numbers, beside what moves by chance, and nothing claimed."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from devicelink.care.journal import Motion, Note, Pressed, Provider, Trial
from devicelink.care.journal_words import Role
from devicelink.care.trend import Status
from devicelink.data import phrases
from devicelink.export.page import Grid, Heading, Page, Picture, Points, Text
from devicelink.export.report import SECTIONS, Wish, report
from devicelink.export.report_facts import Facts, facts_of
from devicelink.store.history import Chosen, History
from devicelink.store.place import Place
from devicelink.store.record import Record
from devicelink.store.recorder import Recorder
from devicelink.store.statements import Statement, Topic
from tests.export.report_made import DAYS, entry, filled
from tests.store.made import STARTED, answered, meta

NOW = STARTED + timedelta(days=20)
ALL = Chosen()


def facts(folder: Path, chosen: Chosen = ALL, *, simulated: bool = False) -> Facts:
    place = Place.of(folder, "Ana")
    if not place.file.exists():
        filled(place, simulated=simulated)
    with History(place) as history:
        return facts_of(history, chosen, place.who, NOW, "0.1.0", simulated=simulated)


def page_of(told: Facts, **wish: object) -> Page:
    drawn = ('<svg viewBox="0 0 9 9"><style></style></svg>',)
    return report(told, Wish(pictures=lambda _: drawn, digest="f" * 64, **wish), phrases())  # type: ignore[arg-type]


def words(page: Page) -> str:
    told = [page.title, page.about]
    for block in page.blocks:
        match block:
            case Heading() | Text():
                told.append(block.text)
            case Points():
                told += block.lines
            case Grid():
                told += [" | ".join(row) for row in (block.head, *block.rows)]
            case Picture():
                told.append(block.svg)
    return "\n".join(told)


def test_what_was_done_is_counted_place_by_place(tmp_path: Path) -> None:
    """S56, S57: sessions, holds and their force from the record itself."""
    told = facts(tmp_path)
    assert (told.sessions, told.left_out, told.simulated) == (12, 0, 0)
    left, right = told.done
    assert (left.place, left.sessions, left.days, left.holds) == ("ut left", 6, 6, 6)
    assert (left.median_n, left.low_n, left.high_n) == (25.0, 23.0, 27.0)
    assert left.median_kpa == pytest.approx(250.0)
    assert left.held_s == pytest.approx(6 * 4.5)
    assert left.in_zone_pct == pytest.approx(100 * 30.0 / 4.5), "as the made holds say"
    assert right.place == "is right"
    assert left.newest == 2 * len(DAYS) - 1


def test_pain_stands_beside_what_moves_by_chance(tmp_path: Path) -> None:
    """S31, S59: medians, the noise, n and the rule; nothing is promised."""
    told = facts(tmp_path)
    status = {one.place: one.status for one in told.trends}
    assert status == {"ut left": Status.RESPONDING, "is right": Status.NOT_RESPONDING}
    text = words(page_of(told))
    assert "6 to 3 (±2)" in text
    assert "Rule: at least 4 numbers" in text
    assert "For a professional: Infraspinatus, right" in text


def test_how_steadily_comes_before_any_force(tmp_path: Path) -> None:
    """S30, S60: adherence first; the words say that force is no success."""
    page = page_of(facts(tmp_path))
    headings = [block.text for block in page.blocks if isinstance(block, Heading)]
    assert headings == [phrases().text("report_section", name) for name in SECTIONS]
    first = next(b for n, b in enumerate(page.blocks) if n and isinstance(b, Text))
    assert "days with a session" in first.text
    assert words(page).index("days with a session") < words(page).index("mean force, N")
    assert "no measure of success" in words(page)


def test_medicine_care_and_weeks_are_told_as_noted(tmp_path: Path) -> None:
    """S12, S24, S64: with the role of who did it; a declined number is not a zero."""
    text = words(page_of(facts(tmp_path)))
    assert "2026-03-04 | ibuprofen 08:30 | - | - | -" in text
    assert ("2026-03-04 | dry needling | Jo, dry needling practitioner | Infraspinatus, right"
            " | 6 to not said") in text  # fmt: skip
    assert "2026-03-04 | 5 | 4 | 3 | 4.0 | 8 | -" in text


def test_answers_that_matter_are_dated(tmp_path: Path) -> None:
    """S54: a yes and an answer declined; a no is not told."""
    text = words(page_of(facts(tmp_path)))
    assert "yes (2026-03-01)" in text
    assert "not said (2026-03-01)" in text
    assert text.count("(2026-03-01)") == 2
    assert "was not looked at" in text


def test_s06_since_when_there_has_been_pain_is_told(tmp_path: Path) -> None:
    told = facts(tmp_path)
    assert "Since when there has been pain was not said." in words(page_of(told))
    recorder = Recorder(Place.of(tmp_path, "Ana"))
    recorder.state(Statement(told_at=STARTED, topic=Topic.ABOUT, item="pain_since", place="",
                             body={"since": "2025-03-01"}))  # fmt: skip
    assert recorder.close().saved
    assert "persistent (longer than 3 months)" in words(page_of(facts(tmp_path)))


def test_s61_how_far_a_movement_went_is_told(tmp_path: Path) -> None:
    filled(place := Place.of(tmp_path, "Ana"))
    recorder = Recorder(place)
    turned = Motion(movement="neck rotation left", before_deg=50.0, after_deg=None)
    recorder.note(entry("m", Note(motion=(turned,)), "ut left"))
    assert recorder.close().saved
    assert "2026-03-04, neck rotation left: 50 to ? degrees." in words(page_of(facts(tmp_path)))


def test_a_referral_names_the_role(tmp_path: Path) -> None:
    """S24."""
    told = facts(tmp_path)
    (ruth,) = told.providers()
    assert ruth == Provider(name="Ruth Klein", role=Role.PHYSICAL_THERAPIST)
    assert "For Ruth Klein, physical therapist." in words(page_of(told, to=ruth))


def test_sections_can_be_chosen_but_the_limits_always_stand(tmp_path: Path) -> None:
    told = facts(tmp_path)
    for name in SECTIONS:
        page = page_of(told, sections=frozenset({name}))
        headings = [block.text for block in page.blocks if isinstance(block, Heading)]
        assert headings[-1] == phrases().text("report_section", "method")
        assert len(headings) == (1 if name == "method" else 2)
        assert "neither how stiff" in words(page)
        assert "f" * 64 in words(page)


def test_days_and_point_can_be_chosen(tmp_path: Path) -> None:
    chosen = Chosen(since=STARTED + timedelta(days=3), until=STARTED + timedelta(days=9))
    told = facts(tmp_path, chosen)
    assert (told.sessions, len(told.entries)) == (6, 5)
    assert told.trends[0].n == 3
    only = facts(tmp_path, Chosen(point="ut"))
    assert [one.place for one in only.done] == ["ut left"]
    assert [one.place for one in only.trends] == ["ut left"]


def test_simulated_sessions_are_left_out_and_said(tmp_path: Path) -> None:
    told = facts(tmp_path, simulated=True)
    assert told.simulated == 12
    assert "SIMULATED" in words(page_of(told))
    place = Place.of(tmp_path, "Ana")
    with History(place) as history:
        without = facts_of(history, Chosen(), "Ana", NOW, "0.1.0", simulated=False)
    assert (without.sessions, without.left_out, without.done) == (0, 12, ())
    assert "left out: 12" in words(page_of(without))


def test_an_empty_record_is_an_honest_page(tmp_path: Path) -> None:
    """Nothing kept is said to be nothing kept; no division by it."""
    told = facts(tmp_path, Chosen(since=NOW - timedelta(days=1)))
    text = words(page_of(told))
    for line in ("no_holds", "no_pain", "no_medication", "no_weeks", "no_stops"):
        assert phrases().text("report_line", line) in text
    assert phrases().text("report", "nothing") in text


def test_bad_stops_are_counted_once_a_hold(tmp_path: Path) -> None:
    """S45: a clinician sees how often pain ended a hold."""
    told = facts(tmp_path)
    sore = replace(told.done[0], stops=(("bad_pain", 2),))
    text = words(page_of(replace(told, done=(sore,))))
    assert "2 holds ended by sharp, burning, electric or numb pain" in text


def test_foreign_text_is_one_harmless_line(tmp_path: Path) -> None:
    told = replace(facts(tmp_path), who="A\x1b[31mna\n" + "x" * 300)
    assert len(page_of(told).title) < 100
    assert "\x1b" not in page_of(told).title


def recorded(folder: Path, *ends: str, tool: str = "thumb") -> Place:
    """A session by hand whose holds ended so, and what was found at its place."""
    place = Place.of(folder, "Ana")
    recorder = Recorder(place)
    recorder.begin(meta(point="ut", side="left", tool=tool, device_driver=None, simulated=False))
    recorder.append(answered(0.5, "pain_before", "answered", 6))
    for rep, end in enumerate(ends, start=1):
        body = {"t_s": 50.0 * rep, "rep": rep, "held_s": 30.0, "end": end, "quality": None}
        recorder.append(Record(50.0 * rep, 0, "rep_ended", body | {"user_easing_s": None}))
    recorder.end(200.0, "complete", STARTED)
    found = {"taut_band": "yes", "tender_spot": "unsure", "areas": [{"area": "temple", "pain": 4}]}
    recorder.state(Statement(told_at=STARTED, topic=Topic.POINT, item="record", place="ut left",
                             body=found))  # fmt: skip
    assert recorder.close().saved
    return place


def test_a_session_by_hand_counts_without_a_force(tmp_path: Path) -> None:
    """S21: without a sensor there is no number for one."""
    recorded(tmp_path, "goal", "goal")
    told = facts(tmp_path)
    (done,) = told.done
    assert (done.sessions, done.by_hand, done.holds, done.median_n) == (1, 1, 0, None)
    assert done.newest is None
    text = words(page_of(told))
    assert "sessions by hand, without a measured force: 1" in text
    assert "1 | 0 | - | - | - | -" in text


def test_a_flagged_place_and_what_was_found_there_are_told(tmp_path: Path) -> None:
    """S01, S02, S45: counts of stops and the person's own answers; nothing is concluded."""
    recorded(tmp_path, "bad_pain", "bad_pain")
    told = facts(tmp_path)
    assert told.done[0].flagged
    text = words(page_of(told))
    assert "Upper trapezius, left: flagged" in text
    assert "found by the person: a taut band yes, a tender spot unsure, namely in temple" in text


def test_s09_the_report_tells_tests_of_pressure_beside_their_noise(tmp_path: Path) -> None:
    """S09: threshold and pain at the same force over the weeks, also where no pain was told."""
    place = Place.of(tmp_path, "Ana")
    filled(place)
    assert "No pressure test was made in these days." in words(page_of(facts(tmp_path)))
    recorder = Recorder(place)
    for day, threshold_n, pain in ((1, 20.0, 6), (8, 21.0, 6), (15, 34.0, 3), (18, 34.0, 3)):
        at = STARTED + timedelta(days=day)
        ramps = tuple(Trial(peak_n=threshold_n, force_n=threshold_n) for _ in range(3))
        hurt = Pressed(test="threshold", tip_area_mm2=100.0, trials=ramps)
        same = Pressed(test="same_force", tip_area_mm2=100.0, target_n=24.5, force_n=24.5,
                       pain=pain)  # fmt: skip
        recorder.note(entry(f"t{day}", hurt, "ls left", at))
        recorder.note(entry(f"s{day}", same, "ls left", at))
    assert recorder.close().saved
    text = words(page_of(facts(tmp_path)))
    assert "Levator scapulae, left: pressing began to hurt at 20.0 N, now at 34.0 N" in text
    assert "clearly higher" in text
    assert "Levator scapulae, left: pain at the same force" in text
    assert "No pressure test" not in text
    early = facts(tmp_path, Chosen(until=STARTED + timedelta(days=5)))
    assert "(1 test): too few to say more" in words(page_of(early)), "of the chosen days alone"


def test_s20_s62_s63_the_reports_words_of_the_journal_are_counted(tmp_path: Path) -> None:
    """S20, S62, S63, S57: kinds, sensations, tags and sleep; what is missing is no zero."""
    place = Place.of(tmp_path, "Ana")
    filled(place)
    bare = words(page_of(facts(tmp_path)))
    assert "Not noted in these days: kind of pain, sensations, what may have had a part" in bare
    recorder = Recorder(place)
    for n, sleep in enumerate((4, 7, 8, "declined")):
        note = Note(quality=("aching", "tight")[: n + 1], sensations=("warmth",),
                    tags=("long_sitting",), sleep=sleep)  # type: ignore[arg-type]  # fmt: skip
        recorder.note(entry(f"w{n}", note, "ut left"))
    assert recorder.close().saved
    text = words(page_of(facts(tmp_path)))
    assert "Kind of pain, how often told: aching 4, tight 3." in text
    assert "how often told: warmth 4." in text
    assert "how often told: long sitting 4." in text
    assert "Sleep, 0 to 10: median 7 (4 to 8), told 3 times, not said 1 time." in text
    assert "Not noted" not in text
