"""`devicelink trend`: three places over two weeks, as their own numbers say."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from devicelink.care.journal import Note, Pressed, Trial, kind_of, to_fields
from devicelink.care.journal_words import When
from devicelink.cli.noting import now
from devicelink.store.entries import Entry
from devicelink.store.place import Place
from devicelink.store.recorder import Recorder
from tests.cli.conftest import Run

RESPONDS = (8, 7, 8, 7, 6, 5, 4, 4, 3, 3, 4, 3, 3, 3)
STAYS = (6, 5, 6, 6, 7, 6, 5, 6, 6, 6, 5, 6, 6, 6)
RETURNS = (5, 4, 2, 2, 1, 2, 1, 2, 2, 2, 2, 5, 5, 6)


def entry(day: int, body: Note | Pressed, place: str) -> Entry:
    """Of `day`, counted so that day 13 is yesterday."""
    at = now() - timedelta(days=14 - day)
    return Entry(
        uid=f"{place}{day}{kind_of(body)}{getattr(body, 'test', '')}", recorded_at=at, about_at=at,
        kind=kind_of(body), place=place, fields=to_fields(body),
    )  # fmt: skip


@pytest.fixture
def fortnight(run: Run, tmp_path: Path) -> Run:
    """A journal of three places: one responds, one does not, one returns."""
    recorder = Recorder(Place.of(tmp_path / "data"))
    for place, run_ in (("ut left", RESPONDS), ("pi right", STAYS), ("is left", RETURNS)):
        for day, pain in enumerate(run_):
            recorder.note(entry(day, Note(when=When.BEFORE, pain=pain), place))
    for day in range(14):
        recorder.note(entry(day, Note(pain=5), ""))
    for day, force_n in ((0, 20.0), (7, 24.0), (13, 26.0)):
        trials = tuple(Trial(peak_n=force_n, force_n=force_n) for _ in range(3))
        test = Pressed(test="threshold", tip_area_mm2=100.0, trials=trials)
        recorder.note(entry(day, test, "ut left"))
    for day, pain in ((0, 7), (4, 6), (7, 6), (10, 4), (12, 3), (13, 3)):
        recorder.note(
            entry(day, Pressed(test="same_force", force_n=24.5, tip_area_mm2=100, pain=pain),
                  "ut left")
        )  # fmt: skip
    assert recorder.close().saved
    return run


def rows(run: Run, *more: str) -> list[dict[str, object]]:
    done = run("trend", "--json", *more)
    assert done.code == 0, done.err
    return [json.loads(line) for line in done.lines]


def test_s10_s35_s59_each_place_has_its_own_word(fortnight: Run) -> None:
    """S10, S35, S59."""
    found = {row["point"]: row for row in rows(fortnight) if row["type"] == "trend"}
    assert found["ut"]["words"] == "clearly less"
    assert (found["ut"]["first"], found["ut"]["last"], found["ut"]["n"]) == (8, 3, 14)
    assert found["pi"]["words"] == "not clear"
    assert found["is"]["returned"] == (now() - timedelta(days=3)).date().isoformat()
    assert found[None]["status"] == "not_clear"
    assert found[None]["checkpoint"] is None, "pain overall has no sessions"


def test_s33_s52_checkpoints_and_the_list(fortnight: Run) -> None:
    """S33, S52."""
    told = rows(fortnight)
    listed = [row["place"] for row in told if row["type"] == "professional"]
    assert "pi right" in listed
    assert "ut left" not in listed
    assert any("Rule: no meaningful change" in str(row["text"]) for row in told)
    checks = {row["point"]: row["checkpoint"] for row in told if row["type"] == "trend"}
    assert (checks["ut"], checks["pi"]) == ("continue", "change")


def test_s09_threshold_and_same_force_are_a_trend_of_their_own(fortnight: Run) -> None:
    told = {row["type"]: row for row in rows(fortnight)}
    assert told["threshold"]["verdict"] == "higher"
    assert (told["threshold"]["first_n"], told["threshold"]["last_n"]) == (20, 26)
    assert told["same_force"]["status"] == "responding"
    assert told["same_force"]["tests"] == 6
    weeks = [row for row in rows(fortnight) if row["type"] == "week"]
    assert [row["painful_places"] for row in weeks] == [3, 3]


def test_s09_one_test_is_compared_with_nothing(run: Run, tmp_path: Path) -> None:
    trials = tuple(Trial(peak_n=n, force_n=n) for n in (20.0, 21.0, 22.0))
    recorder = Recorder(Place.of(tmp_path / "data"))
    recorder.note(entry(0, Pressed(test="threshold", tip_area_mm2=100.0, trials=trials), "ut left"))
    recorder.note(entry(0, Note(when=When.BEFORE, pain=5), "ut left"))
    assert recorder.close().saved
    text = run("trend").out
    assert "pressing began to hurt at 21.0 N (1 test): too few to say more" in text
    assert "now at 21.0 N" not in text


def test_s30_how_steadily_comes_first(fortnight: Run) -> None:
    first = rows(fortnight)[0]
    assert first["type"] == "adherence"
    assert "newtons" not in fortnight("trend").lines[0]


def test_one_place_alone_and_its_picture(fortnight: Run, tmp_path: Path) -> None:
    told = rows(fortnight, "--point", "ut", "--side", "left")
    assert [row["point"] for row in told if row["type"] == "trend"] == ["ut"]
    done = fortnight("trend", "--pictures", tmp_path / "drawn")
    assert "4 pictures" in done.err
    assert (tmp_path / "drawn" / "trend-ut-left.svg").read_text().startswith("<svg")


def test_an_empty_journal_says_so(run: Run) -> None:
    done = run("trend")
    assert done.code == 0
    assert "begin with the first entry" in done.out
    assert run("trend", "--point", "ut").code == 2
